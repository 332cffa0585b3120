"""What a device's session inspects: product, line, seaming head, shift, lot and purpose, chosen once and kept."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import BadInput
from core.quality.plant_time import next_change
from core.quality.purposes import PURPOSES
from core.quality.rights import Right
from core.quality.sides import TEMPLATES
from core.records import clock
from core.records.drafts import own_draft
from core.records.lines import Line, lines_of
from core.records.lot_rows import lot_for
from core.records.plant import plant_time
from core.records.product_draft import normal_sku
from core.records.schema import inspection, product, work_context
from core.records.sessions import User
from core.records.shifts import offered_shifts
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

__all__ = ["Asks", "Chosen", "WorkContext", "change_head", "choose", "chosen"]

Asks = Literal["", "first", "shift_over", "not_offered"]
"""Why the context has to be chosen before the next can; empty where it has not."""


@dataclass(frozen=True)
class WorkContext:
    """What the next cans are recorded with; None is no line, an unknown head, no shift, no lot and no sample."""

    product_sku: str
    line: str | None = None
    seaming_head: str | None = None
    shift: str | None = None
    purpose: str = "routine"
    lot_id: int | None = None
    sample_id: int | None = None


@dataclass(frozen=True)
class Chosen:
    """The context of a session, None before the first choice; ``shift_ends_at`` (UTC) is when it is asked anew."""

    context: WorkContext | None
    asks: Asks
    shift_ends_at: datetime | None = None


@use_case(Right.INSPECT)
def choose(tx: Connection, user: User, context: WorkContext) -> Changed[None] | Unchanged[None]:
    """Keep the context for this session, until the shift ends.

    Raises BadInput for what is not offered: an unknown or retired product, line, head or shift, an unknown purpose, a
    lot or sample that does not exist.
    """
    shifts = offered_shifts(tx)
    _check(tx, context, [shift.name for shift in shifts])
    now = clock.now()
    ends = next_change(plant_time(tx), shifts, context.shift, now)
    before = _row(tx, user)
    if before is not None and (_context(before), before.shift_ends_at) == (context, ends):
        return Unchanged(None)
    tx.execute(delete(work_context).where(work_context.c.session_id == user.session))
    try:
        tx.execute(insert(work_context).values(
            session_id=user.session, shift_ends_at=ends, chosen_at=now, **asdict(context)))
    except IntegrityError as missing:
        raise BadInput("There is no such lot or sample any more: choose another.") from missing
    return Changed(None, Entry("work chosen", f"user:{user.name}", asdict(_context(before)) if before else None,
                               asdict(context)))


@use_case(Right.INSPECT)
def change_head(
    tx: Connection, user: User, head: str | None, inspection_id: int | None = None
) -> Changed[None] | Unchanged[None]:
    """Take the next cans from another seaming head of the line, None for an unknown one.

    With ``inspection_id`` one's draft is recorded with it, too. Raises BadInput where no line was chosen or it has no
    such head, and Refused for another person's draft.
    """
    row = _row(tx, user)
    draft = own_draft(tx, user, inspection_id) if inspection_id is not None else None
    of = draft.line if draft is not None else row.line if row is not None else None
    if of is None:
        raise BadInput("No line is chosen: choose the line, then its seaming head.")
    _check_head(_line(tx, of), head)
    old = draft.seaming_head if draft is not None else row.seaming_head if row is not None else None
    if old == head:
        return Unchanged(None)
    if draft is not None:
        tx.execute(update(inspection).where(inspection.c.id == draft.id).values(seaming_head=head))
    if row is not None and row.line == of:
        tx.execute(update(work_context).where(work_context.c.session_id == user.session).values(seaming_head=head))
    subject = f"can:{draft.id}" if draft is not None else f"user:{user.name}"
    return Changed(None, Entry("seaming head changed", subject, {"seaming_head": old},
                               {"line": of, "seaming_head": head}))


@reading(Right.INSPECT)
def chosen(tx: Connection, user: User) -> Chosen:
    """Return this session's context, and why it has to be chosen anew where it has.

    Where neither lines nor shifts are set up nothing is asked.
    """
    row, shifts = _row(tx, user), [shift.name for shift in offered_shifts(tx)]
    if row is None:
        return Chosen(None, "first" if shifts or lines_of(tx) else "")
    context, ends = _context(row), row.shift_ends_at
    if ends is not None and clock.now() >= ends:
        return Chosen(context, "shift_over", ends)
    try:
        _check(tx, context, shifts)
    except BadInput:
        return Chosen(context, "not_offered", ends)
    return Chosen(context, "first" if shifts and ends is None else "", ends)


def _check(tx: Connection, context: WorkContext, shifts: list[str]) -> None:
    if not _is_offered(tx, context.product_sku):
        raise BadInput("This product is not offered: choose another one.")
    if context.purpose not in PURPOSES:
        raise BadInput(f"There is no such purpose: choose one of {', '.join(PURPOSES)}.")
    if context.shift is not None and context.shift not in shifts:
        raise BadInput("This shift is not offered: choose another one.")
    if context.line is not None:
        _check_head(_line(tx, context.line), context.seaming_head)
    elif context.seaming_head is not None:
        raise BadInput("A seaming head belongs to a line: choose the line, too.")
    if context.lot_id is not None:
        lot_for(tx, context.lot_id, context.product_sku)


def _check_head(line: Line, head: str | None) -> None:
    if head is not None and head not in line.offered_heads:
        raise BadInput(f"Line {line.name} has no such seaming head: choose another one, or unknown.")


def _line(tx: Connection, name: str) -> Line:
    for line in lines_of(tx):
        if line.name == name:
            return line
    raise BadInput("This line is not offered: choose another one.")


def _is_offered(tx: Connection, sku: str) -> bool:
    if normal_sku(sku) in TEMPLATES:
        return sku in TEMPLATES
    return tx.scalar(select(product.c.id).where(product.c.sku == sku, product.c.retired == 0)) is not None


def _row(tx: Connection, user: User) -> Row[Any] | None:
    return tx.execute(select(work_context).where(work_context.c.session_id == user.session)).one_or_none()


def _context(row: Row[Any]) -> WorkContext:
    return WorkContext(row.product_sku, row.line, row.seaming_head, row.shift, row.purpose, row.lot_id, row.sample_id)
