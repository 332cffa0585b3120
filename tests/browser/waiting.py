"""Cans that wait for a reviewer, as the records keep them, judged by no model: the tests of the review need many."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from core.imaging import overlay
from core.imaging.decode import decode
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Box, SideResult, Thresholds, judge_probability
from core.records import accounts, inspections
from core.records.can import Heat, TakenSide
from core.records.use_case import Actor, console
from tests.browser.serving import PASSWORD
from tests.drawing import drawn_can

LIMITS = Thresholds(0.3, 0.6)


@contextmanager
def installation(data: Path) -> Iterator[None]:
    """Write to a running server's data folder from here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANSIGHT_DATA", str(data))
        yield


def acting(name: str, role: Role) -> Actor:
    """Add a person and sign them in."""
    accounts.add_user(console(), name, role, PASSWORD)
    return Actor(accounts.sign_in(name, PASSWORD).id)


def finished_can(inspector: Actor, seed: int, worst: float) -> int:
    """Keep a can of seven drawn sides, side 2 judged ``worst`` and the others good; returns its id."""
    can_id = inspections.start(inspector, FOOD_CAN, key=f"waiting {seed}")
    taken = [judged_side(n, content, worst if n == 2 else 0.05) for n, content in drawn_can(seed=seed, bad=2).items()]
    inspections.add_sides(inspector, can_id, taken)
    small = {one.result.side.number: overlay.thumbnail(decode("", one.photograph or b"").rgb, 320) for one in taken}
    inspections.finish(inspector, can_id, contact_sheet=overlay.contact_sheet(small, FOOD_CAN.sides))
    return can_id


def judged_side(number: int, content: bytes, probability: float) -> TakenSide:
    """Return a side as it is kept, judged by nobody."""
    outcome, reason = judge_probability(probability, LIMITS)
    heat = np.full((14, 10), 0.2, np.float16)
    boxes: tuple[Box, ...] = ()
    if probability > LIMITS.good_below:
        heat[5:9, 4:7] = 0.8
        boxes = (Box(170, 230, 320, 410, 0.9),)
    result = SideResult(FOOD_CAN.side(number), outcome, reason, probability, LIMITS, boxes, "food-can/1")
    return TakenSide(result, content, "image/jpeg", 480, 640, f"{number}.jpg", heat=Heat(14, 10, heat.tobytes()))
