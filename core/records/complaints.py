"""Complaints: cans that customers brought or photographed, inspected with that purpose, with what the customer said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from core.errors import BadInput
from core.quality.purposes import COMPLAINT
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records.can_filter import FINISHED, holding
from core.records.can_rows import inspection_row
from core.records.drafts import own_draft
from core.records.plain_text import checked
from core.records.schema import inspection
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Complaint:
    """A finished can that a customer complained of."""

    id: int
    number: str
    at: datetime
    verdict: Verdict
    note: str


@use_case(Right.INSPECT)
def keep_note(tx: Connection, user: User, inspection_id: int, note: str) -> Changed[None] | Unchanged[None]:
    """Keep what the customer said; a later note takes the place of an earlier one, which the audit trail keeps.

    Raises BadInput where the can is no complaint or the note cannot be kept, Refused for another person's draft.
    """
    row = inspection_row(tx, inspection_id)
    if row.state == "draft":
        own_draft(tx, user, inspection_id)
    if row.purpose != COMPLAINT:
        raise BadInput(f"Can {row.number} is inspected for {row.purpose}: only a complaint has a customer's note.")
    checked(note, "note", LONGEST_NOTE)
    if note == (row.note or ""):
        return Unchanged(None)
    tx.execute(update(inspection).where(inspection.c.id == inspection_id).values(note=note))
    return Changed(None, Entry("complaint noted", f"can:{inspection_id}", {"note": row.note}, {"note": note}))


@reading(Right.READ)
def of_lot(tx: Connection, user: User, lot_id: int, most: int = 20) -> list[Complaint]:
    """Return a lot's complaints, the newest first, at most so many."""
    rows = tx.execute(
        select(inspection.c.id, inspection.c.number, inspection.c.finished_at, holding.c.verdict, inspection.c.note)
        .join(holding, (holding.c.inspection_id == inspection.c.id)
              & (holding.c.number == inspection.c.current_revision))
        .where(FINISHED, inspection.c.lot_id == lot_id, inspection.c.purpose == COMPLAINT)
        .order_by(inspection.c.id.desc()).limit(most)
    )
    return [Complaint(row.id, row.number, row.finished_at, Verdict(row.verdict), row.note or "") for row in rows]


@reading(Right.READ)
def count_of_lot(tx: Connection, user: User, lot_id: int) -> int:
    """Count a lot's complaints."""
    return tx.scalar(select(func.count()).select_from(inspection).where(
        FINISHED, inspection.c.lot_id == lot_id, inspection.c.purpose == COMPLAINT)) or 0
