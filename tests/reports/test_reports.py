"""Reports open in a PDF reader and say everything: both verdicts, numbers, people's names in any script."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import BadInput
from core.quality.lot_states import LotState
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sampling import Limit, Plan
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import complaints, inspections, lots, models, reviews, samples, seals
from core.records.reviews import Named
from core.records.use_case import Actor, console
from core.reports.can_report import can_report
from core.reports.lot_book import write_lot_book
from core.reports.lot_report import lot_report
from core.reports.month_report import month_report
from core.reports.occasion import Occasion
from tests.browser.waiting import judged_side
from tests.drawing import drawn_can
from tests.records.people import can_of_lot, open_lot, sign_in, signed_in, whole_can
from tests.records.test_hostile_text import HOSTILE
from tests.reports.conftest import pages_of, pictures_in
from tests.reports.test_tables import read_excel

BAND = "Demonstration model (food-can/1), not for release decisions."


def photographed(actor: Actor, key: str, worst: float, **context: object) -> int:
    """A finished can with drawn photographs, side 2 judged ``worst``."""
    can_id = inspections.start(actor, FOOD_CAN, key=key, **context)
    inspections.add_sides(actor, can_id, [
        judged_side(n, content, worst if n == 2 else 0.05) for n, content in drawn_can(seed=1, bad=2).items()])
    inspections.finish(actor, can_id)
    return can_id


def test_a_cans_report_is_one_page_with_its_sides_both_verdicts_and_the_hash_of_its_record(
    ines: Actor, rita: Actor, occasion: Occasion
) -> None:
    can_id = photographed(ines, "one", 0.9)
    reviews.review(rita, can_id, 0, Verdict.GOOD, disposition=Disposition.PASSED, reason="A reflection")
    pdf = can_report(occasion, can_id, [BAND])
    (page,) = pages_of(pdf)
    seal = seals.seal(occasion.actor, f"can:{can_id}")
    assert seal is not None and seal.hash in page.replace(" ", "").replace("\n", "")
    for words in ("GOOD", "Bad because side 2", "A reflection", "0.90 · good < 0.30 · bad ≥ 0.60", "food-can/1",
                  "not for release decisions", "THE MODEL SAID bad", "passed", "mona"):
        assert words in page, words
    assert pictures_in(pdf) == 7


def test_a_can_that_was_reviewed_over_and_over_still_has_one_page(ines: Actor, occasion: Occasion) -> None:
    inspections.finish(ines, can_id := whole_can(ines, "one", probability=0.9))
    for n in range(12):
        inspections.raise_defect(ines, can_id, side=4, code="TAB", note=f"{n} " + "a long note in many words " * 40)
    pages = pages_of(can_report(occasion, can_id, [BAND * 20]))
    assert len(pages) == 1 and "earlier verdicts" in pages[0]


def test_a_can_without_a_readable_photograph_has_a_report_that_says_so(ines: Actor, occasion: Occasion) -> None:
    inspections.finish(ines, can_id := whole_can(ines, "one"))
    assert pages_of(can_report(occasion, can_id))[0].count("no picture") == 7
    with pytest.raises(BadInput):
        can_report(occasion, can_id + 1)


def test_names_in_arabic_are_written_with_joined_letters(ines: Actor, rita: Actor, occasion: Occasion) -> None:
    can_id = photographed(ines, "one", 0.9)
    reviews.review(rita, can_id, 0, Verdict.BAD, disposition=Disposition.SCRAPPED, defects=[Named("DNT", 2)])
    (page,) = pages_of(can_report(occasion, can_id))
    assert any(letter in page for letter in "محمد") or "ﻣﺤﻤﺪ" in page
    assert "□" not in page


@pytest.fixture
def lot(ines: Actor, rita: Actor, mona: Actor) -> int:
    """A lot with a complete sample that is rejected by a critical defect, an overturned can and a complaint."""
    lot_id = open_lot(ines, "L2315-A")
    sample = samples.start(ines, lot_id, Plan("Ours", 2, critical=Limit(0, 1)))
    bad = photographed(ines, "bad", 0.9, sample_id=sample)
    overturned = photographed(ines, "overturned", 0.9, sample_id=sample)
    can_of_lot(ines, "good", lot_id)
    can_of_lot(ines, "known", lot_id, probability=0.9, purpose="test can")
    reviews.review(rita, bad, 0, Verdict.BAD, disposition=Disposition.LABORATORY, defects=[Named("LEK", 2)])
    reviews.review(rita, overturned, 0, Verdict.GOOD, disposition=Disposition.PASSED, reason="=A reflection")
    complaint = can_of_lot(ines, "complaint", lot_id, probability=0.9, purpose="complaint")
    complaints.keep_note(ines, complaint, "The lid bulges")
    lots.reject(mona, lot_id, "It leaks", seen_state=LotState.HELD)
    return lot_id


def test_a_lots_report_says_what_was_counted_decided_and_by_whom(lot: int, occasion: Occasion) -> None:
    pdf = lot_report(occasion, lot, [BAND])
    words = " ".join(pages_of(pdf))
    for said in ("L2315-A", "Nothing of it leaves", "Rejected by mona", "It leaks", "not for release decisions",
                 "33.3 %", "95 %: 6.1 to 79.2 %", "of 3 judged", "Rejection is certain (critical)", "Ours",
                 "LEK Leak or product stain", "1 critical", "test can", "not in the lot's rate", "reflection",
                 "The lid bulges", "the bottom and the inside of the seam", "micro-leaks", "ines", "food-can/1"):
        assert said in words, said
    assert pictures_in(pdf) >= 1


def test_a_lots_excel_file_has_the_same_numbers_and_every_can(lot: int, occasion: Occasion, tmp_path: Path) -> None:
    write_lot_book(occasion, lot, tmp_path / "lot.xlsx", [BAND])
    sheets = read_excel(tmp_path / "lot.xlsx")
    facts = {str(row[0]): row[1] for row in sheets["lot"]}
    assert (facts["Cans good"], facts["Cans bad"], facts["Complaints"], facts["Model"]) == (2, 1, 1, BAND)
    assert facts["Rate of bad"] == pytest.approx(1 / 3)
    assert len(sheets["cans"]) == 1 + 5
    assert [row[1:4] for row in sheets["sample"][1:]] == [[1, 0, 1]]
    assert ["'=A reflection"] in [row[4:] for row in sheets["overturned"]]
    assert sheets["complaints"][1][3] == "The lid bulges"


def test_a_lot_of_which_nothing_is_known_has_a_report_all_the_same(ines: Actor, occasion: Occasion) -> None:
    words = " ".join(pages_of(lot_report(occasion, open_lot(ines, "L1"))))
    assert "No sample has been drawn yet." in words and "No manager has decided about it." in words
    with pytest.raises(BadInput):
        lot_report(occasion, 99)


def test_a_month_has_two_pages_whatever_happened_in_it(lot: int, ines: Actor, mona: Actor) -> None:
    for n in range(15):
        other = open_lot(ines, f"LOT {n}")
        can_of_lot(ines, f"bad {n}", other, probability=0.9)
        can_of_lot(ines, f"complained {n}", other, probability=0.9, purpose="complaint")
        lots.hold(mona, other, "held for a reason that needs a great many words to be told in full " * 5)
    models.record_activation(console(), "food-can/2", "food-can/1", "better light")
    occasion = Occasion.now(mona, "mona")
    today: date = occasion.plant_time.day(occasion.at)
    first, second = pages_of(month_report(occasion, today.year, today.month))
    for said in (f"{today:%B %Y}", "Good and bad by month", "Good and bad by day", "LEK"):
        assert said in first, said
    for said in ("The worst lots", "LOT 1", "Complaints: 16", "Known cans: 0 rounds", "Changes of models: 1",
                 "food-can/2", "better light", "more stand in the program", "of them holds: 16"):
        assert said in second, said


def test_a_month_in_which_nothing_happened_says_so(occasion: Occasion) -> None:
    pages = pages_of(month_report(occasion, 2020, 2))
    assert len(pages) == 2 and "none judged" in pages[0] and pages[1].count("None.") == 4


def test_an_overturned_verdict_shows_both_in_lists_and_reports(ines: Actor, rita: Actor, occasion: Occasion) -> None:
    from core.records import gallery
    from core.records.can_filter import Wanted
    from core.reports import lists

    can_id = can_of_lot(ines, "one", open_lot(ines, "L1"), probability=0.9)
    reviews.review(rita, can_id, 0, Verdict.GOOD, disposition=Disposition.PASSED, reason="wiped off")
    (picture,) = gallery.page(occasion.actor, Wanted())
    assert (picture.verdict, picture.model_verdict) == (Verdict.GOOD, Verdict.BAD)
    table = lists.cans(occasion, Wanted())
    (row,) = table.rows
    told = dict(zip(table.head, row, strict=True))
    assert (told["Verdict that holds"], told["Model's verdict"], told["Person's verdict"], told["Person"]) == \
        (Verdict.GOOD, Verdict.BAD, Verdict.GOOD, "محمد")
    assert "model: bad, person: good" not in " ".join(pages_of(lot_report(occasion, 1)))
    assert "wiped off" in " ".join(pages_of(lot_report(occasion, 1)))


def test_a_viewer_may_make_reports_too(ines: Actor) -> None:
    can_id = can_of_lot(ines, "one")
    signed_in("vera", Role.VIEWER)
    assert can_report(Occasion.now(sign_in("vera"), "vera"), can_id).startswith(b"%PDF")


def test_whatever_people_type_is_printed_and_breaks_no_report(ines: Actor, rita: Actor, occasion: Occasion) -> None:
    lot_id = open_lot(ines, "L1")
    kept = [text for text in HOSTILE if len(text) <= 1000 and text == text.encode("utf-8", "ignore").decode()]
    for number, text in enumerate(text for text in kept if "\0" not in text):
        complaint = can_of_lot(ines, f"{number}", lot_id, probability=0.9, purpose="complaint", line=text[:16])
        complaints.keep_note(ines, complaint, text)
        reviews.review(rita, complaint, 0, Verdict.BAD, disposition=Disposition.SCRAPPED, reason=f"{text} {text}")
        assert len(pages_of(can_report(occasion, complaint))) == 1
    assert "Complaints" in " ".join(pages_of(lot_report(occasion, lot_id)))
