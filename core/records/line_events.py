"""What happens on a line: one tap, one record, never changed; and how each line stands by these records."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from core.errors import BadInput
from core.quality.line_watch import LineEvent
from core.quality.rights import Right
from core.records import clock
from core.records.line_rows import Failure, LineNow, add_line_event, line_now, offered_line
from core.records.lines import lines_of
from core.records.plain_text import checked
from core.records.schema import line_event, user_account
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

__all__ = ["Failure", "LineEvent", "LineNow", "Recorded", "between", "now", "record"]

LONGEST_NOTE, MOST_LISTED = 300, 500
SAME_TAP = timedelta(seconds=5)
"""The same event of a line again within this time is the same tap."""


@dataclass(frozen=True)
class Recorded:
    """One event as it was recorded."""

    line: str
    kind: LineEvent
    note: str
    who: str
    at: datetime


@use_case(Right.RUN_LINE)
def record(tx: Connection, user: User, line: str, kind: LineEvent, note: str = "") -> Changed[None] | Unchanged[None]:
    """Record that something happens on a line now; a second tap at once changes nothing.

    Raises BadInput for a line that is not offered, for a start of a line that runs or a stop of one that stands, or a
    note that cannot be kept.
    """
    checked(note, "note", LONGEST_NOTE)
    of, at = offered_line(tx, line), clock.now()
    last = tx.execute(
        select(line_event.c.kind, line_event.c.recorded_at).where(line_event.c.line == line)
        .order_by(line_event.c.recorded_at.desc(), line_event.c.id.desc()).limit(1)
    ).one_or_none()
    if last is not None and last.kind == kind and at - last.recorded_at < SAME_TAP:
        return Unchanged(None)
    running = line_now(tx, of).running
    if kind is LineEvent.STARTED and running:
        raise BadInput(f"Line {line} runs already: record what happens on it, or that it stopped.")
    if kind is LineEvent.STOPPED and not running:
        raise BadInput(f"Line {line} stands already: record its start first.")
    add_line_event(tx, user.id, line, kind, at, note)
    return Changed(None, Entry(f"line: {kind}", f"line:{line}", new={"kind": kind}, why=note))


@reading(Right.READ)
def now(tx: Connection, user: User) -> list[LineNow]:
    """Return how each line that is offered stands, in the order in which they were added."""
    return [line_now(tx, line) for line in lines_of(tx)]


@reading(Right.READ)
def between(
    tx: Connection, user: User, since: datetime, until: datetime, lines: tuple[str, ...] = ()
) -> list[Recorded]:
    """Return the events from ``since`` until before ``until``, of these lines or of all, the newest first.

    At most ``MOST_LISTED``.
    """
    query = (
        select(line_event, user_account.c.name).join(user_account, user_account.c.id == line_event.c.user_id)
        .where(line_event.c.recorded_at >= since, line_event.c.recorded_at < until)
        .order_by(line_event.c.recorded_at.desc(), line_event.c.id.desc()).limit(MOST_LISTED)
    )
    rows = tx.execute(query.where(line_event.c.line.in_(lines)) if lines else query)
    return [Recorded(row.line, LineEvent(row.kind), row.note, row.name, row.recorded_at) for row in rows]
