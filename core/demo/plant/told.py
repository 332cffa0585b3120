"""What the parts of the plant's work know of each other while its weeks are told."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from core.demo.plant.people import INSPECTORS
from core.demo.plant.sides import Photographer
from core.demo.plant.site import LINES, SHIFTS, LineSite
from core.demo.plant.story import Happening, Story
from core.records.loading import Load

Event = tuple[datetime, Callable[[], None]]
"""When something happens, and what."""


@dataclass
class ToldLot:
    """A lot of a line's day: its pallets' ids, and whether the cans that are drawn of it go into a sample."""

    id: int
    code: str
    line: LineSite
    day: date
    sample_id: int
    cans: int = 0
    sampled: int = 0
    pallets: list[int] = field(default_factory=list)


@dataclass
class Told:
    """The load that is written to, the story that is told, and what has happened so far."""

    load: Load
    story: Story
    photographer: Photographer
    lots: dict[tuple[str, date], ToldLot] = field(default_factory=dict)
    cans: dict[int, Happening] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    """The number of the newest revision of a can on which people have spoken."""

    def chance(self, *of: object) -> random.Random:
        """Return the dice for one subject, the same for a seed."""
        return random.Random(f"{self.story.seed} {of}")  # noqa: S311 - a story, no secret


def inspector_of(line: LineSite, shift: str) -> str:
    """Return who inspects on a line in a shift."""
    place = [one.name for one in LINES].index(line.name) + [one.name for one in SHIFTS].index(shift)
    return INSPECTORS[place % len(INSPECTORS)].name
