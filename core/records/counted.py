"""What is asked of the counts, and what comes back: which cans, by what, and figures of them."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from core.quality.can_figures import COUNTED
from core.quality.purposes import ROUTINE


@dataclass(frozen=True)
class Scope:
    """Which cans are counted; None means any, "" those of which it is not known.

    Days are production days, inclusive; ``lot`` is any part of a lot's code; ``model`` a version such as
    "food-can/1". Cans of a purpose in ``NOT_RATED`` count only where ``purpose`` names it.

    With ``first_pass`` a can counts as it was first found: reinspections are left out. With ``once``, where no purpose
    is asked for, it counts as it was last found: of inspections that are known to be of one can the latest, and no
    reinspection of an unknown one.
    """

    first_day: date | None = None
    last_day: date | None = None
    product_sku: str | None = None
    line: str | None = None
    seaming_head: str | None = None
    shift: str | None = None
    lot: str | None = None
    purpose: str | None = None
    inspector: str | None = None
    model: str | None = None
    once: bool = False
    first_pass: bool = False

    @property
    def routine(self) -> "Scope":
        """The same of routine cans alone, which are those of control charts."""
        return replace(self, purpose=ROUTINE)

    @property
    def first_found(self) -> "Scope":
        """The same, each can as it was first found: the first-pass yield's."""
        return replace(self, once=False, first_pass=True)


class By(StrEnum):
    """By what cans are counted."""

    MONTH = "month"
    DAY = "day"
    SHIFT = "shift"
    LOT = "lot"
    LINE = "line"
    HEAD = "head"
    PRODUCT = "product"
    PURPOSE = "purpose"
    JUDGED_BY = "judged by"


@dataclass(frozen=True)
class Counts:
    """What was counted of some cans, by the verdict that holds.

    ``confirmed_good``, ``confirmed_bad``, ``false_alarm`` (the model said bad, a person good) and ``missed`` (the other
    way round) are of cans on which a person's word holds. ``defects`` are those of the bad cans, of one cause one.
    ``measured`` good cans have probabilities, whose sum is ``probability_ppm`` in millionths.
    """

    good: int = 0
    bad: int = 0
    review: int = 0
    incomplete: int = 0
    confirmed_good: int = 0
    confirmed_bad: int = 0
    false_alarm: int = 0
    missed: int = 0
    defects: int = 0
    measured: int = 0
    probability_ppm: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together."""
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))

    @property
    def judged(self) -> int:
        """Good and bad: those of which a rate is made."""
        return self.good + self.bad

    @property
    def completed(self) -> int:
        """Those that were taken whole, of which the first-pass yield is a share."""
        return self.judged + self.review

    @property
    def all(self) -> int:
        """Every finished can."""
        return self.judged + self.review + self.incomplete

    @property
    def checked(self) -> int:
        """Those that the model judged and a person looked at."""
        return self.confirmed_good + self.confirmed_bad + self.false_alarm + self.missed


class Group(NamedTuple):
    """Cans that have something in common: its values, in the order in which they were asked for."""

    key: tuple[Any, ...]
    counts: Counts


@dataclass(frozen=True)
class FoundDefect:
    """How often a defect was found on a side."""

    code: str
    severity: str
    side: int
    count: int


@dataclass(frozen=True)
class PiledBox:
    """How often a box was found at a place of a side, in sixteenths of it; right and bottom edges excluded."""

    side: int
    x0: int
    y0: int
    x1: int
    y1: int
    count: int


@dataclass(frozen=True)
class Speed:
    """How fast cans of one month were inspected.

    ``hours`` are those, by the clock, in which there was a can at all; the milliseconds are means of ``timed`` cans.
    """

    month: str
    cans: int
    hours: int
    timed: int
    decode_ms: float
    model_ms: float
    save_ms: float


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, of the cans that were ever counted; "" where some have none."""

    products: tuple[str, ...]
    lines: tuple[str, ...]
    heads: tuple[str, ...]
    shifts: tuple[str, ...]
    purposes: tuple[str, ...]
    inspectors: tuple[str, ...]
    models: tuple[str, ...]
    first_day: date | None
    last_day: date | None
