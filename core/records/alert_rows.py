"""Rows of alerts: raised as part of whatever caused them, once for each cause, and taken once."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, insert, select, update

from core.quality.alerts import AlertKind
from core.quality.verdict import Reason
from core.records import clock
from core.records.can_rows import reason_text
from core.records.schema import alert


def raise_alert(
    tx: Connection, kind: AlertKind, cause: str, reason: Reason, *, line: str | None = None,
    lot_id: int | None = None, inspection_id: int | None = None, at: datetime | None = None,
) -> bool:
    """Raise an alert unless one of the same cause was raised before, taken or not; returns whether it is new.

    ``cause`` names what happened and never changes, such as "critical:12" for can 12.
    """
    if was_raised(tx, cause):
        return False
    tx.execute(insert(alert).values(
        cause=cause, kind=kind, details=reason_text(reason), line=line, lot_id=lot_id, inspection_id=inspection_id,
        raised_at=at or clock.now(),
    ))
    return True


def mark_taken(tx: Connection, user_id: int, which: ColumnElement[bool], note: str) -> None:
    """Note who took the alerts among these that nobody has taken yet, and what they do about it."""
    tx.execute(update(alert).where(which, alert.c.taken_at.is_(None)).values(
        taken_by=user_id, taken_at=clock.now(), note=note))


def was_raised(tx: Connection, cause: str) -> bool:
    """Say whether an alert of this cause was raised before, be it taken or not."""
    return bool(tx.scalar(select(exists().where(alert.c.cause == cause))))
