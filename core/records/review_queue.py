"""The queue of cans that want a person: each can's rank is kept with it, so that the queue is read by an index."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, literal, select, tuple_, update

from core.quality.review_rank import Wanted, wanted
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records.can import Can
from core.records.schema import inspection, revision
from core.records.sessions import User
from core.records.use_case import reading

_ORDER = (inspection.c.review_rank, inspection.c.finished_at, inspection.c.id)


@dataclass(frozen=True)
class Place:
    """A can's place in the queue: by rank, then the oldest first."""

    rank: int
    finished_at: datetime
    id: int


@dataclass(frozen=True)
class Waiting:
    """A can that waits for a reviewer, and why."""

    place: Place
    number: str
    product_name: str
    why: Wanted
    verdict: Verdict

    @property
    def id(self) -> int:
        """The can's id."""
        return self.place.id


@reading(Right.REVIEW)
def queue(tx: Connection, user: User, after: Place | None = None, size: int = 20) -> list[Waiting]:
    """Return the cans that want a person, the most valuable first, or those after a place."""
    query = (
        select(*_ORDER, inspection.c.number, inspection.c.product_name, inspection.c.review_reason, revision.c.verdict)
        .join(revision, (revision.c.inspection_id == inspection.c.id)
              & (revision.c.number == inspection.c.current_revision))
        .where(inspection.c.review_rank.is_not(None)).order_by(*_ORDER).limit(size)
    )
    if after is not None:
        place = (after.rank, after.finished_at, after.id)
        query = query.where(tuple_(*_ORDER) > tuple_(*(
            literal(value, column.type) for value, column in zip(place, _ORDER, strict=True))))
    return [
        Waiting(Place(row.review_rank, row.finished_at, row.id), row.number, row.product_name,
                Wanted(row.review_reason), Verdict(row.verdict))
        for row in tx.execute(query)
    ]


@reading(Right.REVIEW)
def counts(tx: Connection, user: User) -> dict[Wanted, int]:
    """Count the cans that wait, by why; every reason is there."""
    counted = tx.execute(
        select(inspection.c.review_reason, func.count()).where(inspection.c.review_rank.is_not(None))
        .group_by(inspection.c.review_reason)
    )
    return dict.fromkeys(Wanted, 0) | {Wanted(reason): number for reason, number in counted}


def why_wanted(can: Can) -> Wanted | None:
    """Say why a finished can wants a person; None where it does not, as once a review holds."""
    if can.review or can.model_verdict is None:
        return None
    people = [revision.verdict for revision in can.standing if revision.author is not None]
    return wanted(can.results, can.model_verdict[0], people, (defect.code for defect in can.defects),
                  can.blind.verdict if can.blind else None)


def keep_rank(tx: Connection, can: Can) -> Can:
    """Keep the can's place in the queue as its newest revision has it; part of whatever wrote that revision."""
    why = why_wanted(can)
    tx.execute(update(inspection).where(inspection.c.id == can.id).values(
        review_rank=why.rank if why else None, review_reason=why,
    ))
    return can
