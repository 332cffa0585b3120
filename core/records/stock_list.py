"""Pallets as rows of a list: of which lot, where they stand, since when, and whether they may leave."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.quality.rights import Right
from core.records.schema import lot, pallet, place, user_account, warehouse
from core.records.schema import stock_move as move
from core.records.sessions import User
from core.records.use_case import reading


@dataclass(frozen=True)
class ListedPallet:
    """A pallet; ``warehouse`` and ``place`` are empty where it was not placed or has left."""

    id: int
    code: str
    lot: str
    product_sku: str
    lot_state: str
    cans: int
    held: bool
    warehouse: str
    place: str
    produced_from: datetime | None
    produced_to: datetime | None
    received_at: datetime
    placed_at: datetime | None
    shipped_at: datetime | None


@dataclass(frozen=True)
class Step:
    """One step of a pallet; places are empty where there were none."""

    pallet: str
    kind: str
    from_place: str
    to_place: str
    who: str
    at: datetime
    reason: str


@reading(Right.READ)
def pallets(
    tx: Connection, user: User, *, warehouse_code: str | None = None, lot_id: int | None = None,
    after: int = 0, size: int = 1000,
) -> list[ListedPallet]:
    """Return pallets by their ids after one of them: those that stand in a warehouse, of a lot, or all there were."""
    query = (
        select(pallet, lot.c.code.label("lot_code"), lot.c.product_sku, lot.c.state, place.c.name.label("place"),
               warehouse.c.code.label("warehouse"))
        .join(lot, lot.c.id == pallet.c.lot_id).outerjoin(place, place.c.id == pallet.c.place_id)
        .outerjoin(warehouse, warehouse.c.id == place.c.warehouse_id)
        .where(pallet.c.id > after).order_by(pallet.c.id).limit(size)
    )
    if warehouse_code is not None:
        query = query.where(warehouse.c.code == warehouse_code)
    if lot_id is not None:
        query = query.where(pallet.c.lot_id == lot_id)
    return [
        ListedPallet(row.id, row.code, row.lot_code, row.product_sku, row.state, row.cans, bool(row.held),
                     row.warehouse or "", row.place or "", row.produced_from, row.produced_to, row.received_at,
                     row.placed_at, row.shipped_at)
        for row in tx.execute(query)
    ]


@reading(Right.READ)
def steps(tx: Connection, user: User, lot_id: int) -> list[Step]:
    """Return every step of a lot's pallets, the oldest first."""
    left, reached = place.alias("left"), place.alias("reached")
    rows = tx.execute(
        select(pallet.c.code, move.c.kind, left.c.name.label("left"), reached.c.name.label("reached"),
               user_account.c.name, move.c.recorded_at, move.c.reason)
        .join(pallet, pallet.c.id == move.c.pallet_id).join(user_account, user_account.c.id == move.c.user_id)
        .outerjoin(left, left.c.id == move.c.from_place_id).outerjoin(reached, reached.c.id == move.c.to_place_id)
        .where(pallet.c.lot_id == lot_id).order_by(move.c.id)
    )
    return [Step(row.code, row.kind, row.left or "", row.reached or "", row.name, row.recorded_at, row.reason)
            for row in rows]
