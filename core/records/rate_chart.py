"""Control charts of routine cans: their points, the phases with what began each, and the signals that stand."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from core.quality.control_chart import Point, Subgroup, individuals_chart, p_chart, u_chart
from core.quality.line_watch import LineEvent
from core.quality.phases import Change, Judge, changes, judges_of
from core.quality.plant_time import running_shift
from core.quality.rights import Right
from core.quality.run_rules import DEFAULT_RULES, Rule
from core.records.plant import plant_time
from core.records.schema import line_event, lot
from core.records.sessions import User
from core.records.shifts import all_shifts
from core.records.statistics import By, Counts, Scope, count
from core.records.use_case import reading

RECENT = timedelta(days=7)


class Grain(StrEnum):
    """What is one subgroup of a chart."""

    DAY = "day"
    SHIFT = "shift"
    LOT = "lot"


class Measure(StrEnum):
    """What a chart shows of each subgroup."""

    BAD = "bad cans"
    BAD_SPREAD = "bad cans, by their own spread"
    DEFECTS = "defects a can"


@dataclass(frozen=True)
class Event:
    """Something that happened on a line, in UTC."""

    line: str
    kind: str
    at: datetime


@dataclass(frozen=True)
class Plotted:
    """One subgroup: the production day (of a lot its first), what else names it, its cans, its point, and what began
    or happened with it."""

    day: str
    shift: str | None
    lot: str | None
    counts: Counts
    point: Point
    began: tuple[Change, ...]
    events: tuple[Event, ...]

    @property
    def name(self) -> str:
        """Its name on the chart."""
        return self.lot or " ".join(filter(None, (self.day, self.shift)))


@dataclass(frozen=True)
class Week:
    """The mean probability of the good cans of one week, which is named by its Monday."""

    monday: str
    cans: int
    point: Point
    began: tuple[Change, ...]


@dataclass(frozen=True)
class StandingSignal:
    """A line, or one seaming head of it, whose rate of bad cans left its limits on a production day.

    ``head`` is None for the line as a whole; ``limit`` is the one that was passed.
    """

    line: str
    head: str | None
    day: str
    bad: int
    n: int
    limit: float
    above: bool

    @property
    def rate(self) -> float:
        """The share of bad cans on that day."""
        return self.bad / self.n

    @property
    def cause(self) -> str:
        """What names this signal, and no other, for good."""
        return f"signal:{self.line}:{self.head or ''}:{self.day}"


_Place = tuple[Any, ...]


@dataclass
class _Group:
    place: _Place
    lot_id: int | None
    counts: Counts
    judges: set[Judge]


@reading(Right.READ)
def rate_chart(
    tx: Connection, user: User, scope: Scope, grain: Grain = Grain.DAY, measure: Measure = Measure.BAD,
    rules: Collection[Rule] = DEFAULT_RULES,
) -> list[Plotted]:
    """Return the chart of the routine cans in scope.

    The scope's first day cuts what is returned; the limits are those of each phase's own beginning, whatever is looked
    at, so that they stay what they were. A lot begins on the first day of which it has a can.
    """
    groups = _subgroups(tx, replace(scope.routine, first_day=None), grain)
    began, events = _what_began(tx, scope, grain, groups)
    points = _POINTS[measure](_measured(groups, measure), began, rules)
    codes = _codes(tx, groups)
    plotted = [
        Plotted(group.place[0], group.place[2] if grain is Grain.SHIFT else None, codes.get(group.lot_id or 0),
                group.counts, point, tuple(began.get(number, ())), tuple(events.get(number, ())))
        for number, (group, point) in enumerate(zip(groups, points, strict=True))
    ]
    since = scope.first_day.isoformat() if scope.first_day else ""
    return [one for one in plotted if one.day >= since]


@reading(Right.READ)
def probability_chart(
    tx: Connection, user: User, scope: Scope, rules: Collection[Rule] = DEFAULT_RULES
) -> list[Week]:
    """Return, by week, the mean probability of being defective of the routine cans that are good.

    It moves when the camera or the light was moved, and not when more cans are bad.
    """
    days = [group for group in _subgroups(tx, replace(scope.routine, first_day=None), Grain.DAY, by_week=True)
            if group.counts.measured]
    began, _ = _what_began(tx, scope, Grain.DAY, days)
    means = [group.counts.probability_ppm / group.counts.measured / 1e6 for group in days]
    since = _monday(scope.first_day.isoformat()) if scope.first_day else ""
    return [Week(group.place[0], group.counts.measured, point, tuple(began.get(number, ())))
            for number, (group, point) in enumerate(zip(days, individuals_chart(means, began, rules), strict=True))
            if group.place[0] >= since]


@reading(Right.READ)
def signals(tx: Connection, user: User) -> list[StandingSignal]:
    """Return the signals that stand, the newest first."""
    return standing_signals(tx)


def standing_signals(tx: Connection) -> list[StandingSignal]:
    """Return the newest signal, by day, of each line and each head, of the last seven production days with cans.

    A line is left out where one of its heads has a signal of that day: the head says more.
    """
    streams: dict[tuple[str, str | None], dict[str, _Group]] = {}
    for (line, head, day, sku, kept), counts in count(
            tx, Scope().routine, By.LINE, By.HEAD, By.DAY, By.PRODUCT, By.JUDGED_BY):
        for stream in {(line, None), (line, head or None)}:
            group = streams.setdefault(stream, {}).setdefault(day, _Group((day,), None, Counts(), set()))
            group.counts += counts
            group.judges |= judges_of(sku, kept)
    newest = max((day for days in streams.values() for day in days), default="")
    since = (date.fromisoformat(newest) - RECENT).isoformat() if newest else ""
    found = [signal for (line, head), days in streams.items()
             if max(days) > since and (signal := _newest_signal(tx, line, head, list(days.values()), since))]
    of_heads = {(signal.line, signal.day) for signal in found if signal.head}
    kept_ones = [signal for signal in found if signal.head or (signal.line, signal.day) not in of_heads]
    return sorted(kept_ones, key=lambda one: (one.day, one.rate), reverse=True)


def _newest_signal(
    tx: Connection, line: str, head: str | None, days: Sequence[_Group], since: str
) -> StandingSignal | None:
    judged = sorted((day for day in days if day.counts.judged), key=lambda day: day.place)
    began, _ = _what_began(tx, Scope(line=line), Grain.DAY, judged)
    points = p_chart(_measured(judged, Measure.BAD), began)
    for day, point in zip(reversed(judged), reversed(points), strict=True):
        if point.signals and day.place[0] > since:
            return StandingSignal(line, head, day.place[0], day.counts.bad, day.counts.judged,
                                  point.high if point.above else point.low, point.above)
    return None


def _subgroups(tx: Connection, scope: Scope, grain: Grain, by_week: bool = False) -> list[_Group]:
    """The cans in scope in subgroups, in the order of time; those without a judged can are none."""
    order = {shift.name: place for place, shift in enumerate(all_shifts(tx))} if grain is Grain.SHIFT else {}
    by = {Grain.DAY: (), Grain.SHIFT: (By.SHIFT,), Grain.LOT: (By.LOT,)}[grain]
    found: dict[Any, _Group] = {}
    for (day, *rest, sku, kept), counts in count(tx, scope, By.DAY, *by, By.PRODUCT, By.JUDGED_BY):
        if grain is Grain.LOT and not rest[0]:
            continue
        if by_week:
            day = _monday(day)
        place: _Place = (day, order.get(rest[0], len(order)), rest[0]) if grain is Grain.SHIFT else (day, *rest)
        group = found.setdefault(rest[0] if grain is Grain.LOT else place, _Group(
            place, rest[0] if grain is Grain.LOT else None, Counts(), set()))
        group.counts += counts
        group.judges |= judges_of(sku, kept)
    return sorted((group for group in found.values() if group.counts.judged), key=lambda group: group.place)


def _what_began(
    tx: Connection, scope: Scope, grain: Grain, groups: Sequence[_Group]
) -> tuple[dict[int, list[Change]], dict[int, list[Event]]]:
    """What begins a phase at each subgroup, and everything that happened on the lines in scope by then."""
    began = changes([group.judges for group in groups])
    happened: dict[int, list[Event]] = {}
    if not groups:
        return began, happened
    clock, shifts = plant_time(tx), all_shifts(tx)
    order = {shift.name: place for place, shift in enumerate(shifts)}
    for event in _events(tx, scope.line, clock.day_begins(date.fromisoformat(groups[0].place[0]))):
        day: _Place = (clock.day(event.at).isoformat(),)
        if grain is Grain.SHIFT:
            running = running_shift(clock, shifts, event.at)
            day = (*day, order[running.shift.name] if running else 0)
        place = next((number for number, group in enumerate(groups) if group.place[:len(day)] >= day), None)
        if place is None:
            continue
        happened.setdefault(place, []).append(event)
        if event.kind == LineEvent.CAMERA_MOVED and place:
            began.setdefault(place, []).append(Change("phase_camera", {"what": event.line}))
    return began, happened


def _events(tx: Connection, line: str | None, since: datetime) -> list[Event]:
    query = select(line_event.c.line, line_event.c.kind, line_event.c.recorded_at).where(
        line_event.c.recorded_at >= since, line_event.c.kind.not_in((LineEvent.STARTED, LineEvent.STOPPED)))
    if line is not None:
        query = query.where(line_event.c.line == line)
    return [Event(*row) for row in tx.execute(query.order_by(line_event.c.recorded_at))]


def _measured(groups: Iterable[_Group], measure: Measure) -> list[Subgroup]:
    return [Subgroup(group.counts.defects if measure is Measure.DEFECTS else group.counts.bad, group.counts.judged)
            for group in groups]


def _laney(subgroups: Sequence[Subgroup], starts: Collection[int], rules: Collection[Rule]) -> list[Point]:
    return p_chart(subgroups, starts, rules, laney=True)


_POINTS: dict[Measure, Callable[[Sequence[Subgroup], Collection[int], Collection[Rule]], list[Point]]] = {
    Measure.BAD: p_chart, Measure.BAD_SPREAD: _laney, Measure.DEFECTS: u_chart,
}


def _codes(tx: Connection, groups: Iterable[_Group]) -> dict[int, str]:
    ids = [group.lot_id for group in groups if group.lot_id]
    found = tx.execute(select(lot.c.id, lot.c.code).where(lot.c.id.in_(ids))) if ids else ()
    return {row.id: row.code for row in found}


def _monday(day: str) -> str:
    of = date.fromisoformat(day)
    return (of - timedelta(days=of.weekday())).isoformat()
