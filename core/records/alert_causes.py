"""What people and clocks bring about that everybody has to know, inside a transaction."""

from datetime import datetime

from sqlalchemy import Connection

from core.quality.alerts import AlertKind
from core.quality.defects import DEFECTS, Severity
from core.quality.line_watch import Due
from core.quality.purposes import NEVER_HOLD
from core.quality.sampling import rejected_by
from core.quality.verdict import Reason
from core.records.alert_rows import raise_alert, was_raised
from core.records.can import Can
from core.records.line_rows import line_now
from core.records.lines import lines_of
from core.records.lot_rows import lot_row
from core.records.sample_findings import counts_of
from core.records.sample_rows import number_of, plan_of, sample_row


def alert_for_can(tx: Connection, can: Can) -> None:
    """Raise what a person's new verdict on a can gives reason for: a critical defect, a lot past its rejection number.

    Test and practice cans give none.
    """
    if can.purpose in NEVER_HOLD:
        return
    if can.severity is Severity.CRITICAL:
        names = ", ".join(sorted({DEFECTS[found.code].name for found in can.defects
                                  if found.weighs is Severity.CRITICAL}))
        raise_alert(tx, AlertKind.CRITICAL, f"critical:{can.id}",
                    Reason("alert_critical", {"number": can.number, "defects": names}),
                    line=can.line, lot_id=can.lot_id, inspection_id=can.id)
    placed = number_of(tx, can.id)
    if placed is None:
        return
    of = sample_row(tx, placed.sample_id)
    plan = plan_of(of.plan)
    classes = rejected_by(plan, counts_of(tx, of.id, plan))
    if classes:
        raise_alert(tx, AlertKind.REJECTION, f"rejection:{of.id}", Reason("alert_rejection", {
            "lot": lot_row(tx, of.lot_id).code, "plan": plan.title, "classes": ", ".join(classes)}),
            line=can.line, lot_id=of.lot_id, inspection_id=can.id)


def alert_for_overdue_checks(tx: Connection, at: datetime) -> int:
    """Raise one alert for each line whose seam check is overdue; returns how many are new."""
    new = overdue_checks(tx, at)
    for line, due in new.items():
        values = {"line": line, "after": due.after.value} if due.after else {"line": line}
        raise_alert(tx, AlertKind.OVERDUE, _overdue(line, due),
                    Reason("alert_overdue_after" if due.after else "alert_overdue", values), line=line, at=at)
    return len(new)


def overdue_checks(tx: Connection, at: datetime) -> dict[str, Due]:
    """Return the lines whose seam check is overdue and of which no alert says so yet."""
    due = {line.name: line_now(tx, line).due for line in lines_of(tx)}
    late = {line: one for line, one in due.items() if one is not None and one.by < at}
    return {line: one for line, one in late.items() if not was_raised(tx, _overdue(line, one))}


def _overdue(line: str, due: Due) -> str:
    return f"overdue:{line}:{due.by.isoformat()}"
