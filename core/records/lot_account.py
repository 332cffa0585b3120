"""All that is known of a lot's cans at once, as its report and its recall tell it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from core.quality.defects import Severity
from core.quality.purposes import COMPLAINT, NEVER_HOLD, NOT_RATED
from core.quality.rights import Right
from core.quality.sampling import severity_of
from core.quality.severity import counted, worst
from core.quality.verdict import Verdict
from core.records.can_filter import FINISHED, holding, model_said
from core.records.lot_rows import lot_row
from core.records.schema import inspection, raised_defect, side_attempt, user_account
from core.records.sessions import User
from core.records.use_case import reading

_FROM_THE_WORST = (Severity.CRITICAL, Severity.MAJOR, Severity.REVIEW, Severity.MINOR)


@dataclass(frozen=True)
class NamedDefects:
    """How often a defect was named in a lot at a severity; defects of one cause on one can count once."""

    code: str
    severity: Severity
    count: int


@dataclass(frozen=True)
class Overturned:
    """A can on which a person said something else than the model."""

    id: int
    number: str
    model: Verdict
    person: Verdict
    who: str
    reason: str


@dataclass(frozen=True)
class LotAccount:
    """``verdicts`` by purpose, all finished cans; ``worst`` are the bad cans' ids, the worst first."""

    verdicts: dict[str, dict[Verdict, int]]
    defects: tuple[NamedDefects, ...]
    overturned: tuple[Overturned, ...]
    worst: tuple[int, ...]
    inspectors: tuple[str, ...]
    models: tuple[str, ...]

    @property
    def rated(self) -> dict[Verdict, int]:
        """The lot's own cans by verdict, those of which its rate is made; every verdict is there."""
        return {verdict: sum(counts[verdict] for purpose, counts in self.verdicts.items() if purpose not in NOT_RATED)
                for verdict in Verdict}

    @property
    def complaints(self) -> int:
        """How many cans customers complained of."""
        return sum(self.verdicts.get(COMPLAINT, {}).values())


@reading(Right.READ)
def account(tx: Connection, user: User, lot_id: int, most: int = 6) -> LotAccount:
    """Return the account of a lot, with at most so many of its worst cans; raises BadInput when there is none."""
    lot_row(tx, lot_id)
    rows = tx.execute(_finished(lot_id).add_columns(
        inspection.c.purpose, holding.c.verdict, func.count()).group_by(inspection.c.purpose, holding.c.verdict))
    verdicts: dict[str, dict[Verdict, int]] = {}
    for purpose, verdict, number in rows:
        verdicts.setdefault(purpose, dict.fromkeys(Verdict, 0))[Verdict(verdict)] = number
    named = _named(tx, lot_id)
    models = tx.scalars(
        select(side_attempt.c.model).distinct().join(inspection, inspection.c.id == side_attempt.c.inspection_id)
        .where(inspection.c.lot_id == lot_id, FINISHED, side_attempt.c.model.is_not(None))
        .order_by(side_attempt.c.model)
    )
    inspectors = tx.scalars(
        select(user_account.c.name).distinct().join(inspection, inspection.c.inspector_id == user_account.c.id)
        .where(inspection.c.lot_id == lot_id, FINISHED).order_by(user_account.c.name))
    return LotAccount(verdicts, _counted(named), tuple(_overturned(tx, lot_id)), tuple(_worst(tx, lot_id, named, most)),
                      tuple(inspectors), tuple(models))


def _finished(lot_id: int) -> Select[Any]:
    return (
        select().select_from(inspection)
        .join(holding, (holding.c.inspection_id == inspection.c.id)
              & (holding.c.number == inspection.c.current_revision))
        .where(inspection.c.lot_id == lot_id, FINISHED)
    )


def _named(tx: Connection, lot_id: int) -> dict[int, list[tuple[int | None, str, Severity]]]:
    """The defects of the lot's own bad cans by can: cause, code and severity."""
    named: dict[int, list[tuple[int | None, str, Severity]]] = {}
    for row in tx.execute(
        _finished(lot_id)
        .add_columns(inspection.c.id, raised_defect.c.cause, raised_defect.c.code, raised_defect.c.severity)
        .join(raised_defect, raised_defect.c.revision_id == holding.c.id)
        .where(holding.c.verdict == Verdict.BAD, inspection.c.purpose.not_in(NEVER_HOLD)).order_by(raised_defect.c.id)
    ):
        named.setdefault(row.id, []).append((row.cause, row.code, severity_of(row.code, row.severity)))
    return named


def _counted(named: dict[int, list[tuple[int | None, str, Severity]]]) -> tuple[NamedDefects, ...]:
    found: Counter[tuple[str, Severity]] = Counter()
    for defects in named.values():
        by_cause: dict[object, list[tuple[str, Severity]]] = {}
        for place, (cause, code, severity) in enumerate(defects):
            by_cause.setdefault(("alone", place) if cause is None else cause, []).append((code, severity))
        for together in by_cause.values():
            heaviest = worst(severity for _, severity in together)
            found[next(pair for pair in together if pair[1] is heaviest)] += 1
    return tuple(NamedDefects(code, severity, number) for (code, severity), number in sorted(
        found.items(), key=lambda item: (_FROM_THE_WORST.index(item[0][1]), -item[1], item[0][0])))


def _overturned(tx: Connection, lot_id: int) -> list[Overturned]:
    rows = tx.execute(
        _finished(lot_id)
        .add_columns(inspection.c.id, inspection.c.number, model_said.c.verdict.label("model"), holding.c.verdict,
                     user_account.c.name, holding.c.note)
        .join(model_said, (model_said.c.inspection_id == inspection.c.id) & (model_said.c.number == 0))
        .join(user_account, user_account.c.id == holding.c.author_id)
        .where(model_said.c.verdict != holding.c.verdict).order_by(inspection.c.id.desc())
    )
    return [Overturned(row.id, row.number, Verdict(row.model), Verdict(row.verdict), row.name, row.note)
            for row in rows]


def _worst(tx: Connection, lot_id: int, named: dict[int, list[tuple[int | None, str, Severity]]], most: int
           ) -> Sequence[int]:
    """The lot's bad cans: by the worst severity that a person named, then by the model's highest probability."""
    suspicion = func.max(case((side_attempt.c.outcome != "missing", side_attempt.c.probability)))
    bad = tx.execute(
        _finished(lot_id).add_columns(inspection.c.id, func.coalesce(suspicion, 0.0).label("probability"))
        .outerjoin(side_attempt, side_attempt.c.inspection_id == inspection.c.id)
        .where(holding.c.verdict == Verdict.BAD, inspection.c.purpose.not_in(NEVER_HOLD)).group_by(inspection.c.id)
    ).all()

    def rank(row: Any) -> tuple[int, float, int]:
        severities = counted((cause, severity) for cause, _, severity in named.get(row.id, ()))
        return _FROM_THE_WORST.index(severities[0] if severities else Severity.REVIEW), -row.probability, row.id

    return [row.id for row in sorted(bad, key=rank)[:most]]
