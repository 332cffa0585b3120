"""The one inference path: photographs of a can's sides to what was found on each.

The page, the command line and the evaluation all come through here.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.errors import BadInput
from core.imaging.decode import Photograph, decode
from core.imaging.guard import DEFAULT_LIMITS, CaptureLimits, check_capture
from core.quality.defects import DEFECTS
from core.quality.sides import Product, Side
from core.quality.verdict import Box, Outcome, Reason, SideResult
from core.vision.engine import Engine, Judgement
from core.vision.heat import find_boxes
from core.vision.versions import NoModel, Version, active_version

log = logging.getLogger(__name__)

CLEARLY = 1.05
"""How many times stranger than to another side's model a photograph is that shows that other side."""


@dataclass(frozen=True, eq=False)
class InspectedSide:
    """What came of one side: the result, the decoded photograph and the heat (h, w) where there are any, and the
    milliseconds that decoding and the model took."""

    result: SideResult
    photograph: Photograph | None = None
    heat: np.ndarray | None = None
    decode_ms: float = 0.0
    model_ms: float = 0.0


class Inspector:
    """Judges photographs with the active version of each side group's model, or the one given ``instead``, by model."""

    def __init__(self, engine: Engine | None = None, instead: Mapping[str, Version] | None = None) -> None:
        self.engine = engine or Engine()
        self._instead = instead or {}

    def inspect(
        self, product: Product, files: Mapping[int, tuple[str, bytes]], known: Mapping[str, int] | None = None
    ) -> list[InspectedSide]:
        """Judge the sides given as {side number: (file name, bytes)}, in the product's order.

        ``known`` maps the sha256 of photographs already on the can to their side, so that a photograph given twice is
        noticed. Never raises for what is wrong with a photograph or a model: that side's outcome says it.
        """
        seen = dict(known or {})
        inspected = []
        for side in product.sides:
            if side.number in files:
                one = self._inspect_side(product, side, *files[side.number], seen)
                if one.photograph:
                    seen.setdefault(one.photograph.sha256, side.number)
                inspected.append(one)
        return inspected

    def _inspect_side(
        self, product: Product, side: Side, name: str, content: bytes, seen: Mapping[str, int]
    ) -> InspectedSide:
        started = time.perf_counter()
        photograph = None
        try:
            photograph = decode(name, content)
            decoded = time.perf_counter()
            try:
                version = self._version(product.models[side.group])
            except NoModel:
                reason = _unfit(photograph, side, seen, DEFAULT_LIMITS) or Reason("side_collecting")
                return _for_a_person(side, reason, photograph, decoded - started)
            unfit = _unfit(photograph, side, seen, version.card.capture)
            if unfit:
                return _for_a_person(side, unfit, photograph, decoded - started)
            result, heat = self._judge(product, side, version, photograph.rgb)
            return InspectedSide(result, photograph, heat, (decoded - started) * 1000,
                                 (time.perf_counter() - decoded) * 1000)
        except BadInput as problem:
            code = "side_model_refused" if photograph else "side_unreadable"
            reason = Reason(code, {"problem": str(problem)})
        except Exception:
            log.exception("the inspection of side %s failed", side.number)
            reason = Reason("side_failed")
        return InspectedSide(SideResult(side, Outcome.ERROR, reason), photograph)

    def _judge(
        self, product: Product, side: Side, version: Version, rgb: np.ndarray
    ) -> tuple[SideResult, np.ndarray | None]:
        judgement = self.engine.judge(version, rgb)
        thresholds = product.thresholds.get(side.group, version.card.thresholds)
        heat, (outcome, reason) = judgement.heat, judgement.outcome(thresholds)
        if judgement.card != version.card:
            outcome, reason = Outcome.ERROR, Reason("side_not_a_probability")
        if outcome is Outcome.ERROR:
            return SideResult(side, outcome, reason, model=version.card.name), None
        other = self._looks_like(product, side, judgement)
        if other:
            reason = Reason("side_wrong", {"other": other.number, "label": other.label})
            return SideResult(side, Outcome.REVIEW, reason, model=version.card.name), None
        boxes: tuple[Box, ...] = ()
        if outcome is not Outcome.GOOD:
            boxes = find_boxes(heat, *rgb.shape[:2], at_least_one=outcome is Outcome.BAD)
            if outcome is Outcome.BAD and judgement.name in DEFECTS:
                boxes = (replace(boxes[0], code=judgement.name), *boxes[1:])
        result = SideResult(
            side, outcome, reason, judgement.probability, thresholds, boxes, version.card.name
        )
        return result, heat

    def _version(self, model: str) -> Version:
        return self._instead.get(model) or active_version(model)

    def _looks_like(self, product: Product, side: Side, judgement: Judgement) -> Side | None:
        """Return the first side of the group whose model knows such a photograph clearly better; None without one.

        Sides that one model judges cannot be told apart.
        """
        least, found = judgement.strange, None
        if least is None:
            return None
        least = min(1.0, least / CLEARLY)
        asked = {product.models[side.group]}
        for other in product.sides:
            model = product.models[other.group]
            if model in asked:
                continue
            asked.add(model)
            try:
                strange = self.engine.strangeness(self._version(model), judgement)
            except BadInput:
                continue  # a model that is missing or damaged says so on its own sides
            if strange is not None and strange < least:
                least, found = strange, other
        return found


def _for_a_person(side: Side, reason: Reason, photograph: Photograph, seconds: float) -> InspectedSide:
    return InspectedSide(SideResult(side, Outcome.REVIEW, reason), photograph, decode_ms=seconds * 1000)


def _unfit(photograph: Photograph, side: Side, seen: Mapping[str, int], limits: CaptureLimits) -> Reason | None:
    other = seen.get(photograph.sha256)
    if other is not None and other != side.number:
        return Reason("side_duplicate", {"other": other})
    return check_capture(photograph.rgb, limits)
