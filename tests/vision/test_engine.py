"""The engine: the same numbers whichever way photographs come, and everyone gets their own heatmap."""

import dataclasses
import threading
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from core.quality.sides import FOOD_CAN
from core.quality.verdict import judge_probability
from core.vision.engine import Engine, Judgement
from core.vision.inspector import Inspector
from core.vision.versions import Version, active_version
from tests.drawing import drawn_can, drawn_side

CLOSE = 0.02


def same(one: Judgement, other: Judgement) -> bool:
    return one.probability == other.probability and np.array_equal(one.heat, other.heat)


def test_sides_one_by_one_and_together_get_identical_numbers(own_models: Path) -> None:
    product = dataclasses.replace(FOOD_CAN, models={"wall": "plates", "lid": "plates"})
    files = {n: (f"{n}.jpg", content) for n, content in drawn_can(3, bad=2).items()}
    inspector = Inspector()
    together = inspector.inspect(product, files)
    alone = [inspector.inspect(product, {n: files[n]})[0] for n in reversed(files)][::-1]
    for one, other in zip(together, alone, strict=True):
        assert one.result == other.result
        assert (one.heat is None) == (other.heat is None)
        if one.heat is not None and other.heat is not None:
            assert np.array_equal(one.heat, other.heat)


@pytest.mark.parametrize("rounds", [4, pytest.param(300, marks=pytest.mark.long)])
def test_four_threads_each_get_their_own_heatmap(own_models: Path, rounds: int) -> None:
    engine, version = Engine(), active_version("plates")
    pictures = [drawn_side(n, bad=n % 2 == 0, width=200, height=200 + 40 * n) for n in range(4)]
    expected = [engine.judge(version, picture) for picture in pictures]
    wrong: list[int] = []

    def judge_often(mine: int) -> None:
        for _ in range(rounds):
            if not same(engine.judge(version, pictures[mine]), expected[mine]):
                wrong.append(mine)

    threads = [threading.Thread(target=judge_often, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(("height", "width"), [(64, 64), (64, 900), (900, 64), (65, 333)])
def test_any_aspect_ratio_gives_a_finite_probability_and_heat_inside_0_and_1(
    own_models: Path, height: int, width: int
) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (height, width, 3)).astype(np.uint8)
    judgement = Engine().judge(active_version("plates"), picture)
    assert 0 <= judgement.probability <= 1
    assert judgement.heat.dtype == np.float32
    assert ((judgement.heat > 0) & (judgement.heat < 1)).all()


def precisions_agree(version: Version, pictures: list[np.ndarray]) -> None:
    """No verdict changes whose float32 probability is more than 0.02 from a threshold, and others only to review."""
    exact, fast = Engine(torch.float32), Engine()
    limits = version.card.thresholds
    for picture in pictures:
        one, other = exact.judge(version, picture).probability, fast.judge(version, picture).probability
        before, after = (judge_probability(p, limits)[0].value for p in (one, other))
        near = min(abs(one - limits.good_below), abs(one - limits.bad_from)) <= CLOSE
        assert before == after or (near and "review" in (before, after)), (one, other)


def test_the_fastest_arithmetic_changes_no_verdict_of_the_shipped_model() -> None:
    pictures = [drawn_side(n, lid=n % 3 == 0, bad=n % 2 == 0, width=300, height=400) for n in range(2)]
    precisions_agree(active_version("food-can"), pictures)


@pytest.mark.long
def test_the_fastest_arithmetic_changes_no_verdict_of_the_shipped_model_on_many_photographs() -> None:
    pictures = [drawn_side(n, lid=n % 3 == 0, bad=n % 2 == 0) for n in range(40)]
    precisions_agree(active_version("food-can"), pictures)


def test_the_shipped_models_files_are_whole_and_small() -> None:
    from core.settings import SHIPPED_MODELS
    from core.vision.start import find_start

    version = active_version("food-can")
    Engine().load(version)
    assert version.card.fit_for == "demonstration"
    assert find_start("shipped")[0] == version.card.trunk_sha256
    assert sum(p.stat().st_size for p in SHIPPED_MODELS.rglob("*") if p.is_file()) < 56 * 1024**2


def test_strangeness_to_another_version_is_a_share_of_its_limit(own_models: Path, dataset: Path) -> None:
    engine, version = Engine(), active_version("plates")
    own = engine.judge(version, cv2.imread(str(next((dataset / "test" / "good").iterdir()))))
    for share in (0.99, 1.01):
        card = dataclasses.replace(version.card, familiar_below=own.strangeness / share)
        assert engine.strangeness(dataclasses.replace(version, card=card), own) == pytest.approx(share, rel=1e-4)
        assert dataclasses.replace(own, card=card).familiar is (share < 1)


@pytest.mark.parametrize("other", [{"familiar_below": None}, {"size": 128}, {"trunk_sha256": "0" * 64},
                                   {"normalised": False}])
def test_features_that_cannot_be_compared_are_strange_to_nobody(
    own_models: Path, dataset: Path, other: dict[str, Any]
) -> None:
    engine, version = Engine(), active_version("plates")
    own = engine.judge(version, cv2.imread(str(next((dataset / "test" / "good").iterdir()))))
    changed = dataclasses.replace(version, card=dataclasses.replace(version.card, **other))
    assert engine.strangeness(changed, own) is None
