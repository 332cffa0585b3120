"""The check that the outer frame of the pictures does not give the class away."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.demo.frame_check import auroc, frame_features, frame_only_auroc


def _rendering(root: Path, shift: float, masked_edge: bool = False) -> None:
    rng = np.random.default_rng(1)
    for group in ("corner", "side", "lid"):
        rows = []
        for can in range(60):
            bad = can % 2 == 1
            picture = rng.normal(110, 30, 3) + rng.normal(0, 8, (70, 160, 3)) + shift * bad
            picture[20:50, 30:130] = 250 * bad  # the middle tells all, and must not be seen
            mask = np.zeros((70, 160), np.uint8)
            mask[30:40, 0 if masked_edge else 50 : 90] = 255
            name = f"c{can}"
            (root / group).mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(root / group / f"{name}.png"), np.clip(picture, 0, 255).astype(np.uint8))
            cv2.imwrite(str(root / group / f"{name}_mask.png"), mask)
            rows.append([f"{name}.png", "bad" if bad else "good", name, f"{name}_mask.png" if bad else ""])
        with (root / group / "manifest.csv").open("w", newline="") as file:
            csv.writer(file).writerows([["file", "label", "group", "mask"], *rows])


def test_frames_that_differ_by_class_are_found_and_equal_frames_are_near_chance(tmp_path: Path) -> None:
    _rendering(tmp_path / "leaky", 60)
    _rendering(tmp_path / "fair", 0)
    assert min(area or 0 for area in frame_only_auroc(tmp_path / "leaky").values()) > 0.85
    assert all(0.25 < (area or 0) < 0.75 for area in frame_only_auroc(tmp_path / "fair").values())


def test_pictures_whose_defect_lies_in_the_frame_are_left_out(tmp_path: Path) -> None:
    _rendering(tmp_path, 60, masked_edge=True)
    assert set(frame_only_auroc(tmp_path).values()) == {None}


def test_the_features_ignore_the_middle_and_feel_the_edge() -> None:
    picture = np.zeros((140, 320, 3), np.uint8)
    middle, edge = picture.copy(), picture.copy()
    middle[40:100, 40:280] = 255
    edge[:5] = 255
    assert np.array_equal(frame_features(picture), frame_features(middle))
    assert not np.array_equal(frame_features(picture), frame_features(edge))


def test_the_area_under_the_curve_is_a_chance_of_ranking_right() -> None:
    bad = np.array([False, False, True, True])
    assert auroc(np.array([0.1, 0.2, 0.3, 0.4]), bad) == 1
    assert auroc(np.array([0.4, 0.3, 0.2, 0.1]), bad) == 0
    assert auroc(np.zeros(4), bad) == pytest.approx(0.5)
