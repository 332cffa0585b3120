"""Measuring: progress while it lasts, one document at the end."""

import json
import sys
import time
import types

import pytest

from core.__main__ import main
from core.cli import bench


def measure(rounds: int) -> dict[str, object]:
    time.sleep(0.1)
    return {"rounds": rounds, "part": {"s": 0.5}}


@pytest.fixture(autouse=True)
def quick_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    """A subject that takes a tenth of a second, in the place of what takes minutes."""
    module = types.ModuleType("quick_subject")
    monkeypatch.setattr(module, "measure", measure, raising=False)
    monkeypatch.setitem(sys.modules, "quick_subject", module)
    monkeypatch.setitem(bench.SUBJECTS, "train", "quick_subject")
    monkeypatch.setattr(bench, "TOLD_EVERY_S", 0.01)


def test_how_long_it_has_been_measured_is_told_on_standard_error_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "train", "--json", "-"]) == 0
    told = capsys.readouterr()
    assert "train: measured for" in told.err
    assert json.loads(told.out)["train"] == {"rounds": 7, "part": {"s": 0.5}}


def test_figures_are_told_one_a_line_with_those_of_a_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "train", "--rounds", "9"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:]] == [["rounds", "9"], ["s", "0.5"]]


def test_too_few_rounds_are_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "train", "--rounds", "3"]) == 2
    assert "at least as many" in capsys.readouterr().err
