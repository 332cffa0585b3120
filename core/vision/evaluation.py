"""A model measured on photographs that it has not seen, through the same engine as the page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from core.errors import BadInput
from core.quality.verdict import Outcome
from core.vision.dataset import Picture
from core.vision.engine import Engine
from core.vision.heat import find_boxes
from core.vision.metrics import (
    accuracy,
    auroc,
    balanced_accuracy,
    intersection_over_union,
    mask_boxes,
    points_inside,
    share,
)
from core.vision.versions import Version

ENOUGH_OVERLAP = 0.3


@dataclass(frozen=True, eq=False)
class Judged:
    """One photograph's outcome; ``heat`` has the photograph's height and width, the last three need a mask."""

    picture: Picture
    outcome: Outcome
    probability: float
    heat: np.ndarray
    pixel_auroc: float | None = None
    points: bool | None = None
    boxes_found: tuple[int, int] | None = None


def judge_all(
    pictures: list[Picture], version: Version, engine: Engine, skip: Callable[[str], None]
) -> Iterator[Judged]:
    """Judge photographs one after the other; ``skip`` is told of those that cannot be read."""
    for picture in pictures:
        try:
            rgb = picture.rgb()
        except BadInput as problem:
            skip(f"{picture.file}: {problem}")
            continue
        judgement = engine.judge(version, rgb)
        height, width = rgb.shape[:2]
        heat = cv2.resize(judgement.heat, (width, height), interpolation=cv2.INTER_LINEAR)
        outcome, _ = judgement.outcome()
        mask = picture.defect(height, width) if picture.defective else None
        if mask is None or not mask.any() or mask.all():
            yield Judged(picture, outcome, judgement.probability, heat)
            continue
        boxes = find_boxes(judgement.heat, height, width, at_least_one=True)
        true_boxes = mask_boxes(mask)
        found = sum(
            any(intersection_over_union(true, (b.x0, b.y0, b.x1, b.y1)) >= ENOUGH_OVERLAP for b in boxes)
            for true in true_boxes
        )
        yield Judged(picture, outcome, judgement.probability, heat, auroc(mask.ravel(), heat.ravel()),
                     points_inside(heat, mask), (found, len(true_boxes)))


def summarise(judged: list[Judged]) -> dict[str, Any]:
    """Return the figures of judged photographs; REVIEW counts as not Good. None where a figure has no basis."""
    if not judged:
        raise BadInput("None of the photographs could be read: nothing was measured.")
    defective = np.array([j.picture.defective for j in judged])
    called = np.array([j.outcome is not Outcome.GOOD for j in judged])
    probability = np.array([j.probability for j in judged])
    masked = [j for j in judged if j.pixel_auroc is not None]
    table = {
        kind: {outcome.value: sum(j.picture.kind == kind and j.outcome is outcome for j in judged)
               for outcome in (Outcome.GOOD, Outcome.REVIEW, Outcome.BAD)}
        for kind in sorted({j.picture.kind for j in judged})
    }
    both = bool(defective.any() and not defective.all())
    escapes, rejects = int((defective & ~called).sum()), int((~defective & called).sum())
    return {
        "photographs": len(judged), "good": int((~defective).sum()), "defective": int(defective.sum()),
        "accuracy": accuracy(defective, called),
        "balanced_accuracy": balanced_accuracy(defective, called) if both else None,
        "auroc": auroc(defective, probability) if both else None,
        "escapes": share(escapes, int(defective.sum())), "false_rejects": share(rejects, int((~defective).sum())),
        "confusion": {
            "good": {"good": int((~defective & ~called).sum()), "not_good": rejects},
            "defective": {"good": escapes, "not_good": int((defective & called).sum())},
        },
        "by_class": table,
        "pixel_auroc": _mean([j.pixel_auroc for j in masked]),
        "pointing_game": _mean([j.points for j in masked]),
        "box_recall": _ratio([j.boxes_found for j in masked]),
        "masks": len(masked),
    }


def _mean(values: list[Any]) -> float | None:
    return float(np.mean([float(v) for v in values])) if values else None


def _ratio(pairs: list[Any]) -> float | None:
    total = sum(pair[1] for pair in pairs)
    return float(sum(pair[0] for pair in pairs) / total) if total else None
