"""Rows of the database into lots and back; what other subjects ask of a lot inside their own transaction."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from core.errors import BadInput
from core.quality.lot_states import LotAct, LotState, after
from core.quality.purposes import NEVER_HOLD
from core.records import clock
from core.records.schema import lot, lot_event, user_account
from core.records.sessions import User


@dataclass(frozen=True)
class Lot:
    """A lot as it stands; ``quantity`` in cans."""

    id: int
    product_sku: str
    product_name: str
    code: str
    production_day: date
    line: str | None
    shifts: tuple[str, ...]
    best_before: date | None
    quantity: int
    state: LotState
    opened_by: str
    opened_at: datetime


def lot_row(tx: Connection, lot_id: int) -> Row[Any]:
    """Return the row; raises BadInput when there is none."""
    row = tx.execute(select(lot).where(lot.c.id == lot_id)).one_or_none() if 0 < lot_id < 2**63 else None
    if row is None:
        raise BadInput("There is no such lot: choose one from the list of lots.")
    return row


def lot_of(row: Row[Any]) -> Lot:
    """Return a lot from its row, which carries the name of who opened it as ``opener``."""
    return Lot(
        row.id, row.product_sku, row.product_name, row.code, date.fromisoformat(row.production_day), row.line,
        tuple(json.loads(row.shifts)), date.fromisoformat(row.best_before) if row.best_before else None, row.quantity,
        LotState(row.state), row.opener, row.opened_at,
    )


def lots_with_opener() -> Select[Any]:
    """Return the query of lots as ``lot_of`` takes them."""
    return select(lot, user_account.c.name.label("opener")).join(user_account, user_account.c.id == lot.c.opened_by)


def lot_for(tx: Connection, lot_id: int, product_sku: str) -> Row[Any]:
    """Return the lot that a can of this product may belong to; raises BadInput for none, or another product's."""
    row = lot_row(tx, lot_id)
    if row.product_sku != product_sku:
        raise BadInput(f"Lot {row.code} is of {row.product_sku}, and this can of {product_sku}: choose a lot of it.")
    return row


def change_state(tx: Connection, user: User, row: Row[Any], act: LotAct, reason: str) -> LotState:
    """Make the change on a lot and write its event; returns the new state.

    Raises BadInput where the act is not allowed from the state that the lot is in, saying who brought it there.
    """
    old = LotState(row.state)
    new = after(act, old)
    if new is None:
        raise BadInput(f"Lot {row.code} is {standing(tx, row)}: it cannot be {_DONE[act]} from there.")
    tx.execute(update(lot).where(lot.c.id == row.id).values(state=new))
    add_event(tx, user, row.id, act, old, new, reason)
    return new


def add_event(
    tx: Connection, user: User, lot_id: int, act: str, old: str | None, new: str, reason: str,
    produced_from: datetime | None = None, produced_to: datetime | None = None,
) -> None:
    """Append one line to a lot's history."""
    tx.execute(insert(lot_event).values(
        lot_id=lot_id, act=act, old_state=old, new_state=new, produced_from=produced_from, produced_to=produced_to,
        user_id=user.id, recorded_at=clock.now(), reason=reason,
    ))


def standing(tx: Connection, row: Row[Any]) -> str:
    """Return the lot's state with who brought it there, as part of a sentence."""
    last = tx.execute(
        select(user_account.c.name, lot_event.c.recorded_at)
        .join(user_account, user_account.c.id == lot_event.c.user_id)
        .where(lot_event.c.lot_id == row.id, lot_event.c.act.not_in(("hold produced", "release produced")))
        .order_by(lot_event.c.id.desc()).limit(1)
    ).one_or_none()
    return f"{row.state} ({last.name}, {last.recorded_at:%Y-%m-%d %H:%M} UTC)" if last else str(row.state)


def hold_for_critical(
    tx: Connection, user: User, lot_id: int | None, purpose: str, reason: str
) -> dict[str, Any] | None:
    """Hold the lot of a can on which a person saw a critical defect; returns what the audit trail says of it.

    None without a lot, for test and practice cans, and for a rejected lot. A lot that is held already stays held, and
    its history says this reason as well.
    """
    if lot_id is None or purpose in NEVER_HOLD:
        return None
    row = lot_row(tx, lot_id)
    if row.state == LotState.REJECTED:
        return None
    if row.state == LotState.HELD:
        add_event(tx, user, row.id, LotAct.HOLD, LotState.HELD, LotState.HELD, reason)
    else:
        change_state(tx, user, row, LotAct.HOLD, reason)
    return {"id": row.id, "code": row.code, "old": row.state, "new": LotState.HELD}


_DONE = {LotAct.HOLD: "held", LotAct.ACCEPT: "accepted", LotAct.RELEASE: "released", LotAct.REJECT: "rejected",
         LotAct.REWORK: "reworked"}
