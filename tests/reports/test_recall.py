"""A recall holds everything that is known of a lot, says what is not, and how long it took."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from core.errors import BadInput
from core.quality.reviewing import Disposition
from core.quality.verdict import Verdict
from core.records import complaints, images, inspections, recalls, reviews, stock
from core.records.use_case import Actor
from core.reports.occasion import Occasion
from core.reports.recall import write_recall
from tests.records.people import can_of_lot, open_lot, whole_can
from tests.records.warehousing import a_warehouse, place_id


@pytest.fixture
def recalled(ines: Actor, rita: Actor, occasion: Occasion, tmp_path: Path) -> tuple[int, Path]:
    """A lot with a good can, an overturned one, one with a side missing and a complaint, and its recall."""
    lot_id = open_lot(ines, "L2315")
    can_of_lot(ines, "good", lot_id, line="2", seaming_head="1")
    overturned = can_of_lot(ines, "overturned", lot_id, probability=0.9)
    reviews.review(rita, overturned, 0, Verdict.GOOD, disposition=Disposition.PASSED, reason="=wiped off")
    part = whole_can(ines, "part")
    inspections.give_up(ines, part)
    complaint = can_of_lot(ines, "complaint", lot_id, probability=0.9, purpose="complaint")
    complaints.keep_note(ines, complaint, "@bulges")
    code = a_warehouse("W1")
    stock.receive(ines, lot_id, 2, 100)
    stock.receive(ines, lot_id, 1, 50, place_id("A01-01-1", code))
    file = tmp_path / "recall.zip"
    assert write_recall(occasion, lot_id, file) == 3
    return lot_id, file


def sheets_of(file: Path) -> dict[str, list[list[object]]]:
    with zipfile.ZipFile(file) as archive, archive.open("recall.xlsx") as book:
        return {sheet.title: [[cell.value for cell in row] for row in sheet.rows]
                for sheet in openpyxl.load_workbook(book)}


def test_a_recall_holds_cans_pictures_people_models_reviews_pallets_and_places(recalled: tuple[int, Path]) -> None:
    _, file = recalled
    sheets = sheets_of(file)
    told = str(sheets)
    for words in ("ines", "محمد", "food-can/1", "'=wiped off", "'@bulges", "A01-01-1", "W1", "SHA-256", "received"):
        assert words in told, words
    assert len(sheets["cans"]) == 1 + 3 and len(sheets["sides"]) == 1 + 21 and len(sheets["stock"]) == 1 + 3
    assert [row[2] for row in sheets["verdicts"][1:]] == ["good", "bad", "good", "bad"]
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None and archive.read("lot-report.pdf").startswith(b"%PDF")
        names = {row[9] for row in sheets["sides"][1:]}
        assert names <= set(archive.namelist()) and len(names) == 21
        row = sheets["sides"][1]
        assert images.digest(archive.read(str(row[9]))) == row[10]


def test_a_recall_says_what_is_missing(recalled: tuple[int, Path]) -> None:
    missing = [str(row[0]) for row in sheets_of(recalled[1])["missing"][1:]]
    for words in ("best-before day", "9,750 of 10,000 cans are on no pallet", "P1-001: it stands in no place",
                  "C-0003: bad, and nobody has named the defect", "C-0001: its line or seaming head is not known"):
        assert any(words in sentence for sentence in missing), words
    assert not any("L2-0001" in sentence for sentence in missing)


def test_a_photograph_that_was_changed_on_disk_is_named_and_the_rest_is_there(
    ines: Actor, occasion: Occasion, installation: Path, tmp_path: Path
) -> None:
    lot_id = open_lot(ines)
    can_of_lot(ines, "one", lot_id)
    damaged = next(path for path in (installation / "photographs").glob("*/*") if path.is_file())
    damaged.write_bytes(b"something else")
    write_recall(occasion, lot_id, tmp_path / "r.zip")
    with zipfile.ZipFile(tmp_path / "r.zip") as archive:
        assert len([name for name in archive.namelist() if name.startswith("photographs/")]) == 6
    assert any("was changed on disk" in str(row[0]) for row in sheets_of(tmp_path / "r.zip")["missing"])


def test_the_time_that_a_recall_took_is_kept(recalled: tuple[int, Path], mona: Actor) -> None:
    (made,) = recalls.of_lot(mona, recalled[0])
    assert (made.who, made.cans, made.photographs) == ("mona", 3, 21)
    assert made.seconds > 0 and made.missing > 0


def test_a_lot_that_is_not_there_leaves_no_file_and_no_record(mona: Actor, occasion: Occasion, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        write_recall(occasion, 7, tmp_path / "r.zip")
    assert list(tmp_path.glob("*.zip")) == [] and recalls.of_lot(mona, 7) == []
