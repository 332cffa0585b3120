"""Cans that two reviewers judge, each without seeing what the other said; it shows how far people judge alike.

What they say decides nothing: the can's verdict stays, and both answers are shown once both are given.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, or_, select, update

from core.errors import BadInput, Refused
from core.quality.defects import DEFECTS
from core.quality.reviewing import DECISIONS
from core.quality.rights import Right, Role, may
from core.quality.verdict import Verdict
from core.records import clock
from core.records.counted import Scope
from core.records.schema import inspection, review_pair, revision, user_account
from core.records.sessions import User
from core.records.statistics import inspections_in
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case
from core.words import tr

MOST_AT_ONCE = 100
MOST_DIFFERING = 20
_FIRST, _SECOND = user_account.alias("first"), user_account.alias("second")
_COMPLETE = and_(review_pair.c.first_verdict.is_not(None), review_pair.c.second_verdict.is_not(None))


@dataclass(frozen=True)
class Asked:
    """The can that a reviewer is to judge next, as one of two, and how many there are with it."""

    pair_id: int
    inspection_id: int
    left: int


@dataclass(frozen=True)
class Answer:
    """What one of the two said; nothing as long as not both have."""

    who: str
    verdict: Verdict | None = None
    code: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Judged:
    """What two reviewers said of the same cans: ``counts`` by (the first's verdict, the second's), and the newest on
    which they differ, as (id, number)."""

    first: str
    second: str
    counts: dict[tuple[Verdict, Verdict], int]
    differing: tuple[tuple[int, str], ...]


@use_case(Right.ASSIGN_REVIEWS)
def assign(
    tx: Connection, user: User, inspection_ids: Collection[int], reviewers: tuple[str, str]
) -> Changed[int]:
    """Give finished cans to two reviewers; returns how many.

    Those that either of them took or spoke on, and those that were given to two before, are left out; one that waits
    for somebody who may not review any more is given anew. Raises BadInput
    for anything but two different people who may review, for more than ``MOST_AT_ONCE`` cans, and where none is left.
    """
    if not 0 < len(inspection_ids) <= MOST_AT_ONCE:
        raise BadInput(f"Give 1 to {MOST_AT_ONCE} cans at once.")
    people = _reviewers(tx)
    if len(set(reviewers)) != 2 or not set(reviewers) <= set(people):
        raise BadInput("Choose two different people who may review.")
    first, second = sorted(people[name] for name in reviewers)
    tx.execute(delete(review_pair).where(
        review_pair.c.inspection_id.in_(inspection_ids), ~_COMPLETE,
        or_(*(review_pair.c[place].not_in(people.values()) for place in ("first_id", "second_id")))))
    cans = list(tx.scalars(select(inspection.c.id).where(
        inspection.c.id.in_(inspection_ids), inspection.c.state == "finished",
        inspection.c.inspector_id.not_in((first, second)),
        inspection.c.id.not_in(select(review_pair.c.inspection_id)),
        inspection.c.id.not_in(select(revision.c.inspection_id).where(revision.c.author_id.in_((first, second)))),
    ).order_by(inspection.c.id)))
    if not cans:
        raise BadInput(tr("pair_none_left"))
    tx.execute(insert(review_pair), [
        {"inspection_id": can, "first_id": first, "second_id": second, "assigned_at": clock.now()} for can in cans])
    return Changed(len(cans), Entry("cans given to two reviewers", "reviews", new={
        "reviewers": sorted(reviewers), "cans": cans}))


@reading(Right.ASSIGN_REVIEWS)
def reviewers(tx: Connection, user: User) -> list[str]:
    """Return the names of those who may review."""
    return list(_reviewers(tx))


@reading(Right.REVIEW)
def asked(tx: Connection, user: User) -> Asked | None:
    """Return the can that this user is to judge next as one of two, the oldest first; None without one."""
    waiting = or_(*_waits_for(user.id))
    row = tx.execute(select(review_pair.c.id, review_pair.c.inspection_id).where(waiting)
                     .order_by(review_pair.c.id).limit(1)).one_or_none()
    if row is None:
        return None
    left = tx.scalar(select(func.count()).select_from(review_pair).where(waiting)) or 0
    return Asked(row.id, row.inspection_id, left)


@use_case(Right.REVIEW)
def answer(
    tx: Connection, user: User, pair_id: int, verdict: Verdict, code: str | None = None
) -> Changed[None] | Unchanged[None]:
    """Say Good or Bad of a can as one of two, and by which defect; the same again changes nothing.

    Raises BadInput for another verdict or code, where there is nothing to judge, or to take an answer back; Refused for
    somebody who was not asked.
    """
    if verdict not in DECISIONS or (code is not None and (code not in DEFECTS or verdict is Verdict.GOOD)):
        raise BadInput("Say Good, or Bad with a defect from the list.")
    row = tx.execute(select(review_pair).where(review_pair.c.id == pair_id)).one_or_none() \
        if 0 < pair_id < 2**63 else None
    if row is None:
        raise BadInput("There is no such can to judge: open the list again.")
    place = {row.first_id: "first", row.second_id: "second"}.get(user.id)
    if place is None:
        raise Refused("This can is given to two others: judge those that are yours.")
    said = row._mapping[f"{place}_verdict"]
    if said is not None:
        if (said, row._mapping[f"{place}_code"]) == (verdict, code):
            return Unchanged(None)
        raise BadInput(tr("pair_said_already"))
    tx.execute(update(review_pair).where(review_pair.c.id == pair_id).values({
        f"{place}_verdict": verdict, f"{place}_code": code, f"{place}_at": clock.now()}))
    return Changed(None, Entry("can judged as one of two", f"can:{row.inspection_id}", new={
        "verdict": verdict, "code": code}))


@reading(Right.READ)
def of_can(tx: Connection, user: User, inspection_id: int) -> tuple[Answer, Answer] | None:
    """Return what the two reviewers of a can said, without the answers until both are given; None without two."""
    row = tx.execute(_named(review_pair).where(review_pair.c.inspection_id == inspection_id)).one_or_none()
    if row is None:
        return None
    return _answer(row, "first"), _answer(row, "second")


@reading(Right.READ)
def judged_by_two(tx: Connection, user: User, scope: Scope) -> list[Judged]:
    """Return what each two reviewers said of the cans in scope that both have judged, by their names."""
    rows = tx.execute(
        _named(review_pair.c.first_verdict, review_pair.c.second_verdict, inspection.c.id, inspection.c.number)
        .join(inspection, inspection.c.id == review_pair.c.inspection_id)
        .where(_COMPLETE, *inspections_in(scope)).order_by(review_pair.c.id.desc())
    )
    found: defaultdict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.first_name, row.second_name].append(row)
    return [_judged(first, second, of) for (first, second), of in sorted(found.items())]


def _judged(first: str, second: str, rows: Sequence[Row[Any]]) -> Judged:
    counts: defaultdict[tuple[Verdict, Verdict], int] = defaultdict(int)
    for row in rows:
        counts[Verdict(row.first_verdict), Verdict(row.second_verdict)] += 1
    differing = [(row.id, row.number) for row in rows if row.first_verdict != row.second_verdict]
    return Judged(first, second, dict(counts), tuple(differing[:MOST_DIFFERING]))


def _named(*columns: Any) -> Any:
    """Columns of pairs, with the names of the two."""
    return (select(*columns, _FIRST.c.name.label("first_name"), _SECOND.c.name.label("second_name"))
            .select_from(review_pair).join(_FIRST, _FIRST.c.id == review_pair.c.first_id)
            .join(_SECOND, _SECOND.c.id == review_pair.c.second_id))


def _answer(row: Row[Any], place: str) -> Answer:
    values = row._mapping
    if row.first_verdict is None or row.second_verdict is None:
        return Answer(values[f"{place}_name"])
    return Answer(values[f"{place}_name"], Verdict(values[f"{place}_verdict"]), values[f"{place}_code"],
                  values[f"{place}_at"])


def _waits_for(user_id: int) -> Iterator[ColumnElement[bool]]:
    for place in ("first", "second"):
        yield and_(review_pair.c[f"{place}_id"] == user_id, review_pair.c[f"{place}_verdict"].is_(None))


def _reviewers(tx: Connection) -> dict[str, int]:
    rows = tx.execute(select(user_account.c.id, user_account.c.name, user_account.c.role).where(
        user_account.c.disabled == 0, user_account.c.deleted_at.is_(None)).order_by(user_account.c.name))
    return {row.name: row.id for row in rows if may(Role(row.role), Right.REVIEW)}
