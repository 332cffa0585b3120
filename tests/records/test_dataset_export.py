"""Reviewed sides become a data set that training reads as it is, and nothing else does."""

import csv
import zipfile
from pathlib import Path

import pytest

from core.__main__ import main
from core.errors import BadInput
from core.quality.drawn_box import DrawnBox
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import inspections, reviews
from core.records.dataset_export import COLUMNS, confirmed_sides, export_folder, export_zip
from core.records.reviews import Named
from core.records.use_case import Actor, console
from core.vision.dataset import check_for_training, read_split
from tests.records.people import signed_in, taken

_GOOD, _BAD, _PASSED = Verdict.GOOD, Verdict.BAD, Disposition.PASSED


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def mona() -> Actor:
    return signed_in("mona", Role.MANAGER)


def finished(actor: Actor, key: str, probability: float = 0.4) -> int:
    """A can whose seven photographs are its own."""
    can_id = inspections.start(actor, FOOD_CAN, key=key)
    inspections.add_sides(actor, can_id, [
        taken(side.number, probability, f"{key} {side.number}".encode()) for side in FOOD_CAN.sides
    ])
    inspections.finish(actor, can_id)
    return can_id


@pytest.fixture
def reviewed(ines: Actor, mona: Actor) -> dict[str, int]:
    """Two good cans, two bad ones; and what nobody confirmed: an unreviewed, a raised and an undone one."""
    ids = {key: finished(ines, key) for key in ("good", "fine", "dented", "rusty", "waiting", "undone")}
    for key in ("good", "fine", "undone"):
        reviews.review(mona, ids[key], 0, _GOOD, disposition=_PASSED)
    reviews.undo(mona, ids["undone"])
    reviews.review(mona, ids["dented"], 0, _BAD, disposition=Disposition.SCRAPPED, defects=[
        Named("DNT", 2, answers={"touches_seam": True}), Named("DRT", 2), Named("DRT", 4)])
    reviews.review(mona, ids["rusty"], 0, _BAD, disposition=Disposition.LABORATORY,
                   defects=[Named("RPT", 3), Named("UNK", 5)])
    ids["model good"] = finished(ines, "model good", 0.1)
    ids["raised"] = finished(ines, "raised", 0.1)
    inspections.raise_defect(ines, ids["raised"], side=4, code="TAB")
    return ids


def test_sides_of_good_cans_are_good_and_of_bad_ones_only_those_with_a_named_defect(
    reviewed: dict[str, int], mona: Actor
) -> None:
    shown = {(side.can, side.side, side.kind) for side in confirmed_sides(mona, "wall")}
    walls = [side.number for side in FOOD_CAN.sides if side.group == "wall"]
    assert shown == {
        *((reviewed[key], number, "good") for key in ("good", "fine") for number in walls),
        (reviewed["dented"], 2, "SMD"), (reviewed["rusty"], 3, "RPT"),
    }
    assert {(side.can, side.kind) for side in confirmed_sides(mona, "lid")} == {
        (reviewed["good"], "good"), (reviewed["fine"], "good"), (reviewed["dented"], "DRT")}


def test_training_reads_the_export_and_keeps_the_sides_of_a_can_together(
    reviewed: dict[str, int], mona: Actor, tmp_path: Path
) -> None:
    out = tmp_path / "set"
    assert export_folder(mona, out, "wall") == {"good": 12, "SMD": 1, "RPT": 1}
    pictures = read_split(out, "train")
    check_for_training(pictures)
    assert len(pictures) == 14 and {p.kind for p in pictures} == {"good", "SMD", "RPT"}
    assert len({p.group for p in pictures}) == 4
    assert all(p.group == f"can {p.file.split('can')[1].split('_')[0]}" for p in pictures)
    with (out / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS and {row["file"] for row in rows} == {p.file for p in pictures}
    dented = next(row for row in rows if row["type"] == "SMD")
    assert (dented["codes"], dented["side"], dented["product"]) == ("SMD DRT", "2", FOOD_CAN.sku)


def test_a_zip_holds_the_same_files(reviewed: dict[str, int], mona: Actor, tmp_path: Path) -> None:
    export_folder(mona, tmp_path / "set", "wall")
    export_zip(mona, tmp_path / "zips" / "set.zip", "wall")
    with zipfile.ZipFile(tmp_path / "zips" / "set.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    lying = {file.relative_to(tmp_path / "set").as_posix(): file.read_bytes()
             for file in (tmp_path / "set").rglob("*") if file.is_file()}
    assert packed == lying and len(packed) == 15


def test_a_photograph_given_to_two_cans_is_exported_once(ines: Actor, mona: Actor) -> None:
    for key in ("one", "two"):
        can_id = inspections.start(ines, FOOD_CAN, key=key)
        inspections.add_sides(ines, can_id, [taken(side.number, 0.4) for side in FOOD_CAN.sides])
        inspections.finish(ines, can_id)
        reviews.review(mona, can_id, 0, _GOOD, disposition=_PASSED)
    assert len(confirmed_sides(mona, "wall")) == 6


def test_a_folder_that_holds_something_is_left_alone(reviewed: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BadInput, match="not empty"):
        export_folder(console(), tmp_path, "wall")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "notes.txt"]


def test_a_group_without_a_reviewed_side_is_refused_in_words(ines: Actor, tmp_path: Path) -> None:
    finished(ines, "waiting")
    for group in ("lid", "corner"):
        with pytest.raises(BadInput, match="review cans first"):
            export_folder(console(), tmp_path / "set", group)
    assert not (tmp_path / "set").exists()


def test_the_command_says_what_it_wrote(
    reviewed: dict[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export-dataset", str(tmp_path / "set"), "--group", "lid"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in said[:2]] == [["good", "2"], ["DRT", "1"]]
    assert main(["export-dataset", str(tmp_path / "set"), "--group", "lid"]) == 2
    assert "not empty" in capsys.readouterr().err


def test_boxes_round_every_defect_of_a_side_are_its_mask_and_one_without_a_box_leaves_it_without(
    ines: Actor, mona: Actor, tmp_path: Path
) -> None:
    box, far = DrawnBox(10, 20, 30, 50), DrawnBox(630, 470, 640, 480)
    defects = {"whole": [Named("RST", 2, boxes=(box,)), Named("DRT", 2, boxes=(far,)), Named("RST", 3)],
               "half": [Named("RST", 2, boxes=(box,)), Named("UNK", 2)]}
    for key, named in defects.items():
        reviews.review(mona, finished(ines, key), 0, _BAD, disposition=Disposition.SCRAPPED, defects=named)
    out = tmp_path / "set"
    export_folder(mona, out, "wall")
    masks = {picture.file: picture.defect(480, 640) for picture in read_split(out, "train")}
    (drawn,) = (mask for mask in masks.values() if mask is not None)
    assert len(masks) == 3 and drawn[20:50, 10:30].all() and drawn[470:, 630:].all()
    assert drawn.sum() == 20 * 30 + 10 * 10
