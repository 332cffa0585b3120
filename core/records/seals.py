"""The hash under which a record stands in the audit trail, to be printed on what leaves the program."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.quality.rights import Right
from core.records.schema import audit
from core.records.sessions import User
from core.records.use_case import reading


@dataclass(frozen=True)
class Seal:
    """The newest row of the audit trail on a record: its number, its hash (sha256, in hexadecimal) and its moment."""

    row: int
    hash: str
    at: datetime


@reading(Right.READ)
def seal(tx: Connection, user: User, subject: str) -> Seal | None:
    """Return the seal of a subject, such as "can:12" or "lot:3"; None where nothing is recorded of it."""
    newest = tx.execute(
        select(audit.c.id, audit.c.hash, audit.c.recorded_at).where(audit.c.subject == subject)
        .order_by(audit.c.id.desc()).limit(1)
    ).one_or_none()
    return Seal(newest.id, newest.hash, newest.recorded_at) if newest else None
