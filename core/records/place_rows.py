"""Places as rows, with what stands in them: shared by the use cases on warehouses and stock."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, or_, select

from core.errors import BadInput
from core.quality.stock_rules import Place, PlaceKind
from core.records.schema import lot, pallet, place, rack, warehouse

APART: ColumnElement[bool] = or_(pallet.c.held == 1, lot.c.state.in_(("held", "rejected")))
"""In SQL what ``stock_rules.kept_apart`` says of a pallet; a test compares the two."""


def places_with_stock() -> Select[Any]:
    """Select places, each with its rack's code and what stands in it, as ``place_of`` and the map read it."""
    return (
        select(
            place, rack.c.code.label("rack"), func.count(pallet.c.id).label("standing"),
            func.coalesce(func.sum(case((APART, 1), else_=0)), 0).label("apart"),
            func.count(lot.c.id.distinct()).label("lots"), func.min(lot.c.code).label("lot_code"),
            func.min(lot.c.best_before).label("best_before"),
        )
        .join(rack, rack.c.id == place.c.rack_id)
        .outerjoin(pallet, pallet.c.place_id == place.c.id)
        .outerjoin(lot, lot.c.id == pallet.c.lot_id)
        .group_by(place.c.id, rack.c.id)
    )


def place_of(row: Row[Any]) -> Place:
    """Make a place of a row of ``places_with_stock``."""
    return Place(row.id, row.name, row.rack, row.aisle, row.bay, row.level, PlaceKind(row.kind), row.capacity,
                 row.standing, bool(row.blocked), bool(row.taken_out))


def locked_place(tx: Connection, place_id: int) -> Place:
    """Return a place as it stands, kept from other writers until the end; raises BadInput when there is none."""
    tx.execute(select(place.c.id).where(place.c.id == place_id).with_for_update())
    row = tx.execute(places_with_stock().where(place.c.id == place_id)).one_or_none()
    if row is None:
        raise BadInput("There is no such place any more: look at the map again.")
    return place_of(row)


def apart_in(tx: Connection, place_id: int) -> int:
    """Return how many pallets in a place are kept apart."""
    return tx.scalar(select(func.count(pallet.c.id)).join(lot, lot.c.id == pallet.c.lot_id)
                     .where(pallet.c.place_id == place_id, APART)) or 0


def warehouse_of(tx: Connection, place_id: int) -> str:
    """Return the code of the warehouse that a place is in; raises BadInput when that is retired."""
    row = tx.execute(select(warehouse.c.code, warehouse.c.retired).join(place, place.c.warehouse_id == warehouse.c.id)
                     .where(place.c.id == place_id)).one()
    if row.retired:
        raise BadInput(f"The warehouse {row.code} is retired: ask a manager to bring it back first.")
    return str(row.code)
