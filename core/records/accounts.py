"""Users and their accounts. Who is signed in stands in ``sessions``, setting up in ``first_admin``."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, select, update

from core.errors import BadInput
from core.quality.rights import Right, Role
from core.records.first_admin import create_first_admin, insert_user, issue_setup_code, needs_setup
from core.records.passwords import checked_password, hash_password, matches
from core.records.schema import user_account
from core.records.sessions import Session, User, current, end_sessions, sign_out
from core.records.sign_in import forgive, is_throttled, sign_in
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case
from core.records.user_names import normal_name

__all__ = [
    "Account", "Session", "User", "add_user", "change_password", "create_first_admin", "current", "disable", "enable",
    "issue_setup_code", "list_users", "needs_setup", "reset_password", "set_role", "sign_in", "sign_out",
    "sign_out_everywhere", "unlock",
]


@dataclass(frozen=True)
class Account:
    """A user as an administrator sees them; ``locked`` after too many failed tries to sign in."""

    name: str
    role: Role
    disabled: bool
    locked: bool
    created_at: datetime


@reading(Right.KEEP_USERS)
def list_users(tx: Connection, user: User) -> list[Account]:
    """Return all users by name."""
    return [
        Account(row.name, Role(row.role), bool(row.disabled), is_throttled(tx, row.name), row.created_at)
        for row in tx.execute(select(user_account).order_by(user_account.c.name))
    ]


@use_case(Right.KEEP_USERS)
def add_user(tx: Connection, user: User, name: str, role: Role, password: str) -> Changed[None]:
    """Add a user; raises BadInput when the name is taken or not usable, or the password easily guessed."""
    name = normal_name(name)
    if tx.execute(select(user_account.c.id).where(user_account.c.name == name)).one_or_none():
        raise BadInput(f"There is a user {name} already: choose another name.")
    insert_user(tx, name, role, hash_password(checked_password(password, name)))
    return Changed(None, Entry("user added", f"user:{name}", new={"role": role}))


@use_case(Right.KEEP_USERS)
def set_role(tx: Connection, user: User, name: str, role: Role) -> Changed[None] | Unchanged[None]:
    """Give a user another role and end their sessions; the last active administrator stays one (BadInput)."""
    found = _user(tx, name)
    if found.role == role:
        return Unchanged(None)
    _keep_an_administrator(tx, found)
    _change(tx, found, role=role)
    end_sessions(tx, found.id)
    return Changed(None, Entry("role changed", f"user:{found.name}", {"role": found.role}, {"role": role}))


@use_case(Right.KEEP_USERS)
def disable(tx: Connection, user: User, name: str) -> Changed[None] | Unchanged[None]:
    """Let a user sign in no more and end their sessions; not the last active administrator (BadInput)."""
    found = _user(tx, name)
    if found.disabled:
        return Unchanged(None)
    _keep_an_administrator(tx, found)
    _change(tx, found, disabled=1)
    end_sessions(tx, found.id)
    return Changed(None, Entry("user disabled", f"user:{found.name}", {"disabled": False}, {"disabled": True}))


@use_case(Right.KEEP_USERS)
def enable(tx: Connection, user: User, name: str) -> Changed[None] | Unchanged[None]:
    """Let a disabled user sign in again."""
    found = _user(tx, name)
    if not found.disabled:
        return Unchanged(None)
    _change(tx, found, disabled=0)
    return Changed(None, Entry("user enabled", f"user:{found.name}", {"disabled": True}, {"disabled": False}))


@use_case(Right.KEEP_USERS)
def reset_password(tx: Connection, user: User, name: str, password: str) -> Changed[None]:
    """Give a user a new password and end their sessions."""
    found = _user(tx, name)
    _change(tx, found, password_hash=hash_password(checked_password(password, found.name)))
    end_sessions(tx, found.id)
    return Changed(None, Entry("password reset", f"user:{found.name}"))


@use_case(Right.KEEP_USERS)
def unlock(tx: Connection, user: User, name: str) -> Changed[None]:
    """Let a user try again at once after too many failed tries."""
    found = _user(tx, name)
    forgive(tx, found.name)
    return Changed(None, Entry("user unlocked", f"user:{found.name}"))


@use_case(Right.READ)
def change_password(tx: Connection, user: User, current: str, new: str) -> Changed[None]:
    """Change one's own password and end one's sessions; raises BadInput when the current one is wrong."""
    found = _user(tx, user.name)
    if not matches(current, found.password_hash):
        raise BadInput("This is not your current password: please type it again.")
    _change(tx, found, password_hash=hash_password(checked_password(new, found.name)))
    end_sessions(tx, found.id)
    return Changed(None, Entry("password changed", f"user:{found.name}"))


@use_case(Right.READ)
def sign_out_everywhere(tx: Connection, user: User) -> Changed[None]:
    """End all of one's own sessions."""
    end_sessions(tx, user.id)
    return Changed(None, Entry("signed out everywhere", f"user:{user.name}"))


def _user(tx: Connection, name: str) -> Row:
    with suppress(BadInput):  # what cannot be a name is nobody's
        found = tx.execute(select(user_account).where(user_account.c.name == normal_name(name))).one_or_none()
        if found is not None:
            return found
    raise BadInput(f"There is no user {name!r}: look at the list of users.")


def _change(tx: Connection, found: Row, **values: object) -> None:
    tx.execute(update(user_account).where(user_account.c.id == found.id).values(**values))


def _keep_an_administrator(tx: Connection, found: Row) -> None:
    others = tx.scalar(
        select(func.count()).select_from(user_account).where(
            user_account.c.role == Role.ADMIN, user_account.c.disabled == 0, user_account.c.id != found.id
        )
    )
    if found.role == Role.ADMIN and not found.disabled and not others:
        raise BadInput(f"{found.name} is the last active administrator: make another one first.")
