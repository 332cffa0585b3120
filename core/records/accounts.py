"""Users and their accounts. Who is signed in stands in ``sessions``, setting up in ``first_admin``."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, select, update

from core.errors import BadInput
from core.quality.rights import Right, Role
from core.records import clock
from core.records.first_admin import create_first_admin, insert_user, issue_setup_code, needs_setup
from core.records.one_time_codes import VALID_FOR, new_code, redeem
from core.records.passwords import checked_password, hash_password
from core.records.schema import session, sign_in_attempt, user_account
from core.records.sessions import Session, User, current, end_sessions, seen, sign_out
from core.records.sign_in import TRIES_KEPT, confirm_password, failures, forgive, is_throttled, sign_in
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, prepared_use_case, reading, use_case
from core.records.user_names import normal_name

__all__ = [
    "Account", "Session", "User", "add_user", "change_password", "create_first_admin", "current", "delete", "disable",
    "enable", "end_sessions_of", "invite", "issue_setup_code", "list_users", "needs_setup", "redeem", "reset_password",
    "seen", "set_role", "sign_in", "sign_out", "sign_out_everywhere", "unlock",
]


@dataclass(frozen=True)
class Account:
    """A user as an administrator sees them; ``locked`` after too many failed tries to sign in.

    ``last_seen_at`` is when they last did something (to half a minute), None for never; ``failed_tries`` are those of
    the last 24 hours; ``waits_for_code`` after an invitation or a reset until they chose a password.
    """

    name: str
    role: Role
    disabled: bool
    locked: bool
    created_at: datetime
    last_seen_at: datetime | None = None
    failed_tries: int = 0
    waits_for_code: bool = False


@reading(Right.KEEP_USERS)
def list_users(tx: Connection, user: User) -> list[Account]:
    """Return all users by name, but for the deleted ones."""
    last_seen = func.max(session.c.last_seen_at, type_=session.c.last_seen_at.type).label("at")
    seen_at = {row.user_id: row.at for row in
               tx.execute(select(session.c.user_id, last_seen).group_by(session.c.user_id))}
    return [
        Account(row.name, Role(row.role), bool(row.disabled), is_throttled(tx, row.name), row.created_at,
                seen_at.get(row.id), failures(tx, sign_in_attempt.c.account == row.name, TRIES_KEPT),
                row.code_hash is not None)
        for row in tx.execute(
            select(user_account).where(user_account.c.deleted_at.is_(None)).order_by(user_account.c.name))
    ]


def _hash_of_new(user: User, name: str, role: Role, password: str) -> str:
    return hash_password(checked_password(password, normal_name(name)))


def _code_to_invite(user: User, name: str, role: Role) -> tuple[str, str]:
    return new_code()


def _code_to_reset(user: User, name: str) -> tuple[str, str]:
    return new_code()


@prepared_use_case(Right.KEEP_USERS, _hash_of_new)
def add_user(tx: Connection, user: User, password_hash: str, name: str, role: Role, password: str) -> Changed[None]:
    """Add a user; raises BadInput when the name is taken or not usable, or the password easily guessed."""
    insert_user(tx, _free_name(tx, name), role, password_hash)
    return Changed(None, Entry("user added", f"user:{normal_name(name)}", new={"role": role}))


@prepared_use_case(Right.KEEP_USERS, _code_to_invite)
def invite(tx: Connection, user: User, made: tuple[str, str], name: str, role: Role) -> Changed[str]:
    """Add a user who chooses their own password with the one-time code that is returned, and kept nowhere.

    Raises BadInput when the name is taken or not usable.
    """
    code, code_hash = made
    insert_user(tx, _free_name(tx, name), role, "")
    found = _user(tx, name)
    _change(tx, found, code_hash=code_hash, code_expires_at=clock.now() + VALID_FOR)
    return Changed(code, Entry("user added", f"user:{found.name}", new={"role": role}, why="one-time code"))


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
def delete(tx: Connection, user: User, name: str) -> Changed[None]:
    """Delete a user for good and end their sessions; not the last active administrator (BadInput).

    Records go on naming them, so that nobody else ever gets the name.
    """
    found = _user(tx, name)
    _keep_an_administrator(tx, found)
    _change(tx, found, disabled=1, deleted_at=clock.now(), password_hash="", code_hash=None, pin_hash=None)
    end_sessions(tx, found.id)
    return Changed(None, Entry("user deleted", f"user:{found.name}", {"role": found.role}))


@prepared_use_case(Right.KEEP_USERS, _code_to_reset)
def reset_password(tx: Connection, user: User, made: tuple[str, str], name: str) -> Changed[str]:
    """Take a user's password and PIN and end their sessions; returns the one-time code for a new one, kept nowhere."""
    code, code_hash = made
    found = _user(tx, name)
    _change(tx, found, password_hash="", pin_hash=None, code_hash=code_hash, code_expires_at=clock.now() + VALID_FOR)
    end_sessions(tx, found.id)
    return Changed(code, Entry("password reset", f"user:{found.name}"))


@use_case(Right.KEEP_USERS)
def end_sessions_of(tx: Connection, user: User, name: str) -> Changed[None]:
    """End all sessions of a user, who may sign in again."""
    found = _user(tx, name)
    end_sessions(tx, found.id)
    return Changed(None, Entry("sessions ended", f"user:{found.name}"))


@use_case(Right.KEEP_USERS)
def unlock(tx: Connection, user: User, name: str) -> Changed[None]:
    """Let a user try again at once after too many failed tries."""
    found = _user(tx, name)
    forgive(tx, found.name)
    return Changed(None, Entry("user unlocked", f"user:{found.name}"))


def _hash_of_own(user: User, current: str, new: str) -> str:
    confirm_password(user.name, current)
    return hash_password(checked_password(new, user.name))


@prepared_use_case(Right.READ, _hash_of_own)
def change_password(tx: Connection, user: User, password_hash: str, current: str, new: str) -> Changed[None]:
    """Change one's own password and end one's sessions.

    Raises BadInput when the current one is wrong, and Refused after too many wrong ones.
    """
    found = _user(tx, user.name)
    _change(tx, found, password_hash=password_hash)
    end_sessions(tx, found.id)
    return Changed(None, Entry("password changed", f"user:{found.name}"))


@use_case(Right.READ)
def sign_out_everywhere(tx: Connection, user: User) -> Changed[None]:
    """End all of one's own sessions."""
    end_sessions(tx, user.id)
    return Changed(None, Entry("signed out everywhere", f"user:{user.name}"))


def _free_name(tx: Connection, name: str) -> str:
    name = normal_name(name)
    taken = tx.execute(select(user_account.c.deleted_at).where(user_account.c.name == name)).one_or_none()
    if taken is not None and taken.deleted_at is not None:
        raise BadInput(f"Records name a user {name} who was deleted: choose another name.")
    if taken is not None:
        raise BadInput(f"There is a user {name} already: choose another name.")
    return name


def _user(tx: Connection, name: str) -> Row:
    with suppress(BadInput):  # what cannot be a name is nobody's
        found = tx.execute(
            select(user_account).where(user_account.c.name == normal_name(name), user_account.c.deleted_at.is_(None))
        ).one_or_none()
        if found is not None:
            return found
    raise BadInput(f"There is no user {name!r}: look at the list of users.")


def _change(tx: Connection, found: Row, **values: object) -> None:
    tx.execute(update(user_account).where(user_account.c.id == found.id).values(**values))


def _keep_an_administrator(tx: Connection, found: Row) -> None:
    others = tx.scalar(
        select(func.count()).select_from(user_account).where(
            user_account.c.role == Role.ADMIN, user_account.c.disabled == 0, user_account.c.id != found.id,
            user_account.c.password_hash != "",
        )
    )
    if found.role == Role.ADMIN and not found.disabled and not others:
        raise BadInput(f"{found.name} is the last active administrator: make another one first.")
