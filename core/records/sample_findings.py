"""What was found in a sample by the verdicts that hold now, for use inside a transaction."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from core.quality.defects import Severity
from core.quality.lot_ruling import Unsettled, unsettled
from core.quality.sampling import Counts, Found, Plan, count_defects, severity_of
from core.quality.verdict import Verdict
from core.records.schema import inspection, raised_defect, revision, sample_can


@dataclass(frozen=True)
class UnsettledCan:
    """A can that holds its sample up: its inspection, its number in the sample, its number on the can, and why."""

    inspection_id: int
    place: int
    number: str
    why: Unsettled


def verdicts_of(tx: Connection, sample_id: int) -> dict[Verdict, int]:
    """Count a sample's finished cans by verdict; every verdict is there."""
    by_verdict = _finished(sample_id).add_columns(revision.c.verdict, func.count()).group_by(revision.c.verdict)
    return dict.fromkeys(Verdict, 0) | {Verdict(verdict): number for verdict, number in tx.execute(by_verdict)}


def counts_of(tx: Connection, sample_id: int, plan: Plan) -> Counts:
    """Count the defects that people named on a sample's bad cans, as the plan has them counted."""
    found = tx.execute(
        _finished(sample_id)
        .add_columns(inspection.c.id, raised_defect.c.code, raised_defect.c.severity, raised_defect.c.cause)
        .join(raised_defect, raised_defect.c.revision_id == revision.c.id).where(revision.c.verdict == Verdict.BAD)
    )
    return count_defects(plan, (
        Found(row.id, row.code, severity_of(row.code, row.severity), row.cause) for row in found
    ))


def unsettled_of(tx: Connection, sample_id: int) -> list[UnsettledCan]:
    """Return a sample's finished cans that cannot be counted yet, by their number in it."""
    rows = tx.execute(
        _finished(sample_id)
        .add_columns(inspection.c.id, inspection.c.number, sample_can.c.number.label("place"), revision.c.verdict,
                     raised_defect.c.code, raised_defect.c.severity)
        .outerjoin(raised_defect, raised_defect.c.revision_id == revision.c.id)
        .where(revision.c.verdict != Verdict.GOOD).order_by(sample_can.c.number)
    )
    cans: dict[int, tuple[Row[Any], list[Severity]]] = {}
    for row in rows:
        _, severities = cans.setdefault(row.id, (row, []))
        if row.code is not None:
            severities.append(severity_of(row.code, row.severity))
    return [
        UnsettledCan(row.id, row.place, row.number, why) for row, severities in cans.values()
        if (why := unsettled(Verdict(row.verdict), severities)) is not None
    ]


def _finished(sample_id: int) -> Select[Any]:
    return (
        select().select_from(sample_can).join(inspection, inspection.c.id == sample_can.c.inspection_id)
        .join(revision, (revision.c.inspection_id == inspection.c.id)
              & (revision.c.number == inspection.c.current_revision))
        .where(sample_can.c.sample_id == sample_id, inspection.c.state == "finished")
    )
