"""The page's job on the command line, with the model that ships."""

import json

import numpy as np
import pytest

from core.__main__ import main
from core.vision.engine import Engine
from tests.drawing import as_jpeg, drawn_can, drawn_side


@pytest.fixture(scope="module")
def engine():
    """The networks, loaded once for all tests here."""
    return Engine()


@pytest.fixture(autouse=True)
def loaded_once(engine, monkeypatch):
    monkeypatch.setattr("core.vision.inspector.Engine", lambda: engine)


@pytest.fixture
def can(tmp_path):
    """A folder with seven drawn sides, the second dented."""
    folder = tmp_path / "can"
    folder.mkdir()
    for number, content in drawn_can(seed=3, bad=2).items():
        (folder / f"{number}.jpg").write_bytes(content)
    return folder


def report(capsys, *arguments) -> dict:
    """Run ``inspect`` with ``--json -`` and return its one document."""
    assert main(["inspect", *map(str, arguments), "--json", "-"]) == 0
    return json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(f"{name} in the JSON"))


def test_a_can_gets_a_verdict_a_reason_and_every_side_its_numbers(can, capsys):
    said = report(capsys, can, "--product", "FOOD-CAN-7")
    assert said["product"] == "FOOD-CAN-7"
    assert said["verdict"] in ("good", "bad", "review")
    assert [side["side"] for side in said["sides"]] == [1, 2, 3, 4, 5, 6, 7]
    for side in said["sides"]:
        assert {"side", "label", "group", "verdict", "probability", "thresholds", "boxes", "model"} <= set(side)
        assert side["verdict"] in ("review", "error") or 0 <= side["probability"] <= 1
        for box in side["boxes"]:
            assert 0 <= box["x0"] < box["x1"] <= 480 and 0 <= box["y0"] < box["y1"] <= 640


def test_a_missing_side_is_listed_without_numbers(can, capsys):
    for number in range(2, 8):
        (can / f"{number}.jpg").unlink()
    sides = report(capsys, can)["sides"]
    assert [side["verdict"] for side in sides[1:]] == ["missing"] * 6
    assert sides[4]["probability"] is None
    assert sides[4]["thresholds"] == {"good_below": None, "bad_from": None}


def test_a_broken_photograph_still_gives_json_and_never_good(can, capsys):
    for content in (b"", b"%PDF-1.7", drawn_can(seed=3)[3][:4000]):
        (can / "3.jpg").write_bytes(content)
        said = report(capsys, can)
        assert said["verdict"] != "good"
        assert said["sides"][2]["verdict"] == "error"
        assert "3.jpg" in said["sides"][2]["reason"]


def test_heatmaps_have_the_photographs_size_and_stay_between_0_and_1(can, capsys, tmp_path):
    said = report(capsys, can, "--product", "FOOD-CAN-7", "--heatmaps", tmp_path / "maps")
    judged = [side["side"] for side in said["sides"] if side["probability"] is not None]
    assert judged
    for number in judged:
        heat = np.load(tmp_path / "maps" / f"{number}.npy")
        assert (heat.shape, heat.dtype) == ((640, 480), np.float32)
        assert 0 <= heat.min() <= heat.max() <= 1
        assert (tmp_path / "maps" / f"{number}.png").read_bytes().startswith(b"\x89PNG")


def test_the_product_comes_from_the_argument_else_from_the_folder_else_it_is_the_default(can, capsys):
    (can / "can.json").write_text('{"product": "FOOD-CAN-7"}')
    assert report(capsys, can)["product"] == "FOOD-CAN-7"
    (can / "can.json").write_text('{"product": "NO-SUCH-CAN"}')
    assert report(capsys, can, "--product", "FOOD-CAN-7")["product"] == "FOOD-CAN-7"
    assert main(["inspect", str(can)]) == 2
    assert "NO-SUCH-CAN" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["[]", "{", "{}", '{"product": 7}', "null"])
def test_a_can_json_that_names_no_product_is_refused_in_a_sentence(can, capsys, content):
    (can / "can.json").write_text(content)
    assert main(["inspect", str(can)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_is_not_there_or_empty_is_bad_input(tmp_path, capsys):
    assert main(["inspect", str(tmp_path / "nowhere")]) == 2
    (tmp_path / "empty").mkdir()
    assert main(["inspect", str(tmp_path / "empty")]) == 2
    assert "holds no photographs" in capsys.readouterr().err


def test_many_cans_survive_a_bad_one_and_a_second_run_takes_up_where_the_first_stopped(can, capsys, monkeypatch):
    (can.parent / "broken").mkdir()
    (can.parent / "broken" / "can.json").write_text("{")
    first = report(capsys, can.parent, "--cans")
    assert {entry["can"]: entry["verdict"] for entry in first["cans"]}["broken"] is None
    monkeypatch.setattr("core.vision.inspector.Inspector.inspect", lambda *_: pytest.fail("inspected again"))
    assert report(capsys, can.parent, "--cans")["counts"] == first["counts"]


def test_a_can_whose_photograph_was_replaced_is_inspected_again(can, capsys):
    report(capsys, can.parent, "--cans")
    (can / "1.jpg").write_bytes(as_jpeg(np.zeros((100, 100, 3), np.uint8)))
    again = {entry["can"]: entry for entry in report(capsys, can.parent, "--cans")["cans"]}["can"]
    assert again["sides"][0]["verdict"] in ("review", "error")


def test_without_json_a_can_is_told_in_words_a_line_a_side(can, capsys):
    assert main(["inspect", str(can)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split(":")[0] in ("GOOD", "BAD", "REVIEW")
    assert len(out.splitlines()) == 8


def test_the_same_photograph_for_two_sides_is_never_good(can, capsys):
    same = as_jpeg(drawn_side(1))
    for number in range(1, 8):
        (can / f"{number}.jpg").write_bytes(same)
    assert report(capsys, can)["verdict"] != "good"


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["inspect"], ["inspect", "x", "--json", "y"]])
def test_arguments_that_make_no_sense_exit_with_2(arguments):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
