"""What a sample says of its lot, and which cans hold it up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.defects import Severity
from core.quality.lot_ruling import Ruling, Unsettled, ruling, unsettled
from core.quality.sampling import CFIA_200, Counts, Limit, Plan
from core.quality.verdict import Verdict

GAP = Plan("Ours", 50, major=Limit(1, 4))


@pytest.mark.parametrize(("verdict", "severities", "why"), [
    (Verdict.INCOMPLETE, [], Unsettled.INCOMPLETE), (Verdict.REVIEW, [], Unsettled.IN_REVIEW), (Verdict.GOOD, [], None),
    (Verdict.BAD, [], Unsettled.UNNAMED), (Verdict.BAD, [Severity.REVIEW], Unsettled.UNGRADED),
    (Verdict.BAD, [Severity.MINOR, Severity.REVIEW], Unsettled.UNGRADED), (Verdict.BAD, [Severity.MINOR], None),
])
def test_a_can_counts_when_it_is_good_or_bad_by_defects_that_are_named_and_graded(verdict, severities, why):
    assert unsettled(verdict, severities) is why


@pytest.mark.parametrize(("plan", "counts", "finished", "held_up", "says"), [
    (CFIA_200, Counts(), 199, 0, Ruling.GOING_ON), (CFIA_200, Counts(), 200, 0, Ruling.ACCEPT),
    (CFIA_200, Counts(), 200, 1, Ruling.UNSETTLED), (CFIA_200, Counts(1, 0, 1), 3, 2, Ruling.REJECT),
    (CFIA_200, Counts(0, 9, 9), 200, 0, Ruling.ACCEPT), (GAP, Counts(0, 1, 1), 50, 0, Ruling.ACCEPT),
    (GAP, Counts(0, 2, 2), 50, 0, Ruling.BETWEEN), (GAP, Counts(0, 4, 4), 50, 0, Ruling.REJECT),
])
def test_a_sample_says_what_its_plan_has_it_say(plan, counts, finished, held_up, says):
    assert ruling(plan, counts, finished, held_up) is says


@given(st.integers(0, 60), st.integers(0, 5), st.integers(0, 5))
def test_acceptance_waits_for_every_can_and_rejection_for_none(finished, held_up, major):
    says = ruling(GAP, Counts(0, major, major), finished, held_up)
    assert (says is Ruling.REJECT) == (major >= 4)
    if says is Ruling.ACCEPT:
        assert finished >= 50 and not held_up and major <= 1
