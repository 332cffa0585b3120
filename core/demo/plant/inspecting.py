"""Cans, one after the other: each into its lot, some into its sample, and what only the inspector saw."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from core.demo.plant.story import Happening
from core.demo.plant.told import Event, Told, ToldLot, inspector_of
from core.quality.verdict import Verdict
from core.records import inspections
from core.records.loading import PastCan

EVERY = 8
"""Of so many cans of a lot one goes into its sample."""

SAMPLE = 20


def inspecting(told: Told) -> Iterator[Event]:
    """Every can of the story."""
    for can in told.story.cans():
        yield can.at, partial(_take, told, can)


def _take(told: Told, of: Happening) -> None:
    lot = told.lots[of.line.name, of.day]
    pictured = told.photographer.picture(of)
    sampled = _into_sample(lot, whole=pictured is not None or of.model is not Verdict.INCOMPLETE)
    dice, who = told.chance("can", of.number), inspector_of(of.line, of.shift)
    took = timedelta(seconds=dice.randint(24, 55))
    can_id = told.load.can(PastCan(
        f"demonstration {of.number}", of.product, who, of.at, of.at + took, told.photographer.sides(of),
        of.line.name, of.head if dice.random() < 0.97 else None, of.shift, lot_id=lot.id,
        sample_id=lot.sample_id if sampled else None, save_ms=round(dice.uniform(9, 25), 2),
        contact_sheet=pictured.sheet if pictured else None,
    ))
    told.cans[can_id] = of
    if of.code is not None and pictured is None and of.model is Verdict.GOOD:
        told.load.act(of.at + took, who, inspections.raise_defect, can_id, side=of.side, code=of.code)
        told.revisions[can_id] = 1


def _into_sample(lot: ToldLot, whole: bool) -> bool:
    """Whether this can of a lot is drawn; one whose sides are not all taken would settle nothing."""
    lot.cans += 1
    if lot.cans % EVERY or lot.sampled == SAMPLE or not whole:
        return False
    lot.sampled += 1
    return True
