"""A warehouse as it stands: all its places with what is in them by one query, and what stands in one place."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.errors import BadInput
from core.quality.rights import Right
from core.quality.stock_rules import Place, kept_apart
from core.records.place_rows import place_of, places_with_stock
from core.records.schema import lot, pallet, place
from core.records.sessions import User
from core.records.use_case import reading
from core.records.warehouses import warehouse_row


@dataclass(frozen=True)
class MapPlace:
    """A place on the map: ``apart`` of its pallets are held or rejected; ``lot_code`` is None unless one lot alone
    stands there; ``best_before`` is the earliest."""

    place: Place
    apart: int = 0
    lots: int = 0
    lot_code: str | None = None
    best_before: str | None = None


@dataclass(frozen=True)
class StandingPallet:
    """A pallet in a place, since when (UTC), and whether it is held itself."""

    id: int
    code: str
    cans: int
    since: datetime
    held: bool


@dataclass(frozen=True)
class StandingLot:
    """What stands of one lot in a place; ``apart`` when any of these pallets is held or rejected."""

    id: int
    product_sku: str
    product_name: str
    code: str
    state: str
    best_before: str | None
    pallets: tuple[StandingPallet, ...]

    @property
    def apart(self) -> bool:
        """Whether any of these pallets belongs in quarantine."""
        return any(kept_apart(self.state, one.held) for one in self.pallets)


@dataclass(frozen=True)
class PlaceContents:
    """A place and the lots in it, the first to expire first."""

    place: Place
    lots: tuple[StandingLot, ...]


@reading(Right.READ)
def places(tx: Connection, user: User, warehouse: str, with_taken_out: bool = False) -> list[MapPlace]:
    """Return the places of a warehouse by rack, aisle, level and bay."""
    query = places_with_stock().where(place.c.warehouse_id == warehouse_row(tx, warehouse).id)
    if not with_taken_out:
        query = query.where(place.c.taken_out == 0)
    return sorted(
        (MapPlace(place_of(row), row.apart, row.lots, row.lot_code if row.lots == 1 else None, row.best_before)
         for row in tx.execute(query)),
        key=lambda one: (one.place.rack, one.place.aisle, one.place.bay, one.place.level),
    )


@reading(Right.READ)
def contents(tx: Connection, user: User, place_id: int) -> PlaceContents:
    """Return what stands in a place; raises BadInput when there is no such place."""
    row = tx.execute(places_with_stock().where(place.c.id == place_id)).one_or_none()
    if row is None:
        raise BadInput("There is no such place any more: look at the map again.")
    found: dict[int, StandingLot] = {}
    pallets: dict[int, list[StandingPallet]] = {}
    for one in tx.execute(
        select(pallet.c.id.label("pallet_id"), pallet.c.code.label("pallet_code"), pallet.c.cans, pallet.c.placed_at,
               pallet.c.received_at, pallet.c.held, lot)
        .join(lot, lot.c.id == pallet.c.lot_id).where(pallet.c.place_id == place_id)
        .order_by(lot.c.best_before.is_(None), lot.c.best_before, lot.c.id, pallet.c.id)
    ):
        found[one.id] = StandingLot(one.id, one.product_sku, one.product_name, one.code, one.state, one.best_before, ())
        pallets.setdefault(one.id, []).append(StandingPallet(
            one.pallet_id, one.pallet_code, one.cans, one.placed_at or one.received_at, bool(one.held)))
    return PlaceContents(place_of(row), tuple(
        StandingLot(of.id, of.product_sku, of.product_name, of.code, of.state, of.best_before, tuple(pallets[of.id]))
        for of in found.values()))
