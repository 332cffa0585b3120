"""People who sign in and sides that they take, for the tests of the records."""

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN, Product
from core.quality.verdict import Box, SideResult, Thresholds, judge_probability
from core.records import accounts, inspections
from core.records.can import Heat, TakenSide
from core.records.use_case import Actor, console

PASSWORD = "wet dog likes 9 sardines"
THRESHOLDS = Thresholds(0.3, 0.5)
HEAT = Heat(2, 3, bytes(range(12)))


def add(name: str, role: Role) -> None:
    accounts.add_user(console(), name, role, PASSWORD)


def sign_in(name: str) -> Actor:
    return Actor(accounts.sign_in(name, PASSWORD).id)


def signed_in(name: str = "ines", role: Role = Role.INSPECTOR) -> Actor:
    add(name, role)
    return sign_in(name)


def result(number: int, probability: float, product: Product = FOOD_CAN) -> SideResult:
    outcome, reason = judge_probability(probability, THRESHOLDS)
    boxes = (Box(1, 2, 30, 40, 0.75), Box(5, 6, 7, 8, 0.5, "DNT"))
    return SideResult(product.side(number), outcome, reason, probability, THRESHOLDS, boxes, "food-can/1")


def taken(number: int, probability: float = 0.1, photograph: bytes | None = None, file_name: str = "") -> TakenSide:
    """A side whose photograph is its number and probability, unless one is given."""
    content = f"side {number} at {probability}".encode() if photograph is None else photograph
    return TakenSide(
        result(number, probability), content, "image/jpeg", 640, 480, file_name or f"{number}.jpg",
        heat=HEAT, milliseconds={"decode": 3.0, "model": 40.0},
    )


def whole_can(actor: Actor, key: str, line: str | None = None, probability: float = 0.1) -> int:
    """A draft with all seven sides taken; returns its id."""
    inspection_id = inspections.start(actor, FOOD_CAN, key=key, line=line)
    inspections.add_sides(actor, inspection_id, [taken(side.number, probability) for side in FOOD_CAN.sides])
    return inspection_id


