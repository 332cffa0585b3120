"""What ships: the sample cans get their true verdicts from the shipped heads, and the heat lies on the defects."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.__main__ import main
from core.quality.sides import DEFAULT_PRODUCT
from core.settings import SAMPLES, SHIPPED_MODELS
from core.vision.bench import sample_cans
from core.vision.evaluation import GROWN
from core.vision.inspector import Inspector

CLOSE = 0.02
"""What lies this near to a threshold may be for review."""

CANS = sorted(path.parent for path in (SAMPLES / "cans").glob("*/truth.json"))
MEBIBYTE = 1024**2


def test_there_are_a_dozen_samples_and_what_ships_is_small() -> None:
    assert len(CANS) == 12
    assert sum(path.stat().st_size for path in (SAMPLES / "cans").rglob("*")) < 4 * MEBIBYTE
    assert sum(path.stat().st_size for path in SHIPPED_MODELS.rglob("*")) < 56 * MEBIBYTE


def test_every_sample_can_gets_its_true_verdict_and_the_heat_points_at_the_defect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANSIGHT_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CANSIGHT_MODELS", raising=False)
    assert main(["inspect", str(SAMPLES / "cans"), "--cans", "--heatmaps", str(tmp_path / "heat"), "--json", "-"]) == 0
    told = {can["can"]: can for can in json.loads(capsys.readouterr().out)["cans"]}
    found, missed = [], []
    for folder in CANS:
        truth = json.loads((folder / "truth.json").read_text())
        can = told[folder.name]
        assert (folder.name, can["verdict"]) == (folder.name, truth["verdict"])
        boxes = {side["side"]: [d["box"] for d in side["defects"]] for side in truth["sides"]}
        for side in can["sides"]:
            if side["verdict"] == "bad":
                heat = np.load(tmp_path / "heat" / folder.name / f"{side['side']}.npy")
                here = any(_points_at(heat, box) for box in boxes[side["side"]])
                (found if here else missed).append(f"{folder.name}/{side['side']}")
    assert len(found) >= 9 * len(missed), missed


def _points_at(heat: np.ndarray, box: list[int]) -> bool:
    height, width = heat.shape
    row, column = np.unravel_index(int(cv2.GaussianBlur(heat, (0, 0), 1).argmax()), heat.shape)
    x0, y0, x1, y1 = box
    across, down = GROWN * width, GROWN * height
    return bool(x0 - across <= column <= x1 + across and y0 - down <= row <= y1 + down)


def test_a_large_photograph_that_is_read_small_gets_the_verdict_of_the_whole_one(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    (can,) = sample_cans(DEFAULT_PRODUCT, 1)
    inspector = Inspector()
    small = inspector.inspect(DEFAULT_PRODUCT, can)
    monkeypatch.setattr("core.vision.inspector.least_edge", lambda size: 10_000)
    whole = inspector.inspect(DEFAULT_PRODUCT, can)
    for one, other in zip(small, whole, strict=True):
        assert one.photograph and other.photograph and one.result.probability and other.result.probability
        assert one.photograph.rgb.shape[0] * 2 == other.photograph.rgb.shape[0] == one.photograph.height
        assert one.result.probability == pytest.approx(other.result.probability, abs=0.02)
        limits = other.result.thresholds
        assert limits
        near = min(abs(other.result.probability - limit) for limit in (limits.good_below, limits.bad_from)) < CLOSE
        assert one.result.outcome is other.result.outcome or near
