"""Cross-validation: every training photograph judged by a model that has learnt from other groups only."""

import dataclasses
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import BadInput
from core.vision.card import Card
from core.vision.dataset import Picture, read_split
from core.vision.engine import Engine
from core.vision.evaluation import Judged, judge_all, summarise
from core.vision.recipe import Recipe
from core.vision.training import Progress, Report, Request, train

FIGURES = ("balanced_accuracy", "auroc", "average_precision", "brier", "pixel_auroc", "pro", "pointing_game",
           "box_recall")


def cross_validate(
    dataset: Path, card: Card, folds: int, progress: Progress, report: Report, skip: Callable[[str], None]
) -> dict[str, Any]:
    """Train a model a fold, as ``card`` says, and return each fold's figures and their mean and deviation.

    BadInput when there are fewer groups than folds, or fewer than two folds.
    """
    seed = int(card.recipe.get("seed", 0))
    parts = split_in_folds(read_split(dataset, "train"), folds, seed)
    names = {field.name for field in dataclasses.fields(Recipe)}
    recipe = Recipe(**{name: value for name, value in card.recipe.items() if name in names})
    engine, each = Engine(), []
    for number, part in enumerate(parts, 1):
        others = [picture for other in parts if other is not part for picture in other]
        request = Request((dataset,), card.model, recipe, seed, card.recipe.get("weights", "shipped"))
        with tempfile.TemporaryDirectory() as folder:
            trained = train(request, progress, report, others, Path(folder))
            judged: list[Judged] = list(judge_all(part, trained.version, engine, skip))
        figures = summarise(judged, trained.version.card.thresholds)
        each.append({"fold": number, "photographs": figures["photographs"], **{n: figures[n] for n in FIGURES}})
    return {"each": each, "over": {name: _over([fold[name] for fold in each]) for name in FIGURES}}


def split_in_folds(pictures: list[Picture], folds: int, seed: int) -> list[list[Picture]]:
    """Return the photographs in so many parts: no group in two, and each part with about as many of each class."""
    groups: dict[str, list[Picture]] = {}
    for picture in pictures:
        groups.setdefault(picture.group, []).append(picture)
    if folds < 2 or len(groups) < folds:
        raise BadInput(f"{len(groups)} groups cannot be split into {folds} folds: give from 2 to as many as there are.")
    order = sorted(groups)
    np.random.default_rng(seed).shuffle(order)
    order.sort(key=lambda name: -len(groups[name]))  # large ones first, so that small ones even out
    parts: list[list[Picture]] = [[] for _ in range(folds)]
    for name in order:
        defective = groups[name][0].defective
        least = min(parts, key=lambda part: (sum(p.defective is defective for p in part), len(part)))
        least.extend(groups[name])
    return parts


def _over(values: list[float | None]) -> dict[str, float] | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    return {"mean": float(np.mean(known)), "deviation": float(np.std(known, ddof=1)) if len(known) > 1 else 0.0}
