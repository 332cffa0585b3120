"""Which finished cans are wanted, as a query for their ids that an index answers, however few or many they are.

The gallery's order is that of the cans' ids, which is the order in which they were started: every index ends in it, so
the last page costs what the first does. A test keeps the queries from reading whole tables.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, select

from core.quality.purposes import NOT_RATED
from core.quality.verdict import Outcome, Verdict
from core.records.schema import inspection, lot, raised_defect, review, revision, side_attempt, user_account


@dataclass(frozen=True)
class Wanted:
    """Which cans; None or "" means any. ``number`` is the beginning of a can's number, ``lot`` any part of its lot's
    code; ``purpose`` may be ``COUNTED``; days are plant days, inclusive; ``agree`` asks for cans on which a person
    spoke and says what the model said, or does not; ``reviewed`` for those that a reviewer has or has not spoken on.
    ``unknown_line`` and ``unknown_head`` ask for cans of which that is not known, whatever is given besides.
    ``side``, ``outcome`` and ``model`` (such as "food-can/1") ask for cans with a side, as it was judged, of which all
    that is given is true."""

    verdict: Verdict | None = None
    product_sku: str = ""
    inspector: str = ""
    purpose: str = ""
    code: str = ""
    lot: str = ""
    lot_id: int | None = None
    line: str = ""
    seaming_head: str = ""
    shift: str = ""
    unknown_line: bool = False
    unknown_head: bool = False
    number: str = ""
    first_day: date | None = None
    last_day: date | None = None
    agree: bool | None = None
    reviewed: bool | None = None
    side: int | None = None
    outcome: Outcome | None = None
    model: str = ""


COUNTED = "counted"
"""The purpose to ask for where the cans that no rate counts are to be left out: test and practice cans, complaints."""

FINISHED = inspection.c.current_revision.is_not(None)
"""Finished cans; said in this way, because the partial indexes are."""

holding, model_said = revision.alias("holding"), revision.alias("model_said")
_SAID, _LATER = review.alias("said"), side_attempt.alias("later")
_ANY = inspection.alias("any_can")
_IS_HOLDING = and_(holding.c.inspection_id == inspection.c.id, holding.c.number == inspection.c.current_revision)
_ON_SIDE = side_attempt.c.inspection_id == inspection.c.id


def wanted_ids(wanted: Wanted, before: int | None, size: int) -> Select[tuple[int]]:
    """Return the query for the ids of the newest cans that are wanted, of those before an id where it is given.

    It starts from the table whose index answers: from the sides or the verdicts when these alone are asked for.
    """
    of_can, of_verdict, of_side = (list(part(wanted)) for part in (_of_can, _of_verdict, _of_side))
    if of_side and not of_can:
        key, said = side_attempt.c.inspection_id, [_ON_SIDE, FINISHED]
        if of_verdict:
            said.append(exists().where(_IS_HOLDING, *of_verdict).correlate(inspection))
        query = select(key).where(*of_side, exists().where(*said).correlate(side_attempt)).group_by(key)
    elif of_verdict and not of_can:
        key = holding.c.inspection_id
        query = select(key).where(*of_verdict, exists().where(_IS_HOLDING).correlate(holding))
    else:
        key = inspection.c.id
        query = select(key).where(FINISHED, *of_can)
        if of_verdict:
            query = query.where(exists().where(_IS_HOLDING, *of_verdict).correlate(inspection))
        if of_side:
            query = query.where(exists().where(_ON_SIDE, *of_side).correlate(inspection))
    if before is not None:
        query = query.where(key < before)
    return query.order_by(key.desc()).limit(size)


def reviewed_revision(of: Any) -> ColumnElement[bool]:
    """A revision by which a review of the can holds."""
    return exists().where(_SAID.c.revision_id == of.c.id, _SAID.c.disposition.is_not(None)).correlate(of)


def _of_can(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.purpose == COUNTED:
        yield inspection.c.purpose.not_in(NOT_RATED)
    purpose = "" if wanted.purpose == COUNTED else wanted.purpose
    for column, value in ((inspection.c.product_sku, wanted.product_sku), (inspection.c.purpose, purpose),
                          (inspection.c.line, "" if wanted.unknown_line else wanted.line),
                          (inspection.c.seaming_head, "" if wanted.unknown_head else wanted.seaming_head),
                          (inspection.c.shift, wanted.shift), (inspection.c.lot_id, wanted.lot_id)):
        if value:
            yield column == value
    for column, unknown in ((inspection.c.line, wanted.unknown_line),
                            (inspection.c.seaming_head, wanted.unknown_head)):
        if unknown:
            yield column.is_(None)
    if wanted.inspector:
        yield inspection.c.inspector_id == select(user_account.c.id).where(
            user_account.c.name == wanted.inspector).scalar_subquery()
    if wanted.lot:
        of_that_code = lot.c.code.contains(wanted.lot.upper(), autoescape=True)
        yield inspection.c.lot_id.in_(select(lot.c.id).where(of_that_code))
    if wanted.number:
        yield _among(_ANY.c.number.startswith(wanted.number.upper(), autoescape=True))
    if wanted.first_day or wanted.last_day:
        yield _among(*_days(wanted))
    if wanted.reviewed is False:
        yield ~exists().where(_IS_HOLDING, holding.c.id == _SAID.c.revision_id,
                              _SAID.c.disposition.is_not(None)).correlate(inspection)


def _among(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Cans whose day or number fits, found in the index of days and numbers alone, without reading a single can."""
    return inspection.c.id.in_(select(_ANY.c.id).where(*conditions))


def _days(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.first_day:
        yield _ANY.c.plant_day >= wanted.first_day.isoformat()
    if wanted.last_day:
        yield _ANY.c.plant_day <= wanted.last_day.isoformat()


def _of_verdict(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.verdict:
        yield holding.c.verdict == wanted.verdict
    if wanted.code:
        yield holding.c.id.in_(select(raised_defect.c.revision_id).where(raised_defect.c.code == wanted.code))
    if wanted.agree is not None or wanted.reviewed:
        yield holding.c.number > literal_column("0")  # the partial index of what people said wants it written out
    if wanted.agree is not None:
        same = model_said.c.verdict == holding.c.verdict
        yield exists().where(model_said.c.inspection_id == holding.c.inspection_id, model_said.c.number == 0,
                             same if wanted.agree else ~same).correlate(holding)
    if wanted.reviewed:
        yield reviewed_revision(holding)


def _of_side(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """On a side as it was judged, which is its newest attempt."""
    asked = [column == value for column, value in (
        (side_attempt.c.side, wanted.side), (side_attempt.c.outcome, wanted.outcome),
        (side_attempt.c.model, wanted.model)) if value]
    if not asked:
        return ()
    newest = ~exists().where(
        _LATER.c.inspection_id == side_attempt.c.inspection_id, _LATER.c.side == side_attempt.c.side,
        _LATER.c.attempt > side_attempt.c.attempt).correlate(side_attempt)
    return (*asked, newest)
