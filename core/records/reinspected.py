"""Inspections of one can: the first one, and those that name it as the one that they repeat."""

from sqlalchemy import Connection, and_, exists, func, or_, select

from core.quality.purposes import REINSPECTION
from core.records.schema import inspection

_LATER = inspection.alias("later_inspection")

counts_once = and_(
    ~exists().where(
        _LATER.c.reinspects_id == func.coalesce(inspection.c.reinspects_id, inspection.c.id),
        _LATER.c.id > inspection.c.id, _LATER.c.state == "finished",
    ).correlate(inspection),
    or_(inspection.c.purpose != REINSPECTION, inspection.c.reinspects_id.is_not(None)),
)
"""Of a finished ``inspection``: its can counts by it where each can counts once. The latest of a can does, and none
that repeats an unknown one."""


def inspected_together(tx: Connection, inspection_id: int) -> list[int]:
    """Return the ids of all inspections of the can that this one is of, the first of them first."""
    first = tx.scalar(select(func.coalesce(inspection.c.reinspects_id, inspection.c.id))
                      .where(inspection.c.id == inspection_id))
    return list(tx.scalars(
        select(inspection.c.id).where(or_(inspection.c.id == first, inspection.c.reinspects_id == first))
        .order_by(inspection.c.id)))
