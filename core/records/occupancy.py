"""How full the warehouses are: now, by aisle and kind, and day by day; and which places are empty."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, literal, select, type_coerce, union_all

from core.quality.rights import Right
from core.quality.stock_rules import PlaceKind
from core.records import clock
from core.records.columns import EPOCH, Id
from core.records.plant import plant_time
from core.records.schema import pallet, place, rack, stock_move, warehouse
from core.records.sessions import User
from core.records.use_case import reading
from core.records.warehouses import warehouse_row

MOST_EMPTY, MOST_DAYS = 500, 366
_BUCKET_MINUTES = 5


@dataclass(frozen=True)
class Occupancy:
    """Pallets that fit, stand and still find room in some places; what is blocked has no room and is not counted as
    capacity beyond what stands in it."""

    name: str
    kind: PlaceKind | None
    capacity: int
    standing: int
    free: int


@dataclass(frozen=True)
class EmptyPlace:
    """A place in which nothing stands and which is not blocked."""

    id: int
    name: str
    kind: PlaceKind
    capacity: int


@reading(Right.READ)
def by_warehouse(tx: Connection, user: User) -> list[Occupancy]:
    """Return each warehouse in use by its code, all kinds of places together."""
    query = _summed(warehouse.c.code).join(warehouse, warehouse.c.id == place.c.warehouse_id)
    rows = tx.execute(query.where(warehouse.c.retired == 0).group_by(warehouse.c.code).order_by(warehouse.c.code))
    return [Occupancy(row.code, None, row.capacity, row.standing, row.free) for row in rows]


@reading(Right.READ)
def by_aisle(tx: Connection, user: User, code: str) -> list[Occupancy]:
    """Return each aisle of a warehouse by its name, one line for each kind of place in it."""
    query = (
        _summed(rack.c.code, place.c.aisle, place.c.kind).join(rack, rack.c.id == place.c.rack_id)
        .where(place.c.warehouse_id == warehouse_row(tx, code).id)
        .group_by(rack.c.code, place.c.aisle, place.c.kind).order_by(rack.c.code, place.c.aisle, place.c.kind)
    )
    return [Occupancy(f"{row.code}{row.aisle:02d}", PlaceKind(row.kind), row.capacity, row.standing, row.free)
            for row in tx.execute(query)]


@reading(Right.READ)
def by_day(tx: Connection, user: User, code: str, days: int = 30) -> dict[PlaceKind, list[tuple[date, int]]]:
    """Return how many pallets stood in a warehouse at the end of each of the last days, today last, by kind of place.

    Counted back from what stands there now by the moves since; a place counts as the kind that it is today. ``days``
    is at most ``MOST_DAYS``.
    """
    house, day_of = warehouse_row(tx, code), plant_time(tx).day
    shown = [day_of(clock.now()) - timedelta(days=back) for back in range(min(days, MOST_DAYS))]
    since = clock.now() - timedelta(days=len(shown) + 1)
    standing: dict[str, int] = {row.kind: row.pallets for row in tx.execute(
        select(place.c.kind, func.count().label("pallets")).join(pallet, pallet.c.place_id == place.c.id)
        .where(place.c.warehouse_id == house.id).group_by(place.c.kind)
    )}
    changes: Counter[tuple[date, str]] = Counter()
    for row in tx.execute(_changes(house.id, since)):
        changes[day_of(EPOCH + timedelta(minutes=_BUCKET_MINUTES * row.bucket)), row.kind] += row.change
    series: dict[PlaceKind, list[tuple[date, int]]] = {}
    for kind in PlaceKind:
        count, points = standing.get(kind.value, 0), []
        for day in shown:
            points.append((day, count))
            count -= changes[day, kind.value]
        series[kind] = points[::-1]
    return series


@reading(Right.READ)
def empty_places(tx: Connection, user: User, code: str, kind: PlaceKind | None = None) -> list[EmptyPlace]:
    """Return the empty places of a warehouse by name, at most ``MOST_EMPTY``."""
    query = (
        select(place.c.id, place.c.name, place.c.kind, place.c.capacity)
        .where(place.c.warehouse_id == warehouse_row(tx, code).id, place.c.blocked == 0, place.c.taken_out == 0,
               ~exists().where(pallet.c.place_id == place.c.id))
        .order_by(place.c.name).limit(MOST_EMPTY)
    )
    if kind is not None:
        query = query.where(place.c.kind == kind.value)
    return [EmptyPlace(row.id, row.name, PlaceKind(row.kind), row.capacity) for row in tx.execute(query)]


def _summed(*by: Any) -> Select[Any]:
    """Sum capacity, stock and room over places that are not taken out."""
    stood = (select(pallet.c.place_id, func.count().label("pallets")).where(pallet.c.place_id.is_not(None))
             .group_by(pallet.c.place_id).subquery())
    pallets = func.coalesce(stood.c.pallets, 0)
    room = case((place.c.blocked == 1, pallets), else_=place.c.capacity)
    return (
        select(*by, func.sum(room).label("capacity"), func.sum(pallets).label("standing"),
               func.sum(room - pallets).label("free"))
        .select_from(place).outerjoin(stood, stood.c.place_id == place.c.id).where(place.c.taken_out == 0)
    )


def _changes(warehouse_id: int, since: Any) -> Select[Any]:
    """Select by how much the stock changed, by a few minutes and kind of place: the plant's days are made of these."""
    bucket = type_coerce(stock_move.c.recorded_at, Id) // literal(_BUCKET_MINUTES * 60_000_000, Id)
    ends = union_all(*(
        select(bucket.label("bucket"), place.c.kind, literal(change).label("change"))
        .join(place, place.c.id == column)
        .where(place.c.warehouse_id == warehouse_id, stock_move.c.recorded_at >= since)
        for column, change in ((stock_move.c.to_place_id, 1), (stock_move.c.from_place_id, -1))
    )).subquery()
    return (select(ends.c.bucket, ends.c.kind, func.sum(ends.c.change).label("change"))
            .group_by(ends.c.bucket, ends.c.kind))
