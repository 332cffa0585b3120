"""Where does this fit? The places of a warehouse ranked for pallets of a lot, and the lots that may be asked for."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from core.quality.putaway import Plan, Suggestion, Wanted, plan, ranked
from core.quality.rights import Right
from core.quality.stock_rules import kept_apart
from core.records.place_rows import place_of, places_with_stock
from core.records.plain_text import checked, folded
from core.records.schema import lot, pallet, place
from core.records.sessions import User
from core.records.stock_rows import lot_row, waiting_pallets
from core.records.use_case import reading
from core.records.warehouses import warehouse_row

MOST_LOTS, MOST_SUGGESTIONS, LONGEST_SEARCH = 100, 50, 100


@dataclass(frozen=True)
class StockedLot:
    """A lot with its pallets in stock: ``waiting`` are not placed yet."""

    id: int
    product_sku: str
    product_name: str
    code: str
    state: str
    best_before: str | None
    in_stock: int
    waiting: int


@dataclass(frozen=True)
class FreeSpace:
    """The best places for the pallets with their reasons, how all of them would be put away, and how many pallets of
    the lot really wait for a place."""

    suggestions: tuple[Suggestion, ...]
    plan: Plan
    waiting: int
    apart: bool


@reading(Right.READ)
def lots(tx: Connection, user: User, search: str = "", lot_id: int | None = None) -> list[StockedLot]:
    """Return the newest lots, at most ``MOST_LOTS``, or the one of an id; ``search`` is looked for whatever its case.

    Raises BadInput for a search that is no text or longer than ``LONGEST_SEARCH``.
    """
    wanted = folded(checked(search.strip(), "search", LONGEST_SEARCH))
    chosen = select(lot).order_by(lot.c.id.desc()).limit(MOST_LOTS)
    if wanted:
        chosen = chosen.where(lot.c.search_text.contains(wanted, autoescape=True))
    if lot_id is not None:
        chosen = chosen.where(lot.c.id == lot_id)
    newest = chosen.subquery()
    waits = pallet.c.id.is_not(None) & pallet.c.place_id.is_(None)
    rows = tx.execute(
        select(newest.c.id, newest.c.product_sku, newest.c.product_name, newest.c.code, newest.c.state,
               newest.c.best_before, func.count(pallet.c.id).label("in_stock"), _count(waits).label("waiting"))
        .outerjoin(pallet, (pallet.c.lot_id == newest.c.id) & pallet.c.shipped_at.is_(None))
        .group_by(newest.c.id, newest.c.product_sku, newest.c.product_name, newest.c.code, newest.c.state,
                  newest.c.best_before)
        .order_by(newest.c.id.desc())
    )
    return [StockedLot(*row) for row in rows]


@reading(Right.READ)
def find(tx: Connection, user: User, warehouse: str, lot_id: int, pallets: int) -> FreeSpace:
    """Return where so many pallets of a lot fit in a warehouse, best first; raises BadInput for an unknown lot."""
    house, of = warehouse_row(tx, warehouse), lot_row(tx, lot_id)
    apart = kept_apart(of.state, False)
    here: dict[int, int] = {row.place_id: row.pallets for row in tx.execute(
        select(pallet.c.place_id, func.count().label("pallets")).join(place, place.c.id == pallet.c.place_id)
        .where(pallet.c.lot_id == lot_id, place.c.warehouse_id == house.id).group_by(pallet.c.place_id)
    )}
    earlier, later = tx.execute(
        select(_count(lot.c.best_before < of.best_before), _count(lot.c.best_before > of.best_before))
        .select_from(pallet).join(lot, lot.c.id == pallet.c.lot_id).join(place, place.c.id == pallet.c.place_id)
        .where(place.c.warehouse_id == house.id, lot.c.id != lot_id)
    ).one() if of.best_before else (0, 0)
    everywhere = tx.execute(places_with_stock().where(place.c.warehouse_id == house.id))
    best = ranked((place_of(row) for row in everywhere), Wanted(pallets, apart, here, earlier, later))
    return FreeSpace(tuple(best[:MOST_SUGGESTIONS]), plan(best, pallets), len(waiting_pallets(tx, of)), apart)


def _count(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
