"""Measuring the training: both ways learn from the same photographs, and nothing of it stays behind."""

import dataclasses
from pathlib import Path

import pytest

from core.settings import settings
from core.vision import bench_training
from core.vision.dataset import read_split


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = dataclasses.replace(bench_training.QUICK, size=64, epochs=1)
    for name, few in {"FEW": (6, 5), "MANY": (7, 5), "TEST_EACH": 2, "SIZE": 64, "QUICK": quick}.items():
        monkeypatch.setattr(bench_training, name, few)


def test_the_plates_drawn_have_both_classes_and_masks_of_the_scratches(tmp_path: Path) -> None:
    drawn = bench_training.draw_plates(tmp_path, 6, 5)
    for split, counts in (("train", (6, 5)), ("test", (2, 2))):
        pictures = read_split(drawn, split)
        assert (sum(not p.defective for p in pictures), sum(p.defective for p in pictures)) == counts
        assert all(p.defect(400, 400) is not None for p in pictures if p.defective)
    assert len({p.sha256 for p in read_split(drawn, "train") + read_split(drawn, "test")}) == 15


def test_both_ways_learn_for_every_seed_and_the_installation_stays_as_it_was() -> None:
    before = settings()
    figures = bench_training.measure(1)
    assert settings() == before
    assert len(figures["plain_balanced_accuracy"]) == len(figures["balanced_accuracy"]) == len(bench_training.SEEDS)
    assert (figures["photographs"], figures["epochs"]) == (11, 1)
    assert (figures["quick"]["head_photographs"], figures["quick"]["head_size"]) == (12, 64)
    assert 0 <= figures["quick"]["head_balanced_accuracy"] <= 1
    assert figures["speedup"] == pytest.approx(figures["plain_epoch_s"] / figures["epoch_s"], rel=0.2)
