"""What happened to lots and models between two moments, for the report of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.quality.lot_states import LotAct
from core.quality.rights import Right
from core.records.schema import audit, lot, lot_event, user_account
from core.records.sessions import User
from core.records.use_case import reading

_OPENED = "opened"
_OF_MODELS = "model:"
"""How the subjects of the audit trail begin that are models."""


@dataclass(frozen=True)
class LotChange:
    """A hold, release or another decision on a lot, or on part of it."""

    code: str
    act: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ModelChange:
    """A version that was activated, retired or marked."""

    version: str
    action: str
    who: str
    at: datetime
    why: str


@reading(Right.READ)
def lot_changes(tx: Connection, user: User, since: datetime, until: datetime) -> list[LotChange]:
    """Return what was held and decided from one moment until before another, the newest first."""
    rows = tx.execute(
        select(lot.c.code, lot_event.c.act, user_account.c.name, lot_event.c.recorded_at, lot_event.c.reason)
        .join(lot, lot.c.id == lot_event.c.lot_id).join(user_account, user_account.c.id == lot_event.c.user_id)
        .where(lot_event.c.recorded_at >= since, lot_event.c.recorded_at < until, lot_event.c.act != _OPENED)
        .order_by(lot_event.c.id.desc())
    )
    return [LotChange(row.code, row.act, row.name, row.recorded_at, row.reason) for row in rows]


@reading(Right.READ)
def model_changes(tx: Connection, user: User, since: datetime, until: datetime) -> list[ModelChange]:
    """Return what changed about which versions judge, from one moment until before another, the newest first."""
    rows = tx.execute(
        select(audit.c.subject, audit.c.action, audit.c.actor, audit.c.recorded_at, audit.c.why)
        .where(audit.c.subject.startswith(_OF_MODELS), audit.c.recorded_at >= since, audit.c.recorded_at < until)
        .order_by(audit.c.id.desc())
    )
    return [ModelChange(row.subject.removeprefix(_OF_MODELS), row.action, row.actor, row.recorded_at, row.why)
            for row in rows]


@reading(Right.READ)
def lot_codes(tx: Connection, user: User, ids: Sequence[int]) -> dict[int, str]:
    """Return the codes of lots by their ids."""
    return {row.id: row.code for row in tx.execute(select(lot.c.id, lot.c.code).where(lot.c.id.in_(ids)))}


def is_hold(act: str) -> bool:
    """Say whether an act stopped stock."""
    return act in (LotAct.HOLD, "hold produced")
