"""Known cans: whether an answer is right, which cans a round shows, and how a person or the model did."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.quality.verdict import Verdict

SHOWN = 4
"""How many known cans a round shows, where there are as many."""


class Outcome(StrEnum):
    """What an answer is worth; a bad can called good is the one that must not happen."""

    RIGHT = "right"
    MISS = "miss"
    FALSE_ALARM = "false alarm"


@dataclass(frozen=True)
class Score:
    """Answers counted."""

    right: int = 0
    missed: int = 0
    false_alarms: int = 0

    @property
    def answered(self) -> int:
        """How many answers there were."""
        return self.right + self.missed + self.false_alarms


def outcome(truth: Verdict, said: Verdict) -> Outcome:
    """Return what an answer is worth. Leaving a can to a person, or saying that it is incomplete, passes nothing on:
    of a bad can that is right, of a good one a false alarm."""
    if truth is Verdict.GOOD:
        return Outcome.RIGHT if said is Verdict.GOOD else Outcome.FALSE_ALARM
    return Outcome.MISS if said is Verdict.GOOD else Outcome.RIGHT


def score(answers: Iterable[tuple[Verdict, Verdict]]) -> Score:
    """Count answers, each as (truth, said)."""
    found = [outcome(truth, said) for truth, said in answers]
    return Score(found.count(Outcome.RIGHT), found.count(Outcome.MISS), found.count(Outcome.FALSE_ALARM))


def drawn(known: Sequence[tuple[int, Verdict]], seed: int, most: int = SHOWN) -> list[int]:
    """Return the ids of the cans that a round shows, of (id, truth): at most so many, in an order that nobody knows.

    At least half of them are bad where there are as many, because only a bad can can be missed; and a good one is among
    them where there is one, so that calling everything bad is no way through. The same seed draws the same cans.
    """
    chance = random.Random(seed)  # noqa: S311 - a draw for a test, no secret
    bad = [can for can, truth in known if truth is Verdict.BAD]
    good = [can for can, truth in known if truth is not Verdict.BAD]
    chance.shuffle(bad)
    chance.shuffle(good)
    most = min(most, len(known))
    least_bad = min(len(bad), (most + 1) // 2)
    most_bad = max(least_bad, most - 1) if good else most
    bads = min(len(bad), chance.randint(least_bad, max(least_bad, most_bad)))
    bads = max(bads, most - len(good))
    cans = bad[:bads] + good[:most - bads]
    chance.shuffle(cans)
    return cans
