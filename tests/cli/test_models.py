"""Marking and changing model versions on the command line is recorded."""

import json
import shutil

import pytest

from core.__main__ import main
from core.records import audit
from core.records.use_case import console
from core.settings import SHIPPED_MODELS
from core.vision.versions import active_version


@pytest.fixture
def own_models(tmp_path, monkeypatch):
    """A models folder of this installation's own, with the shipped model in it."""
    folder = tmp_path / "models"
    shutil.copytree(SHIPPED_MODELS, folder)
    monkeypatch.setenv("CANSIGHT_MODELS", str(folder))
    return folder


def actions() -> list[str]:
    return [row.action for row in audit.entries(console())]


def test_a_version_is_marked_for_production_with_a_reason_and_an_evaluation_of_it(own_models, tmp_path):
    figures = tmp_path / "evaluation.json"
    figures.write_text(json.dumps({"model": "food-can/1", "balanced_accuracy": 0.97}))
    marking = ["models", "fit", "food-can/1", "--for", "production", "--reason", "measured on line 2"]
    assert main([*marking, "--evaluation", str(figures)]) == 0
    assert active_version("food-can").card.fit_for == "production"
    row = audit.entries(console())[0]
    assert (row.action, row.why, row.new["evaluation"]["balanced_accuracy"]) == (
        "model marked", "measured on line 2", 0.97)
    assert main(["models", "fit", "food-can/1", "--for", "demonstration", "--reason", "the camera was moved"]) == 0
    assert active_version("food-can").card.fit_for == "demonstration"


@pytest.mark.parametrize("evaluation", [None, "{", '{"model": "other/1"}'])
def test_production_without_an_evaluation_of_that_version_is_refused(own_models, tmp_path, evaluation):
    marking = ["models", "fit", "food-can/1", "--for", "production", "--reason", "it looks good"]
    if evaluation is not None:
        (tmp_path / "evaluation.json").write_text(evaluation)
        marking += ["--evaluation", str(tmp_path / "evaluation.json")]
    assert main(marking) == 2
    assert active_version("food-can").card.fit_for == "demonstration"
    assert actions() == []


def test_a_mark_without_a_reason_in_words_is_refused(own_models):
    assert main(["models", "fit", "food-can/1", "--for", "demonstration", "--reason", "  "]) == 2
    assert actions() == []


def test_activating_is_recorded(own_models):
    assert main(["models", "activate", "food-can/1"]) == 0
    assert actions() == ["model activated"]


def test_a_damaged_version_is_neither_activated_nor_recorded(own_models, capsys):
    head = own_models / "food-can" / "1" / "head.safetensors"
    content = bytearray(head.read_bytes())
    content[len(content) // 2] ^= 1
    head.write_bytes(content)
    assert main(["models", "activate", "food-can/1"]) == 2
    assert "damaged" in capsys.readouterr().err
    assert actions() == []
