"""Alerts: on Home until somebody takes one with a note."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from core.errors import BadInput
from core.quality.alerts import AlertKind
from core.quality.rights import Right
from core.quality.verdict import Reason
from core.records.alert_rows import mark_taken
from core.records.can_rows import reason_of
from core.records.plain_text import checked
from core.records.schema import alert, user_account
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, reading, use_case

LONGEST_NOTE, MOST_LISTED = 500, 50


@dataclass(frozen=True)
class Alert:
    """An alert, and who took it with which note; None while nobody did."""

    id: int
    kind: AlertKind
    reason: Reason
    line: str | None
    lot_id: int | None
    inspection_id: int | None
    raised_at: datetime
    taken_by: str | None
    taken_at: datetime | None
    note: str | None


@use_case(Right.RUN_LINE)
def take(tx: Connection, user: User, alert_id: int, note: str) -> Changed[None]:
    """Take an alert, saying what is done about it; it leaves Home.

    Raises BadInput without a note, where there is no such alert, or where somebody took it already.
    """
    checked(note, "note", LONGEST_NOTE)
    if not note.strip():
        raise BadInput("Say what you do about it: the note stands in the records with your name.")
    row = tx.execute(_alerts().where(alert.c.id == alert_id)).one_or_none() if 0 < alert_id < 2**63 else None
    if row is None:
        raise BadInput("There is no such alert: choose one on Home.")
    if row.taken_at is not None:
        raise BadInput(f"{row.name} took this alert already: {row.note}")
    mark_taken(tx, user.id, alert.c.id == alert_id, note)
    return Changed(None, Entry("alert taken", f"alert:{alert_id}", new={"cause": row.cause}, why=note))


@reading(Right.READ)
def standing(tx: Connection, user: User) -> list[Alert]:
    """Return the alerts that nobody has taken, the newest first, at most ``MOST_LISTED``."""
    nobodys = _alerts().where(alert.c.taken_at.is_(None))
    return _listed(tx, nobodys.order_by(alert.c.raised_at.desc(), alert.c.id.desc()))


@reading(Right.READ)
def count_standing(tx: Connection, user: User) -> int:
    """Count the alerts that nobody has taken."""
    return tx.scalar(select(func.count()).select_from(alert).where(alert.c.taken_at.is_(None))) or 0


@reading(Right.READ)
def taken(tx: Connection, user: User) -> list[Alert]:
    """Return the alerts that were taken last, at most ``MOST_LISTED``."""
    return _listed(tx, _alerts().where(alert.c.taken_at.is_not(None)).order_by(alert.c.taken_at.desc()))


def _alerts() -> Select[Any]:
    return select(alert, user_account.c.name).outerjoin(user_account, user_account.c.id == alert.c.taken_by)


def _listed(tx: Connection, query: Select[Any]) -> list[Alert]:
    return [_alert(row) for row in tx.execute(query.limit(MOST_LISTED))]


def _alert(row: Row[Any]) -> Alert:
    return Alert(row.id, AlertKind(row.kind), reason_of(row.details), row.line, row.lot_id, row.inspection_id,
                 row.raised_at, row.name, row.taken_at, row.note)
