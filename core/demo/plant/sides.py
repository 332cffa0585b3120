"""From what happened to a can to what was found on its sides: by the heads that ship, or by made-up numbers."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.demo.plant.judged import JudgedCan
from core.demo.plant.story import DRIFT_CODE, Happening
from core.quality.sides import Side
from core.quality.thresholds import Thresholds
from core.quality.verdict import SideResult, Verdict, judge_probability
from core.records.can import TakenSide


class Photographer:
    """Gives every can of the story its sides; the same can always the same ones."""

    def __init__(self, seed: int, cans: Iterable[JudgedCan]) -> None:
        self._seed = seed
        self._by_code: dict[str | None, list[JudgedCan]] = {}
        self._models: dict[int, tuple[str, Thresholds]] = {}
        for can in cans:
            self._by_code.setdefault(next(iter(can.seen), None), []).append(can)
            for side in can.taken:
                if side.result.model and side.result.thresholds:
                    self._models[side.result.side.number] = side.result.model, side.result.thresholds

    def picture(self, of: Happening) -> JudgedCan | None:
        """The rendered can that stands for this one, None where no photographs of it were kept."""
        cans = self._by_code.get(of.code, [])
        if not of.pictured or not cans or (of.code == DRIFT_CODE and not of.drift):
            return None
        return random.Random(f"{self._seed} picture {of.number}").choice(cans)  # noqa: S311 - a story, no secret

    def named(self, of: Happening) -> Sequence[tuple[str, int]]:
        """What a reviewer finds on a can: each defect's code with each side on which it is seen."""
        if of.code is None:
            return ()
        pictured = self.picture(of)
        if pictured is None:
            return ((of.code, of.side),)
        return tuple((code, side) for code, sides in pictured.seen.items() for side in sides)

    def sides(self, of: Happening) -> list[TakenSide]:
        """What was found on each side of a can that was taken."""
        rng = random.Random(f"{self._seed} {of.number}")  # noqa: S311 - a story, no secret
        pictured = self.picture(of)
        if pictured is not None:
            return [replace(side, result=replace(side.result, side=of.product.side(side.result.side.number)),
                            milliseconds=_milliseconds(rng)) for side in pictured.taken]
        left_out = rng.choice(of.product.sides).number if of.model is Verdict.INCOMPLETE else None
        return [self._made_up(of, side, rng) for side in of.product.sides if side.number != left_out]

    def _made_up(self, of: Happening, side: Side, rng: random.Random) -> TakenSide:
        model, limits = self._models[side.number]
        here = side.number == of.side
        probability = _probability(of.model if here else Verdict.GOOD, of.near and here, limits, rng)
        outcome, reason = judge_probability(probability, limits)
        result = SideResult(side, outcome, reason, probability, limits, (), model)
        return TakenSide(result, None, file_name=f"{side.number}.jpg", milliseconds=_milliseconds(rng))


def _probability(verdict: Verdict, near: bool, limits: Thresholds, rng: random.Random) -> float:
    if verdict is Verdict.BAD:
        return round(limits.bad_from + (1 - limits.bad_from) * rng.betavariate(2, 1), 4)
    if verdict is Verdict.REVIEW:
        return round(rng.uniform(limits.good_below, limits.bad_from - 0.0002), 4)
    if near:
        return round(limits.good_below - rng.uniform(0.001, 0.045), 4)
    return round((limits.good_below - 0.08) * rng.betavariate(1.3, 6), 4)


def _milliseconds(rng: random.Random) -> Mapping[str, float]:
    return {"decode": round(rng.uniform(4, 9), 2), "model": round(rng.gauss(95, 8), 2)}
