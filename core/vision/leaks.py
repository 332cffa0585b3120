"""Whether a data set gives its answers away: the same things in both splits, or a class told without the object."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from core.errors import BadInput
from core.vision.dataset import Picture, fingerprint, in_both
from core.vision.metrics import auroc, auroc_interval

SMALL = 32
"""Pixels of the edge of the small pictures that everything here is told from."""

FRAME = 3
"""Of these, how many at each edge are the frame: about a tenth of the picture's width."""

THUMBNAIL = 8
ALIKE = 0.98
"""Correlation of what two small pictures differ in from the data set's mean picture, from which they are the same."""

SHORTCUT = 0.65
"""AUROC whose whole interval lies above this is a shortcut; 0.5 is chance."""

MOST_TOLD = 50
_RIDGE = 0.05


@dataclass(frozen=True, eq=False)
class Small:
    """A photograph and its small picture (SMALL, SMALL, 3), float 0..1."""

    picture: Picture
    rgb: np.ndarray


def audit(
    train: list[Picture], test: list[Picture], skip: Callable[[str], None], progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Return what leaks between the splits, and how well the class is told by the frame, or by a thumbnail, alone.

    ``skip`` is told of photographs that cannot be read. BadInput unless both splits have both classes.
    """
    of = len(train) + len(test)
    small_train = list(_shrink(train, skip, lambda done: progress(done, of)))
    small_test = list(_shrink(test, skip, lambda done: progress(len(train) + done, of)))
    for name, split in (("train", small_train), ("test", small_test)):
        if {s.picture.defective for s in split} != {False, True}:
            raise BadInput(f"{name} needs readable good and defective photographs: nothing can be said otherwise.")
    alike = near_duplicates(small_train, small_test)
    groups = sorted({p.group for p in train} & {p.group for p in test})
    return {
        "fingerprint": fingerprint([s.picture for s in small_train]),
        "train": len(small_train), "test": len(small_test),
        "same": [list(pair) for pair in in_both(train, test)][:MOST_TOLD],
        "near_duplicates": len(alike), "near_duplicates_named": alike[:MOST_TOLD],
        "groups_on_both_sides": len(groups), "groups_named": groups[:MOST_TOLD],
        "frame": _told_by(small_train, small_test, _frame), "thumbnail": _told_by(small_train, small_test, _thumbnail),
    }


def near_duplicates(train: list[Small], test: list[Small]) -> list[tuple[str, str]]:
    """Return the pairs of file names, one from each split, whose photographs are all but the same."""
    both = np.array([s.rgb.mean(axis=2).ravel() for s in [*train, *test]])
    own = both - both.mean(axis=0)
    own -= own.mean(axis=1, keepdims=True)
    own /= np.maximum(np.linalg.norm(own, axis=1, keepdims=True), 1e-9)
    likeness = own[:len(train)] @ own[len(train):].T
    pairs = [(train[i].picture, test[j].picture) for i, j in np.argwhere(likeness >= ALIKE)]
    return [(one.file, other.file) for one, other in pairs if one.sha256 != other.sha256]


def _shrink(
    pictures: list[Picture], skip: Callable[[str], None], progress: Callable[[int], None]
) -> Iterator[Small]:
    for done, picture in enumerate(pictures):
        progress(done)
        try:
            rgb = picture.rgb()
        except BadInput as problem:
            skip(f"{picture.file}: {problem}")
            continue
        yield Small(picture, cv2.resize(rgb, (SMALL, SMALL), interpolation=cv2.INTER_AREA).astype(np.float64) / 255)


def _frame(small: Small) -> np.ndarray:
    edge = np.ones((SMALL, SMALL), bool)
    edge[FRAME:-FRAME, FRAME:-FRAME] = False
    return np.asarray(small.rgb[edge].ravel())


def _thumbnail(small: Small) -> np.ndarray:
    return np.asarray(cv2.resize(small.rgb, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA).ravel())


def _told_by(train: list[Small], test: list[Small], see: Callable[[Small], np.ndarray]) -> dict[str, Any]:
    """Return the test split's AUROC of a ridge regression that has learnt from what ``see`` gives of the other one."""
    x, new = (np.array([see(s) for s in split]) for split in (train, test))
    middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    x, new = (x - middle) / spread, (new - middle) / spread
    defective = np.array([s.picture.defective for s in train])
    y = np.where(defective, 0.5 / defective.mean(), -0.5 / (1 - defective.mean()))  # both classes weigh the same
    kernel = x @ x.T
    score = new @ x.T @ np.linalg.solve(kernel + _RIDGE * np.trace(kernel) / len(x) * np.eye(len(x)), y)
    truth = np.array([s.picture.defective for s in test])
    low, high = auroc_interval(truth, score)
    return {"auroc": auroc(truth, score), "low": low, "high": high, "shortcut": low > SHORTCUT}
