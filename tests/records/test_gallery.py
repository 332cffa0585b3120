"""Cans are found again by what is known of them, page by page."""

from datetime import date

import pytest

from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Outcome, Verdict
from core.records import gallery, inspections, reviews
from core.records.gallery import Wanted
from core.records.use_case import Actor
from tests.records.conftest import SetClock
from tests.records.people import can_of_lot, sign_in, signed_in, taken, whole_can


def finished(actor: Actor, key: str, probability: float = 0.1, sheet: bytes | None = None) -> int:
    can_id = whole_can(actor, key, probability=probability)
    inspections.finish(actor, can_id, contact_sheet=sheet)
    return can_id


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


def ids(actor: Actor, **wanted: object) -> list[int]:
    return [can.id for can in gallery.page(actor, Wanted(**wanted))]


def test_the_newest_can_comes_first_and_drafts_are_not_shown(set_clock: SetClock, ines: Actor) -> None:
    first = finished(ines, "one")
    set_clock.goes_on(seconds=5)
    second = finished(ines, "two", sheet=b"jpeg")
    inspections.start(ines, FOOD_CAN, key="draft")
    cans = gallery.page(ines, Wanted())
    assert [can.id for can in cans] == [second, first]
    assert (gallery.sheet(ines, second), gallery.sheet(ines, first)) == (b"jpeg", None)
    assert (cans[0].sheet, cans[0].inspector, cans[0].number) == (b"jpeg", "ines", "C-0002")


def test_pages_by_place_show_every_can_once_even_when_all_were_finished_at_the_same_moment(
    ines: Actor, set_clock: SetClock
) -> None:
    made = [finished(ines, str(n)) for n in range(7)]
    seen, before = [], None
    while len(seen) < 10 and (page := gallery.page(ines, Wanted(), before=before, size=3)):
        seen += [can.id for can in page]
        before = seen[-1]
    assert seen == made[::-1]


def test_each_filter_keeps_what_it_names(set_clock: SetClock, ines: Actor) -> None:
    good = finished(ines, "good")
    bad = finished(ines, "bad", probability=0.9)
    overruled = finished(ines, "overruled")
    inspections.raise_defect(ines, overruled, side=4, code="TAB")
    set_clock.goes_on(days=1)
    ines, omar = sign_in("ines"), signed_in("omar", Role.MANAGER)
    other = finished(omar, "other")
    assert ids(ines, verdict=Verdict.BAD) == [overruled, bad]
    assert ids(ines, code="TAB") == [overruled]
    assert ids(ines, agree=False) == [overruled]
    assert ids(ines, agree=True) == []
    assert ids(ines, inspector="omar") == [other]
    assert ids(ines, first_day=date(2026, 11, 24)) == [other]
    assert ids(ines, last_day=date(2026, 11, 23), verdict=Verdict.GOOD) == [good]
    assert ids(ines, product_sku="NO-SUCH") == ids(ines, purpose="complaint") == []
    assert ids(ines, number="c-0002") == [bad]
    known = can_of_lot(omar, "known", line="1", seaming_head="3")
    assert ids(ines, unknown_line=True) == ids(ines, unknown_head=True) == [other, overruled, bad, good]
    assert ids(ines, unknown_line=True, line="1") == [other, overruled, bad, good]
    assert ids(ines, line="1") == [known] and ids(ines, line="1", unknown_head=True) == []
    assert ids(ines, number="%") == ids(ines, number="_") == []


def test_the_sides_as_they_were_judged_and_the_reviews_are_filters_too(ines: Actor) -> None:
    good, bad = finished(ines, "good"), finished(ines, "bad", probability=0.9)
    retaken = whole_can(ines, "retaken")
    inspections.add_sides(ines, retaken, [taken(2, 0.9)])
    inspections.add_sides(ines, retaken, [taken(2, 0.2)])
    inspections.finish(ines, retaken)
    rita = signed_in("rita", Role.REVIEWER)
    reviews.review(rita, bad, 0, Verdict.BAD, disposition=Disposition.SCRAPPED)
    reviews.review(rita, good, 0, Verdict.GOOD, disposition=Disposition.PASSED)
    reviews.undo(rita, good)
    assert ids(ines, reviewed=True) == [bad]
    assert ids(ines, reviewed=False) == [retaken, good]
    assert ids(ines, side=2, outcome=Outcome.BAD) == [bad]
    assert ids(ines, outcome=Outcome.GOOD, side=2) == [retaken, good]
    assert ids(ines, side=9) == ids(ines, model="food-can/2") == []
    assert ids(ines, model="food-can/1", side=4, reviewed=True) == [bad]
    assert [(can.severity, can.disposition) for can in gallery.page(ines, Wanted(reviewed=True))] == \
        [(None, Disposition.SCRAPPED)]


def test_the_newest_can_that_a_person_confirmed_is_the_good_one_to_compare_with(
    set_clock: SetClock, ines: Actor
) -> None:
    assert gallery.known_good(ines, FOOD_CAN.sku, other_than=0) is None
    cans = []
    for n in range(3):
        set_clock.goes_on(seconds=1)
        cans.append(finished(ines, str(n)))
    assert gallery.known_good(ines, FOOD_CAN.sku, other_than=cans[2]) == gallery.GoodCan(cans[1], "C-0002", False)
    rita = signed_in("rita", Role.REVIEWER)
    reviews.review(rita, cans[0], 0, Verdict.GOOD, disposition=Disposition.PASSED)
    reviews.review(rita, cans[1], 0, Verdict.BAD, disposition=Disposition.SCRAPPED, reason="a dent")
    assert gallery.known_good(ines, FOOD_CAN.sku, other_than=cans[2]) == gallery.GoodCan(cans[0], "C-0001", True)
    assert gallery.known_good(ines, "NO-SUCH", other_than=0) is None


def test_a_can_knows_the_one_before_and_the_one_after(set_clock: SetClock, ines: Actor) -> None:
    cans = []
    for n in range(3):
        set_clock.goes_on(seconds=1)
        cans.append(finished(ines, str(n)))
    assert gallery.neighbours(ines, cans[1]) == (cans[2], cans[0])
    assert gallery.neighbours(ines, cans[2]) == (None, cans[1])
    assert gallery.neighbours(ines, 99) == (None, None)


def test_the_newest_photographs_of_a_version_are_those_that_it_judged_and_no_other(ines: Actor) -> None:
    cans = [whole_can(ines, key, probability=probability) for key, probability in (("one", 0.1), ("two", 0.2))]
    newest = gallery.newest_photographs(ines, "food-can/1", 3)
    second = {side.photograph for side in inspections.load(ines, cans[1]).sides.values()}
    assert len(newest) == 3 and set(newest) <= second
    assert len(gallery.newest_photographs(ines, "food-can/1", 50)) == 14
    assert gallery.newest_photographs(ines, "food-can/2", 3) == []


def test_the_list_of_inspectors_holds_who_inspected_and_no_one_else(ines: Actor) -> None:
    signed_in("vera", Role.VIEWER)
    finished(ines, "one")
    assert gallery.inspectors(ines) == ["ines"]
