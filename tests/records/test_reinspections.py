"""A can that is inspected again counts once where it is asked for: by its latest inspection."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BadInput, Refused
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import SARDINE_CLUB
from core.quality.verdict import Verdict
from core.records import audit, inspections, reinspections, reviews, statistics
from core.records.counted import Counts, Scope
from core.records.use_case import Actor, console
from tests.records.people import can_of_lot, open_lot, signed_in, whole_can

AGAIN = "reinspection"


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


def found(actor: Actor, scope: Scope) -> tuple[int, int]:
    counts = sum((group.counts for group in statistics.counted(actor, scope)), Counts())
    return counts.good, counts.bad


def test_the_latest_of_the_inspections_of_one_can_counts_once_and_the_first_for_the_first_pass(ines: Actor) -> None:
    first = can_of_lot(ines, "first", probability=0.9)
    again = can_of_lot(ines, "again", purpose=AGAIN)
    can_of_lot(ines, "of an unknown can", purpose=AGAIN)
    assert found(ines, Scope(once=True)) == (0, 1)
    reinspections.name_earlier(ines, again, first)
    assert (found(ines, Scope()), found(ines, Scope(once=True))) == ((2, 1), (1, 0))
    assert found(ines, Scope(once=True).first_found) == found(ines, Scope(once=True).routine) == (0, 1)
    third = can_of_lot(ines, "third", probability=0.9, purpose=AGAIN)
    reinspections.name_earlier(ines, third, again)
    assert inspections.load(ines, third).reinspects_id == first
    assert found(ines, Scope(once=True)) == (0, 1)
    assert [one.id for one in reinspections.of_same_can(ines, again)] == [first, third]
    row = audit.entries(console(), f"can:{third}")[0]
    assert (row.action, row.old, row.new) == ("reinspection named", {"reinspects": None}, {"reinspects": first})
    reinspections.name_earlier(ines, third, None)
    assert found(ines, Scope(once=True)) == (1, 0)
    assert audit.verify() == []


def test_a_draft_names_its_can_and_counts_from_when_it_is_finished(ines: Actor) -> None:
    first = can_of_lot(ines, "first", probability=0.9)
    draft = inspections.start(ines, inspections.load(ines, first).product, key="again", purpose=AGAIN)
    reinspections.name_earlier(ines, draft, first)
    assert found(ines, Scope(once=True)) == (0, 1)
    inspections.raise_defect(ines, draft, side=4, code="TAB")
    assert found(ines, Scope(once=True)) == (0, 1) and found(ines, Scope()) == (0, 2)
    reviews.review(signed_in("rita", Role.REVIEWER), draft, 1, Verdict.GOOD, disposition=Disposition.PASSED,
                   reason="seen in the hand")
    assert found(ines, Scope(once=True)) == (1, 0)
    assert audit.verify() == []


def test_only_a_reinspection_names_a_can_that_was_finished_before_it(ines: Actor) -> None:
    first, plain = can_of_lot(ines, "first"), can_of_lot(ines, "plain")
    again, later = can_of_lot(ines, "again", purpose=AGAIN), can_of_lot(ines, "later")
    practice, draft = can_of_lot(ines, "practice", purpose="practice"), whole_can(ines, "draft")
    last = can_of_lot(ines, "last", purpose=AGAIN)
    other = inspections.start(ines, SARDINE_CLUB, key="other", purpose=AGAIN)
    for can, earlier, said in ((plain, first, "only a reinspection"), (again, later, "finished before"),
                               (again, again, "finished before"), (last, practice, "no figure counts"),
                               (last, draft, "finished before"), (other, first, "none of this product"),
                               (again, 999, "no inspection 999")):
        with pytest.raises(BadInput, match=said):
            reinspections.name_earlier(ines, can, earlier)
    with pytest.raises(Refused, match="somebody else"):
        reinspections.name_earlier(signed_in("omar"), other, first)
    assert audit.verify() == []


def test_the_cans_to_choose_from_are_the_newest_finished_ones_of_the_product_and_lot(ines: Actor) -> None:
    lot = open_lot(ines)
    elsewhere, here = can_of_lot(ines, "elsewhere"), can_of_lot(ines, "here", lot)
    whole_can(ines, "draft")
    in_lot, anywhere = can_of_lot(ines, "in lot", lot, purpose=AGAIN), can_of_lot(ines, "anywhere", purpose=AGAIN)
    assert [one.id for one in reinspections.candidates(ines, in_lot)] == [here]
    assert [one.id for one in reinspections.candidates(ines, anywhere)] == [in_lot, here, elsewhere]


@pytest.mark.sqlite
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_named_in_whatever_order_the_counts_are_those_of_the_latest(
    six: tuple[Actor, list[int]], data: st.DataObject
) -> None:
    actor, cans = six
    for _ in range(4):
        can = data.draw(st.integers(1, 5))
        earlier = data.draw(st.one_of(st.none(), st.integers(0, can - 1)))
        reinspections.name_earlier(actor, cans[can], None if earlier is None else cans[earlier])
    firsts = {can: inspections.load(actor, can).reinspects_id for can in cans}
    latest = {first or can: can for can, first in firsts.items()}
    once = [can for first, can in latest.items() if firsts[can] is not None or can == cans[0]]
    assert sum(found(actor, Scope(once=True))) == len(once)
    assert audit.verify() == []


@pytest.fixture
def six(ines: Actor) -> tuple[Actor, list[int]]:
    """A routine can and five reinspections."""
    return ines, [can_of_lot(ines, f"{number}", purpose=AGAIN if number else "routine") for number in range(6)]
