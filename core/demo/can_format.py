"""The formats of can that are rendered: their measures in millimetres, their sides, and how each is framed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.quality.sides import FOOD_CAN, SARDINE_CLUB

TEXELS_PER_MM = 8.0
"""Fineness of what lies on the metal."""

_CLUB_HEIGHT = 22.0

Range = tuple[float, float]


@dataclass(frozen=True)
class RoundedBox:
    """A rounded rectangle in the lid's plan: the middle's x, half its length and width, the radius of its corners."""

    x: float
    half_length: float
    half_width: float
    radius: float


@dataclass(frozen=True)
class LidDesign:
    """What is on a lid: the recessed panel, the bead within it, the middle of the printed code.

    ``ring_shift`` is how much nearer to the right the pull ring is riveted than on the club can.
    """

    panel: RoundedBox
    inner: RoundedBox
    code_x: float
    ring_shift: float = 0.0


@dataclass(frozen=True)
class Framing:
    """How a side group is photographed: the frame's width by its height, the width (mm) that it covers, how far away
    and at which height the lens is; by hand a can is ``turned`` by so many degrees, or set ``aside`` under the lens."""

    ratio: float
    width: Range
    distance: Range
    height: Range = (0.0, 0.0)
    turned: float = 0.0
    aside: float = 0.0


@dataclass(frozen=True)
class View:
    """Where a side is looked at from: its group, the azimuth (degrees) that it faces, and the lean to one side."""

    group: str
    azimuth: float
    lean: float = 0.0


@dataclass(frozen=True)
class CanFormat:
    """A drawn can with a double-seamed, ring-pulled lid. Its outline is a rounded rectangle, a circle if it is all
    corner.

    ``ribs`` are the last vertical ribs from the middle of a long and of a short side (None: no ribs), ``beads`` the
    heights of those that run round the can. ``wall_mm`` (up, round) and ``lid_mm`` (across, along) are what their skins
    cover. No view sees the wall where the x of its normal is beyond ``hidden_beyond``; defects of the lid lie within
    ``lid_reach`` (x, y) of its middle.
    """

    product: str
    half_length: float
    half_width: float
    corner_radius: float
    height: float
    ribs: tuple[int, int] | None
    beads: tuple[float, ...]
    wall_mm: tuple[float, float]
    lid_mm: tuple[float, float]
    hidden_beyond: float
    lid_reach: tuple[float, float]
    lid: LidDesign
    framing: Mapping[str, Framing]
    views: Mapping[int, View]

    @property
    def taller(self) -> float:
        """How much taller (mm) than the club can, whose heights the sections and the seam's measures are given in."""
        return self.height - _CLUB_HEIGHT

    @property
    def is_round(self) -> bool:
        """Whether the outline is a circle."""
        return self.corner_radius == self.half_width == self.half_length

    @property
    def lid_level(self) -> float:
        """Height of the lid's panel."""
        return self.height - 2.7

    @property
    def perimeter(self) -> float:
        """Length of the nominal wall round the can."""
        straight = 4 * (self.half_length - self.corner_radius) + 4 * (self.half_width - self.corner_radius)
        return float(straight + 2 * np.pi * self.corner_radius)

    @property
    def wall_shape(self) -> tuple[int, int]:
        """Texels of the wall's skin."""
        return _texels(self.wall_mm)

    @property
    def lid_shape(self) -> tuple[int, int]:
        """Texels of the lid's skin."""
        return _texels(self.lid_mm)

    @property
    def sides(self) -> tuple[int, ...]:
        """The numbers of the sides."""
        return tuple(self.views)

    @property
    def groups(self) -> tuple[str, ...]:
        """The side groups, in the order of the sides."""
        return tuple(dict.fromkeys(view.group for view in self.views.values()))

    def sides_of(self, group: str) -> list[int]:
        """The sides of a group."""
        return [side for side, view in self.views.items() if view.group == group]

    def frame_size(self, group: str, width: int) -> tuple[int, int]:
        """Width and height in pixels of a picture of that side group."""
        return width, round(width / self.framing[group].ratio)


def _texels(size: tuple[float, float]) -> tuple[int, int]:
    return round(size[0] * TEXELS_PER_MM), round(size[1] * TEXELS_PER_MM)


CLUB = CanFormat(
    product=SARDINE_CLUB.sku, half_length=50.4, half_width=28.4, corner_radius=20.0, height=_CLUB_HEIGHT,
    ribs=(4, 1), beads=(), wall_mm=(27.5, 283.4), lid_mm=(64.0, 108.0), hidden_beyond=0.97, lid_reach=(47.0, 26.0),
    lid=LidDesign(RoundedBox(0.5, 38.5, 19.6, 4.2), RoundedBox(14.0, 19.0, 12.5, 4.0), code_x=18.0),
    framing={
        "corner": Framing(2.28, (49.0, 53.0), (75, 120), (3.5, 12.0), turned=2.8),
        "side": Framing(2.28, (55.5, 60), (110, 160), (8.0, 14.0), turned=1.2),
        "lid": Framing(1.70, (106.5, 110.5), (240, 330), aside=9.0),
    },
    views={
        1: View("corner", 135.0, 3.0), 2: View("side", 90.0), 3: View("corner", 45.0, -3.0), 4: View("lid", 90.0),
        5: View("corner", 225.0, -3.0), 6: View("side", 270.0), 7: View("corner", 315.0, 3.0),
    },
)
"""The quarter-club sardine can of 125 g."""

ROUND = CanFormat(
    product=FOOD_CAN.sku, half_length=42.1, half_width=42.1, corner_radius=42.1, height=44.5,
    ribs=None, beads=(14.0, 17.5, 21.0, 24.5, 28.0), wall_mm=(50.0, 268.0), lid_mm=(92.0, 92.0),
    hidden_beyond=2.0, lid_reach=(25.0, 25.0),
    lid=LidDesign(RoundedBox(0.0, 34.0, 34.0, 34.0), RoundedBox(13.0, 14.0, 12.5, 5.0), code_x=14.0, ring_shift=7.5),
    framing={
        "wall": Framing(1.30, (61.0, 65.0), (130, 200), (20.0, 34.0), turned=3.0),
        "lid": Framing(1.0, (90.5, 94.0), (240, 330), aside=9.0),
    },
    views={
        1: View("wall", 150.0), 2: View("wall", 90.0), 3: View("wall", 30.0), 4: View("lid", 90.0),
        5: View("wall", 210.0), 6: View("wall", 270.0), 7: View("wall", 330.0),
    },
)
"""A drawn round can of the size 307 x 112: 3 7/16 inches across the seam and 1 12/16 high, as tuna comes in."""

FORMATS = {"club": CLUB, "round": ROUND}
"""The formats by the name that a command calls them."""
