"""Known cans: set up by a manager, shown as a test or for practice, and a miss that a manager clears."""

from datetime import time

import pytest
from sqlalchemy import text

from core.errors import BadInput, Refused
from core.quality.alerts import AlertKind
from core.quality.known_cans import Outcome, Score
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import alerts, audit, database, inspections, known_cans, known_rounds, shifts
from core.records.use_case import Actor, console
from tests.records.conftest import SetClock
from tests.records.people import can_of_lot, sign_in, signed_in


@pytest.fixture
def mona() -> Actor:
    """A manager who has set up two bad cans and two good ones."""
    mona = signed_in("mona", Role.MANAGER)
    for name, truth, code in (("B1", Verdict.BAD, "SMD"), ("B2", Verdict.BAD, "DNT"),
                              ("G1", Verdict.GOOD, None), ("G2", Verdict.GOOD, None)):
        known_cans.add(mona, can_of_lot(mona, name), name, truth, code, f"look at {name}")
    return mona


def go_through(actor: Actor, purpose: known_rounds.Purpose, say: Verdict | None = None, **model: Verdict) -> int:
    """See a whole round, saying the truth or always the same; returns the round."""
    by_inspection = {known.inspection_id: known for known in known_cans.list_cans(sign_in("mona"))}
    round_id = known_rounds.start(actor, purpose)
    while (shown := known_rounds.shown(actor)) is not None:
        known = by_inspection[shown.inspection_id]
        known_rounds.answer(actor, round_id, shown.number, say or known.truth, **model)
    return round_id


def test_a_round_shows_every_can_once_and_tells_after_each_answer_what_it_was(mona: Actor) -> None:
    ines = signed_in("ines")
    round_id, seen = known_rounds.start(ines, "practice"), set()
    for number in (1, 2, 3, 4):
        shown = known_rounds.shown(ines)
        assert shown is not None and (shown.number, shown.of, shown.round_id) == (number, 4, round_id)
        told = known_rounds.answer(ines, round_id, number, Verdict.BAD, "UNK")
        assert told.lesson == f"look at {told.name}"
        assert told.outcome is (Outcome.RIGHT if told.truth is Verdict.BAD else Outcome.FALSE_ALARM)
        seen.add(told.name)
    assert seen == {"B1", "B2", "G1", "G2"} and known_rounds.shown(ines) is None
    (ended,) = known_rounds.ended(mona, "ines")
    assert (ended.score, ended.purpose) == (Score(2, 0, 2), "practice")


def test_a_miss_in_a_test_leaves_the_person_not_qualified_until_a_manager_clears_it(mona: Actor) -> None:
    ines = signed_in("ines")
    assert known_rounds.asks(ines) == "test first"
    round_id = go_through(ines, "test can", Verdict.GOOD)
    assert known_rounds.asks(ines) == "not qualified"
    assert [(one.who, one.score.missed) for one in known_rounds.not_qualified(ines)] == [("ines", 2)]
    assert [alert.kind for alert in alerts.standing(ines)] == [AlertKind.NOT_QUALIFIED]
    go_through(ines, "test can")
    assert known_rounds.asks(ines) == "not qualified"  # a better round clears nothing
    with pytest.raises(Refused):
        known_rounds.clear(ines, round_id, "I am sure")
    with pytest.raises(BadInput, match="Say why"):
        known_rounds.clear(mona, round_id, " ")
    known_rounds.clear(mona, round_id, "went through both cans with her")
    assert known_rounds.asks(ines) == "" and known_rounds.not_qualified(mona) == []
    assert alerts.standing(ines) == []
    assert (alerts.taken(ines)[0].taken_by, alerts.taken(ines)[0].note) == ("mona", "went through both cans with her")
    with pytest.raises(BadInput, match="needs no clearing"):
        known_rounds.clear(mona, round_id, "again")
    row = audit.entries(console(), "user:ines")[0]
    assert (row.actor, row.action) == ("mona", "missed known can cleared")


def test_a_bad_can_that_the_model_passes_is_a_miss_as_well(mona: Actor) -> None:
    ines = signed_in("ines")
    go_through(ines, "test can", model_verdict=Verdict.GOOD)
    assert known_rounds.asks(ines) == "not qualified"
    (missed,) = known_rounds.not_qualified(ines)
    assert (missed.score.missed, missed.model_missed) == (0, 2)


def test_practice_disqualifies_nobody_and_qualifies_nobody(mona: Actor) -> None:
    ines = signed_in("ines")
    go_through(ines, "practice", Verdict.GOOD)
    assert known_rounds.asks(ines) == "test first" and alerts.standing(ines) == []
    assert known_rounds.not_qualified(mona) == []


def test_the_test_is_asked_anew_when_the_next_shift_begins(set_clock: SetClock, mona: Actor) -> None:
    shifts.add(console(), "Early", time(6), time(14))
    shifts.add(console(), "Late", time(14), time(22))
    ines = signed_in("ines")
    go_through(ines, "test can")
    assert known_rounds.asks(ines) == ""
    assert known_rounds.ended(mona)[0].shift == "Early"
    set_clock.goes_on(hours=5)
    assert known_rounds.asks(ines) == ""
    set_clock.goes_on(hours=1)
    assert known_rounds.asks(ines) == "test first"


def test_nothing_is_asked_and_no_round_begins_while_no_bad_can_is_known() -> None:
    mona = signed_in("mona", Role.MANAGER)
    known_cans.add(mona, can_of_lot(mona, "one"), "G1", Verdict.GOOD)
    assert known_rounds.asks(mona) == ""
    with pytest.raises(BadInput, match="No bad can is known"):
        known_rounds.start(mona, "practice")


def test_an_answer_given_twice_counts_once_and_one_to_another_can_is_refused(mona: Actor) -> None:
    ines = signed_in("ines")
    round_id = known_rounds.start(ines, "practice")
    assert known_rounds.start(ines, "practice") == round_id
    first = known_rounds.answer(ines, round_id, 1, Verdict.BAD)
    assert known_rounds.answer(ines, round_id, 1, Verdict.BAD) == first
    for number in (1, 3):
        with pytest.raises(BadInput, match="Another can is shown"):
            known_rounds.answer(ines, round_id, number, Verdict.GOOD)
    with pytest.raises(Refused, match="another person's"):
        known_rounds.answer(signed_in("otto"), round_id, 2, Verdict.BAD)
    with pytest.raises(BadInput, match="Say Good, or Bad"):
        known_rounds.answer(ines, round_id, 2, Verdict.REVIEW)
    with pytest.raises(Exception, match="append-only"), database.write() as tx:
        tx.execute(text("UPDATE test_answer SET verdict = 'good'"))


def test_a_known_can_shows_photographs_has_a_truth_and_a_name_of_its_own(mona: Actor) -> None:
    can = can_of_lot(mona, "five")
    empty = inspections.start(mona, FOOD_CAN, key="empty")
    for problem, values in {
        "shows nothing": (empty, "X", Verdict.GOOD), "a known can b1 already": (can, "b1", Verdict.GOOD),
        "Good or Bad": (can, "X", Verdict.REVIEW), "Name the defect": (can, "X", Verdict.BAD),
        "no defect 'XYZ'": (can, "X", Verdict.BAD, "XYZ"), "and none of a good one": (can, "X", Verdict.GOOD, "DNT"),
        "is empty": (can, " ", Verdict.GOOD),
    }.items():
        with pytest.raises(BadInput, match=problem):
            known_cans.add(mona, *values)
    known_cans.add(mona, can, "X", Verdict.GOOD)
    with pytest.raises(BadInput, match="known can already"):
        known_cans.add(mona, can, "Y", Verdict.GOOD)


def test_a_retired_known_can_is_shown_no_more_and_its_answers_stay(mona: Actor) -> None:
    ines = signed_in("ines")
    go_through(ines, "practice")
    known = {one.name: one.id for one in known_cans.list_cans(mona)}
    for name in ("B1", "G1", "G2"):
        known_cans.retire(mona, known[name])
    known_rounds.start(ines, "practice")
    shown = known_rounds.shown(ines)
    assert shown is not None and shown.of == 1
    known_cans.bring_back(mona, known["G1"])
    assert [one.name for one in known_cans.list_cans(mona) if one.retired] == ["B1", "G2"]
    assert known_rounds.ended(mona)[0].score.answered == 4


def test_who_is_tested_does_not_read_the_list_of_truths(mona: Actor) -> None:
    with pytest.raises(Refused):
        known_cans.list_cans(signed_in("ines"))
