"""Data sets that give their answers away."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.__main__ import main
from core.errors import BadInput
from core.vision.dataset import read_split
from core.vision.leaks import audit
from core.words.leaks import sentences
from tests.vision.conftest import draw_dataset, read_card


def found_in(root: Path) -> dict[str, object]:
    skipped: list[str] = []
    return audit(read_split(root, "train"), read_split(root, "test"), skipped.append, lambda done, of: None)


def change(path: Path, by: object) -> None:
    picture = cv2.imread(str(path))
    cv2.imwrite(str(path), by(picture))  # type: ignore[operator]


def test_a_clean_data_set_has_nothing_in_both_splits_and_no_shortcut_in_its_frame(tmp_path: Path) -> None:
    found = found_in(draw_dataset(tmp_path / "d", good=30, defective=30, test=15))
    assert (found["same"], found["near_duplicates"], found["groups_on_both_sides"]) == ([], 0, 0)
    assert not found["frame"]["shortcut"]  # type: ignore[index]
    assert sentences(found)[0] == "Nothing lies in both splits."


def test_the_same_photograph_saved_again_a_little_darker_is_a_near_duplicate(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d")
    again = (cv2.imread(str(root / "train" / "good" / "g002.png")) * 0.9 + 9).astype(np.uint8)
    cv2.imwrite(str(root / "test" / "good" / "again.png"), again)
    (root / "test" / "good" / "copy.png").write_bytes((root / "train" / "good" / "g003.png").read_bytes())
    found = found_in(root)
    assert found["near_duplicates_named"] == [("train/good/g002.png", "test/good/again.png")]
    assert found["same"] == [["train/good/g003.png", "test/good/copy.png"]]


def test_an_object_in_both_splits_is_named(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d")
    (root / "manifest.csv").write_text("file,group\ntrain/good/g000.png,can 7\ntest/good/tg000.png,can 7\n")
    found = found_in(root)
    assert found["groups_named"] == ["can 7"]
    assert "1 objects lie in both splits" in sentences(found)[0]


def test_a_frame_that_tells_the_class_is_a_shortcut(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=30, defective=30, test=15)

    def darker_edge(picture: np.ndarray) -> np.ndarray:
        picture[:6] = (picture[:6] * 0.8).astype(np.uint8)
        return picture

    for path in root.glob("t*/scratch/*.png"):
        change(path, darker_edge)
    found = found_in(root)
    assert found["frame"]["shortcut"]  # type: ignore[index]
    assert "A shortcut: the picture's frame alone" in sentences(found)[1]


def test_a_split_of_one_class_cannot_be_checked(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d")
    for path in (root / "test" / "scratch").iterdir():
        path.unlink()
    with pytest.raises(BadInput, match="test needs"):
        found_in(root)


def test_the_answer_goes_on_the_card_of_a_version_that_learnt_from_it_and_of_no_other(
    own_models: Path, dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit-dataset", str(dataset), "--on-card", "plates/1", "--json", "-"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert read_card(own_models)["data"]["leaks"]["frame"] == told["frame"]  # type: ignore[index]
    assert main(["audit-dataset", str(draw_dataset(tmp_path / "d", good=20)), "--on-card", "plates/1"]) == 2
    assert "learnt from other photographs" in capsys.readouterr().err
