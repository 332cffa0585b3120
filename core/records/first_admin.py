"""The first administrator, made with a one-time code that only who started the server has seen."""

import secrets
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from core.errors import BadInput
from core.quality.rights import Role
from core.records import clock
from core.records.database import read, write
from core.records.passwords import checked_password, hash_password, matches
from core.records.schema import setup_code, user_account
from core.records.trail import Entry, append
from core.records.user_names import normal_name

WRONG_TRIES = 10
_SENTENCES = {
    "set up": "The first administrator exists already: sign in, or ask them to add you.",
    "used up": "Too many wrong codes: start the server again and use the new code that it prints.",
    "wrong": "This is not the setup code: copy the newest one from the terminal in which the server was started.",
}


def needs_setup() -> bool:
    """Say whether there is no user yet."""
    with read() as tx:
        return _no_user(tx)


def issue_setup_code() -> str | None:
    """Return a fresh one-time code such as "4821-7730", which replaces the one before; None when users exist."""
    digits = f"{secrets.randbelow(10**8):08d}"
    with write() as tx:
        if not _no_user(tx):
            return None
        tx.execute(delete(setup_code))
        tx.execute(insert(setup_code).values(
            code_hash=hash_password(digits), wrong_tries=0, issued_at=clock.now()
        ))
    return f"{digits[:4]}-{digits[4:]}"


def create_first_admin(code: str, name: str, password: str) -> None:
    """Make the first administrator; of two at once, one wins.

    Raises BadInput when the code is wrong or was tried wrongly ten times, when a user exists, or when the name or
    password cannot be taken.
    """
    name = normal_name(name)
    password_hash = hash_password(checked_password(password, name))
    with write() as tx:
        answer = _tried(tx, code)
        if answer == "right":
            insert_user(tx, name, Role.ADMIN, password_hash)
            tx.execute(delete(setup_code))
            append(tx, name, Entry("user added", f"user:{name}", new={"role": Role.ADMIN}, why="setup code"))
    if answer != "right":
        raise BadInput(_SENTENCES[answer])


def insert_user(tx: Connection, name: str, role: Role, password_hash: str) -> None:
    """Add the row of a user."""
    now = clock.now()
    tx.execute(insert(user_account).values(
        name=name, role=role, password_hash=password_hash, disabled=0, created_at=now, sessions_valid_after=now
    ))


def _tried(tx: Connection, code: str) -> Literal["right", "wrong", "used up", "set up"]:
    if not _no_user(tx):
        return "set up"
    kept = tx.execute(select(setup_code)).one_or_none()
    if kept is None or kept.wrong_tries >= WRONG_TRIES:
        return "used up"
    if not matches("".join(c for c in code if c.isdigit()), kept.code_hash):
        tx.execute(update(setup_code).values(wrong_tries=setup_code.c.wrong_tries + 1))
        return "wrong"
    return "right"


def _no_user(tx: Connection) -> bool:
    return tx.execute(select(user_account.c.id).limit(1)).one_or_none() is None
