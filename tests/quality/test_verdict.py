"""The verdict rule: Good has to be earned by every required side."""

import math
from dataclasses import replace
from itertools import product as combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.sides import FOOD_CAN
from core.quality.thresholds import MINIMUM_BAND, Thresholds
from core.quality.verdict import Outcome, Reason, SideResult, Verdict, can_verdict, judge_probability

LIMITS = Thresholds(0.3, 0.6)


def results(outcomes: tuple[Outcome, ...]) -> list[SideResult]:
    return [SideResult(side, outcome, Reason("side_missing"))
            for side, outcome in zip(FOOD_CAN.sides, outcomes, strict=True)]


def expected(outcomes: tuple[Outcome, ...]) -> Verdict:
    if Outcome.BAD in outcomes:
        return Verdict.BAD
    if Outcome.MISSING in outcomes:
        return Verdict.INCOMPLETE
    if Outcome.REVIEW in outcomes or Outcome.ERROR in outcomes:
        return Verdict.REVIEW
    return Verdict.GOOD


def test_all_78125_cans_of_seven_sides_follow_the_order_and_exactly_one_is_good():
    good = seen = 0
    for outcomes in combinations(Outcome, repeat=7):
        verdict, _ = can_verdict(results(outcomes))
        assert verdict is expected(outcomes)
        good += verdict is Verdict.GOOD
        seen += 1
    assert (seen, good) == (78125, 1)


def test_a_missing_side_that_is_optional_does_not_hold_a_can_back():
    given_sides = results((Outcome.GOOD,) * 7)
    given_sides[6] = replace(given_sides[6], outcome=Outcome.MISSING, side=replace(FOOD_CAN.side(7), required=False))
    assert can_verdict(given_sides)[0] is Verdict.GOOD


def test_an_optional_side_counts_when_it_is_given():
    given_sides = results((Outcome.GOOD,) * 7)
    given_sides[6] = replace(given_sides[6], outcome=Outcome.BAD, side=replace(FOOD_CAN.side(7), required=False))
    assert can_verdict(given_sides)[0] is Verdict.BAD


def test_a_can_of_which_nothing_was_photographed_is_incomplete():
    optional = [replace(r, side=replace(r.side, required=False)) for r in results((Outcome.MISSING,) * 7)]
    assert can_verdict([])[0] is Verdict.INCOMPLETE
    assert can_verdict(optional)[0] is Verdict.INCOMPLETE


def test_the_reason_of_a_bad_can_names_its_worst_side():
    given_sides = results((Outcome.BAD, Outcome.GOOD, Outcome.GOOD, Outcome.BAD) + (Outcome.GOOD,) * 3)
    given_sides[0] = replace(given_sides[0], probability=0.7, thresholds=LIMITS)
    given_sides[3] = replace(given_sides[3], probability=0.97, thresholds=LIMITS)
    assert can_verdict(given_sides)[1].values["side"] == 4


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.001, 1.001, None])
def test_what_is_not_a_probability_is_an_error(number):
    assert judge_probability(number, LIMITS)[0] is Outcome.ERROR


def test_a_number_on_a_threshold_belongs_to_the_stricter_side():
    assert judge_probability(LIMITS.good_below, LIMITS)[0] is Outcome.REVIEW
    assert judge_probability(LIMITS.bad_from, LIMITS)[0] is Outcome.BAD


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_only_a_finite_number_below_the_lower_threshold_is_good(number):
    outcome, _ = judge_probability(number, LIMITS)
    assert (outcome is Outcome.GOOD) == (0 <= number < LIMITS.good_below)


@given(st.floats(0, 1), st.floats(-0.02, 0.02))
def test_a_shift_of_a_fiftieth_never_turns_good_into_bad(number, shift):
    limits = Thresholds(0.5 - MINIMUM_BAND / 2, 0.5 + MINIMUM_BAND / 2)
    before = judge_probability(number, limits)[0]
    after = judge_probability(min(max(number + shift, 0), 1), limits)[0]
    assert {before, after} != {Outcome.GOOD, Outcome.BAD}


@pytest.mark.parametrize("pair", [(0.5, 0.5), (0.6, 0.3), (0.0, 0.5), (0.5, 1.1), (math.nan, 0.5), (0.5, 0.53)])
def test_thresholds_that_do_not_leave_room_for_review_are_refused(pair):
    with pytest.raises(ValueError, match="thresholds"):
        Thresholds(*pair)
