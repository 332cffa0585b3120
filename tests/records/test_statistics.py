"""The figures count the verdict that holds, of the cans that were asked for."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from core.quality.corrected_rate import Checked
from core.quality.purposes import PURPOSES
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import gallery, inspections, lot_account, reviews, statistics
from core.records.audit import verify
from core.records.can_filter import COUNTED
from core.records.counted import By, Counts, FoundDefect, PiledBox, Scope
from core.records.database import write
from core.records.reviews import Named
from core.records.schema import can_count, known_can, test_answer, test_round
from core.records.use_case import Actor
from tests.records.conftest import SetClock
from tests.records.people import can_of_lot, open_lot, sign_in, signed_in


@pytest.fixture
def ines(set_clock: SetClock) -> Actor:
    return signed_in("ines")


def total(actor: Actor, **scope: Any) -> Counts:
    return sum((group.counts for group in statistics.counted(actor, Scope(**scope))), Counts())


def test_an_overturned_verdict_leaves_the_count_and_enters_the_other(ines: Actor) -> None:
    can = can_of_lot(ines, "a", probability=0.9)
    assert (total(ines).bad, total(ines).good) == (1, 0)
    rita = signed_in("rita", Role.REVIEWER)
    reviews.review(rita, can, 0, Verdict.GOOD, disposition=Disposition.PASSED, reason="a reflection")
    assert total(ines) == Counts(good=1, false_alarm=1, measured=1, probability_ppm=900_000)
    reviews.undo(rita, can)
    assert total(ines) == Counts(bad=1, defects=7)


def test_every_filter_keeps_what_it_names_and_unknown_is_one_of_its_choices(ines: Actor, set_clock: SetClock) -> None:
    lot = open_lot(ines, "L77")
    can_of_lot(ines, "a", lot, line="1", seaming_head="3", shift="Early")
    can_of_lot(ines, "b", line="1")
    set_clock.goes_on(days=1)
    ines, omar = sign_in("ines"), signed_in("omar")
    can_of_lot(omar, "c", purpose="after an event")
    for scope, cans in (
        ({}, 3), ({"line": "1"}, 2), ({"line": ""}, 1), ({"seaming_head": "3"}, 1), ({"seaming_head": ""}, 2),
        ({"shift": "Early"}, 1), ({"lot": "l7"}, 1), ({"lot": "%"}, 0), ({"inspector": "omar"}, 1),
        ({"purpose": "after an event"}, 1), ({"product_sku": FOOD_CAN.sku}, 3), ({"product_sku": "OTHER"}, 0),
        ({"model": "food-can/1"}, 3), ({"model": "food-can/2"}, 0), ({"first_day": date(2026, 11, 24)}, 1),
        ({"last_day": date(2026, 11, 23)}, 2),
    ):
        assert total(ines, **scope).all == cans, scope


def test_test_and_practice_cans_and_complaints_count_only_where_they_are_asked_for(ines: Actor) -> None:
    for number, purpose in enumerate(("routine", "test can", "practice", "complaint")):
        can_of_lot(ines, str(number), purpose=purpose)
    assert total(ines).all == 1 and total(ines, purpose="practice").all == total(ines, purpose="complaint").all == 1


def test_a_lots_rate_and_the_statistics_of_it_are_of_the_same_cans(ines: Actor) -> None:
    lot = open_lot(ines)
    for number, purpose in enumerate(PURPOSES):
        if purpose != "lot sample":
            can_of_lot(ines, str(number), lot, probability=0.9 if purpose == "complaint" else 0.1, purpose=purpose)
    counts, rated = total(ines, lot="L1"), lot_account.account(ines, lot).rated
    assert (counts.good, counts.bad) == (rated[Verdict.GOOD], rated[Verdict.BAD]) == (3, 0)
    assert inspections.counts_of_lot(ines, lot) == rated
    assert len(gallery.page(ines, gallery.Wanted(purpose=COUNTED, lot_id=lot))) == counts.all


def test_reinspections_can_be_left_out_and_only_routine_cans_are_for_charts(ines: Actor) -> None:
    for number, purpose in enumerate(("routine", "reinspection", "lot sample")):
        can_of_lot(ines, str(number), purpose=purpose)
    assert (total(ines).all, total(ines, once=True).all) == (3, 2)
    (alone,) = statistics.counted(ines, Scope().routine)
    assert alone.counts.all == 1


def test_groups_come_in_order_with_what_they_have_in_common(ines: Actor, set_clock: SetClock) -> None:
    can_of_lot(ines, "a", line="2", probability=0.9)
    can_of_lot(ines, "b", line="1")
    set_clock.goes_on(days=10)
    ines = sign_in("ines")
    can_of_lot(ines, "c", line="1")
    assert [(group.key, group.counts.bad) for group in statistics.counted(ines, Scope(), By.MONTH, By.LINE)] == [
        (("2026-11", "1"), 0), (("2026-11", "2"), 1), (("2026-12", "1"), 0)]
    assert statistics.counted(ines, Scope(line="9"), By.DAY) == []


def test_defects_are_those_that_hold_and_boxes_those_of_bad_cans(ines: Actor) -> None:
    rita = signed_in("rita", Role.REVIEWER)
    can = can_of_lot(ines, "a", probability=0.9)
    can_of_lot(ines, "good")
    assert statistics.defects(ines, Scope())[0] == FoundDefect("UNK", "review", 1, 1)
    reviews.review(rita, can, 0, Verdict.BAD, disposition=Disposition.SCRAPPED, reason="",
                   defects=[Named("DNS", 2), Named("DNS", 3, 1), Named("RST", 4, 1)])
    assert statistics.defects(ines, Scope()) == [FoundDefect("DNS", "major", 2, 1), FoundDefect("DNS", "major", 3, 1)]
    piled = statistics.boxes(ines, Scope())
    assert PiledBox(4, 0, 0, 1, 2, 1) in piled and sum(box.count for box in piled) == 14


def test_speed_is_that_of_the_hours_with_cans_and_of_the_cans_with_times(ines: Actor, set_clock: SetClock) -> None:
    for number in range(3):
        can = inspections.start(ines, FOOD_CAN, key=str(number))
        inspections.finish(ines, can, save_ms=20.0)
    set_clock.goes_on(hours=2)
    can_of_lot(ines, "later")
    (month,) = statistics.speed(ines, Scope())
    assert (month.month, month.cans, month.hours, month.timed) == ("2026-11", 4, 2, 0)
    assert (month.decode_ms, month.model_ms) == (0.0, 0.0)


def test_what_there_is_to_choose_is_what_was_counted(ines: Actor) -> None:
    signed_in("vera", Role.VIEWER)
    can_of_lot(ines, "a", line="1", seaming_head="2")
    can_of_lot(ines, "b")
    choices = statistics.choices(ines)
    assert choices.lines == ("", "1") and choices.heads == ("", "2") and choices.inspectors == ("ines",)
    assert choices.models == ("food-can/1",) and choices.products == (FOOD_CAN.sku,)


def test_a_recount_by_an_administrator_mends_the_counts(ines: Actor) -> None:
    can_of_lot(ines, "a")
    with write() as tx:
        tx.execute(update(can_count).values(good=9))
    statistics.recount(signed_in("ada", Role.ADMIN))
    assert total(ines).good == 1 and verify() == []


def test_the_model_is_checked_by_what_it_said_of_test_cans_alone(ines: Actor, set_clock: SetClock) -> None:
    can = can_of_lot(ines, "known", purpose="test can")
    said = [("bad", "bad"), ("bad", "good"), ("bad", "review"), ("good", "good"), ("good", "bad"), ("good", None)]
    with write() as tx:
        known = tx.execute(insert(known_can).values(
            inspection_id=can, name="dent", truth="bad", code=None, lesson="", retired=0, added_at=set_clock.now(),
        ).returning(known_can.c.id)).scalar_one()
        for purpose in ("test can", "practice"):
            of = tx.execute(insert(test_round).values(
                purpose=purpose, line="1", shift=None, cans="[]", user_id=1, started_at=set_clock.now(),
                closed_at=None, missed=0,
            ).returning(test_round.c.id)).scalar_one()
            tx.execute(insert(test_answer), [
                {"round_id": of, "number": number, "known_can_id": known, "truth": truth, "verdict": "good",
                 "code": None, "model_verdict": model, "model": None, "recorded_at": set_clock.now()}
                for number, (truth, model) in enumerate(said)])
    assert statistics.known_cans(ines, Scope()) == Checked(found=2, bad=3, passed=1, good=2)
    assert statistics.known_cans(ines, Scope(line="2")) == Checked()
    assert statistics.known_cans(ines, Scope(last_day=date(2026, 11, 22))) == Checked()


def test_days_are_the_plants_own(ines: Actor, set_clock: SetClock) -> None:
    can_of_lot(ines, "a")
    today = set_clock.now().date()
    assert total(ines, first_day=today, last_day=today).all == 1
    assert total(ines, last_day=today - timedelta(days=1)).all == 0
