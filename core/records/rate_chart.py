"""Control charts of routine cans: their points, the phases with what began each, and the signals that stand."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, or_, select

from core.quality.control_chart import BASELINE, Point, Subgroup, individuals_chart, p_chart, u_chart
from core.quality.phases import Change
from core.quality.purposes import ROUTINE
from core.quality.rights import Right
from core.quality.run_rules import DEFAULT_RULES, Rule
from core.records.counted import Counts, Scope
from core.records.schema import can_count, lot
from core.records.sessions import User
from core.records.subgroups import CanGroup, Event, Grain, monday, subgroups, what_began
from core.records.use_case import reading

RECENT, RESTS_ON = timedelta(days=7), timedelta(days=3 * BASELINE)


class Measure(StrEnum):
    """What a chart shows of each subgroup."""

    BAD = "bad cans"
    BAD_SPREAD = "bad cans, by their own spread"
    DEFECTS = "defects a can"


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


@reading(Right.READ)
def rate_chart(
    tx: Connection, user: User, scope: Scope, grain: Grain = Grain.DAY, measure: Measure = Measure.BAD,
    rules: Collection[Rule] = DEFAULT_RULES,
) -> list[Plotted]:
    """Return the chart of the routine cans in scope.

    The scope's first day cuts what is returned; the limits are those of each phase's own beginning, whatever is looked
    at, so that they stay what they were. A lot begins on the first day of which it has a can.
    """
    groups = subgroups(tx, replace(scope.routine, first_day=None), grain)
    began, events = what_began(tx, scope, grain, groups)
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
    days = [group for group in subgroups(tx, replace(scope.routine, first_day=None), Grain.DAY, by_week=True)
            if group.counts.measured]
    began, _ = what_began(tx, scope, Grain.DAY, days)
    means = [group.counts.probability_ppm / group.counts.measured / 1e6 for group in days]
    since = monday(scope.first_day.isoformat()) if scope.first_day else ""
    return [Week(group.place[0], group.counts.measured, point, tuple(began.get(number, ())))
            for number, (group, point) in enumerate(zip(days, individuals_chart(means, began, rules), strict=True))
            if group.place[0] >= since]


@reading(Right.READ)
def signals(tx: Connection, user: User) -> list[StandingSignal]:
    """Return the signals that stand, the newest first."""
    return standing_signals(tx)


def standing_signals(tx: Connection) -> list[StandingSignal]:
    """Return the newest signal, by day, of each line and each head, of the last seven production days with cans.

    A line is left out where one of its heads has a signal of that day: the head says more. What is read is the days
    on which the limits rest, and the last seven: a head that runs on fewer than one day in three has limits of fewer
    points here than on its chart.
    """
    newest = tx.scalar(select(func.max(can_count.c.plant_day)).where(can_count.c.purpose == ROUTINE))
    if newest is None:
        return []
    since = (date.fromisoformat(newest) - RECENT).isoformat()
    kinds = (can_count.c.line, can_count.c.plant_day, can_count.c.product_sku, can_count.c.judged_by)
    lines: dict[str, dict[str, CanGroup]] = {}
    for line, day, sku, kept in tx.execute(select(*kinds).where(can_count.c.purpose == ROUTINE).distinct()):
        days = lines.setdefault(line, {})
        days.setdefault(day, CanGroup((day,), None, Counts(), set())).judged.add((sku, kept))
    found = [signal for line, days in lines.items() if max(days) > since
             for signal in _signals_of(tx, line, [days[day] for day in sorted(days)], since)]
    of_heads = {(signal.line, signal.day) for signal in found if signal.head}
    told = [signal for signal in found if signal.head or (signal.line, signal.day) not in of_heads]
    return sorted(told, key=lambda one: (one.day, one.rate), reverse=True)


def _signals_of(tx: Connection, line: str, days: Sequence[CanGroup], since: str) -> Iterator[StandingSignal]:
    """The newest signal after a day of a line, and of each of its heads, within the phase that goes on."""
    began, _ = what_began(tx, Scope(line=line), Grain.DAY, days)
    start = days[max(began, default=0)].place[0]
    rests_until = (date.fromisoformat(start) + RESTS_ON).isoformat()
    kinds, good, bad = (can_count.c.seaming_head, can_count.c.plant_day), *(
        func.sum(can_count.c[name]) for name in ("good", "bad"))
    query = select(*kinds, good, bad).where(
        can_count.c.purpose == ROUTINE, can_count.c.line == line, can_count.c.plant_day >= start,
        or_(can_count.c.plant_day <= rests_until, can_count.c.plant_day > since))
    bad_of: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    judged_of: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for head, day, passed, failed in tx.execute(query.group_by(*kinds).having(good + bad > 0)):
        for stream in {None, head or None}:
            bad_of[stream][day] += int(failed)
            judged_of[stream][day] += int(passed) + int(failed)
    for head, judged in judged_of.items():
        bad_on, known_days = bad_of[head], sorted(judged)
        points = p_chart([Subgroup(bad_on[day], judged[day]) for day in known_days])
        for day, point in zip(reversed(known_days), reversed(points), strict=True):
            if point.signals and day > since:
                yield StandingSignal(line, head, day, bad_on[day], judged[day],
                                     point.high if point.above else point.low, point.above)
                break


def _measured(groups: Iterable[CanGroup], measure: Measure) -> list[Subgroup]:
    return [Subgroup(group.counts.defects if measure is Measure.DEFECTS else group.counts.bad, group.counts.judged)
            for group in groups]


def _laney(subgroups: Sequence[Subgroup], starts: Collection[int], rules: Collection[Rule]) -> list[Point]:
    return p_chart(subgroups, starts, rules, laney=True)


_POINTS: dict[Measure, Callable[[Sequence[Subgroup], Collection[int], Collection[Rule]], list[Point]]] = {
    Measure.BAD: p_chart, Measure.BAD_SPREAD: _laney, Measure.DEFECTS: u_chart,
}


def _codes(tx: Connection, groups: Iterable[CanGroup]) -> dict[int, str]:
    ids = [group.lot_id for group in groups if group.lot_id]
    found = tx.execute(select(lot.c.id, lot.c.code).where(lot.c.id.in_(ids))) if ids else ()
    return {row.id: row.code for row in found}
