"""Pallets and their moves as rows: what the use cases on stock share. All of it runs inside their transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.errors import BadInput
from core.quality.stock_rules import kept_apart, why_not_into
from core.records import clock
from core.records.place_rows import locked_place, warehouse_of
from core.records.schema import lot, pallet, place, stock_move
from core.records.sessions import User
from core.words import sentence

MOST_PALLETS = 500
"""How many pallets one act takes at most."""


def lot_row(tx: Connection, lot_id: int) -> Row[Any]:
    """Return a lot; raises BadInput when there is none."""
    row = tx.execute(select(lot).where(lot.c.id == lot_id)).one_or_none()
    if row is None:
        raise BadInput("There is no such lot: choose one from the list.")
    return row


def locked_lot(tx: Connection, lot_id: int) -> Row[Any]:
    """Return a lot, kept from other writers until the end; raises BadInput when there is none."""
    tx.execute(select(lot.c.id).where(lot.c.id == lot_id).with_for_update())
    return lot_row(tx, lot_id)


def locked_pallets(tx: Connection, pallet_ids: Iterable[int]) -> tuple[Row[Any], list[Row[Any]]]:
    """Return the lot of these pallets and the pallets by code, both kept from other writers.

    Raises BadInput unless they are one lot's, none has left the warehouse and none is named twice.
    """
    ids = list(pallet_ids)
    if not 1 <= len(ids) <= MOST_PALLETS:
        raise BadInput(f"Choose 1 to {MOST_PALLETS} pallets.")
    lots = list(tx.scalars(select(pallet.c.lot_id).where(pallet.c.id.in_(ids)).distinct()))
    if len(lots) > 1:
        raise BadInput("These pallets belong to several lots: act on one lot after the other.")
    if not lots:
        raise BadInput("There are no such pallets: look again and choose anew.")
    of = locked_lot(tx, lots[0])
    rows = list(tx.execute(select(pallet).where(pallet.c.id.in_(ids)).order_by(pallet.c.id).with_for_update()))
    if len(rows) != len(ids):
        raise BadInput("One of these pallets is not on record, or is named twice: look again and choose anew.")
    gone = [row.code for row in rows if row.shipped_at is not None]
    if gone:
        raise BadInput(f"{told(gone)} left the warehouse already: look again and choose anew.")
    return of, rows


def waiting_pallets(tx: Connection, of: Row[Any]) -> list[Row[Any]]:
    """Return the pallets of a lot that wait for a place, by code: those not placed yet.

    Of a lot that is kept apart these are also those that stand outside quarantine; of any other lot those that are
    held themselves are left out, because they do not go where the others go.
    """
    query = (
        select(pallet).outerjoin(place, place.c.id == pallet.c.place_id)
        .where(pallet.c.lot_id == of.id, pallet.c.shipped_at.is_(None))
        .order_by(pallet.c.id)
    )
    if kept_apart(of.state, False):
        query = query.where(pallet.c.place_id.is_(None) | (place.c.kind != "quarantine"))
    else:
        query = query.where(pallet.c.place_id.is_(None), pallet.c.held == 0)
    return list(tx.execute(query))


def place_pallets(
    tx: Connection, user: User, of: Row[Any], pallets: Sequence[Row[Any]], to_place_id: int, reason: str = ""
) -> str:
    """Put pallets of a lot into a place, after asking every rule, and return the place's name.

    Raises BadInput with the rule that says no.
    """
    there = locked_place(tx, to_place_id)
    warehouse_of(tx, to_place_id)
    apart = any(kept_apart(of.state, bool(row.held)) for row in pallets)
    why = why_not_into(there, len(pallets), apart)
    if why:
        raise BadInput(sentence(why))
    now = clock.now()
    ids = [row.id for row in pallets]
    tx.execute(update(pallet).where(pallet.c.id.in_(ids)).values(place_id=to_place_id, placed_at=now))
    record_moves(tx, user, "moved", {row.id: row.place_id for row in pallets}, to_place_id, now, reason)
    return there.name


def record_moves(
    tx: Connection, user: User, kind: str, from_places: Mapping[int, int | None], to_place_id: int | None,
    at: datetime, reason: str = "",
) -> None:
    """Append one row a pallet to the moves."""
    tx.execute(insert(stock_move), [
        {"pallet_id": pallet_id, "kind": kind, "from_place_id": from_place, "to_place_id": to_place_id,
         "user_id": user.id, "recorded_at": at, "reason": reason}
        for pallet_id, from_place in from_places.items()
    ])


def told(codes: Sequence[str]) -> str:
    """Name the first few of some pallets."""
    shown = ", ".join(codes[:3])
    return shown if len(codes) <= 3 else f"{shown} and {len(codes) - 3} more"
