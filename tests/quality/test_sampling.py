"""Plans, the defects that count, and when rejection is certain."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.quality.defects import Severity
from core.quality.sampling import (
    CFIA_200,
    CFIA_1250,
    STANDARD_PLANS,
    Counts,
    Found,
    Limit,
    Plan,
    checked_plan,
    count_defects,
    rejected_by,
    severity_of,
)

OWN = Plan("Ours", 50, Limit(0, 1), Limit(2, 3), Limit(5, 6))
FOUND = st.lists(st.builds(Found, st.integers(1, 4), st.sampled_from(["DNT", "CRU", "LEK"]), st.sampled_from(Severity),
                           st.none() | st.integers(1, 3)), max_size=20)


def test_the_standard_plans_carry_their_own_numbers_and_every_other_says_it_is_somebodys_own():
    assert (CFIA_200.size, CFIA_1250.size) == (200, 1250)
    for plan in STANDARD_PLANS.values():
        assert checked_plan(plan).limits == {"critical": Limit(0, 1)}
        assert plan.title == plan.name
    assert OWN.title == "Ours (own plan)"
    assert replace(CFIA_200, size=20).title == "CFIA 200, none serious (own plan)"


@pytest.mark.parametrize("plan", [
    replace(OWN, name=" "), replace(OWN, name="x" * 61), replace(OWN, size=0), replace(OWN, size=10_001),
    Plan("Ours", 5), replace(OWN, major=Limit(3, 3)), replace(OWN, major=Limit(-1, 3)), replace(OWN, total=Limit(3, 2)),
])
def test_a_plan_that_decides_nothing_is_refused_in_a_sentence(plan):
    with pytest.raises(BadInput, match=r"\.$"):
        checked_plan(plan)


def test_defects_of_one_cause_on_one_can_count_once_at_the_worst_severity():
    found = [Found(1, "DNT", Severity.MINOR, 1), Found(1, "SMD", Severity.MAJOR, 1), Found(2, "DNT", Severity.MINOR, 1),
             Found(1, "RST", Severity.MINOR), Found(1, "RST", Severity.MINOR)]
    assert count_defects(OWN, found) == Counts(0, 1, 4)


def test_a_defect_without_a_severity_counts_in_no_class_until_a_person_grades_it():
    assert count_defects(OWN, [Found(1, "UNK", severity_of("UNK", None))]) == Counts(ungraded=1)
    assert count_defects(OWN, [Found(1, "UNK", severity_of("UNK", "critical"))]) == Counts(1, 0, 1)


def test_a_crushed_can_is_serious_in_the_plan_of_cfia_and_major_elsewhere():
    found = [Found(1, "CRU", severity_of("CRU", None))]
    assert rejected_by(CFIA_200, count_defects(CFIA_200, found)) == ("critical",)
    assert count_defects(OWN, found) == Counts(0, 1, 1)
    assert rejected_by(CFIA_200, count_defects(CFIA_200, [Found(1, "SMD", Severity.MAJOR)])) == ()


def test_rejection_is_certain_at_the_rejection_number_and_not_before():
    for counts, classes in ((Counts(), ()), (Counts(1, 0, 1), ("critical",)), (Counts(0, 2, 5), ()),
                            (Counts(0, 3, 6), ("major", "total"))):
        assert rejected_by(OWN, counts) == classes


@given(FOUND, FOUND)
def test_what_is_rejected_stays_rejected_whatever_the_cans_to_come_show(found, more):
    later = [replace(defect, can=defect.can + 10) for defect in more]
    before = rejected_by(OWN, count_defects(OWN, found))
    assert set(before) <= set(rejected_by(OWN, count_defects(OWN, found + later)))


@given(FOUND)
def test_the_total_holds_every_graded_cause_and_no_defect_is_counted_twice(found):
    counts = count_defects(OWN, found)
    assert counts.critical + counts.major <= counts.total
    assert counts.total + counts.ungraded <= len(found)
    assert bool(found) == bool(counts.total + counts.ungraded)
