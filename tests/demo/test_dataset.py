"""The data set on disk: layout, truth, going on where it stopped, and refusing another order."""

import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.cli import render as render_command
from core.demo.dataset import COLUMNS, Order, write_dataset
from core.demo.plan import CanPlan
from core.demo.render_can import SidePicture
from core.demo.visibility import Shown
from core.errors import BadInput

ORDER = Order(seed=5, size=64, samples=4)


class _Renderer:
    """Grey pictures; a bad can shows its first defect on sides 1 and 4, and another too faint to count on side 2."""

    def __init__(self, contrast: float = 0.3) -> None:
        self.rendered: list[str] = []
        self.contrast = contrast

    def __call__(self, plan: CanPlan) -> list[SidePicture]:
        self.rendered.append(plan.can)
        return [self._side(plan, side) for side in plan.format.sides]

    def _side(self, plan: CanPlan, side: int) -> SidePicture:
        width, height = plan.format.frame_size(plan.format.views[side].group, 64)
        jpeg = cv2.imencode(".jpg", np.full((height, width, 3), 90 + side, np.uint8))[1].tobytes()
        mask, shown = np.zeros((height, width), bool), ()
        if plan.defects and side in (1, 2, 4):
            mask[5:15, 10:30] = side != 2
            contrast = 0.01 if side == 2 else self.contrast
            shown = (Shown(plan.defects[0].code, 0.5, mask, (10, 5, 30, 15), 200, contrast),)
        return SidePicture(side, jpeg, shown, mask)


def _write(out: Path, cans: int, renderer: _Renderer, order: Order = ORDER) -> dict:
    return write_dataset(out, cans, order, renderer, lambda done, of, can: None)


def _rows(out: Path, group: str) -> list[dict[str, str]]:
    with (out / group / "manifest.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_each_group_has_the_mvtec_layout_with_masks_of_the_picture_s_size(tmp_path: Path) -> None:
    out = tmp_path / "renders"
    counts = _write(out, 4, _Renderer())
    assert counts["cans"] == {"good": 2, "bad": 2}
    for group, sides in (("corner", 4), ("side", 2), ("lid", 1)):
        rows = _rows(out, group)
        assert tuple(rows[0]) == COLUMNS
        assert len(rows) == 4 * sides == len(list((out / group).glob("t*/*/*.jpg")))
        for row in rows:
            picture = cv2.imread(str(out / group / row["file"]))
            assert row["file"].split("/")[:2] == [row["split"], row["type"]]
            if row["label"] == "good":
                assert row["mask"] == ""
                assert not (out / group / "ground_truth/good").exists()
                continue
            mask = cv2.imread(str(out / group / row["mask"]), cv2.IMREAD_UNCHANGED)
            assert mask.shape == picture.shape[:2]
            assert set(np.unique(mask)) == {0, 255}


def test_a_can_is_in_one_split_whole(tmp_path: Path) -> None:
    _write(tmp_path / "renders", 4, _Renderer())
    where: dict[str, set[str]] = {}
    for group in ("corner", "side", "lid"):
        for row in _rows(tmp_path / "renders", group):
            where.setdefault(row["group"], set()).add(row["split"])
    assert len(where) == 4
    assert all(len(splits) == 1 for splits in where.values())


def test_a_side_that_hardly_shows_the_defect_is_good_while_the_can_is_bad(tmp_path: Path) -> None:
    _write(tmp_path / "renders", 2, _Renderer())
    truth = json.loads((tmp_path / "renders/cans/s5-00001/truth.json").read_text())
    assert (truth["product"], truth["verdict"]) == ("SARDINE-CLUB-7", "bad")
    labels = {side["side"]: side["label"] for side in truth["sides"]}
    code = truth["defects"][0]["code"]
    assert labels == {1: code, 2: "good", 3: "good", 4: code, 5: "good", 6: "good", 7: "good"}
    assert truth["sides"][0]["defects"][0]["box"] == [10, 5, 30, 15]
    names = sorted(p.name for p in (tmp_path / "renders/cans/s5-00001").glob("*.jpg"))
    assert names == [f"{k}.jpg" for k in range(1, 8)]


def test_what_nobody_would_see_is_left_out_of_training_but_tested_and_kept_on_the_can(tmp_path: Path) -> None:
    out = tmp_path / "renders"
    _write(out, 4, _Renderer(contrast=0.05))
    rows = _rows(out, "corner")
    assert {row["label"] for row in rows if row["split"] == "train"} == {"good"}
    tested = {(row["label"], row["seen"]) for row in rows if row["split"] == "test"}
    assert tested == {("good", "0"), ("defective", "0")}
    assert len(list((out / "corner/train").glob("*/*.jpg"))) == sum(row["split"] == "train" for row in rows)
    truths = [json.loads(path.read_text()) for path in (out / "cans").glob("*/truth.json")]
    assert sorted(truth["verdict"] for truth in truths) == ["bad", "bad", "good", "good"]
    assert all(len(truth["sides"]) == 7 for truth in truths)


def test_a_second_run_renders_only_what_is_missing_or_half_written(tmp_path: Path) -> None:
    out, first = tmp_path / "renders", _Renderer()
    _write(out, 3, first)
    (out / "cans/s5-00001/truth.json").unlink()
    second = _Renderer()
    counts = _write(out, 4, second)
    assert second.rendered == ["s5-00001", "s5-00003"]
    assert sum(counts["cans"].values()) == 4
    assert not list(out.rglob("*.part"))


def test_a_run_that_fails_midway_leaves_no_unfinished_can_in_the_manifest(tmp_path: Path) -> None:
    out = tmp_path / "renders"

    class Failing(_Renderer):
        def __call__(self, plan: CanPlan) -> list[SidePicture]:
            if plan.can.endswith("2"):
                raise RuntimeError("stopped")
            return super().__call__(plan)

    with pytest.raises(RuntimeError, match="stopped"):
        _write(out, 4, Failing())
    assert sorted(p.parent.name for p in out.glob("cans/*/truth.json")) == ["s5-00000", "s5-00001"]
    assert sum(_write(out, 4, _Renderer())["cans"].values()) == 4


def test_another_order_or_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "renders", 1, _Renderer())
    with pytest.raises(BadInput, match="other settings"):
        _write(tmp_path / "renders", 1, _Renderer(), Order(seed=6, size=64, samples=4))
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign/holiday.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        _write(tmp_path / "foreign", 1, _Renderer())
    assert [p.name for p in (tmp_path / "foreign").iterdir()] == ["holiday.txt"]


def test_a_rendering_from_before_codes_and_formats_could_be_asked_for_is_gone_on_with(
    tmp_path: Path
) -> None:
    out = tmp_path / "renders"
    _write(out, 1, _Renderer())
    settings = json.loads((out / "render.json").read_text())
    del settings["codes"], settings["format"]
    (out / "render.json").write_text(json.dumps(settings))
    assert sum(_write(out, 2, _Renderer())["cans"].values()) == 2
    with pytest.raises(BadInput, match="other settings"):
        _write(out, 2, _Renderer(), Order(seed=5, size=64, samples=4, codes=("PUN",)))


def test_a_round_can_is_another_product_with_side_groups_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "renders"
    _write(out, 2, _Renderer(), Order(seed=5, size=64, samples=4, format="round"))
    assert len(_rows(out, "wall")) == 12
    assert len(_rows(out, "lid")) == 2
    assert json.loads((out / "cans/s5-00000/truth.json").read_text())["product"] == "FOOD-CAN-7"
    with pytest.raises(BadInput, match="other settings"):
        _write(out, 2, _Renderer())


def test_the_cans_have_the_codes_that_were_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "renders"
    _write(out, 8, _Renderer(), Order(seed=5, size=64, samples=4, codes=("PUN", "DRT")))
    truths = [json.loads(path.read_text()) for path in (out / "cans").glob("*/truth.json")]
    assert {defect["code"] for truth in truths for defect in truth["defects"]} == {"PUN", "DRT"}


@pytest.mark.parametrize(
    "wrong",
    [["--cans", "0"], ["--size", "63"], ["--size", "2000"], ["--samples", "1"], ["--seed", "-1"], ["--codes", "X"]],
)
def test_wrong_numbers_and_codes_are_bad_input_before_anything_is_written(tmp_path: Path, wrong: list[str]) -> None:
    parser = argparse.ArgumentParser()
    render_command.add_arguments(parser)
    given = parser.parse_args([str(tmp_path / "out"), "--cans", "1", "--seed", "1", *wrong])
    with pytest.raises(BadInput):
        render_command.run(given)
    assert not (tmp_path / "out").exists()


def test_nothing_in_the_package_imports_the_renderer_before_it_is_needed() -> None:
    names = sorted(p.stem for p in Path(render_command.__file__).parents[1].joinpath("demo").glob("[a-z]*.py"))
    code = f"import sys\nfor n in {names}: __import__('core.demo.' + n)\nprint('mitsuba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert "scene" in names


def test_pictures_are_320_pixels_wide_unless_asked_otherwise() -> None:
    parser = argparse.ArgumentParser()
    render_command.add_arguments(parser)
    assert parser.parse_args(["out", "--cans", "1", "--seed", "1"]).size == 320
