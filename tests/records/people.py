"""People who sign in and sides that they take, for the tests of the records."""

from typing import Any

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN, Product
from core.quality.thresholds import Thresholds
from core.quality.verdict import Box, SideResult, judge_probability
from core.records import accounts, clock, inspections, lots
from core.records.can import Heat, TakenSide
from core.records.lot_draft import LotDraft
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




def open_lot(actor: Actor, code: str = "L1", product_sku: str = FOOD_CAN.sku) -> int:
    """A lot of the can that ships, produced today; returns its id."""
    return lots.open_lot(actor, LotDraft(product_sku, code, clock.now().date(), 10_000))


def can_of_lot(actor: Actor, key: str, lot_id: int | None = None, probability: float = 0.1, **context: Any) -> int:
    """A finished can, of a lot or sample where one is given; returns its id."""
    can_id = inspections.start(actor, FOOD_CAN, key=key, lot_id=lot_id, **context)
    inspections.add_sides(actor, can_id, [taken(side.number, probability) for side in FOOD_CAN.sides])
    inspections.finish(actor, can_id)
    return can_id
