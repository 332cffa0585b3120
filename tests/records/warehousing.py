"""Lots, a warehouse and stock in it, for the tests that need them."""

from collections.abc import Mapping
from itertools import count

from sqlalchemy import func, insert, select, update

from core.quality.stock_rules import PlaceKind
from core.records import clock, racks, stock, warehouse_map, warehouses
from core.records.database import read, write
from core.records.racks import RackDraft
from core.records.schema import lot, pallet, stock_move, user_account
from core.records.use_case import Actor, console
from core.records.warehouses import WarehouseDraft

_NUMBERS = count(1)
STATES = ("open", "accepted", "held", "released", "rejected")


def a_lot(state: str = "accepted", best_before: str | None = "2029-11-01", code: str = "", sku: str = "SAR-125",
          name: str = "Sardines") -> int:
    """A lot as the table keeps it; at least one user has to be there."""
    code = code or f"L{next(_NUMBERS)}"
    with write() as tx:
        return tx.execute(insert(lot).values(
            product_sku=sku, product_name=name, code=code, search_text=f"{sku}\n{name}\n{code}".casefold(),
            production_day="2026-11-23", line=None, shifts="[]", best_before=best_before, quantity=0, state=state,
            opened_by=tx.scalar(select(func.min(user_account.c.id))), opened_at=clock.now(),
        ).returning(lot.c.id)).scalar_one()


def set_state(lot_id: int, state: str) -> None:
    with write() as tx:
        tx.execute(update(lot).where(lot.c.id == lot_id).values(state=state))


def hold_pallet(pallet_id: int) -> None:
    with write() as tx:
        tx.execute(update(pallet).where(pallet.c.id == pallet_id).values(held=1))


def a_warehouse(code: str = "W1", bays: int = 3, levels: int = 2, capacity: int = 2, quarantine: int = 2) -> str:
    """A warehouse with an aisle of storage A01, and one of quarantine Q01 with one level and places for one pallet."""
    warehouses.add(console(), WarehouseDraft(code, "Main hall"))
    racks.add_rack(console(), code, RackDraft("A", 1, bays, levels, capacity))
    if quarantine:
        racks.add_rack(console(), code, RackDraft("Q", 1, quarantine, 1, 1, PlaceKind.QUARANTINE))
    return code


def at(name: str, warehouse: str = "W1") -> warehouse_map.MapPlace:
    """The place of that name as it stands now."""
    return next(one for one in warehouse_map.places(console(), warehouse, True) if one.place.name == name)


def place_id(name: str, warehouse: str = "W1") -> int:
    return at(name, warehouse).place.id


def standing(warehouse: str = "W1") -> dict[str, int]:
    """How many pallets stand in each place that is not empty."""
    return {one.place.name: one.place.standing for one in warehouse_map.places(console(), warehouse)
            if one.place.standing}


def stocked(actor: Actor, name: str, pallets: int = 1, state: str = "accepted", lot_id: int | None = None,
            **of_lot: str | None) -> list[int]:
    """Receive pallets of a lot into a place whatever its state: it comes to that state afterwards."""
    lot_id = lot_id or a_lot("open", **of_lot)
    ids = stock.receive(actor, lot_id, pallets, 100, place_id(name))
    set_state(lot_id, state)
    return ids


def lot_of(pallet_id: int) -> int:
    with read() as tx:
        return tx.scalar(select(pallet.c.lot_id).where(pallet.c.id == pallet_id)) or 0


def moves() -> list[Mapping[str, object]]:
    """All moves, the oldest first."""
    with read() as tx:
        return [dict(row._mapping) for row in tx.execute(select(stock_move).order_by(stock_move.c.id))]
