"""What happened at the demonstration plant in five weeks, can by can: pure, and the same for a seed and an end.

**The story.** A week before the end somebody adjusts line 2, and from then on its seaming head 3 drifts: more and more
of its cans have a dent on the seam, always at the same place. Everything else stays as it was. All rates here are made
up, of the size that a cannery could have.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.demo.plant.site import LINES, SHIFTS, TIME, LineSite
from core.quality.plant_time import running_shift
from core.quality.sides import Product
from core.quality.verdict import Verdict

CANS, DAYS, DRIFT_DAYS = 20_000, 35, 7
DRIFT_LINE, DRIFT_HEAD, DRIFT_CODE = "2", "3", "SMD"
DRIFT_SIDES = (2, 4)
"""The long side at the back, and the lid above it."""

DRIFT_RATES = (0.10, 0.15, 0.22, 0.30, 0.36, 0.40, 0.44)
"""The share of the head's cans that are dented, by the day of its last week."""

RATES = {"DNT": 0.009, "RST": 0.006, "CIL": 0.004, "SMD": 0.0035, "DNS": 0.0025, "COD": 0.002, "LBL": 0.002,
         "DRT": 0.002, "RPT": 0.001, "TAB": 0.001, "BKL": 0.0005}
"""The share of cans with a defect, by its code."""

SWELLS = ((10, "3"), (24, "1"))
"""On which day, and which line, a can is swollen: critical, so that its lot is held."""

SIDES_OF = {"SMD": (1, 2, 3, 4, 5, 6, 7), "CIL": (4,), "COD": (4,), "TAB": (4,), "BKL": (4,), "SWL": (4,)}
"""Where a defect is seen; elsewhere on the wall."""

_MISSED, _DOUBTED = 0.03, 0.05
_FALSE_BAD, _FALSE_DOUBT, _INCOMPLETE, _NEAR = 0.004, 0.008, 0.0015, 0.008
_NEWEST_WITH_PICTURES = 120
_PICTURED = 0.25
_WALL = (1, 2, 3, 5, 6, 7)


@dataclass(frozen=True)
class Happening:
    """One can: when its inspection began, where it comes from, what is wrong with it, and what the model makes of it.

    ``model`` is what the model will say where there are no photographs; with ``pictured`` the heads have said it.
    ``near`` is a good can with a side near a threshold.
    """

    number: int
    at: datetime
    day: date
    line: LineSite
    head: str
    shift: str
    product: Product
    code: str | None
    side: int
    model: Verdict
    near: bool
    pictured: bool
    drift: bool


@dataclass(frozen=True)
class Story:
    """The plant's five weeks up to a moment (UTC); the same seed and moment give the same weeks."""

    seed: int
    until: datetime

    @property
    def days(self) -> list[date]:
        """The production days, the oldest first; the last one is not over."""
        last = TIME.day(self.until)
        return [last - timedelta(days=back) for back in reversed(range(DAYS))]

    @property
    def begins(self) -> datetime:
        """When the first of the days begins, in UTC."""
        return TIME.day_begins(self.days[0])

    @property
    def drift_begins(self) -> datetime:
        """When the seaming head begins to drift, in UTC: an hour into the first of its days."""
        return TIME.day_begins(self.days[-DRIFT_DAYS]) + timedelta(hours=1)

    def product_on(self, line: LineSite, day: date) -> Product:
        """What a line makes on a day."""
        return line.products[self.days.index(day) // 7 % len(line.products)]

    def cans(self) -> Iterator[Happening]:
        """Every can, the oldest first."""
        rng = random.Random(self.seed)  # noqa: S311 - a story, no secret
        step = (self.until - self.begins - timedelta(minutes=2)) / CANS
        swells = {(self.days[day], line): True for day, line in SWELLS}
        for number in range(CANS):
            at = self.begins + step * (number + rng.uniform(0.05, 0.95))
            at = at.replace(microsecond=0)
            line = LINES[number % len(LINES)]
            yield self._can(number, at, line, swells, rng)

    def _can(
        self, number: int, at: datetime, line: LineSite, swells: dict[tuple[date, str], bool], rng: random.Random
    ) -> Happening:
        day, head = TIME.day(at), rng.choice(line.heads)
        stretch = running_shift(TIME, SHIFTS, at)
        drifting = self._drifts(line, head, at) > rng.random()
        code = DRIFT_CODE if drifting else _drawn(rng)
        if rng.random() < 0.02 and swells.pop((day, line.name), False):
            code, drifting = "SWL", False
        pictured = drifting or number >= CANS - _NEWEST_WITH_PICTURES or (code is not None and rng.random() < _PICTURED)
        side = DRIFT_SIDES[0] if drifting else rng.choice(SIDES_OF.get(code or "", _WALL))
        model, near = _seen(code, rng)
        return Happening(number, at, day, line, head, stretch.shift.name if stretch else "",
                         self.product_on(line, day), code, side, model, near, pictured, drifting)

    def _drifts(self, line: LineSite, head: str, at: datetime) -> float:
        if (line.name, head) != (DRIFT_LINE, DRIFT_HEAD) or at < self.drift_begins:
            return 0.0
        return DRIFT_RATES[self.days.index(TIME.day(at)) - (DAYS - DRIFT_DAYS)]


def _drawn(rng: random.Random) -> str | None:
    drawn = rng.random()
    for code, rate in RATES.items():
        drawn -= rate
        if drawn < 0:
            return code
    return None


def _seen(code: str | None, rng: random.Random) -> tuple[Verdict, bool]:
    """What the model says of a can without photographs, and whether a good one lies near a threshold."""
    drawn = rng.random()
    if code is not None:
        if code == "SWL" or drawn >= _MISSED + _DOUBTED:
            return Verdict.BAD, False
        return (Verdict.GOOD if drawn < _MISSED else Verdict.REVIEW), False
    for share, verdict, near in ((_FALSE_BAD, Verdict.BAD, False), (_FALSE_DOUBT, Verdict.REVIEW, False),
                                 (_INCOMPLETE, Verdict.INCOMPLETE, False), (_NEAR, Verdict.GOOD, True)):
        drawn -= share
        if drawn < 0:
            return verdict, near
    return Verdict.GOOD, False
