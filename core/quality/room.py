"""Which photographs stay for ever as they came, and which may be re-encoded to make room.

Re-encoding cannot be undone, so a photograph has to earn it: by showing nothing but cans that a model alone called
good, on every side, and of which nobody has said or asked anything since. What anybody judged, drew as a sample,
complained of, teaches with or may still have to prove something with stays as it came.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.quality.lot_states import LotState
from core.quality.purposes import PRACTICE, ROUTINE
from core.quality.verdict import Outcome, Verdict

LEAST_DAYS, MOST_DAYS = 7, 3650
"""The setting's range: reviews and complaints come in the first days."""

LONGEST_EDGE = 1280
"""Pixels on the longer edge of a re-encoded photograph: twice what is drawn of it on a page or in a report."""

LEAST_BYTES = 50_000
"""Smaller photographs are left alone: there is nothing to gain."""

_BYTES_A_PIXEL = 0.25
_GAIN = 2

ORDINARY = frozenset({ROUTINE, PRACTICE})
"""The purposes of which nobody asks to see the photographs again: all others were inspected to prove something."""

_DISPUTED = frozenset({LotState.HELD, LotState.REJECTED})


class Stays(StrEnum):
    """Why a photograph stays as it came."""

    UNUSED = "unused"
    PICTURE = "picture"
    UNFINISHED = "unfinished"
    YOUNG = "young"
    PURPOSE = "purpose"
    SAMPLE = "sample"
    KNOWN = "known"
    PERSON = "person"
    NOT_GOOD = "not good"
    WAITING = "waiting"
    LOT = "lot"
    SMALL = "small"


@dataclass(frozen=True)
class ShownCan:
    """A can that a photograph shows.

    ``verdicts`` are all that were ever given, the model's first; ``outcomes`` those of every side each time that it was
    taken; ``marked`` says whether a box stands on any of them, in pixels of the photograph as it came; ``waiting``
    whether the can wants a reviewer, ``checked`` whether people were asked what they see on it, not knowing what others
    had said of it.
    """

    finished_at: datetime | None
    purpose: str
    verdicts: tuple[Verdict, ...]
    outcomes: frozenset[Outcome]
    marked: bool = False
    in_sample: bool = False
    known: bool = False
    waiting: bool = False
    checked: bool = False
    lot: LotState | None = None


def stays(cans: Collection[ShownCan], finished_before: datetime, pictured: bool = False) -> Stays | None:
    """Say why a photograph that shows these cans stays as it came; None where it may be re-encoded.

    One can is enough to keep it for all of them. ``pictured``: it is the picture of a product or of an empty rack.
    """
    if pictured:
        return Stays.PICTURE
    if not cans:
        return Stays.UNUSED
    return next((why for can in cans if (why := _keeps(can, finished_before))), None)


def worth_it(size: int, width: int | None, height: int | None) -> bool:
    """Say whether re-encoding a photograph of so many bytes and pixels is likely to halve it at least."""
    if not width or not height or size < LEAST_BYTES:
        return False
    scale = min(1.0, LONGEST_EDGE / max(width, height))
    return size >= _GAIN * _BYTES_A_PIXEL * width * height * scale**2


def _keeps(can: ShownCan, finished_before: datetime) -> Stays | None:
    if can.finished_at is None:
        return Stays.UNFINISHED
    if can.finished_at >= finished_before:
        return Stays.YOUNG
    if can.purpose not in ORDINARY:
        return Stays.PURPOSE
    if can.in_sample:
        return Stays.SAMPLE
    if can.known:
        return Stays.KNOWN
    if can.verdicts[:1] != (Verdict.GOOD,) or can.outcomes - {Outcome.MISSING} != {Outcome.GOOD} \
            or can.marked:
        return Stays.NOT_GOOD
    if len(can.verdicts) > 1 or can.checked:
        return Stays.PERSON
    if can.waiting:
        return Stays.WAITING
    return Stays.LOT if can.lot in _DISPUTED else None
