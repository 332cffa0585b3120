"""The one inference path: photographs of a can's sides to what was found on each.

The page, the command line and the evaluation all come through here.
"""

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from core.errors import BadInput
from core.imaging.decode import Photograph, decode
from core.imaging.guard import DEFAULT_LIMITS, check_capture
from core.quality.defects import DEFECTS
from core.quality.sides import Product, Side
from core.quality.verdict import Box, Outcome, Reason, SideResult
from core.vision.engine import Engine, Judgement
from core.vision.heat import find_boxes
from core.vision.preprocess import least_edge
from core.vision.turns import Turns
from core.vision.versions import NoModel, Version, active_version

log = logging.getLogger(__name__)

CLEARLY = 1.05
"""How many times stranger than to another side's model a photograph is that shows that other side."""

DEADLINE_S = 120.0
READERS = 2


@dataclass(frozen=True, eq=False)
class InspectedSide:
    """What came of one side: the result, the decoded photograph and the heat (h, w) where there are any, and the
    milliseconds that decoding and the model took."""

    result: SideResult
    photograph: Photograph | None = None
    heat: np.ndarray | None = None
    decode_ms: float = 0.0
    model_ms: float = 0.0


@dataclass(frozen=True, eq=False)
class _Read:
    """A photograph that waits for its turn: the version that will judge it, where there is one, or why it need not."""

    photograph: Photograph
    version: Version | None
    unfit: Reason | None
    decode_ms: float


class Inspector:
    """Judges photographs with the active version of each side group's model, or the one given ``instead``, by model.

    Any number of threads may ask at once: cans take turns, and a can's photographs are read as others of it are judged.
    """

    def __init__(
        self, engine: Engine | None = None, instead: Mapping[str, Version] | None = None, deadline_s: float = DEADLINE_S
    ) -> None:
        self.engine = engine or Engine()
        self._instead = instead or {}
        self._deadline_s = deadline_s
        self._turns = Turns()

    def inspect(
        self, product: Product, files: Mapping[int, tuple[str, bytes]], known: Mapping[str, int] | None = None,
        told: Callable[[int], None] = lambda before: None,
    ) -> list[InspectedSide]:
        """Judge the sides given as {side number: (file name, bytes)}, in the product's order.

        ``known`` maps the sha256 of photographs already on the can to their side, so that a photograph given twice is
        noticed; ``told`` hears how many cans are before this one. Never raises for what is wrong with a photograph or
        a model: that side's outcome says it. What is not judged by the deadline is for review.
        """
        until = time.monotonic() + self._deadline_s
        seen = dict(known or {})
        sides = [side for side in product.sides if side.number in files]
        inspected = []
        # read in its own turn: beside another can's networks, reading holds those up for longer than it takes
        with self._turns.turn(until, told), ThreadPoolExecutor(READERS, "read photographs") as readers:
            reading = [readers.submit(self._read, product, side, *files[side.number]) for side in sides]
            for side, one in zip(sides, reading, strict=True):
                inspected.append(self._inspect_side(product, side, one, seen, until))
                photograph = inspected[-1].photograph
                if photograph:
                    seen.setdefault(photograph.sha256, side.number)
        return inspected

    def _read(self, product: Product, side: Side, name: str, content: bytes) -> _Read:
        started = time.perf_counter()
        version = None
        with suppress(BadInput):  # said in this side's turn: its photograph is kept all the same
            version = self._version(product.models[side.group])
        photograph = decode(name, content, least_edge(version.card.size) if version else None)
        decode_ms = (time.perf_counter() - started) * 1000
        unfit = check_capture(photograph.rgb, version.card.capture if version else DEFAULT_LIMITS)
        return _Read(photograph, version, unfit, decode_ms)

    def _inspect_side(
        self, product: Product, side: Side, reading: Future[_Read], seen: Mapping[str, int], until: float
    ) -> InspectedSide:
        photograph = None
        try:
            read = reading.result()
            photograph = read.photograph
            started = time.perf_counter()
            unfit = _duplicate(photograph, side, seen) or read.unfit
            try:
                version = read.version or self._version(product.models[side.group])
            except NoModel:
                return _for_a_person(side, unfit or Reason("side_collecting"), read)
            unfit = unfit or self._late(until)
            if unfit:
                return _for_a_person(side, unfit, read)
            result, heat = self._judge(product, side, version, photograph)
            late = self._late(until)
            if late and result.outcome is Outcome.GOOD:
                return _for_a_person(side, late, read)
            return InspectedSide(result, photograph, heat, read.decode_ms, (time.perf_counter() - started) * 1000)
        except BadInput as problem:
            code = "side_model_refused" if photograph else "side_unreadable"
            reason = Reason(code, {"problem": str(problem)})
        except Exception:
            log.exception("the inspection of side %s failed", side.number)
            reason = Reason("side_failed")
        return InspectedSide(SideResult(side, Outcome.ERROR, reason), photograph)

    def _late(self, until: float) -> Reason | None:
        return Reason("side_late", {"seconds": self._deadline_s}) if time.monotonic() >= until else None

    def _judge(
        self, product: Product, side: Side, version: Version, photograph: Photograph
    ) -> tuple[SideResult, np.ndarray | None]:
        judgement = self.engine.judge(version, photograph.rgb)
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
            boxes = find_boxes(heat, photograph.height, photograph.width, at_least_one=outcome is Outcome.BAD)
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


def _for_a_person(side: Side, reason: Reason, read: _Read) -> InspectedSide:
    return InspectedSide(SideResult(side, Outcome.REVIEW, reason), read.photograph, decode_ms=read.decode_ms)


def _duplicate(photograph: Photograph, side: Side, seen: Mapping[str, int]) -> Reason | None:
    other = seen.get(photograph.sha256)
    return Reason("side_duplicate", {"other": other}) if other is not None and other != side.number else None
