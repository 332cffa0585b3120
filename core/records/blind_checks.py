"""Blind checks: cans whose inspector judges before the model's verdict is shown, and what came of them."""

from sqlalchemy import Connection, exists, func, select

from core.errors import BadInput
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records.blind_rows import note_judgement
from core.records.can import Can
from core.records.can_rows import load_can
from core.records.counted import Scope
from core.records.drafts import own_draft
from core.records.schema import blind_check, inspection, revision, side_attempt
from core.records.sessions import User
from core.records.statistics import inspections_in
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case
from core.words import tr


@use_case(Right.INSPECT)
def judge_good(tx: Connection, user: User, inspection_id: int) -> Changed[Can] | Unchanged[Can]:
    """Say Good of one's own can before the model's verdict is shown, and get it back with that; again changes nothing.

    To say Bad, the defect is raised (``inspections.raise_defect``). The can's verdict is not changed by it: where the
    model says something else, the can goes to review. Raises BadInput while a required side is missing, or when nobody
    asked for it, Refused for another person's can.
    """
    own_draft(tx, user, inspection_id)
    can = load_can(tx, inspection_id)
    if can.blind is None:
        raise BadInput(tr("blind_not_asked", number=can.number))
    if can.judged_blind:
        return Unchanged(can)
    if not can.is_taken:
        raise BadInput(tr("blind_take_all"))
    note_judgement(tx, can.id, Verdict.GOOD)
    return Changed(load_can(tx, can.id), Entry("can judged blind", f"can:{can.id}", new={"verdict": Verdict.GOOD}))


@reading(Right.READ)
def counts(tx: Connection, user: User, scope: Scope) -> dict[tuple[Verdict, Verdict], int]:
    """Count the blind checks in scope by (the person's verdict, the model's); incomplete cans, and those that no model
    judged, are none."""
    # Subqueries rather than joins: SQLite would begin with the verdicts of all cans.
    by_a_model = exists().where(side_attempt.c.inspection_id == blind_check.c.inspection_id,
                                side_attempt.c.model.is_not(None))
    in_scope = exists().where(inspection.c.id == blind_check.c.inspection_id, *inspections_in(scope))
    model = select(revision.c.verdict).where(
        revision.c.inspection_id == blind_check.c.inspection_id, revision.c.number == 0).scalar_subquery()
    judged = select(blind_check.c.verdict.label("person"), model.label("model")).where(
        blind_check.c.verdict.is_not(None), by_a_model, in_scope).subquery()
    rows = tx.execute(
        select(judged.c.person, judged.c.model, func.count()).where(judged.c.model != Verdict.INCOMPLETE)
        .group_by(judged.c.person, judged.c.model)
    )
    return {(Verdict(person), Verdict(model)): number for person, model, number in rows}
