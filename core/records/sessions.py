"""Sessions of signed-in people: opened at sign in, looked up on every call, ended for good."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, bindparam, desc, func, select, update

from core.quality.rights import Role
from core.quality.session_rules import LONGEST, ONE_CAN, session_ends_at
from core.records import clock
from core.records.database import read, write
from core.records.schema import inspection, session, side_attempt, user_account, work_context
from core.records.trail import Entry, append

LIFETIME = LONGEST + ONE_CAN
"""No session is older than this."""
_NOTED_EVERY = timedelta(seconds=30)
"""Being there is noted no more often, so that reading is not slowed by writing."""

_WITH_USER = (
    select(session, user_account.c.name, user_account.c.role, user_account.c.disabled,
           user_account.c.sessions_valid_after, work_context.c.shift_ends_at)
    .join(user_account, session.c.user_id == user_account.c.id)
    .outerjoin(work_context, work_context.c.session_id == session.c.id)
    .where(session.c.token_hash == bindparam("token_hash"))
)
"""Composed once: every use case asks it, and composing takes longer than asking."""


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


def open_session(tx: Connection, user: User, address: str, device_id: int | None = None) -> Session:
    """Start a session for a user whose password, or PIN on that device, was just checked."""
    token, started = secrets.token_urlsafe(32), clock.now()
    expires = started + LONGEST
    tx.execute(session.insert().values(
        token_hash=hashed_token(token), user_id=user.id, address=address, started_at=started, expires_at=expires,
        last_seen_at=started, device_id=device_id,
    ))
    return Session(token, user.name, user.role, started, expires)


def current(session_id: str) -> User | None:
    """Return the session's user as they are now; None when it ended, expired or is unknown, or they are disabled."""
    with read() as tx:
        return session_user(tx, session_id)


def lives(token_hash: str) -> bool:
    """Say whether the session of which the database keeps this hash is still somebody's."""
    with read() as tx:
        return _live_user(tx, _row_of(tx, token_hash)) is not None


def seen(session_id: str) -> User | None:
    """Do as ``current`` for somebody who has just done something, which keeps the session from being idle."""
    with read() as tx:
        row = _row(tx, session_id)
        user = _live_user(tx, row)
    if user is not None and row is not None and _is_to_be_noted(row.last_seen_at):
        with write() as tx:
            user = session_user(tx, session_id)
            if user is not None:
                note_seen(tx, user)
    return user


def note_seen(tx: Connection, user: User) -> None:
    """Note that the user is active now, in a write that is open."""
    if user.session is not None:
        tx.execute(update(session).where(session.c.id == user.session).values(last_seen_at=clock.now()))


def session_user(tx: Connection, session_id: str) -> User | None:
    """Do as ``current`` inside a transaction."""
    return _live_user(tx, _row(tx, session_id))


def session_name(tx: Connection, session_id: str) -> str:
    """Return whose session this is or was; empty for an unknown one."""
    row = _row(tx, session_id)
    return row.name if row else ""


def sign_out(session_id: str) -> None:
    """End the session; one that has ended already stays as it is."""
    with write() as tx:
        user = session_user(tx, session_id)
        if user is not None:
            end_where(tx, session.c.id == user.session)
            append(tx, user.name, Entry("signed out", f"user:{user.name}"))


def end_sessions(tx: Connection, user_id: int) -> None:
    """End all sessions of a user, at once and in every tab."""
    tx.execute(update(user_account).where(user_account.c.id == user_id).values(sessions_valid_after=clock.now()))
    end_where(tx, session.c.user_id == user_id)


def end_where(tx: Connection, which: ColumnElement[bool]) -> None:
    """End the sessions that still live among these."""
    tx.execute(update(session).where(which, session.c.ended_at.is_(None)).values(ended_at=clock.now()))


def hashed_token(token: str) -> str:
    """Return what the database keeps of a random token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _row(tx: Connection, session_id: str) -> Row | None:
    return _row_of(tx, hashed_token(session_id))


def _row_of(tx: Connection, token_hash: str) -> Row | None:
    return tx.execute(_WITH_USER, {"token_hash": token_hash}).one_or_none()


def _live_user(tx: Connection, row: Row | None) -> User | None:
    if row is None or row.ended_at is not None or row.disabled:
        return None
    if row.started_at < row.sessions_valid_after or not _is_in_time(tx, row):
        return None
    return User(row.user_id, row.name, Role(row.role), row.id)


def _is_in_time(tx: Connection, row: Row) -> bool:
    known = Role(row.role), row.started_at, row.last_seen_at or row.started_at, row.shift_ends_at
    now = clock.now()
    return now < session_ends_at(*known, None) or now < session_ends_at(*known, _can_worked_on_at(tx, row.user_id))


def _can_worked_on_at(tx: Connection, user_id: int) -> datetime | None:
    return tx.execute(
        select(func.coalesce(side_attempt.c.recorded_at, inspection.c.started_at).label("at"))
        .select_from(inspection).outerjoin(side_attempt, side_attempt.c.inspection_id == inspection.c.id)
        .where(inspection.c.inspector_id == user_id, inspection.c.state == "draft")
        .order_by(desc("at")).limit(1)
    ).scalar_one_or_none()


def _is_to_be_noted(last: datetime | None) -> bool:
    return last is None or clock.now() - last >= _NOTED_EVERY
