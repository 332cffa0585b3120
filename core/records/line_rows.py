"""Rows of a line's events and seam checks, and what they say of the line now; for use inside a transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from core.errors import BadInput
from core.quality.alerts import AlertKind
from core.quality.line_watch import Due, Finding, Happened, LineEvent, is_running, next_due
from core.records.lines import Line, lines_of
from core.records.schema import alert, line_event, lot, lot_event, seam_check, user_account

MOST_EVENTS = 1000
CHECK_CAUSE = "check:"
"""How the cause of the alert of a failed check begins; the check's id follows."""
WHOLE_LINE = "all"
"""The head under which a check of a line without seaming heads is kept."""
_STATES = (LineEvent.STARTED, LineEvent.STOPPED)


@dataclass(frozen=True)
class SeamCheck:
    """One visual check of a line's seams: what was found on each seaming head, nothing where it was in order."""

    id: int
    line: str
    findings: Mapping[str, tuple[Finding, ...]]
    passed: bool
    note: str
    who: str
    at: datetime

    @property
    def found(self) -> str:
        """What was found on which head, as part of a sentence; empty where it was passed."""
        return found_words(self.findings)


@dataclass(frozen=True)
class Failure:
    """A check that failed, when the last good one before it was made and the first after it (None: there is none),
    and the codes of the line's lots that were ``held`` since, as a whole or in part."""

    check: SeamCheck
    good_before: datetime | None
    good_after: datetime | None
    held: tuple[str, ...]


@dataclass(frozen=True)
class LineNow:
    """A line as it stands: whether it runs and since when it does or does not (None: no record), its last check, since
    when its seams are known to be good (None: never), the next check, and the check that failed and is still to be
    seen to: the last one, or one whose alert nobody has taken."""

    line: Line
    running: bool
    since: datetime | None
    last_check: SeamCheck | None
    good_until: datetime | None
    due: Due | None
    failed: Failure | None


def found_words(findings: Mapping[str, Sequence[Finding]]) -> str:
    """Return what was found on which head, as part of a sentence; empty for nothing."""
    return "; ".join(f"{'the line' if head == WHOLE_LINE else f'head {head}'}: {', '.join(found)}"
                     for head, found in findings.items() if found)


def offered_line(tx: Connection, name: str) -> Line:
    """Return the line of that name; raises BadInput where none is offered."""
    for line in lines_of(tx):
        if line.name == name:
            return line
    raise BadInput("This line is not offered: choose another one.")


def add_line_event(tx: Connection, user_id: int, line: str, kind: LineEvent, at: datetime, note: str = "") -> int:
    """Append one event, and return its id."""
    return tx.execute(insert(line_event).values(
        line=line, kind=kind, note=note, user_id=user_id, recorded_at=at,
    ).returning(line_event.c.id)).scalar_one()


def add_seam_check(
    tx: Connection, user_id: int, line: str, findings: Mapping[str, Sequence[Finding]], at: datetime, note: str = ""
) -> int:
    """Append one check, and return its id; it is passed where nothing was found on any head."""
    return tx.execute(insert(seam_check).values(
        line=line, findings=json.dumps({head: list(found) for head, found in findings.items()}, ensure_ascii=False),
        passed=int(not any(findings.values())), note=note, user_id=user_id, recorded_at=at,
    ).returning(seam_check.c.id)).scalar_one()


def last_check(tx: Connection, line: str, *, passed: bool = False) -> SeamCheck | None:
    """Return a line's newest check, or its newest one that was passed; None where there is none."""
    query = checks().where(seam_check.c.line == line).order_by(seam_check.c.recorded_at.desc(), seam_check.c.id.desc())
    row = tx.execute((query.where(seam_check.c.passed == 1) if passed else query).limit(1)).one_or_none()
    return check_of(row) if row else None


def line_now(tx: Connection, line: Line) -> LineNow:
    """Return how a line stands by what was recorded of it."""
    newest, good = last_check(tx, line.name), last_check(tx, line.name, passed=True)
    events = _events_since(tx, line.name, newest.at if newest else None)
    states = [event for event in events if event.kind in _STATES]
    return LineNow(line, is_running(events), states[-1].at if states else None, newest, good.at if good else None,
                   next_due(events, newest.at if newest else None), _failure(tx, newest))


def _failure(tx: Connection, newest: SeamCheck | None) -> Failure | None:
    if newest is None:
        return None
    check = _to_be_seen_to(tx, newest.line) if newest.passed else newest
    if check is None:
        return None
    good = select(seam_check.c.recorded_at).where(seam_check.c.line == check.line, seam_check.c.passed == 1).limit(1)
    at = seam_check.c.recorded_at
    before = tx.scalar(good.where(at < check.at).order_by(at.desc()))
    after = tx.scalar(good.where(at > check.at).order_by(at))
    return Failure(check, before, after, _held_since(tx, check))


def _to_be_seen_to(tx: Connection, line: str) -> SeamCheck | None:
    """The newest check of a line of which the alert still stands."""
    cause = tx.scalar(
        select(alert.c.cause)
        .where(alert.c.kind == AlertKind.CHECK_FAILED, alert.c.line == line, alert.c.taken_at.is_(None))
        .order_by(alert.c.id.desc()).limit(1)
    )
    if cause is None:
        return None
    row = tx.execute(checks().where(seam_check.c.id == int(cause.removeprefix(CHECK_CAUSE)))).one_or_none()
    return check_of(row) if row else None


def _held_since(tx: Connection, check: SeamCheck) -> tuple[str, ...]:
    return tuple(tx.scalars(
        select(lot.c.code).where(lot.c.line == check.line, lot.c.id.in_(
            select(lot_event.c.lot_id).where(lot_event.c.act.in_(("hold", "hold produced")),
                                             lot_event.c.recorded_at >= check.at)))
        .order_by(lot.c.id)
    ))


def checks() -> Any:
    """Return the query of seam checks with the name of who made them."""
    return select(seam_check, user_account.c.name).join(user_account, user_account.c.id == seam_check.c.user_id)


def check_of(row: Row[Any]) -> SeamCheck:
    """Return a check from its row."""
    findings = {head: tuple(Finding(one) for one in found) for head, found in json.loads(row.findings).items()}
    return SeamCheck(row.id, row.line, findings, bool(row.passed), row.note, row.name, row.recorded_at)


def _events_since(tx: Connection, line: str, checked_at: datetime | None) -> list[Happened]:
    """The events since the last check in their order, with the last start or stop before it."""
    of_line = select(line_event.c.kind, line_event.c.recorded_at).where(line_event.c.line == line)
    newest = of_line.order_by(line_event.c.recorded_at.desc(), line_event.c.id.desc())
    if checked_at is None:
        rows = list(tx.execute(newest.limit(MOST_EVENTS)))
    else:
        rows = list(tx.execute(newest.where(line_event.c.recorded_at > checked_at).limit(MOST_EVENTS)))
        before = newest.where(line_event.c.recorded_at <= checked_at, line_event.c.kind.in_(_STATES))
        rows += tx.execute(before.limit(1))
    return [Happened(LineEvent(row.kind), row.recorded_at) for row in reversed(rows)]
