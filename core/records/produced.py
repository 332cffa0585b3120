"""A hold of part of a lot: the pallets produced between two moments, wherever they stand, and those still to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true, update

from core.errors import BadInput
from core.quality.rights import Right
from core.records.lot_draft import checked_reason
from core.records.lot_rows import add_event, lot_row
from core.records.schema import lot_event, pallet
from core.records.sessions import User
from core.records.signatures import confirmed, signature
from core.records.trail import Entry
from core.records.use_case import Changed, prepared_use_case, reading, use_case


@dataclass(frozen=True)
class Pallets:
    """How many pallets in stock were meant, and how many that had been shipped before, which nothing here stops."""

    in_stock: int
    shipped: int


@use_case(Right.HOLD_LOTS)
def hold_produced(
    tx: Connection, user: User, lot_id: int, produced_from: datetime | None, produced_to: datetime | None, reason: str,
) -> Changed[Pallets]:
    """Hold the pallets of a lot of which anything may have been produced between two moments; the lot stays as it is.

    None leaves that end open; a pallet whose times are unknown is held as well. Pallets that are received later fall
    under it too. Raises BadInput without either moment, for an end before the beginning, or without a reason.
    """
    if produced_from is None and produced_to is None:
        raise BadInput("Give one of the two moments at least, or hold the whole lot.")
    row = _checked(tx, lot_id, produced_from, produced_to, reason)
    meant = and_(pallet.c.lot_id == lot_id, _begins_by(pallet.c.produced_from, produced_to),
                 _ends_from(pallet.c.produced_to, produced_from))
    return _mark(tx, user, row, "hold produced", meant, (produced_from, produced_to), reason)


def _signed(
    user: User, lot_id: int, produced_from: datetime | None, produced_to: datetime | None, reason: str, *,
    password: str = "",
) -> bool:
    return confirmed(user, password)


@prepared_use_case(Right.DECIDE_LOTS, _signed)
def release_produced(
    tx: Connection, user: User, is_signed: bool, lot_id: int, produced_from: datetime | None,
    produced_to: datetime | None, reason: str, *, password: str = "",
) -> Changed[Pallets]:
    """Free the held pallets of a lot that were surely produced between two moments as a whole, signed by password.

    None leaves that end open, so that with neither every held pallet of the lot is freed, those of unknown times
    among them; a pallet that reaches out of the time stays held. Raises BadInput as a hold does, and without the
    password or with a wrong one.
    """
    signed = signature(user, is_signed, "release of part of a held lot")
    row = _checked(tx, lot_id, produced_from, produced_to, reason)
    meant = and_(
        pallet.c.lot_id == lot_id, pallet.c.held == 1,
        true() if produced_from is None else pallet.c.produced_from >= produced_from,
        true() if produced_to is None else pallet.c.produced_to <= produced_to,
    )
    return _mark(tx, user, row, "release produced", meant, (produced_from, produced_to), reason, signed)


@reading(Right.READ)
def held_now(tx: Connection, user: User, lot_id: int) -> int:
    """Count the pallets of a lot in stock that are held themselves, whatever the lot's state."""
    return tx.scalar(select(func.count()).select_from(pallet).where(
        pallet.c.lot_id == lot_id, pallet.c.held == 1, pallet.c.shipped_at.is_(None))) or 0


def held_when_received(
    tx: Connection, lot_id: int, produced_from: datetime | None, produced_to: datetime | None
) -> bool:
    """Say whether a pallet that comes in now falls under a hold of what was produced between two moments.

    What was said last decides: a hold of any of the pallet's time holds it, a release of all its time frees it.
    """
    bounds = (lot_event.c.produced_from, lot_event.c.produced_to)
    reaching = or_(
        and_(lot_event.c.act == "hold produced",
             _begins_by(bounds[0], produced_to), _ends_from(bounds[1], produced_from)),
        and_(lot_event.c.act == "release produced",
             bounds[0].is_(None) if produced_from is None else _begins_by(bounds[0], produced_from),
             bounds[1].is_(None) if produced_to is None else _ends_from(bounds[1], produced_to)),
    )
    newest = tx.scalar(select(lot_event.c.act).where(lot_event.c.lot_id == lot_id, reaching)
                       .order_by(lot_event.c.id.desc()).limit(1))
    return newest == "hold produced"


def _begins_by(beginning: ColumnElement[Any], moment: datetime | None) -> ColumnElement[bool]:
    return true() if moment is None else or_(beginning.is_(None), beginning <= moment)


def _ends_from(end: ColumnElement[Any], moment: datetime | None) -> ColumnElement[bool]:
    return true() if moment is None else or_(end.is_(None), end >= moment)


def _checked(
    tx: Connection, lot_id: int, produced_from: datetime | None, produced_to: datetime | None, reason: str
) -> Any:
    checked_reason(reason)
    if produced_from is not None and produced_to is not None and produced_to < produced_from:
        raise BadInput("The time ends before it begins: correct one of the two moments.")
    return lot_row(tx, lot_id)


def _mark(
    tx: Connection, user: User, row: Any, act: str, meant: ColumnElement[bool],
    between: tuple[datetime | None, datetime | None], reason: str, signed: Mapping[str, Any] | None = None,
) -> Changed[Pallets]:
    shipped = tx.scalar(select(func.count()).select_from(pallet).where(meant, pallet.c.shipped_at.is_not(None)))
    in_stock = tx.execute(
        update(pallet).where(meant, pallet.c.shipped_at.is_(None)).values(held=int(act == "hold produced"))
    ).rowcount
    add_event(tx, user, row.id, act, row.state, row.state, reason, *between)
    moments = [moment.isoformat() if moment else None for moment in between]
    return Changed(Pallets(in_stock, shipped or 0), Entry(f"lot: {act}", f"lot:{row.id}", new={
        "code": row.code, "from": moments[0], "to": moments[1], "pallets": in_stock, "shipped": shipped,
        **(signed or {}),
    }, why=reason))
