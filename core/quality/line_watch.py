"""What happens on a line, and when the next visual seam check of it is due (21 CFR 113.60(a)(1)).

The regulation asks for one can of each seaming head at intervals of at most 30 minutes, and at once after a jam or an
adjustment of the closing machine. The 30 minutes run while the line runs: a stop takes none of them, and a short one
gives none back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

EVERY = timedelta(minutes=30)
AT_ONCE = timedelta(minutes=5)
"""How long "immediately" is given here before the check counts as overdue."""


class LineEvent(StrEnum):
    """What one tap records."""

    STARTED = "started"
    STOPPED = "stopped"
    JAM = "jam"
    ADJUSTED = "adjusted"
    FORMAT_CHANGE = "format change"
    CAMERA_MOVED = "camera moved"


CALLS_FOR_A_CHECK = frozenset({LineEvent.JAM, LineEvent.ADJUSTED})


class Finding(StrEnum):
    """What the regulation has looked for on each double seam."""

    SHARP = "cutover or sharp seam"
    SKID = "skidding or deadheading"
    FALSE_SEAM = "false seam"
    DROOP = "droop at the crossover or lap"
    CHUCK = "countersink wall: broken chuck"
    OTHER = "something else"


@dataclass(frozen=True)
class Happened:
    """One event of a line, at its moment in UTC."""

    kind: LineEvent
    at: datetime


@dataclass(frozen=True)
class Due:
    """The next check: by when it has to be made, and after which event where one calls for it."""

    by: datetime
    after: LineEvent | None = None


def is_running(events: Iterable[Happened]) -> bool:
    """Say whether the line runs after these events, in the order in which they happened; unknown is not running."""
    running = False
    for event in events:
        running = event.kind is LineEvent.STARTED or (running and event.kind is not LineEvent.STOPPED)
    return running


def next_due(events: Iterable[Happened], checked_at: datetime | None) -> Due | None:
    """Return when the next check is due, None while the line stands and nothing calls for one.

    ``events`` are the line's in the order in which they happened, beginning with the start before the last check, or
    earlier; ``checked_at`` is when it was checked last, None for never. A jam or an adjustment that no check has
    followed stays due through a stop, because the machine starts again with it.
    """
    left, since, called = EVERY, None, None
    for event in events:
        if event.kind is LineEvent.STARTED and since is None:
            since = event.at if checked_at is None else max(event.at, checked_at)
        elif event.kind is LineEvent.STOPPED and since is not None:
            left -= max(event.at - since, timedelta())
            since = None
        elif event.kind in CALLS_FOR_A_CHECK and called is None and (checked_at is None or event.at > checked_at):
            called = event
    due = [Due(since + left)] if since is not None else []
    if called is not None and since is not None:
        due.append(Due(max(called.at, since) + AT_ONCE, called.kind))
    return min(due, key=lambda one: one.by, default=None)
