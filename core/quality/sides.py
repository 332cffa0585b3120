"""The sides of a can and the products that ship as templates."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.quality.thresholds import Thresholds


@dataclass(frozen=True)
class Side:
    """One view of a can: its number on the board, its name, the group whose model judges it, and how to hold it."""

    number: int
    label: str
    group: str
    hint: str
    required: bool = True


@dataclass(frozen=True)
class Product:
    """What is inspected: a SKU, its sides, the model of each side group, and what its photographs cannot show.

    ``thresholds`` has, for a side group, those that hold instead of the model's own.
    """

    sku: str
    name: str
    format: str
    sides: tuple[Side, ...]
    models: dict[str, str]
    not_seen: str
    thresholds: dict[str, Thresholds] = field(default_factory=dict)

    def side(self, number: int) -> Side:
        """Return the side of that number; KeyError when the product has none."""
        for side in self.sides:
            if side.number == number:
                return side
        raise KeyError(number)


def _wall(number: int, clock: str) -> Side:
    return Side(
        number,
        f"Wall {clock}",
        "wall",
        f"Can upright, the code on the lid pointing at {clock}: the wall and both seams fill the frame.",
    )


FOOD_CAN = Product(
    sku="FOOD-CAN-7",
    name="Round food can, seven sides",
    format="Round, three-piece",
    sides=(
        _wall(1, "10 o'clock"),
        _wall(2, "12 o'clock"),
        _wall(3, "2 o'clock"),
        Side(4, "Lid", "lid", "Look straight down on the lid: the whole seam is inside the frame."),
        _wall(5, "8 o'clock"),
        _wall(6, "6 o'clock"),
        _wall(7, "4 o'clock"),
    ),
    models={"wall": "food-can", "lid": "food-can"},
    not_seen="the bottom and the inside of the seam",
)


def _facing(number: int, label: str, group: str, ring: str) -> Side:
    return Side(number, label, group, f"Lid up, pull ring {ring}: the wall and the seam fill the frame.")


SARDINE_CLUB = Product(
    sku="SARDINE-CLUB-7",
    name="Sardine 1/4 club, seven sides",
    format="1/4 club 125 g",
    sides=(
        _facing(1, "Corner back left", "corner", "towards you and to your right"),
        _facing(2, "Long side back", "side", "to your right"),
        _facing(3, "Corner back right", "corner", "away from you and to your right"),
        Side(4, "Lid", "lid", "Look straight down on the lid, pull ring to your left: "
                              "the whole seam is inside the frame."),
        _facing(5, "Corner front left", "corner", "towards you and to your left"),
        _facing(6, "Long side front", "side", "to your left"),
        _facing(7, "Corner front right", "corner", "away from you and to your left"),
    ),
    models={"corner": "sardine-corner", "side": "sardine-side", "lid": "sardine-lid"},
    not_seen="the bottom, the short sides between the corners and the inside of the seam",
)

TEMPLATES: dict[str, Product] = {product.sku: product for product in (SARDINE_CLUB, FOOD_CAN)}
DEFAULT_PRODUCT = SARDINE_CLUB

SIDE_TEMPLATES: dict[str, tuple[Side, ...]] = {
    "Sardine can, seven sides": SARDINE_CLUB.sides,
    "Round can, seven sides": FOOD_CAN.sides,
    "One side": (Side(1, "Lid", "lid", "Look straight down on the lid: the whole seam is inside the frame."),),
}
"""Sides to begin a product with, by the name that people choose. The sardine can's labels say where a side lies while
the can stands lid up, pull ring to the left; to take it, the can is turned until that side faces the camera."""


def side_groups(sides: Iterable[Side]) -> tuple[str, ...]:
    """Return each side group once, in the order of the sides."""
    return tuple(dict.fromkeys(side.group for side in sides))
