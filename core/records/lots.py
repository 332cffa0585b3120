"""Lots: opened by whoever inspects, held by everyone, decided by a manager; each change has its line in the history."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select
from sqlalchemy.exc import IntegrityError

from core.errors import BadInput
from core.quality.lot_ruling import Ruling
from core.quality.lot_states import LotAct, LotState
from core.quality.rights import Right
from core.quality.sampling import CFIA_1250, Plan
from core.records import clock
from core.records.lot_draft import LotDraft, checked_lot, checked_reason
from core.records.lot_rows import Lot, add_event, change_state, lot_of, lot_row, lots_with_opener, standing
from core.records.lot_ruling import check_acceptable, check_decidable, ruled
from core.records.plain_text import checked, folded
from core.records.plant import plant_day
from core.records.products import product_of_sku
from core.records.sample_rows import begin_sample, close_open_sample, decide_sample
from core.records.schema import lot, lot_event, sample, user_account
from core.records.sessions import User
from core.records.signatures import confirmed, signature
from core.records.trail import Entry
from core.records.use_case import Changed, prepared_use_case, reading, use_case

__all__ = [
    "Lot", "LotDraft", "LotEvent", "Wanted", "accept", "count", "events", "find", "hold", "open_lot", "page", "reject",
    "release", "rework",
]

LONGEST_SEARCH, MOST_EVENTS = 100, 200


@dataclass(frozen=True)
class Wanted:
    """Which lots; None or "" means any. ``text`` is looked for in code, SKU and product name, whatever its case;
    ``to_decide`` asks for those that wait for a manager: held, or open with a sample that is finished."""

    state: LotState | None = None
    product_sku: str = ""
    text: str = ""
    line: str = ""
    to_decide: bool = False


@dataclass(frozen=True)
class LotEvent:
    """One line in a lot's history; the two moments (UTC, None for open) only where part of the lot was meant."""

    act: str
    old_state: LotState | None
    new_state: LotState
    produced_from: datetime | None
    produced_to: datetime | None
    who: str
    at: datetime
    reason: str


@use_case(Right.HOLD_LOTS)
def open_lot(tx: Connection, user: User, draft: LotDraft) -> Changed[int]:
    """Open a lot and return its id; raises BadInput when it is not usable or its code is taken in this product."""
    draft = checked_lot(draft, plant_day(tx, clock.now()))
    product = product_of_sku(tx, draft.product_sku)
    best_before = draft.best_before.isoformat() if draft.best_before else None
    try:
        lot_id = tx.execute(insert(lot).values(
            product_sku=product.sku, product_name=product.name, code=draft.code,
            search_text=folded("\n".join((draft.code, product.sku, product.name))),
            production_day=draft.production_day.isoformat(), line=draft.line,
            shifts=json.dumps(draft.shifts, ensure_ascii=False), best_before=best_before, quantity=draft.quantity,
            state=LotState.OPEN, opened_by=user.id, opened_at=clock.now(),
        ).returning(lot.c.id)).scalar_one()
    except IntegrityError as clash:
        raise BadInput(f"There is a lot {draft.code} of {product.sku} already: open that one, or correct the code."
                       ) from clash
    add_event(tx, user, lot_id, "opened", None, LotState.OPEN, "")
    return Changed(lot_id, Entry("lot opened", f"lot:{lot_id}", new={
        **asdict(draft), "product_sku": product.sku, "production_day": draft.production_day.isoformat(),
        "best_before": best_before, "shifts": list(draft.shifts), "state": LotState.OPEN,
    }))


@use_case(Right.HOLD_LOTS)
def hold(tx: Connection, user: User, lot_id: int, reason: str) -> Changed[None]:
    """Hold a lot with all its pallets where they stand, whatever else was decided meanwhile: a hold is never late.

    Raises BadInput when it is held already or rejected, or there is no reason.
    """
    checked_reason(reason)
    return _changed(tx, user, lot_row(tx, lot_id), LotAct.HOLD, reason)


@use_case(Right.DECIDE_LOTS)
def accept(tx: Connection, user: User, lot_id: int, reason: str, *, seen_state: LotState) -> Changed[None]:
    """Accept an open lot; raises BadInput when it is not in the state that the person saw, when there is no reason,
    or where its sample is not finished, not settled or against it."""
    row = _as_seen(tx, lot_id, seen_state, reason)
    check_acceptable(ruled(tx, row.id), row.code)
    return _changed(tx, user, row, LotAct.ACCEPT, reason)


def _signed(user: User, lot_id: int, reason: str, *, seen_state: LotState, password: str = "") -> bool:
    return confirmed(user, password)


@prepared_use_case(Right.DECIDE_LOTS, _signed)
def release(
    tx: Connection, user: User, is_signed: bool, lot_id: int, reason: str, *, seen_state: LotState, password: str = ""
) -> Changed[None]:
    """Release a held lot, signed with the password; pallets that are held themselves stay held.

    A manager may do so against its sample, and the audit trail says that they did. Raises BadInput as ``accept`` does
    while its sample is not finished or settled, and without the password or with a wrong one.
    """
    signed = signature(user, is_signed, "release of a held lot")
    row = _as_seen(tx, lot_id, seen_state, reason)
    check_decidable(ruled(tx, row.id), row.code)
    return _changed(tx, user, row, LotAct.RELEASE, reason, signed)


@use_case(Right.DECIDE_LOTS)
def reject(tx: Connection, user: User, lot_id: int, reason: str, *, seen_state: LotState) -> Changed[None]:
    """Reject an open or held lot; raises BadInput as ``accept`` does."""
    return _changed(tx, user, _as_seen(tx, lot_id, seen_state, reason), LotAct.REJECT, reason)


@use_case(Right.DECIDE_LOTS)
def rework(
    tx: Connection, user: User, lot_id: int, reason: str, *, seen_state: LotState, plan: Plan = CFIA_1250
) -> Changed[int]:
    """Open a rejected lot again after rework, with a new sample; a sample still open is given up. Returns the new
    sample's id; raises BadInput as ``accept`` does, or for an unusable plan."""
    row = _as_seen(tx, lot_id, seen_state, reason)
    new = change_state(tx, user, row, LotAct.REWORK, reason)
    close_open_sample(tx, row.id)
    sample_id = begin_sample(tx, user, row, plan)
    told = {"state": new, "code": row.code, "sample": sample_id, "plan": asdict(plan)}
    return Changed(sample_id, Entry("lot: rework", f"lot:{row.id}", {"state": row.state}, told, reason))


@reading(Right.READ)
def find(tx: Connection, user: User, lot_id: int) -> Lot:
    """Return one lot as it stands; raises BadInput when there is none."""
    lot_row(tx, lot_id)
    return lot_of(tx.execute(lots_with_opener().where(lot.c.id == lot_id)).one())


@reading(Right.READ)
def page(tx: Connection, user: User, wanted: Wanted, after: int | None = None, size: int = 30) -> list[Lot]:
    """Return the lots opened last, or those opened before the lot with the id ``after``.

    Raises BadInput for a search that is no text or longer than ``LONGEST_SEARCH``.
    """
    query = lots_with_opener().where(*_conditions(wanted)).order_by(lot.c.id.desc()).limit(size)
    return [lot_of(row) for row in tx.execute(query if after is None else query.where(lot.c.id < after))]


@reading(Right.READ)
def count(tx: Connection, user: User, wanted: Wanted) -> int:
    """Count the lots that are wanted."""
    return tx.scalar(select(func.count()).select_from(lot).where(*_conditions(wanted))) or 0


@reading(Right.READ)
def events(tx: Connection, user: User, lot_id: int) -> list[LotEvent]:
    """Return a lot's history, the newest first, at most ``MOST_EVENTS`` lines."""
    rows = tx.execute(
        select(lot_event, user_account.c.name).join(user_account, user_account.c.id == lot_event.c.user_id)
        .where(lot_event.c.lot_id == lot_id).order_by(lot_event.c.id.desc()).limit(MOST_EVENTS)
    )
    return [
        LotEvent(row.act, LotState(row.old_state) if row.old_state else None, LotState(row.new_state),
                 row.produced_from, row.produced_to, row.name, row.recorded_at, row.reason)
        for row in rows
    ]


def _as_seen(tx: Connection, lot_id: int, seen: LotState, reason: str) -> Any:
    """The lot's row, if it is still in the state on which the person decides."""
    checked_reason(reason)
    row = lot_row(tx, lot_id)
    if row.state != seen:
        raise BadInput(f"Lot {row.code} is {standing(tx, row)} now, not {seen}: look at it again before you decide.")
    return row


def _changed(
    tx: Connection, user: User, row: Any, act: LotAct, reason: str, signed: Mapping[str, Any] | None = None
) -> Changed[None]:
    new = change_state(tx, user, row, act, reason)
    told = {"state": new, "code": row.code, **(signed or {})}
    if act is not LotAct.HOLD and (says := ruled(tx, row.id)) is not None and says.is_final:
        decide_sample(tx, says.sample_id, act)
        told |= {"sample": says.sample_id}
        if act is LotAct.RELEASE and says.says is Ruling.REJECT:
            told |= {"against_its_sample": ", ".join(says.rejected_by)}
    return Changed(None, Entry(f"lot: {act}", f"lot:{row.id}", {"state": row.state}, told, reason))


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.state:
        yield lot.c.state == wanted.state
    if wanted.product_sku:
        yield lot.c.product_sku == wanted.product_sku
    if wanted.to_decide:
        finished = exists().where(sample.c.lot_id == lot.c.id, sample.c.closed_at.is_not(None),
                                  sample.c.decision.is_(None))
        yield or_(lot.c.state == LotState.HELD, and_(lot.c.state == LotState.OPEN, finished))
    if wanted.line:
        yield lot.c.line == wanted.line
    if text := folded(checked(wanted.text.strip(), "search", LONGEST_SEARCH)):
        yield lot.c.search_text.contains(text, autoescape=True)
