"""A model measured on photographs that it has not seen, through the same engine as the page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from core.errors import BadInput
from core.quality.thresholds import Thresholds
from core.quality.verdict import Outcome
from core.vision.dataset import Picture
from core.vision.engine import Engine
from core.vision.heat import find_boxes
from core.vision.metrics import (
    accuracy,
    auroc,
    average_precision,
    balanced_accuracy,
    brier,
    heat_histograms,
    intersection_over_union,
    mask_boxes,
    per_region_overlap,
    points_inside,
    share,
)
from core.vision.naming import UNKNOWN
from core.vision.preprocess import least_edge
from core.vision.pricing import Prices, priced_thresholds, threshold_curve
from core.vision.versions import Version

ENOUGH_OVERLAP = 0.3
GROWN = 0.1
"""Share of the photograph's height and width by which a defect's box is grown before asking what heat points at."""


@dataclass(frozen=True, eq=False)
class Judged:
    """One photograph's outcome; ``heat`` has the photograph's height and width, ``name`` is as in ``Judgement``.

    The others need a mask; ``counted``, as in ``metrics.heat_histograms``, takes a good photograph as sound all over.
    ``points`` says whether its maximum lies in the mask, ``points_near`` whether in the mask's box, grown by ``GROWN``.
    """

    picture: Picture
    outcome: Outcome
    probability: float
    heat: np.ndarray
    pixel_auroc: float | None = None
    points: bool | None = None
    points_near: bool | None = None
    boxes_found: tuple[int, int] | None = None
    name: str | None = None
    counted: tuple[np.ndarray, np.ndarray] | None = None


def judge_all(
    pictures: list[Picture], version: Version, engine: Engine, skip: Callable[[str], None]
) -> Iterator[Judged]:
    """Judge photographs one after the other; ``skip`` is told of those that cannot be read."""
    for picture in pictures:
        try:
            photograph = picture.photograph(least_edge(version.card.size))
        except BadInput as problem:
            skip(f"{picture.file}: {problem}")
            continue
        judgement = engine.judge(version, photograph.rgb)
        height, width = photograph.height, photograph.width
        heat = cv2.resize(judgement.heat, (width, height), interpolation=cv2.INTER_LINEAR)
        outcome, _ = judgement.outcome()
        mask = picture.defect(height, width) if picture.defective else None
        if mask is None or not mask.any() or mask.all():
            counted = None if picture.defective else heat_histograms(heat, np.zeros(heat.shape, bool))
            yield Judged(picture, outcome, judgement.probability, heat, name=judgement.name, counted=counted)
            continue
        boxes = find_boxes(judgement.heat, height, width, at_least_one=True)
        true_boxes = mask_boxes(mask)
        found = sum(
            any(intersection_over_union(true, (b.x0, b.y0, b.x1, b.y1)) >= ENOUGH_OVERLAP for b in boxes)
            for true in true_boxes
        )
        yield Judged(picture, outcome, judgement.probability, heat, auroc(mask.ravel(), heat.ravel()),
                     points_inside(heat, mask), _points_near(heat, mask), (found, len(true_boxes)),
                     judgement.name, heat_histograms(heat, mask))


def summarise(judged: list[Judged], limits: Thresholds) -> dict[str, Any]:
    """Return the figures of photographs judged by those thresholds; REVIEW counts as not Good. None where a figure has
    no basis."""
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
        "average_precision": average_precision(defective, probability) if both else None,
        "brier": brier(defective, probability),
        "pro": _pro(judged),
        "pixel_auroc": _mean([j.pixel_auroc for j in masked]),
        "pointing_game": _mean([j.points for j in masked]),
        "box_recall": _ratio([j.boxes_found for j in masked]),
        "pointing_near": _share_of([j.points_near for j in masked]),
        "masks": len(masked),
        "sent_to_review": share(sum(j.outcome is Outcome.REVIEW for j in judged), len(judged)),
        "curve": threshold_curve(defective, probability, limits) if both else [],
        "by_visibility": _by_visibility(judged),
        "names": _names(judged),
    }


def price(judged: list[Judged], prices: Prices) -> Thresholds:
    """Return the pair of thresholds that costs least on judged photographs; of what is defective, only what is seen.

    BadInput unless both classes are there.
    """
    plain = [j for j in judged if not j.picture.defective or j.picture.seen is not False]
    defective = np.array([j.picture.defective for j in plain])
    if not defective.any() or defective.all():
        raise BadInput("Thresholds need good and defective photographs: give a split with both.")
    return priced_thresholds(defective, np.array([j.probability for j in plain]), prices)


def _pro(judged: list[Judged]) -> float | None:
    """Return PRO over all masked and all good photographs, None without a mask."""
    counted = [j.counted for j in judged if j.counted is not None]
    regions = [own for own, _ in counted if len(own)]
    sound = np.array([sound for _, sound in counted])
    return per_region_overlap(np.concatenate(regions), sound.sum(axis=0)) if regions else None


def _names(judged: list[Judged]) -> dict[str, Any] | None:
    """Return how often a defect that was called Bad is named, and rightly; and what each kind is named."""
    bad = [j for j in judged if j.picture.defective and j.outcome is Outcome.BAD and j.name is not None]
    if not bad:
        return None
    said = [j for j in bad if j.name != UNKNOWN]
    table: dict[str, dict[str, int]] = {}
    for j in bad:
        row = table.setdefault(j.picture.kind, {})
        row[str(j.name)] = row.get(str(j.name), 0) + 1
    return {"said": share(len(said), len(bad)), "right_of_said": _share_of([j.name == j.picture.kind for j in said]),
            "by_class": {kind: dict(sorted(row.items())) for kind, row in sorted(table.items())}}


def _by_visibility(judged: list[Judged]) -> dict[str, Any] | None:
    """Return figures of the defects that a person would see, and the recall by how well a defect shows, in fifths."""
    known = [j for j in judged if j.picture.visibility is not None]
    if not known:
        return None
    visibility = np.array([j.picture.visibility for j in known])
    caught = np.array([j.outcome is not Outcome.GOOD for j in known])
    edges = np.quantile(visibility, np.linspace(0, 1, 6))
    fifths = np.clip(np.searchsorted(edges, visibility, side="right") - 1, 0, 4)
    plain = [j for j in known if j.picture.seen] + [j for j in judged if not j.picture.defective]
    truth = np.array([j.picture.defective for j in plain])
    called = np.array([j.outcome is not Outcome.GOOD for j in plain])
    return {
        "seen": {
            "balanced_accuracy": balanced_accuracy(truth, called) if truth.any() and not truth.all() else None,
            "recall": share(int(called[truth].sum()), int(truth.sum())),
            "pointing_near": _share_of([j.points_near for j in plain if j.points_near is not None]),
        },
        "recall": [
            {"from": round(float(edges[i]), 2), "to": round(float(edges[i + 1]), 2),
             "recall": share(int(caught[fifths == i].sum()), int((fifths == i).sum()))}
            for i in range(5)
        ],
    }


def _points_near(heat: np.ndarray, mask: np.ndarray) -> bool:
    row, column = np.unravel_index(int(np.argmax(heat)), heat.shape)
    rows, columns = np.nonzero(mask)
    up, across = GROWN * mask.shape[0], GROWN * mask.shape[1]
    inside = rows.min() - up <= row <= rows.max() + up
    return bool(inside and columns.min() - across <= column <= columns.max() + across)


def _share_of(answers: list[Any]) -> dict[str, float]:
    return share(sum(answers), len(answers))


def _mean(values: list[Any]) -> float | None:
    return float(np.mean([float(v) for v in values])) if values else None


def _ratio(pairs: list[Any]) -> float | None:
    total = sum(pair[1] for pair in pairs)
    return float(sum(pair[0] for pair in pairs) / total) if total else None
