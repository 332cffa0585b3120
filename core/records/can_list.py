"""Cans as rows of a list with everything that is known of each in a line, for exports and recalls."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records.can_filter import Wanted, holding, model_said, wanted_ids
from core.records.schema import blind_check, inspection, lot, raised_defect, review, side_attempt, user_account
from core.records.sessions import User
from core.records.use_case import reading


@dataclass(frozen=True)
class ListedCan:
    """A finished can in a line; ``person`` is None where nobody spoke, ``probability`` the highest of its sides."""

    id: int
    number: str
    plant_day: str
    product_sku: str
    product_name: str
    lot: str
    line: str
    seaming_head: str
    shift: str
    purpose: str
    inspector: str
    started_at: datetime
    finished_at: datetime
    verdict: Verdict
    model: Verdict
    person: Verdict | None
    reviewer: str
    severity: str
    disposition: str
    defects: str
    note: str
    complaint: str
    probability: float | None
    models: str
    blind: Verdict | None


@reading(Right.READ)
def listed(tx: Connection, user: User, wanted: Wanted, before: int | None = None, size: int = 1000) -> list[ListedCan]:
    """Return the newest cans that are wanted, or those before the can of an id, each in a line."""
    ids = wanted_ids(wanted, before, size).subquery("ids")
    author = user_account.alias("author")
    rows = tx.execute(
        select(
            inspection.c.id, inspection.c.number, inspection.c.plant_day, inspection.c.product_sku,
            inspection.c.product_name, lot.c.code, inspection.c.line, inspection.c.seaming_head, inspection.c.shift,
            inspection.c.purpose, user_account.c.name, inspection.c.started_at, inspection.c.finished_at,
            holding.c.id.label("revision"), holding.c.verdict, model_said.c.verdict.label("model"),
            author.c.name.label("author"), review.c.severity, review.c.disposition, holding.c.note,
            inspection.c.note.label("complaint"), blind_check.c.verdict.label("blind"),
        )
        .join(ids, inspection.c.id == ids.c[0])
        .join(holding, (holding.c.inspection_id == inspection.c.id)
              & (holding.c.number == inspection.c.current_revision))
        .join(model_said, (model_said.c.inspection_id == inspection.c.id) & (model_said.c.number == 0))
        .join(user_account, user_account.c.id == inspection.c.inspector_id)
        .outerjoin(author, author.c.id == holding.c.author_id)
        .outerjoin(lot, lot.c.id == inspection.c.lot_id)
        .outerjoin(blind_check, blind_check.c.inspection_id == inspection.c.id)
        .outerjoin(review, review.c.revision_id == holding.c.id).order_by(inspection.c.id.desc())
    ).all()
    defects: dict[int, list[str]] = {}
    for found in tx.execute(
        select(raised_defect.c.revision_id, raised_defect.c.code, raised_defect.c.side)
        .where(raised_defect.c.revision_id.in_([row.revision for row in rows])).order_by(raised_defect.c.id)
    ):
        defects.setdefault(found.revision_id, []).append(f"{found.code} side {found.side}")
    judged = _judged(tx, [row.id for row in rows])
    return [
        ListedCan(
            row.id, row.number, row.plant_day, row.product_sku, row.product_name, row.code or "", row.line or "",
            row.seaming_head or "", row.shift or "", row.purpose, row.name, row.started_at, row.finished_at,
            Verdict(row.verdict), Verdict(row.model), Verdict(row.verdict) if row.author else None, row.author or "",
            row.severity or "", row.disposition or "", ", ".join(defects.get(row.revision, ())), row.note,
            row.complaint or "", *judged.get(row.id, (None, "")),
            Verdict(row.blind) if row.blind else None,
        )
        for row in rows
    ]


def _judged(tx: Connection, ids: list[int]) -> dict[int, tuple[float | None, str]]:
    """The highest probability of each can's sides, and the models that judged them."""
    highest: dict[int, tuple[float | None, str]] = {}
    most = func.max(side_attempt.c.probability).label("highest")
    for row in tx.execute(
        select(side_attempt.c.inspection_id, side_attempt.c.model, most)
        .where(side_attempt.c.inspection_id.in_(ids), side_attempt.c.model.is_not(None))
        .group_by(side_attempt.c.inspection_id, side_attempt.c.model).order_by(side_attempt.c.model)
    ):
        before, models = highest.get(row.inspection_id, (None, ""))
        numbers = [number for number in (before, row.highest) if number is not None]
        highest[row.inspection_id] = (max(numbers, default=None), f"{models} {row.model}".strip())
    return highest
