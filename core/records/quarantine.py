"""Pallets that are held, and their way into quarantine: a task with a count, done as far as there is room."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, or_, select

from core.errors import BadInput
from core.quality.putaway import Wanted, plan, ranked
from core.quality.rights import Right
from core.quality.stock_rules import Place, PlaceKind
from core.records.place_rows import APART, place_of, places_with_stock
from core.records.schema import lot, pallet, place
from core.records.schema import warehouse as warehouse_table
from core.records.sessions import User
from core.records.stock_rows import MOST_PALLETS, locked_lot, place_pallets
from core.records.trail import Entry
from core.records.use_case import Changed, reading, use_case
from core.records.warehouses import warehouse_row
from core.words import tr

MOST_TASKS = 50


@dataclass(frozen=True)
class QuarantineTask:
    """Of ``held`` pallets of a lot in stock, ``to_move`` stand outside quarantine; ``here`` of them can be moved
    within the warehouse that was asked for (all of them, where none was), and its quarantine has ``room`` for more."""

    lot_id: int
    product_sku: str
    lot_code: str
    held: int
    to_move: int
    here: int
    room: int


@reading(Right.READ)
def quarantine_task(tx: Connection, user: User, lot_id: int) -> QuarantineTask | None:
    """Return what is left to move of a lot over all warehouses; None for a lot without held pallets in stock."""
    row = tx.execute(_held_by_lot(None).where(lot.c.id == lot_id)).one_or_none()
    return None if row is None else _task(row, _room(tx, None))


@reading(Right.READ)
def left_to_move(tx: Connection, user: User) -> int:
    """Count the held pallets that stand outside quarantine, or are not placed yet, over all warehouses."""
    return sum(row.to_move for row in tx.execute(_held_by_lot(None)))


@reading(Right.READ)
def tasks(tx: Connection, user: User, warehouse: str) -> list[QuarantineTask]:
    """Return the lots of which held pallets stand outside quarantine in this warehouse, or are not placed yet."""
    house = warehouse_row(tx, warehouse).id
    rows = tx.execute(_held_by_lot(house).having(_count(_outside(house)) > 0).order_by(lot.c.id).limit(MOST_TASKS))
    room = _room(tx, house)
    return [_task(row, room) for row in rows]


@use_case(Right.MOVE_STOCK)
def move_to_quarantine(tx: Connection, user: User, lot_id: int, warehouse: str) -> Changed[int]:
    """Move a lot's held pallets into this warehouse's quarantine, as many as fit; returns how many.

    They are those that stand elsewhere in this warehouse and those not placed yet. Raises BadInput when there are none
    or the quarantine is full; the lot stays held all the same.
    """
    of, house = locked_lot(tx, lot_id), warehouse_row(tx, warehouse)
    outside = list(tx.execute(
        select(pallet).join(lot, lot.c.id == pallet.c.lot_id).outerjoin(place, place.c.id == pallet.c.place_id)
        .where(pallet.c.lot_id == lot_id, APART, _outside(house.id)).order_by(pallet.c.id).limit(MOST_PALLETS)
    ))
    if not outside:
        raise BadInput(tr("quarantine_nothing", lot=of.code, warehouse=house.code))
    planned = plan(ranked(_quarantine(tx, house.id), Wanted(len(outside), apart=True)), len(outside))
    if not planned.puts:
        raise BadInput(tr("quarantine_full", lot=of.code, pallets=len(outside), warehouse=house.code))
    puts: dict[str, list[str]] = {}
    for there, pallets in planned.puts:
        moved, outside = outside[:pallets], outside[pallets:]
        name = place_pallets(tx, user, of, moved, there.id, reason="quarantine")
        puts[name] = [row.code for row in moved]
    return Changed(sum(len(codes) for codes in puts.values()), Entry(
        "stock moved to quarantine", f"lot:{lot_id}", new={"warehouse": house.code, "places": puts,
                                                           "left": planned.left_over}))


def _outside(warehouse_id: int | None) -> Any:
    """Whether a pallet in stock waits to be moved into quarantine in this warehouse, or in any for None."""
    not_placed = pallet.c.place_id.is_(None)
    elsewhere = place.c.kind != PlaceKind.QUARANTINE.value
    if warehouse_id is not None:
        elsewhere &= place.c.warehouse_id == warehouse_id
    return pallet.c.shipped_at.is_(None) & or_(not_placed, elsewhere)


def _count(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@lru_cache(maxsize=64)
def _held_by_lot(warehouse_id: int | None) -> Select[Any]:
    return (
        select(lot.c.id, lot.c.product_sku, lot.c.code, func.count(pallet.c.id).label("held"),
               _count(_outside(None)).label("to_move"), _count(_outside(warehouse_id)).label("here"))
        .join(pallet, pallet.c.lot_id == lot.c.id)
        .outerjoin(place, place.c.id == pallet.c.place_id)
        .where(APART, pallet.c.shipped_at.is_(None))
        .group_by(lot.c.id)
    )


def _quarantine(tx: Connection, warehouse_id: int | None) -> list[Place]:
    """The quarantine places of this warehouse, or of all that are in use."""
    in_use = select(warehouse_table.c.id).where(warehouse_table.c.retired == 0)
    if warehouse_id is not None:
        in_use = in_use.where(warehouse_table.c.id == warehouse_id)
    query = places_with_stock().where(place.c.kind == PlaceKind.QUARANTINE.value, place.c.warehouse_id.in_(in_use))
    return [place_of(row) for row in tx.execute(query)]


def _room(tx: Connection, warehouse_id: int | None) -> int:
    return sum(one.free for one in _quarantine(tx, warehouse_id))


def _task(row: Row[Any], room: int) -> QuarantineTask:
    return QuarantineTask(row.id, row.product_sku, row.code, row.held, row.to_move, row.here, room)
