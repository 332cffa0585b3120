"""All finished cans, found again: filtered, newest first, page by page, with the can before and after each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select

from core.quality.defects import Severity
from core.quality.reviewing import Disposition
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records.can_filter import FINISHED, Wanted, holding, model_said, reviewed_revision, wanted_ids
from core.records.schema import contact_sheet, inspection, lot, review, side_attempt, user_account
from core.records.sessions import User
from core.records.use_case import reading

__all__ = [
    "GoodCan", "Picture", "Wanted", "inspectors", "known_good", "neighbours", "newest_photographs", "page", "sheet",
]


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


@reading(Right.READ)
def page(tx: Connection, user: User, wanted: Wanted, before: int | None = None, size: int = 24) -> list[Picture]:
    """Return the newest cans that are wanted, or those before the can of an id; every page costs what the first does.
    """
    ids = wanted_ids(wanted, before, size).subquery("ids")
    query = (
        select(
            inspection.c.id, inspection.c.number, inspection.c.product_name, holding.c.verdict,
            model_said.c.verdict.label("model_verdict"), user_account.c.name, inspection.c.purpose,
            inspection.c.finished_at, contact_sheet.c.jpeg, lot.c.id.label("lot_id"), lot.c.code.label("lot_code"),
            review.c.severity, review.c.disposition,
        )
        .join(ids, inspection.c.id == ids.c[0])
        .join(holding, (holding.c.inspection_id == inspection.c.id)
              & (holding.c.number == inspection.c.current_revision))
        .join(model_said, (model_said.c.inspection_id == inspection.c.id) & (model_said.c.number == 0))
        .join(user_account, user_account.c.id == inspection.c.inspector_id)
        .outerjoin(lot, lot.c.id == inspection.c.lot_id)
        .outerjoin(review, review.c.revision_id == holding.c.id)
        .outerjoin(contact_sheet, contact_sheet.c.inspection_id == inspection.c.id)
        .order_by(inspection.c.id.desc())
    )
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
def newest_photographs(tx: Connection, user: User, version: str, most: int) -> list[str]:
    """Return the hashes of the newest photographs that a model version judged, the newest first."""
    query = (select(side_attempt.c.photograph_sha256)
             .where(side_attempt.c.model == version, side_attempt.c.photograph_sha256.is_not(None))
             .order_by(side_attempt.c.inspection_id.desc(), side_attempt.c.id.desc()).limit(most))
    return list(tx.scalars(query))


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
        .join(holding, (holding.c.inspection_id == inspection.c.id)
              & (holding.c.number == inspection.c.current_revision))
        .where(FINISHED, inspection.c.product_sku == product_sku, inspection.c.id != other_than,
               holding.c.verdict == Verdict.GOOD)
        .order_by(inspection.c.id.desc()).limit(1)
    )
    for query, confirmed in ((good.where(reviewed_revision(holding)), True), (good, False)):
        found = tx.execute(query).one_or_none()
        if found is not None:
            return GoodCan(found.id, found.number, confirmed)
    return None


@reading(Right.READ)
def neighbours(tx: Connection, user: User, inspection_id: int) -> tuple[int | None, int | None]:
    """Return the finished cans just newer and just older than this one; None where it is the last that way."""
    if tx.scalar(select(inspection.c.id).where(FINISHED, inspection.c.id == inspection_id)) is None:
        return None, None
    others = select(inspection.c.id).where(FINISHED).limit(1)
    newer = tx.scalar(others.where(inspection.c.id > inspection_id).order_by(inspection.c.id))
    older = tx.scalar(others.where(inspection.c.id < inspection_id).order_by(inspection.c.id.desc()))
    return newer, older
