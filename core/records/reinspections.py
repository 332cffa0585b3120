"""Reinspections: which can one inspects again, so that each can counts once, by its latest inspection."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, select, update

from core.errors import BadInput
from core.quality.purposes import NEVER_HOLD, REINSPECTION
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records.can_counts import counted_anew
from core.records.can_filter import FINISHED, holding
from core.records.can_rows import inspection_row
from core.records.drafts import own_draft
from core.records.reinspected import inspected_together
from core.records.schema import inspection
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case


@dataclass(frozen=True)
class Inspected:
    """One inspection of a can."""

    id: int
    number: str
    day: date
    purpose: str
    verdict: Verdict


@use_case(Right.INSPECT)
def name_earlier(
    tx: Connection, user: User, inspection_id: int, earlier_id: int | None
) -> Changed[None] | Unchanged[None]:
    """Say which earlier inspection was of the same can; None: not known.

    Of an inspection that repeats another itself, that one's first is kept. Raises BadInput where the can is inspected
    for another purpose, or the earlier one is none of the same product that was finished before, Refused for another
    person's draft.
    """
    row = inspection_row(tx, inspection_id)
    if row.state == "draft":
        own_draft(tx, user, inspection_id)
    if row.purpose != REINSPECTION:
        raise BadInput(f"Can {row.number} is inspected for {row.purpose}: only a reinspection names an earlier one.")
    first = None if earlier_id is None else _first_of(tx, row.id, row.product_sku, earlier_id)
    if first == row.reinspects_id:
        return Unchanged(None)
    changed = {*inspected_together(tx, row.id), *(inspected_together(tx, first) if first is not None else ())}
    with counted_anew(tx, *sorted(changed)):
        tx.execute(update(inspection).where(inspection.c.id == row.id).values(reinspects_id=first))
        if first is not None:
            tx.execute(update(inspection).where(inspection.c.reinspects_id == row.id).values(reinspects_id=first))
    return Changed(None, Entry("reinspection named", f"can:{row.id}", {"reinspects": row.reinspects_id},
                               {"reinspects": first}))


@reading(Right.READ)
def of_same_can(tx: Connection, user: User, inspection_id: int) -> list[Inspected]:
    """Return the other finished inspections of the same can, the first of them first."""
    ids = [other for other in inspected_together(tx, inspection_id) if other != inspection_id]
    return _inspected(tx, _finished().where(inspection.c.id.in_(ids)).order_by(inspection.c.id))


@reading(Right.READ)
def candidates(tx: Connection, user: User, inspection_id: int, most: int = 50) -> list[Inspected]:
    """Return the newest cans that a reinspection may repeat, of its product, and of its lot where it has one."""
    row = inspection_row(tx, inspection_id)
    query = _finished().where(inspection.c.id < row.id, inspection.c.product_sku == row.product_sku,
                              inspection.c.purpose.not_in(NEVER_HOLD))
    if row.lot_id is not None:
        query = query.where(inspection.c.lot_id == row.lot_id)
    return _inspected(tx, query.order_by(inspection.c.id.desc()).limit(most))


def _first_of(tx: Connection, inspection_id: int, sku: str, earlier_id: int) -> int:
    earlier = inspection_row(tx, earlier_id)
    if earlier.id >= inspection_id or earlier.state != "finished" or earlier.product_sku != sku:
        raise BadInput(f"Can {earlier.number} is none of this product that was finished before: choose another one.")
    if earlier.purpose in NEVER_HOLD:
        raise BadInput(f"Can {earlier.number} was inspected for {earlier.purpose}, which no figure counts: choose "
                       "another one.")
    return int(earlier.reinspects_id or earlier.id)


def _finished() -> Select[tuple[int, str, str, str, str]]:
    return (
        select(inspection.c.id, inspection.c.number, inspection.c.plant_day, inspection.c.purpose, holding.c.verdict)
        .join(holding, (holding.c.inspection_id == inspection.c.id)
              & (holding.c.number == inspection.c.current_revision)).where(FINISHED)
    )


def _inspected(tx: Connection, query: Select[tuple[int, str, str, str, str]]) -> list[Inspected]:
    return [Inspected(row.id, row.number, date.fromisoformat(row.plant_day), row.purpose, Verdict(row.verdict))
            for row in tx.execute(query)]
