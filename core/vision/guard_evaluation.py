"""How surely what no model should judge is stopped: photographs spoilt on purpose, each on a side of a good can."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.errors import BadInput
from core.imaging.decode import decode
from core.imaging.intake import arrange, read_folder
from core.quality.sides import Product, Side
from core.quality.verdict import Outcome
from core.vision.can_evaluation import find_cans, read_truth
from core.vision.inspector import Inspector
from core.vision.metrics import share

HEAVY_BLUR = 0.03
"""Spread of the Gaussian that counts as heavy blur, as a share of the shorter side."""

_GAMMA = 2.2

Spoil = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def evaluate_guards(
    root: Path, others: Sequence[Path], inspector: Inspector, product_of: Callable[[str | None], Product],
    skip: Callable[[str], None], progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Give every good can of ``root`` a photograph of each kind that should not be judged, on one side after another.

    ``others`` are photographs of other objects, one a can in turn. Returns, for each kind, how many were stopped (sent
    to review or asked for again) and how many called Good, with n and Wilson's interval. BadInput without a good can.
    """
    counted: Counter[tuple[str, Outcome]] = Counter()
    folders = find_cans(root)
    for number, folder in enumerate(folders):
        progress(number, len(folders))
        try:
            truth = read_truth(folder, product_of)
            if truth.verdict != "good":
                continue
            product = truth.product
            files = {side: content for side, (_, content) in arrange(read_folder(folder), product).by_side.items()}
            random = np.random.default_rng(number)
            for turn, kind in enumerate((*SPOILT, "another side", "another object")):
                side = product.sides[(number + turn) % len(product.sides)]
                content = _content(kind, side, product, files, others[number % len(others)] if others else None, random)
                if content is not None:
                    (one,) = inspector.inspect(product, {side.number: (f"{kind}.png", content)})
                    counted[kind, one.result.outcome] += 1
        except BadInput as problem:
            skip(f"{folder.name}: {problem}")
    if not counted:
        raise BadInput(f"{root} holds no good cans: the checks are measured with spoilt photographs of good ones.")
    kinds = sorted({kind for kind, _ in counted})
    return {kind: _row(Counter({o: counted[kind, o] for o in Outcome})) for kind in kinds} | {
        "all": _row(Counter({o: sum(counted[kind, o] for kind in kinds) for o in Outcome}))
    }


def _row(counted: Counter[Outcome]) -> dict[str, Any]:
    n = counted.total()
    return {
        "stopped": share(n - counted[Outcome.GOOD] - counted[Outcome.BAD], n),
        "called_good": share(counted[Outcome.GOOD], n),
    }


def _content(
    kind: str, side: Side, product: Product, files: dict[int, bytes], other: Path | None, random: np.random.Generator
) -> bytes | None:
    """Return the file to give for that side; None where the can, or the caller, has nothing for it."""
    if kind == "another object":
        return other.read_bytes() if other else None
    if kind == "another side":
        wrong = [s.number for s in product.sides
                 if product.models[s.group] != product.models[side.group] and s.number in files]
        return files[int(random.choice(wrong))] if wrong else None
    if side.number not in files:
        return None
    rgb = SPOILT[kind](decode(str(side.number), files[side.number]).rgb, random)
    return bytes(cv2.imencode(".png", rgb[..., ::-1])[1])


def _even(tone: int) -> Spoil:
    return lambda rgb, random: np.full_like(rgb, tone)


def _noise(rgb: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return random.integers(0, 256, rgb.shape).astype(np.uint8)


def _blurred(rgb: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), HEAVY_BLUR * min(rgb.shape[:2])))


def _exposed(stops: float) -> Spoil:
    """Exposed by that many stops more: light is the tone to the power of ``_GAMMA``."""

    def expose(rgb: np.ndarray, random: np.random.Generator) -> np.ndarray:
        return np.clip(rgb * 2 ** (stops / _GAMMA), 0, 255).astype(np.uint8)

    return expose


SPOILT: dict[str, Spoil] = {
    "black": _even(0),
    "grey": _even(128),
    "white": _even(255),
    "noise": _noise,
    "heavy blur": _blurred,
    "three stops under": _exposed(-3),
    "three stops over": _exposed(3),
}
"""What is made of a good can's own photograph, by its name in reports."""
