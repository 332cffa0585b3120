"""Sessions of signed-in people: opened at sign in, looked up on every call, ended for good."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, select, update

from core.quality.rights import Role
from core.records import clock
from core.records.database import read, write
from core.records.schema import session, user_account
from core.records.trail import Entry, append

LIFETIME = timedelta(hours=12)


@dataclass(frozen=True)
class User:
    """Someone who may act now; ``session`` is the row of the session they act in, None on the command line."""

    id: int
    name: str
    role: Role
    session: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Session:
    """A signed-in session. ``id`` is the secret that proves it; the database keeps only its hash."""

    id: str
    name: str
    role: Role
    issued_at: datetime
    expires_at: datetime


def open_session(tx: Connection, user: User, address: str) -> Session:
    """Start a session for a user whose password was just checked."""
    token, started = secrets.token_urlsafe(32), clock.now()
    expires = started + LIFETIME
    tx.execute(session.insert().values(
        token_hash=_hashed(token), user_id=user.id, address=address, started_at=started, expires_at=expires
    ))
    return Session(token, user.name, user.role, started, expires)


def current(session_id: str) -> User | None:
    """Return the session's user as they are now; None when it ended, expired or is unknown, or they are disabled."""
    with read() as tx:
        return session_user(tx, session_id)


def session_user(tx: Connection, session_id: str) -> User | None:
    """Do as ``current`` inside a transaction."""
    row = _row(tx, session_id)
    if row is None or row.ended_at is not None or row.disabled:
        return None
    if row.started_at < row.sessions_valid_after or clock.now() >= row.expires_at:
        return None
    return User(row.user_id, row.name, Role(row.role), row.id)


def session_name(tx: Connection, session_id: str) -> str:
    """Return whose session this is or was; empty for an unknown one."""
    row = _row(tx, session_id)
    return row.name if row else ""


def sign_out(session_id: str) -> None:
    """End the session; one that has ended already stays as it is."""
    with write() as tx:
        user = session_user(tx, session_id)
        if user is not None:
            tx.execute(update(session).where(session.c.token_hash == _hashed(session_id)).values(ended_at=clock.now()))
            append(tx, user.name, Entry("signed out", f"user:{user.name}"))


def end_sessions(tx: Connection, user_id: int) -> None:
    """End all sessions of a user, at once and in every tab."""
    now = clock.now()
    tx.execute(update(user_account).where(user_account.c.id == user_id).values(sessions_valid_after=now))
    tx.execute(
        update(session).where(session.c.user_id == user_id, session.c.ended_at.is_(None)).values(ended_at=now)
    )


def _row(tx: Connection, session_id: str) -> Row | None:
    return tx.execute(
        select(session, user_account.c.name, user_account.c.role, user_account.c.disabled,
               user_account.c.sessions_valid_after)
        .join(user_account, session.c.user_id == user_account.c.id)
        .where(session.c.token_hash == _hashed(session_id))
    ).one_or_none()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
