"""All finished cans, found again: filtered, newest first, page by page, with the can before and after each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Tuple, exists, literal, select, tuple_

from core.quality.defects import Severity
from core.quality.reviewing import Disposition
from core.quality.rights import Right
from core.quality.verdict import Outcome, Verdict
from core.records.schema import (
    contact_sheet,
    inspection,
    lot,
    raised_defect,
    review,
    revision,
    side_attempt,
    user_account,
)
from core.records.sessions import User
from core.records.use_case import reading


@dataclass(frozen=True)
class Wanted:
    """Which cans; None or "" means any. ``number`` is the beginning of a can's number, ``lot`` any part of its lot's
    code; days are plant days, inclusive; ``differs`` asks for cans on which a person and the model say different
    things, ``reviewed`` for those that a reviewer has or has not spoken on. ``side``, ``outcome`` and ``model`` (such
    as "food-can/1") ask for cans with a side, as it was judged, of which all that is given is true."""

    verdict: Verdict | None = None
    product_sku: str = ""
    inspector: str = ""
    purpose: str = ""
    code: str = ""
    lot: str = ""
    line: str = ""
    seaming_head: str = ""
    shift: str = ""
    number: str = ""
    first_day: date | None = None
    last_day: date | None = None
    differs: bool = False
    reviewed: bool | None = None
    side: int | None = None
    outcome: Outcome | None = None
    model: str = ""


@dataclass(frozen=True)
class Place:
    """Where a page ends: the next one begins after the can finished then, with that id."""

    finished_at: datetime
    id: int


@dataclass(frozen=True)
class Picture:
    """A can in the gallery; ``sheet`` is a small JPEG of its sides, None where none was kept; so is a lot."""

    id: int
    number: str
    product_name: str
    verdict: Verdict
    model_verdict: Verdict
    inspector: str
    purpose: str
    finished_at: datetime
    lot_id: int | None
    lot_code: str | None
    sheet: bytes | None
    severity: Severity | None = None
    disposition: Disposition | None = None

    @property
    def place(self) -> Place:
        """Its place in the order of the gallery."""
        return Place(self.finished_at, self.id)


_HOLDING, _MODEL = revision.alias("holding"), revision.alias("model_said")
_SAID, _LATER = review.alias("said"), side_attempt.alias("later")
_REVIEWED = exists().where(_SAID.c.revision_id == _HOLDING.c.id, _SAID.c.disposition.is_not(None))
_ORDER = (inspection.c.finished_at, inspection.c.id)


@reading(Right.READ)
def page(tx: Connection, user: User, wanted: Wanted, after: Place | None = None, size: int = 24) -> list[Picture]:
    """Return the newest cans that are wanted, or those after a place; the last page costs what the first does."""
    query = (
        select(
            inspection.c.id, inspection.c.number, inspection.c.product_name, _HOLDING.c.verdict,
            _MODEL.c.verdict.label("model_verdict"), user_account.c.name, inspection.c.purpose,
            inspection.c.finished_at, contact_sheet.c.jpeg, lot.c.id.label("lot_id"), lot.c.code.label("lot_code"),
            review.c.severity, review.c.disposition,
        )
        .join(_HOLDING, (_HOLDING.c.inspection_id == inspection.c.id)
              & (_HOLDING.c.number == inspection.c.current_revision))
        .join(_MODEL, (_MODEL.c.inspection_id == inspection.c.id) & (_MODEL.c.number == 0))
        .join(user_account, user_account.c.id == inspection.c.inspector_id)
        .outerjoin(lot, lot.c.id == inspection.c.lot_id)
        .outerjoin(review, review.c.revision_id == _HOLDING.c.id)
        .outerjoin(contact_sheet, contact_sheet.c.inspection_id == inspection.c.id)
        .where(inspection.c.state == "finished", *_conditions(wanted))
        .order_by(*(column.desc() for column in _ORDER)).limit(size)
    )
    if after is not None:
        query = query.where(tuple_(*_ORDER) < _at(after.finished_at, after.id))
    return [
        Picture(row.id, row.number, row.product_name, Verdict(row.verdict), Verdict(row.model_verdict), row.name,
                row.purpose, row.finished_at, row.lot_id, row.lot_code, row.jpeg,
                Severity(row.severity) if row.severity else None,
                Disposition(row.disposition) if row.disposition else None)
        for row in tx.execute(query)
    ]


@reading(Right.READ)
def sheet(tx: Connection, user: User, inspection_id: int) -> bytes | None:
    """Return the small JPEG of a can's sides; None where none was kept."""
    return tx.scalar(select(contact_sheet.c.jpeg).where(contact_sheet.c.inspection_id == inspection_id))


@reading(Right.READ)
def inspectors(tx: Connection, user: User) -> list[str]:
    """Return the names of everyone who has inspected a can."""
    worked = exists().where(inspection.c.inspector_id == user_account.c.id)
    return list(tx.scalars(select(user_account.c.name).where(worked).order_by(user_account.c.name)))


@dataclass(frozen=True)
class GoodCan:
    """A can to compare with: ``confirmed`` by a person, or good by the model alone."""

    id: int
    number: str
    confirmed: bool


@reading(Right.READ)
def known_good(tx: Connection, user: User, product_sku: str, other_than: int) -> GoodCan | None:
    """Return the newest can of a product that a reviewer confirmed good, else the newest that the model found good."""
    good = (
        select(inspection.c.id, inspection.c.number)
        .join(_HOLDING, (_HOLDING.c.inspection_id == inspection.c.id)
              & (_HOLDING.c.number == inspection.c.current_revision))
        .where(inspection.c.state == "finished", inspection.c.product_sku == product_sku,
               inspection.c.id != other_than, _HOLDING.c.verdict == Verdict.GOOD)
        .order_by(*(column.desc() for column in _ORDER)).limit(1)
    )
    for query, confirmed in ((good.where(_REVIEWED), True), (good, False)):
        found = tx.execute(query).one_or_none()
        if found is not None:
            return GoodCan(found.id, found.number, confirmed)
    return None


@reading(Right.READ)
def neighbours(tx: Connection, user: User, inspection_id: int) -> tuple[int | None, int | None]:
    """Return the finished cans just newer and just older than this one; None where it is the last that way."""
    own = tx.execute(select(*_ORDER).where(inspection.c.id == inspection_id)).one_or_none()
    if own is None or own.finished_at is None:
        return None, None
    place, others = _at(own.finished_at, own.id), select(inspection.c.id).where(inspection.c.state == "finished")
    newer = tx.scalar(others.where(tuple_(*_ORDER) > place).order_by(*_ORDER).limit(1))
    older = tx.scalar(others.where(tuple_(*_ORDER) < place).order_by(*(c.desc() for c in _ORDER)).limit(1))
    return newer, older


def _at(finished_at: datetime, number: int) -> Tuple:
    moment, whole = (column.type for column in _ORDER)
    return tuple_(literal(finished_at, moment), literal(number, whole))


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.verdict:
        yield _HOLDING.c.verdict == wanted.verdict
    for column, value in ((inspection.c.product_sku, wanted.product_sku), (user_account.c.name, wanted.inspector),
                          (inspection.c.purpose, wanted.purpose), (inspection.c.line, wanted.line),
                          (inspection.c.seaming_head, wanted.seaming_head), (inspection.c.shift, wanted.shift)):
        if value:
            yield column == value
    if wanted.number:
        yield inspection.c.number.startswith(wanted.number.upper(), autoescape=True)
    if wanted.lot:
        of_that_code = lot.c.code.contains(wanted.lot.upper(), autoescape=True)
        yield inspection.c.lot_id.in_(select(lot.c.id).where(of_that_code))
    if wanted.first_day:
        yield inspection.c.plant_day >= wanted.first_day.isoformat()
    if wanted.last_day:
        yield inspection.c.plant_day <= wanted.last_day.isoformat()
    if wanted.code:
        yield exists().where(raised_defect.c.revision_id == _HOLDING.c.id, raised_defect.c.code == wanted.code)
    if wanted.differs:
        yield _HOLDING.c.verdict != _MODEL.c.verdict
    if wanted.reviewed is not None:
        yield _REVIEWED if wanted.reviewed else ~_REVIEWED
    if wanted.side or wanted.outcome or wanted.model:
        yield exists().where(*_side_conditions(wanted))


def _side_conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    """On a side as it was judged, which is its newest attempt."""
    yield side_attempt.c.inspection_id == inspection.c.id
    for column, value in ((side_attempt.c.side, wanted.side), (side_attempt.c.outcome, wanted.outcome),
                          (side_attempt.c.model, wanted.model)):
        if value:
            yield column == value
    yield ~exists().where(_LATER.c.inspection_id == side_attempt.c.inspection_id, _LATER.c.side == side_attempt.c.side,
                          _LATER.c.attempt > side_attempt.c.attempt)
