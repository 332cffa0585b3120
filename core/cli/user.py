"""``python -m core user``: add users and mend their accounts from the machine itself."""

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import Any

from core.errors import BadInput
from core.quality.rights import Role
from core.records import accounts
from core.records.use_case import console


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs on users."""
    verbs = parser.add_subparsers(dest="user_verb", required=True, metavar="VERB")
    add = _named(verbs.add_parser("add", help="add a user; the password is asked for"))
    _role_option(add, "--role", required=True)
    _password_option(add)
    verbs.add_parser("list", help="list all users with their roles")
    _named(verbs.add_parser("disable", help="let a user sign in no more and end their sessions"))
    _named(verbs.add_parser("enable", help="let a disabled user sign in again"))
    _role_option(_named(verbs.add_parser("role", help="give a user another role")), "role")
    _named(verbs.add_parser("reset", help="print a one-time code with which the user chooses a new password"))
    _named(verbs.add_parser("sign-out", help="end all sessions of a user"))
    _named(verbs.add_parser("delete", help="delete a user for good; records go on naming them"))
    _named(verbs.add_parser("unlock", help="let a user try again at once after too many failed tries"))


def run(args: argparse.Namespace) -> int:
    """Do it, recorded as done by "console"; BadInput says why not."""
    actor = console()
    if args.user_verb == "add":
        accounts.add_user(actor, args.name, Role(args.role), _password(args.password_stdin))
    elif args.user_verb == "list":
        _print_users()
    elif args.user_verb == "role":
        accounts.set_role(actor, args.name, Role(args.role))
    elif args.user_verb == "reset":
        print(accounts.reset_password(actor, args.name))
    else:
        act: Callable[..., None] = {
            "disable": accounts.disable, "enable": accounts.enable, "unlock": accounts.unlock,
            "sign-out": accounts.end_sessions_of, "delete": accounts.delete,
        }[args.user_verb]
        act(actor, args.name)
    return 0


def _named(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("name", metavar="NAME", help="the name the user signs in with")
    return parser


def _role_option(parser: argparse.ArgumentParser, option: str, **options: Any) -> None:
    roles = [role.value for role in Role]
    parser.add_argument(option, choices=roles, metavar="ROLE", help=f"one of {', '.join(roles)}", **options)


def _password_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline()
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise BadInput("The two passwords differ: please type the same one twice.")
    return password


def _print_users() -> None:
    users = accounts.list_users(console())
    if not users:
        print("There is no user yet: add one with python -m core user add NAME --role admin.")
        return
    widest = max(len(user.name) for user in users)
    for user in users:
        states = [word for word, holds in (("disabled", user.disabled), ("locked", user.locked)) if holds]
        print(f"{user.name:{widest}}  {user.role:9}  {', '.join(states)}".rstrip())
