"""The lines: what happened on them, the checks of their seams, and the alerts that somebody took."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from core.demo.plant.people import MANAGER
from core.demo.plant.site import LINES, SHIFTS, TIME, LineSite
from core.demo.plant.story import DRIFT_HEAD, DRIFT_LINE
from core.demo.plant.told import Event, Told, inspector_of
from core.quality.line_watch import Finding, LineEvent
from core.quality.plant_time import running_shift
from core.records import alerts, line_events, seam_checks

WATCHED = timedelta(days=3)
"""The checks of the last days stand in the records every half hour, those before once a shift."""

_EVERY, _LAST, _JAMS = timedelta(minutes=28), timedelta(minutes=9), 14
_TAKEN, _STILL_STANDING = time(9, 30), timedelta(days=2)


def watching(told: Told) -> Iterator[Event]:
    """Events, checks and alerts."""
    story = told.story
    for line in LINES:
        yield story.begins, partial(_happen, told, line, story.begins, LineEvent.STARTED)
        for at in _jams(told, line):
            yield at, partial(_happen, told, line, at, LineEvent.JAM)
            after = at + timedelta(minutes=4)
            yield after, partial(_check, told, line, after)
        for at in _checks(told):
            yield at, partial(_check, told, line, at)
    drifting = next(line for line in LINES if line.name == DRIFT_LINE)
    adjusted = story.drift_begins
    yield adjusted, partial(_happen, told, drifting, adjusted, LineEvent.ADJUSTED, f"Head {DRIFT_HEAD}: rolls changed")
    yield adjusted + _LAST, partial(_check, told, drifting, adjusted + _LAST)
    for day in story.days:
        at = TIME.moment(day, _TAKEN)
        if at < story.until - _STILL_STANDING:
            yield at, partial(_take_alerts, told, at)


def _jams(told: Told, line: LineSite) -> list[datetime]:
    dice, span = told.chance("jams", line.name), told.story.until - told.story.begins
    return [told.story.begins + span * dice.uniform(0.01, 0.97) for _ in range(_JAMS)]


def _checks(told: Told) -> Iterator[datetime]:
    for day in told.story.days:
        for shift in SHIFTS:
            at = TIME.moment(day, shift.starts) + timedelta(minutes=20)
            if at < told.story.until - WATCHED:
                yield at
    at = told.story.until - _LAST
    while at > told.story.until - WATCHED:
        yield at
        at -= _EVERY


def _happen(told: Told, line: LineSite, at: datetime, kind: LineEvent, note: str = "") -> None:
    told.load.act(at, _who(line, at), line_events.record, line.name, kind, note)


def _check(told: Told, line: LineSite, at: datetime) -> None:
    """A check of one can of each head; on the drifting one something is found in the last hours."""
    found: dict[str, tuple[Finding, ...]] = dict.fromkeys(line.heads, ())
    before_the_end = told.story.until - at
    if line.name == DRIFT_LINE and timedelta(minutes=80) < before_the_end < timedelta(hours=2):
        found[DRIFT_HEAD] = (Finding.SHARP,)
    told.load.act(at, _who(line, at), seam_checks.record, line.name, found)


def _take_alerts(told: Told, at: datetime) -> None:
    for alert in told.load.act(at, MANAGER.name, alerts.standing):
        told.load.act(at, MANAGER.name, alerts.take, alert.id, "Looked into: the lot is held and sorted.")


def _who(line: LineSite, at: datetime) -> str:
    stretch = running_shift(TIME, SHIFTS, at)
    return inspector_of(line, stretch.shift.name if stretch else SHIFTS[0].name)
