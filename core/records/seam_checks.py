"""Visual checks of a line's seams: recorded by whoever inspects, one can of each seaming head; never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from core.errors import BadInput
from core.quality.alerts import AlertKind
from core.quality.line_watch import Finding
from core.quality.rights import Right
from core.quality.verdict import Reason
from core.records import clock
from core.records.alert_rows import raise_alert
from core.records.line_rows import (
    CHECK_CAUSE,
    WHOLE_LINE,
    SeamCheck,
    add_seam_check,
    check_of,
    checks,
    found_words,
    last_check,
    offered_line,
)
from core.records.plain_text import checked
from core.records.schema import seam_check
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, reading, use_case

__all__ = ["WHOLE_LINE", "Finding", "SeamCheck", "Seen", "between", "record"]

LONGEST_NOTE, MOST_LISTED = 500, 500


@dataclass(frozen=True)
class Seen:
    """What came of a check; ``good_until`` is when the check before found everything in order, None for never."""

    id: int
    passed: bool
    good_until: datetime | None


@use_case(Right.RUN_LINE)
def record(
    tx: Connection, user: User, line: str, findings: Mapping[str, Sequence[Finding]], note: str = ""
) -> Changed[Seen]:
    """Record a check made now: for each seaming head of the line what was found on its can, nothing where it was good.

    A check on which something was found is failed, and raises an alert. Raises BadInput for a line that is not offered,
    for heads that are not the line's or are left out, or a note that cannot be kept.
    """
    checked(note, "note", LONGEST_NOTE)
    heads = offered_line(tx, line).offered_heads or (WHOLE_LINE,)
    if strange := findings.keys() - set(heads):
        raise BadInput(f"Line {line} has no seaming head {', '.join(sorted(strange))}: choose its own.")
    if left_out := [head for head in heads if head not in findings]:
        raise BadInput(f"Look at a can of every seaming head: {', '.join(left_out)} is not said yet.")
    good, at = last_check(tx, line, passed=True), clock.now()
    check_id = add_seam_check(tx, user.id, line, findings, at, note)
    found = {head: list(seen) for head, seen in findings.items() if seen}
    if found:
        raise_alert(tx, AlertKind.CHECK_FAILED, f"{CHECK_CAUSE}{check_id}", Reason("alert_check_failed", {
            "line": line, "found": found_words(findings)}), line=line)
    return Changed(Seen(check_id, not found, good.at if good else None), Entry(
        "seam check passed" if not found else "seam check failed", f"line:{line}",
        new={"check": check_id, "found": found}, why=note))


@reading(Right.READ)
def between(tx: Connection, user: User, since: datetime, until: datetime) -> list[SeamCheck]:
    """Return the checks from ``since`` until before ``until``, the newest first, at most ``MOST_LISTED``."""
    return [check_of(row) for row in tx.execute(
        checks().where(seam_check.c.recorded_at >= since, seam_check.c.recorded_at < until)
        .order_by(seam_check.c.recorded_at.desc(), seam_check.c.id.desc()).limit(MOST_LISTED)
    )]
