"""Thresholds and scales anew: the weights stay, and what is wrong leaves no version behind."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from core.__main__ import main
from core.errors import BadInput
from core.vision.dataset import read_split
from core.vision.engine import Engine
from core.vision.recalibration import recalibrate
from core.vision.versions import active_version, find_version, learnt_picture, list_versions, write_on_card
from tests.vision.conftest import draw_dataset, draw_part


@pytest.fixture
def others(tmp_path: Path) -> Path:
    """A data set of plates that nothing has learnt from."""
    return draw_dataset(tmp_path / "others", good=6, defective=4, test=0)


def test_the_next_version_ranks_photographs_as_before_and_says_what_it_was_set_on(
    own_models: Path, others: Path
) -> None:
    before = write_on_card(find_version("plates", "1"), "test", {"auroc": 1.0})
    pictures = read_split(others, "train")
    after = recalibrate(before, pictures, None)
    assert active_version("plates").card == after.card
    assert after.card.version == "2"
    assert after.card.metrics["validation"]["photographs"] == 10
    assert "test" not in after.card.metrics
    set_on = after.card.data["calibrated_on"]
    assert (set_on["of"], set_on["name"], set_on["good"], set_on["defective"]) == ("plates/1", "others", 6, 4)
    assert after.card.data["learnt_from"] == before.card.data["learnt_from"]
    assert learnt_picture(after) == learnt_picture(before)
    assert after.card.capture == before.card.capture
    engine = Engine()
    said = [[engine.judge(version, p.rgb()).probability for p in pictures] for version in (before, after)]
    assert np.array_equal(*map(np.argsort, said))


def test_a_model_that_called_everything_defective_is_set_right(own_models: Path, others: Path) -> None:
    version = find_version("plates", "1")
    limits = dataclasses.replace(version.card.thresholds, good_below=0.001, bad_from=0.05)
    blind = dataclasses.replace(version, card=dataclasses.replace(version.card, thresholds=limits))
    pictures = read_split(others, "train")
    card = recalibrate(blind, pictures, None).card
    engine, found = Engine(), find_version("plates", "2")
    called = [engine.judge(found, p.rgb()).probability >= card.thresholds.good_below for p in pictures]
    right = np.mean([call == p.defective for call, p in zip(called, pictures, strict=True)])
    assert right == pytest.approx(card.metrics["validation"]["balanced_accuracy"], abs=0.3)
    assert not all(called)


def test_good_photographs_that_would_be_stopped_as_unfamiliar_are_counted_on_the_card(
    own_models: Path, others: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.vision.recalibration.familiar_below", lambda distances: 1e-9)
    card = recalibrate(find_version("plates", "1"), read_split(others, "train"), None).card
    assert card.metrics["validation"]["good_stopped"]["count"] == 6


def test_photographs_of_one_class_or_a_broken_one_leave_no_version(own_models: Path, others: Path) -> None:
    version = find_version("plates", "1")
    with pytest.raises(BadInput, match="defective"):
        recalibrate(version, [p for p in read_split(others, "train") if not p.defective], None)
    (others / "train" / "good" / "g000.png").write_bytes(b"broken")
    with pytest.raises(BadInput, match="g000"):
        recalibrate(version, read_split(others, "train"), None)
    assert len(list_versions("plates")) == 1


def test_calibrate_reads_what_was_kept_and_prints_the_card(
    own_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for i in range(4):
        draw_part(tmp_path / "d" / "kept" / "good" / f"{i}.png", 400 + i, defective=False)
        draw_part(tmp_path / "d" / "kept" / "scratch" / f"{i}.png", 500 + i, defective=True)
    assert main(["calibrate", str(tmp_path / "d"), "--model", "plates", "--cost-escape", "3", "--json", "-"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert (card["version"], card["recipe"]["prices"]["escape"]) == ("2", 3.0)
    assert main(["calibrate", str(tmp_path / "d"), "--model", "plates/1"]) == 0
    assert "plates/3" in capsys.readouterr().out
    assert main(["calibrate", str(tmp_path / "d"), "--model", "plates", "--split", "nowhere"]) == 2
    assert main(["calibrate", str(tmp_path / "d"), "--model", "nothing"]) == 2
