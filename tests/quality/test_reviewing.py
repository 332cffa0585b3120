"""What a review may say, and which cans want one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.defects import Severity
from core.quality.review_rank import NEAR, Wanted, near_threshold, wanted
from core.quality.reviewing import Disposition, may_lower, needs_reason, objection, proposed
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Outcome, Reason, SideResult, Thresholds, Verdict, judge_probability
from core.words import tr

GOOD, BAD, REVIEW, INCOMPLETE = Verdict.GOOD, Verdict.BAD, Verdict.REVIEW, Verdict.INCOMPLETE
LIMITS = Thresholds(0.3, 0.6)
VERDICTS, DISPOSITIONS = st.sampled_from(list(Verdict)), st.sampled_from(list(Disposition))
SEVERITIES = st.none() | st.sampled_from(list(Severity))


def side(probability: float | None) -> SideResult:
    return SideResult(FOOD_CAN.side(4), *judge_probability(probability, LIMITS), probability, LIMITS)


UNFAMILIAR = SideResult(FOOD_CAN.side(4), Outcome.REVIEW, Reason("side_unfamiliar"))


@pytest.mark.parametrize(("results", "model", "people", "codes", "why"), [
    ([side(0.1)], GOOD, [], [], None),
    ([side(0.4)], REVIEW, [], [], Wanted.UNDECIDED),
    ([side(0.1)], GOOD, [BAD], ["DNT"], Wanted.DIFFERS),
    ([side(0.4)], REVIEW, [BAD], ["DNT"], Wanted.DIFFERS),
    ([side(0.9)], BAD, [GOOD, BAD], ["DNT"], Wanted.DIFFERS),
    ([side(0.28)], GOOD, [], [], Wanted.NEAR_THRESHOLD),
    ([side(0.62)], BAD, [], [], Wanted.NEAR_THRESHOLD),
    ([side(0.9), UNFAMILIAR], BAD, [], [], Wanted.UNFAMILIAR),
    ([side(0.9)], BAD, [], [], Wanted.UNNAMED),
    ([side(0.9)], BAD, [BAD], ["UNK"], Wanted.UNNAMED),
    ([side(0.9)], BAD, [BAD], ["DNT"], None),
    ([side(0.1)], INCOMPLETE, [], [], None),
    ([side(0.1)], INCOMPLETE, [BAD], ["DNT"], Wanted.DIFFERS),
])
def test_which_cans_want_a_person(results: list, model: Verdict, people: list, codes: list, why: Wanted | None) -> None:
    assert wanted(results, model, people, codes) is why


def test_the_queue_goes_from_the_undecided_to_the_unnamed_and_says_why_in_words() -> None:
    assert [why.rank for why in sorted(Wanted, key=lambda why: why.rank)] == [10, 20, 30, 40, 50]
    assert min(Wanted, key=lambda why: why.rank) is Wanted.UNDECIDED
    assert all(tr(f"review_{why}").endswith(".") for why in Wanted)


@given(st.floats(0, 1))
def test_near_is_within_the_margin_of_either_threshold(probability: float) -> None:
    distance = min(abs(probability - 0.3), abs(probability - 0.6))
    if abs(distance - NEAR) > 1e-6:
        assert near_threshold(side(probability)) == (distance < NEAR)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7), VERDICTS, st.lists(VERDICTS, max_size=3))
def test_whoever_differs_from_the_model_brings_the_can_into_the_queue(
    numbers: list[float], model: Verdict, people: list[Verdict]
) -> None:
    why = wanted([side(number) for number in numbers], model, people, ["DNT"])
    if set(people) - {model} or (people or [model])[-1] is REVIEW:
        assert why in (Wanted.UNDECIDED, Wanted.DIFFERS)


def test_a_side_without_a_number_is_near_nothing() -> None:
    assert not near_threshold(UNFAMILIAR) and not near_threshold(side(None))


@pytest.mark.parametrize(("held", "verdict", "asked"), [
    (GOOD, GOOD, False), (BAD, BAD, False), (GOOD, BAD, True), (BAD, GOOD, True),
    (REVIEW, GOOD, False), (REVIEW, BAD, False), (INCOMPLETE, GOOD, True), (INCOMPLETE, BAD, False),
])
def test_overturning_needs_a_reason_and_deciding_does_not(held: Verdict, verdict: Verdict, asked: bool) -> None:
    assert needs_reason(held, verdict) is asked
    assert objection(held, verdict, None, Disposition.PASSED, " \n") == ("review_reason" if asked else None)
    assert objection(held, verdict, None, Disposition.PASSED, "a reflection") is None


@given(VERDICTS, VERDICTS, SEVERITIES, DISPOSITIONS, st.text(max_size=3))
def test_no_review_leaves_a_can_open_passes_a_critical_one_or_calls_a_defective_one_good(
    held: Verdict, verdict: Verdict, severity: Severity | None, disposition: Disposition, reason: str
) -> None:
    problem = objection(held, verdict, severity, disposition, reason)
    if problem is None:
        assert verdict in (GOOD, BAD)
        assert verdict is BAD or severity is None
        assert not (severity is Severity.CRITICAL and disposition is Disposition.PASSED)
        assert reason.strip() or verdict is held or held is REVIEW or (held is INCOMPLETE and verdict is BAD)
    else:
        assert tr(problem)


@given(st.sampled_from([GOOD, BAD]), SEVERITIES)
def test_what_is_proposed_is_never_objected_to(verdict: Verdict, severity: Severity | None) -> None:
    severity = None if verdict is GOOD else severity
    assert objection(verdict, verdict, severity, proposed(verdict, severity), "") is None


def test_a_smooth_dent_is_bad_and_may_be_sold() -> None:
    assert proposed(BAD, Severity.MINOR) is Disposition.PASSED
    assert proposed(BAD, Severity.CRITICAL) is Disposition.LABORATORY
    assert proposed(BAD, None) is Disposition.LABORATORY
    assert proposed(BAD, Severity.MAJOR) is Disposition.SCRAPPED


@given(st.sampled_from(list(Role)), SEVERITIES, SEVERITIES)
def test_only_a_manager_lowers_a_critical(role: Role, before: Severity | None, after: Severity | None) -> None:
    lowers = before is Severity.CRITICAL and after is not Severity.CRITICAL
    assert may_lower(role, before, after) == (not lowers or role in (Role.MANAGER, Role.ADMIN))
