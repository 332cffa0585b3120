"""Taking a can: from its start over its sides to its verdict. A draft belongs to the inspector who started it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from core.errors import BadInput, Refused
from core.quality.purposes import PURPOSES, ROUTINE
from core.quality.rights import Right
from core.quality.sides import Product
from core.records import clock, images, plant
from core.records.blind_rows import draw_blind
from core.records.can import Can, TakenSide, as_shown, missing
from core.records.can_counts import counted_anew
from core.records.can_rows import add_attempt, add_revision, can_number, inspection_row, load_can, product_text
from core.records.lot_rows import lot_for
from core.records.photograph_rows import add_photograph
from core.records.plain_text import checked, checked_or_none
from core.records.reinspected import inspected_together
from core.records.review_queue import keep_rank
from core.records.room import require_room
from core.records.sample_rows import close_when_full, give_back_number, open_sample, place_can
from core.records.schema import contact_sheet, day_counter, inspection, side_attempt
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case
from core.words import tr


def _require_room(*_: object, **__: object) -> None:
    require_room()


@use_case(Right.INSPECT, first=_require_room)
def start(
    tx: Connection, user: User, product: Product, *, key: str, line: str | None = None,
    seaming_head: str | None = None, shift: str | None = None, lot_id: int | None = None, purpose: str = ROUTINE,
    sample_id: int | None = None,
) -> Changed[int] | Unchanged[int]:
    """Start a can and return its id; a second start with the same key returns the same can.

    It belongs to the production day of this moment as the plant is set up now, and stays there. It may be drawn as one
    to be judged before the model's verdict is shown. With a sample the can
    gets its next free number, and the sample says lot and purpose.

    Raises BadInput for an unknown purpose, text that cannot be kept, a key that another person used, a lot of another
    product, a sample that is closed or full, or when the disk is nearly full.
    """
    checked(key, "key", 100)
    again = tx.execute(select(inspection).where(inspection.c.idempotency_key == key)).one_or_none()
    if again is not None:
        if again.inspector_id != user.id:
            raise BadInput("Somebody else started a can under this key: start a new one.")
        return Unchanged(again.id)
    if purpose not in PURPOSES:
        raise BadInput(f"There is no purpose {purpose!r}: choose one of {', '.join(PURPOSES)}.")
    if sample_id is not None:
        lot_id, purpose = open_sample(tx, sample_id).lot_id, "lot sample"
    if lot_id is not None:
        lot_for(tx, lot_id, product.sku)
    line = checked_or_none(line, "line", 16)
    now = clock.now()
    day = plant.plant_day(tx, now).isoformat()
    number = _next_number(tx, day, line)
    inspection_id = tx.execute(
        insert(inspection).values(
            idempotency_key=key, number=number, plant_day=day, purpose=purpose,
            product_sku=product.sku, product_name=product.name, product=product_text(product),
            line=line, seaming_head=checked_or_none(seaming_head, "seaming head", 64),
            shift=checked_or_none(shift, "shift", 64), lot_id=lot_id, inspector_id=user.id,
            state="draft", started_at=now,
        ).returning(inspection.c.id)
    ).scalar_one()
    told = {"number": number, "day": day, "product": product.sku, "line": line, "purpose": purpose, "lot": lot_id}
    if draw_blind(tx, user.id, inspection_id, purpose):
        told |= {"blind": True}
    if sample_id is not None:
        told |= {"sample": sample_id, "sample_number": place_can(tx, sample_id, inspection_id)}
    return Changed(inspection_id, Entry("can started", f"can:{inspection_id}", new=told))


@reading(Right.INSPECT)
def unfinished(tx: Connection, user: User) -> Can | None:
    """Return this user's newest draft as it was and may be shown, None when there is none."""
    newest = tx.execute(
        select(inspection.c.id).where(inspection.c.inspector_id == user.id, inspection.c.state == "draft")
        .order_by(inspection.c.id.desc()).limit(1)
    ).scalar_one_or_none()
    return as_shown(load_can(tx, newest)) if newest is not None else None


def _keep_photographs(inspection_id: int, taken: Sequence[TakenSide]) -> None:
    require_room()
    for side in taken:
        if side.photograph is not None:
            images.store(side.photograph)


@use_case(Right.INSPECT, first=_keep_photographs)
def add_sides(
    tx: Connection, user: User, inspection_id: int, taken: Sequence[TakenSide]
) -> Changed[None] | Unchanged[None]:
    """Keep sides of a draft, all or none; a side taken again is a new attempt, and the earlier one stays.

    Raises Refused when the draft is another person's, BadInput when the can is no draft, has no such side or was judged
    blind already, or, before anything is stored, when the disk is nearly full.
    """
    draft = own_draft(tx, user, inspection_id)
    can = _not_judged(load_can(tx, draft.id))
    if not taken:
        return Unchanged(None)
    for side in taken:
        if side.result.side not in can.product.sides:
            raise BadInput(f"{can.product.name} has no side {side.result.side.number} ({side.result.side.label}).")
        _add_photograph(tx, side)
        add_attempt(tx, draft.id, side)
    return Changed(None, Entry("sides taken", f"can:{draft.id}", new={
        str(side.result.side.number): {"outcome": side.result.outcome, "photograph": side.sha256} for side in taken
    }))


@use_case(Right.INSPECT)
def take_out(tx: Connection, user: User, inspection_id: int, side: int) -> Changed[None] | Unchanged[None]:
    """Make a side of a draft missing again; its attempts stay on record."""
    draft = own_draft(tx, user, inspection_id)
    can = _not_judged(load_can(tx, draft.id))
    if side not in can.sides:
        return Unchanged(None)
    add_attempt(tx, draft.id, TakenSide(missing(can.product.side(side)), None))
    return Changed(None, Entry("side taken out", f"can:{draft.id}", new={"side": side}))


@use_case(Right.INSPECT)
def finish(
    tx: Connection, user: User, inspection_id: int, *, save_ms: float | None = None,
    contact_sheet: bytes | None = None,
) -> Changed[Can] | Unchanged[Can]:
    """Finish a draft: the verdict on its sides becomes revision 0. Finishing twice returns the same can.

    Raises BadInput while a can with all its sides is still to be judged blind.
    """
    can = load_can(tx, inspection_id)
    if can.state == "finished":
        return Unchanged(can)
    draft = own_draft(tx, user, inspection_id)
    if can.awaits_judgement and can.is_taken:
        raise BadInput(tr("blind_first"))
    entry = finish_draft(tx, draft.id, save_ms, contact_sheet)
    return Changed(load_can(tx, draft.id), entry)


@use_case(Right.INSPECT)
def give_up(tx: Connection, user: User, inspection_id: int) -> Changed[None] | Unchanged[None]:
    """Abandon a draft, so that the next can be started; what was taken of it stays on record.

    Its number in a sample goes to the next can. Raises BadInput for one that was judged blind: it is saved.
    """
    draft = own_draft(tx, user, inspection_id)
    _not_judged(load_can(tx, draft.id))
    tx.execute(update(inspection).where(inspection.c.id == draft.id).values(state="abandoned"))
    return Changed(None, Entry("can given up", f"can:{draft.id}", {"state": "draft"},
                               {"state": "abandoned", **give_back_number(tx, draft.id)}))


def own_draft(tx: Connection, user: User, inspection_id: int) -> Row[Any]:
    """Return the draft's row; raises Refused when it is another person's, BadInput when it is no draft."""
    row = inspection_row(tx, inspection_id)
    if row.inspector_id != user.id:
        raise Refused(f"Can {row.number} is being inspected by somebody else: start your own.")
    if row.state != "draft":
        raise BadInput(f"Can {row.number} is {row.state} already: start the next one.")
    return row


def _not_judged(can: Can) -> Can:
    """A can that was judged blind stays as it was judged, until it is saved."""
    if can.judged_blind:
        raise BadInput(tr("blind_judged"))
    return can


def finish_draft(tx: Connection, inspection_id: int, save_ms: float | None, sheet: bytes | None) -> Entry:
    """Write revision 0 and the can's times, and close the sample that it completes; returns the audit trail's row."""
    verdict, reason = load_can(tx, inspection_id).live
    decode_ms, model_ms = tx.execute(
        select(func.sum(side_attempt.c.decode_ms), func.sum(side_attempt.c.model_ms))
        .where(side_attempt.c.inspection_id == inspection_id)
    ).one()
    with counted_anew(tx, *inspected_together(tx, inspection_id)):
        add_revision(tx, inspection_id, 0, verdict, reason)
        tx.execute(update(inspection).where(inspection.c.id == inspection_id).values(
            state="finished", finished_at=clock.now(), current_revision=0,
            decode_ms=decode_ms, model_ms=model_ms, save_ms=save_ms,
        ))
    keep_rank(tx, load_can(tx, inspection_id))
    if sheet is not None:
        tx.execute(insert(contact_sheet).values(inspection_id=inspection_id, jpeg=sheet))
    return Entry("can finished", f"can:{inspection_id}", new={
        "verdict": verdict, "reason": {"code": reason.code, **reason.values}, **close_when_full(tx, inspection_id),
    })


def _next_number(tx: Connection, day: str, line: str | None) -> str:
    counter = (day_counter.c.plant_day == day) & (day_counter.c.line == (line or ""))
    last = tx.execute(
        update(day_counter).where(counter).values(last=day_counter.c.last + 1).returning(day_counter.c.last)
    ).scalar_one_or_none()
    if last is None:
        last = 1
        tx.execute(insert(day_counter).values(plant_day=day, line=line or "", last=last))
    return can_number(line, last)


def _add_photograph(tx: Connection, side: TakenSide) -> None:
    if side.photograph is not None:
        add_photograph(tx, side.photograph, side.media_type, side.width, side.height)
