"""Old cans with photographs that are worth re-encoding, for the tests of what makes room."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import update

from core.imaging.overlay import encode_png
from core.quality.sides import FOOD_CAN
from core.records import clock, inspections, plant, reencoding
from core.records.can import TakenSide
from core.records.can_counts import counted_anew
from core.records.database import write
from core.records.schema import inspection
from core.records.use_case import Actor, console
from tests.records.people import taken

DAYS = 30


def allow(days: int | None = DAYS) -> None:
    """Set the plant up and let it re-encode photographs after so many days."""
    plant.set_up(console(), "Safi 1", "UTC", time(0))
    reencoding.allow_after(console(), days)


@lru_cache(maxsize=64)
def noisy(seed: int) -> bytes:
    """A photograph of grain alone, as PNG, of which a JPEG is far smaller."""
    return encode_png(np.random.default_rng(seed).integers(0, 255, (200, 240, 3), dtype=np.uint8))


def noisy_side(number: int, seed: int, probability: float = 0.1) -> TakenSide:
    """A side with such a photograph and nothing marked on it."""
    side = taken(number, probability, noisy(seed))
    return replace(side, media_type="image/png", width=240, height=200, result=replace(side.result, boxes=()))


def old_can(
    actor: Actor, key: str, seeds: Iterable[int], probability: float = 0.1, days: int = DAYS + 1, **context: Any
) -> int:
    """A can finished so many days ago, with a side for each seed of a photograph, and the others as plain as can be."""
    seeds = list(seeds)
    can = inspections.start(actor, FOOD_CAN, key=key, **context)
    sides = [noisy_side(number, seed, probability) for number, seed in enumerate(seeds, start=1)]
    plain = [taken(side.number, probability) for side in FOOD_CAN.sides[len(seeds):]]
    inspections.add_sides(actor, can, [*sides, *(replace(side, result=replace(side.result, boxes=()))
                                                 for side in plain)])
    inspections.finish(actor, can)
    with write() as tx, counted_anew(tx, can):
        tx.execute(update(inspection).where(inspection.c.id == can)
                   .values(finished_at=clock.now() - timedelta(days=days)))
    return can
