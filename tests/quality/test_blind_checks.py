"""Which cans are judged blind, what is shown of them, and what they say of the model."""

import pytest

from core.quality.blind_checks import HIDDEN, checked, is_drawn, without_result
from core.quality.corrected_rate import Checked
from core.quality.sides import FOOD_CAN
from core.quality.thresholds import Thresholds
from core.quality.verdict import Box, Outcome, Reason, SideResult, Verdict, can_verdict, judge_probability

GOOD, BAD, REVIEW = Verdict.GOOD, Verdict.BAD, Verdict.REVIEW
LIMITS = Thresholds(0.3, 0.6)


def test_the_share_that_is_drawn_is_the_one_asked_for_and_the_same_again() -> None:
    drawn = [n for n in range(10_000) if is_drawn("seed", n, 7)]
    assert 600 < len(drawn) < 800
    assert drawn == [n for n in range(10_000) if is_drawn("seed", n, 7)]
    assert set(drawn) <= {n for n in range(10_000) if is_drawn("seed", n, 20)}
    assert drawn != [n for n in range(10_000) if is_drawn("another", n, 7)]


def test_a_share_of_nothing_draws_none_and_of_all_every_can() -> None:
    assert not any(is_drawn("seed", n, 0) for n in range(2000))
    assert all(is_drawn("seed", n, 100) for n in range(2000))


@pytest.mark.parametrize("probability", [0.05, 0.4, 0.9])
def test_what_is_shown_of_a_side_is_the_same_whatever_the_model_found(probability: float) -> None:
    side = FOOD_CAN.side(4)
    boxes = (Box(1, 2, 3, 4, 0.9),)
    result = SideResult(side, *judge_probability(probability, LIMITS), probability, LIMITS, boxes, "m/1")
    assert without_result(result) == SideResult(side, Outcome.REVIEW, Reason(HIDDEN))


def test_a_photograph_that_is_unfit_says_so_and_nothing_of_the_model() -> None:
    blurred = SideResult(FOOD_CAN.side(4), Outcome.REVIEW, Reason("side_blurred"), 0.9, LIMITS, (), "m/1")
    assert without_result(blurred) == SideResult(FOOD_CAN.side(4), Outcome.REVIEW, Reason("side_blurred"))


def test_cans_without_results_are_never_good_nor_bad() -> None:
    for probability in (0.05, 0.9):
        results = [without_result(SideResult(side, *judge_probability(probability, LIMITS), probability, LIMITS))
                   for side in FOOD_CAN.sides]
        assert can_verdict(results)[0] is REVIEW


def test_the_persons_verdict_is_the_truth_and_leaving_a_can_open_passes_it_not() -> None:
    counts = {(GOOD, GOOD): 50, (GOOD, BAD): 3, (GOOD, REVIEW): 2, (BAD, BAD): 30, (BAD, GOOD): 4, (BAD, REVIEW): 1}
    assert checked(counts) == Checked(found=31, bad=35, passed=50, good=55)
    assert checked({}) == Checked()
