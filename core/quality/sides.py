"""The sides of a can and the products that ship as templates."""

from dataclasses import dataclass


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
    """What is inspected: a SKU, its sides, the model of each side group, and what its photographs cannot show."""

    sku: str
    name: str
    format: str
    sides: tuple[Side, ...]
    models: dict[str, str]
    not_seen: str

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

TEMPLATES: dict[str, Product] = {product.sku: product for product in (FOOD_CAN,)}
DEFAULT_PRODUCT = FOOD_CAN
