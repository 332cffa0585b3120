"""Does the picture's outer frame alone tell good from bad? Then lamp, background or camera give the class away.

A ridge classifier sees only a band along the picture's edges and is judged on cans that it was not fitted to. Pictures
whose defect reaches into the band are left out, because there the frame shows the defect itself. Near 0.5 is as it
should be.
"""

import csv
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BAND = 0.08
_WIDTH, _FOLDS, _RIDGE = 64, 5, 1.0


def frame_features(picture: NDArray[np.uint8]) -> Floats:
    """The colours of the outer band (8 % of the width on each side) of a picture (h, w, 3), nothing of its middle."""
    height = round(_WIDTH * picture.shape[0] / picture.shape[1])
    small = cv2.resize(picture, (_WIDTH, height), interpolation=cv2.INTER_AREA)
    band = _band(small.shape[0], small.shape[1])
    return np.asarray(small[band], dtype=np.float64).ravel() / 255


def frame_only_auroc(root: Path) -> dict[str, float | None]:
    """For each side group of a rendering, the area under the ROC curve from frames alone, judged on unseen cans.

    None where a group has fewer than ten pictures of either class left.
    """
    return {manifest.parent.name: _group_auroc(manifest.parent) for manifest in sorted(root.glob("*/manifest.csv"))}


def auroc(scores: Floats, bad: NDArray[np.bool_]) -> float:
    """The chance that a bad one scores above a good one; ties count half."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    positives = int(bad.sum())
    return float((ranks[bad].sum() - positives * (positives + 1) / 2) / (positives * (len(scores) - positives)))


def _group_auroc(folder: Path) -> float | None:
    features, bad, cans = [], [], []
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["mask"]:
                mask = cv2.imread(str(folder / row["mask"]), cv2.IMREAD_GRAYSCALE)
                if mask is None or mask[_band(*mask.shape)].any():
                    continue
            picture = cv2.imread(str(folder / row["file"]))
            if picture is None:
                continue
            features.append(frame_features(np.asarray(picture, dtype=np.uint8)))
            bad.append(row["label"] != "good")
            cans.append(row["group"])
    labels = np.array(bad, dtype=bool)
    if min(labels.sum(), (~labels).sum()) < 10:
        return None
    return auroc(_scores_by_fold(np.stack(features), labels, np.array(cans)), labels)


def _scores_by_fold(features: Floats, bad: NDArray[np.bool_], cans: NDArray[np.str_]) -> Floats:
    fold_of = {can: k % _FOLDS for k, can in enumerate(np.random.default_rng(0).permutation(np.unique(cans)))}
    folds = np.array([fold_of[can] for can in cans])
    scores = np.zeros(len(bad))
    for fold in range(_FOLDS):
        known, new = folds != fold, folds == fold
        if not new.any() or bad[known].all() or not bad[known].any():
            continue
        middle, spread = features[known].mean(axis=0), features[known].std(axis=0) + 1e-6
        x = (features - middle) / spread
        weight = np.where(bad[known], 0.5 / bad[known].mean(), 0.5 / (~bad[known]).mean())
        target = np.where(bad[known], 1.0, -1.0) * weight
        kernel = x[known] @ x[known].T / x.shape[1]
        dual = np.linalg.solve(weight[:, None] * kernel + np.eye(len(kernel)) * _RIDGE, target)
        scores[new] = x[new] @ x[known].T @ dual / x.shape[1]
    return scores


def _band(height: int, width: int) -> NDArray[np.bool_]:
    edge = max(1, round(BAND * width))
    band = np.ones((height, width), dtype=bool)
    band[edge : height - edge, edge : width - edge] = False
    return band
