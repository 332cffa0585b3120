"""Stock in pallets: received, put away, moved and shipped. Every step of every pallet is a row in ``stock_move``.

A pallet's code is ``P<lot's record>-<its number in the lot>``: P12-007 is the seventh pallet of the lot with record 12.
It is unique in the installation and never given again, because pallets are never deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from core.errors import BadInput
from core.quality.rights import Right
from core.quality.stock_rules import why_not_shipped
from core.records import clock
from core.records.plain_text import checked
from core.records.produced import held_when_received
from core.records.schema import pallet, place, product
from core.records.sessions import User
from core.records.stock_rows import (
    MOST_PALLETS,
    locked_lot,
    locked_pallets,
    place_pallets,
    record_moves,
    told,
    waiting_pallets,
)
from core.records.trail import Entry
from core.records.use_case import Changed, use_case
from core.words import sentence

__all__ = ["LONGEST_REASON", "MOST_CANS", "MOST_PALLETS", "move", "put_away", "receive", "ship"]

MOST_CANS, LONGEST_REASON = 1_000_000, 300


@use_case(Right.MOVE_STOCK)
def receive(
    tx: Connection, user: User, lot_id: int, pallets: int, cans_a_pallet: int | None = None,
    place_id: int | None = None, produced_from: datetime | None = None, produced_to: datetime | None = None,
) -> Changed[list[int]]:
    """Receive so many new pallets of a lot, into a place or to be placed later; returns their ids.

    ``cans_a_pallet`` is taken from the product's packing where it is None. ``produced_from`` and ``produced_to`` say
    between which moments (UTC) the cans were made, so that a hold by time finds the pallets. Raises BadInput when the
    place may not or cannot take them: then nothing is received.
    """
    _check_count(pallets, "pallets", MOST_PALLETS)
    of = locked_lot(tx, lot_id)
    if (produced_from is None) != (produced_to is None) or (produced_from and produced_to
                                                            and produced_from > produced_to):
        raise BadInput("Give both times of production, the earlier one first, or neither.")
    cans = cans_a_pallet if cans_a_pallet is not None else _packed(tx, of.product_sku)
    if cans is None:
        raise BadInput(f"How many cans a pallet of {of.product_sku} has is not known: give the number.")
    _check_count(cans, "cans a pallet", MOST_CANS)
    now, held = clock.now(), int(held_when_received(tx, lot_id, produced_from, produced_to))
    last = tx.scalar(select(func.count(pallet.c.id)).where(pallet.c.lot_id == lot_id)) or 0
    codes = [f"P{lot_id}-{number:03d}" for number in range(last + 1, last + pallets + 1)]
    tx.execute(insert(pallet), [
        {"code": code, "lot_id": lot_id, "cans": cans, "produced_from": produced_from, "produced_to": produced_to,
         "place_id": None, "held": held, "received_at": now, "placed_at": None, "shipped_at": None} for code in codes
    ])
    rows = list(tx.execute(select(pallet).where(pallet.c.code.in_(codes)).order_by(pallet.c.id)))
    ids = [row.id for row in rows]
    record_moves(tx, user, "received", dict.fromkeys(ids), None, now)
    into = place_pallets(tx, user, of, rows, place_id) if place_id is not None else None
    return Changed(ids, Entry("stock received", f"lot:{lot_id}", new={
        "pallets": codes, "cans_a_pallet": cans, "place": into,
    }))


@use_case(Right.MOVE_STOCK)
def put_away(tx: Connection, user: User, lot_id: int, puts: Mapping[int, int]) -> Changed[int]:
    """Put pallets of a lot that wait for a place into places: so many by each place's id; returns how many.

    All or none: raises BadInput when fewer wait, or any place may not or cannot take its share.
    """
    of = locked_lot(tx, lot_id)
    wanted = sum(puts.values())
    _check_count(wanted, "pallets", MOST_PALLETS)
    waiting = waiting_pallets(tx, of)
    if min(puts.values()) < 1 or wanted > len(waiting):
        raise BadInput(f"Pallets of {of.code} that wait for a place: {len(waiting)}, not {wanted}. Look again.")
    names: dict[str, list[str]] = {}
    for place_id, pallets in puts.items():
        now_placed, waiting = waiting[:pallets], waiting[pallets:]
        name = place_pallets(tx, user, of, now_placed, place_id)
        names[name] = [row.code for row in now_placed]
    return Changed(wanted, Entry("stock put away", f"lot:{lot_id}", new=names))


@use_case(Right.MOVE_STOCK)
def move(
    tx: Connection, user: User, pallet_ids: Sequence[int], from_place_id: int | None, to_place_id: int,
    reason: str = "",
) -> Changed[str]:
    """Move pallets of one lot to another place; returns its name.

    ``from_place_id`` is where the person saw them, None for pallets that were not placed. Raises BadInput when one of
    them stands elsewhere by now, has left, or when the place may not or cannot take them.
    """
    checked(reason, "reason", LONGEST_REASON)
    of, rows = locked_pallets(tx, pallet_ids)
    elsewhere = [row.code for row in rows if row.place_id != from_place_id]
    if elsewhere:
        raise BadInput(f"{told(elsewhere)} was moved by somebody else: look again and choose anew.")
    if from_place_id == to_place_id:
        raise BadInput("The pallets stand there already: choose another place.")
    to = place_pallets(tx, user, of, rows, to_place_id, reason)
    codes = [row.code for row in rows]
    return Changed(to, Entry("stock moved", f"lot:{of.id}", {"place": _name(tx, from_place_id)},
                             {"place": to, "pallets": codes}, reason))


@use_case(Right.MOVE_STOCK)
def ship(tx: Connection, user: User, pallet_ids: Sequence[int], reason: str = "") -> Changed[int]:
    """Record that pallets of one lot leave the warehouse; returns how many. ``reason`` says where to, or why.

    Raises BadInput when one of them is held or has left already, or when the lot is neither accepted nor released.
    """
    checked(reason, "reason", LONGEST_REASON)
    of, rows = locked_pallets(tx, pallet_ids)
    for row in rows:
        why = why_not_shipped(of.state, bool(row.held))
        if why:
            raise BadInput(f"{row.code} of {of.code}: {sentence(why)}")
    now = clock.now()
    ids = [row.id for row in rows]
    tx.execute(update(pallet).where(pallet.c.id.in_(ids)).values(place_id=None, shipped_at=now))
    record_moves(tx, user, "shipped", {row.id: row.place_id for row in rows}, None, now, reason)
    where = {row.code: _name(tx, row.place_id) for row in rows}
    return Changed(len(rows), Entry("stock shipped", f"lot:{of.id}", {"places": where}, {"pallets": list(where)},
                                    reason))


def _packed(tx: Connection, sku: str) -> int | None:
    row = tx.execute(select(product.c.cans_a_case, product.c.cases_a_pallet).where(product.c.sku == sku)).one_or_none()
    return row.cans_a_case * row.cases_a_pallet if row else None


def _name(tx: Connection, place_id: int | None) -> str | None:
    return None if place_id is None else tx.scalar(select(place.c.name).where(place.c.id == place_id))


def _check_count(count: int, what: str, most: int) -> None:
    if not isinstance(count, int) or not 1 <= count <= most:
        raise BadInput(f"Give the {what} as a whole number from 1 to {most:,}.")
