"""What can number i of a rendering is: its split, verdict, defects, light and seeds, as a pure function of (seed, i).

Every subject draws from a generator of its own, so that a can may be rendered at any time and in any order, and so that
no lamp, camera or sensor setting depends on whether the can has defects.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.demo.can_format import CLUB, CanFormat
from core.demo.defects import CODES, Defect, draw_defects
from core.demo.photograph import Sensor, draw_sensor
from core.demo.surroundings import (
    ANY_COLOUR,
    ANY_LAMPS,
    BACKGROUND_FAMILIES,
    LAMP_FAMILIES,
    Camera,
    Surroundings,
    draw_camera,
    draw_surroundings,
)

SPLITS = ("train", "test")
ANY_LIGHT = 0.5
"""Share of the training cans in light of no family."""


@dataclass(frozen=True)
class CanPlan:
    """One can: a name, its split, its defects (none: a sound can), its light, and the seed of its metal."""

    can: str
    seed: int
    index: int
    split: str
    defects: tuple[Defect, ...]
    lamp: str
    background: str
    format: CanFormat = CLUB

    @property
    def metal_seed(self) -> int:
        return int(self._stream(1).integers(2**62))

    def camera(self, side: int) -> Camera:
        """The camera for that side."""
        return draw_camera(self.format, side, self._stream(20 + side))

    def surroundings(self, group: str) -> Surroundings:
        """Light, background and floor for that side group."""
        subject = 40 + self.format.groups.index(group)
        return draw_surroundings(group, self.lamp, self.background, self._stream(subject))

    def sensor(self, side: int) -> Sensor:
        """The sensor for that side."""
        return draw_sensor(self._stream(60 + side))

    def render_seed(self, side: int) -> int:
        """The path tracer's seed for that side, the same with and without the defects."""
        return int(self._stream(80 + side).integers(2**31))

    def _stream(self, subject: int) -> np.random.Generator:
        return _stream(self.seed, self.index, subject)


def plan_can(
    seed: int, index: int, split: str = "both", codes: Sequence[str] = CODES, form: CanFormat = CLUB
) -> CanPlan:
    """Can number `index` (from 0); of four in a row two are for training and two for testing, one of each two bad.

    `split` "train" or "test" puts every can there. Bad cans go through `codes` in turn, so that each is as frequent.
    """
    where = ("train", "train", "test", "test")[index % 4] if split == "both" else split
    number = (index // 4) if split == "both" else index // 2
    defects: tuple[Defect, ...] = ()
    if index % 2 == 1:
        defects = tuple(draw_defects(codes[number % len(codes)], _stream(seed, index, 2), codes))
    light = _stream(seed, index, 3)
    lamp, background = str(light.choice(LAMP_FAMILIES[where])), str(light.choice(BACKGROUND_FAMILIES[where]))
    if where == "train" and _stream(seed, index, 5).random() < ANY_LIGHT:
        lamp, background = ANY_LAMPS, ANY_COLOUR
    return CanPlan(f"s{seed}-{index:05d}", seed, index, where, defects, lamp, background, form)


def sides_to_render(plan: CanPlan, few: bool, shows: Callable[[int], bool]) -> list[int]:
    """All sides; with `few`, one of each group of a sound can and only the sides that `shows` of a bad one."""
    if not few:
        return list(plan.format.sides)
    if plan.defects:
        return [side for side in plan.format.sides if shows(side)]
    draw = _stream(plan.seed, plan.index, 4)
    return sorted(int(draw.choice(plan.format.sides_of(group))) for group in plan.format.groups)


def _stream(seed: int, index: int, subject: int) -> np.random.Generator:
    return np.random.default_rng([seed, index, subject])
