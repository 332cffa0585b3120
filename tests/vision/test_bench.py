"""The measuring itself: that it measures the right thing, never how fast this machine is."""

import dataclasses
import importlib
import json
from pathlib import Path

import pytest

from core.__main__ import main
from core.cli.bench import SUBJECTS
from core.quality.sides import FOOD_CAN
from core.vision import bench, bench_inspectors
from core.vision.inspector import Inspector
from tests.drawing import drawn_can

PLATES = dataclasses.replace(FOOD_CAN, models={"wall": "plates", "lid": "plates"})


def test_the_figures_of_a_can_hang_together(own_models: Path) -> None:
    files = {n: (f"{n}.jpg", content) for n, content in list(drawn_can(3).items())[:2]}
    figures = bench.bench_inspect(PLATES, files, 7)
    assert figures["sides"] == 2 and figures["rounds"] == 7
    assert 0 < figures["model_s"] <= figures["ours_s"]
    assert figures["speedup"] == pytest.approx(figures["baseline_s"] / figures["ours_s"], rel=0.1)
    assert figures["of_limit"] == pytest.approx(figures["model_s"] / figures["gemm_limit_s"], rel=0.1)


def test_a_photograph_costs_what_its_convolutions_do(own_models: Path) -> None:
    one = {1: ("1.jpg", drawn_can(3)[1])}
    both = {**one, 2: ("2.jpg", drawn_can(3)[2])}
    once = bench._operations(PLATES, one)
    forward_at_64 = 2 * 15.3e9 * (64 / 224) ** 2  # VGG16's convolutions: 15.3 G multiply-adds at 224
    assert forward_at_64 < once < 1.4 * forward_at_64  # and what leads the attribution back through conv5
    assert bench._operations(PLATES, both) == pytest.approx(2 * once, rel=0.05)


def test_the_command_prints_one_document_with_the_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "bench_inspect", lambda product, files, rounds: {"sides": len(files), "rounds": rounds})
    assert main(["bench", "inspect", "--rounds", "9", "--json", "-"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["inspect"] == {"sides": 7, "rounds": 9}
    assert told["machine"]["threads"] >= 1
    assert main(["bench", "--rounds", "3"]) == 2


def test_inspectors_at_once_are_counted_and_nothing_of_theirs_is_mixed(own_models: Path) -> None:
    cans = [{n: (f"{n}.jpg", drawn_can(seed)[n]) for n in (1, 2)} for seed in range(3)]
    figures = bench_inspectors.bench_inspectors(Inspector(), PLATES, cans, 1)
    assert (figures["at_once"], figures["mixed"]) == (3, 0)
    assert figures["of_model"] == pytest.approx(figures["cans_a_minute"] / figures["model_cans_a_minute"], rel=0.1)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_can_be_measured(subject: str) -> None:
    assert callable(importlib.import_module(SUBJECTS[subject]).measure)
