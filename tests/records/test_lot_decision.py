"""The decision on a lot: what its sample lets a manager decide, and what is written down of it."""

import pytest

from core.errors import BadInput
from core.quality.lot_ruling import Ruling, Unsettled
from core.quality.lot_states import LotAct, LotState
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sampling import Limit, Plan
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import audit, inspections, lot_decision, lots, reviews, samples
from core.records.lot_decision import LotDecision
from core.records.reviews import Named
from core.records.use_case import Actor, console
from tests.records.conftest import SetClock
from tests.records.people import PASSWORD, can_of_lot, open_lot, signed_in, taken

TWO = Plan("Two", 2, critical=Limit(0, 1), total=Limit(1, 2))


@pytest.fixture
def mona() -> Actor:
    return signed_in("mona", Role.MANAGER)


@pytest.fixture
def lot(mona: Actor) -> int:
    return open_lot(mona)


@pytest.fixture
def sample(mona: Actor, lot: int) -> int:
    return samples.start(mona, lot, TWO)


def of(actor: Actor, lot: int) -> LotDecision:
    return lot_decision.of_lot(actor, lot)


def says(actor: Actor, lot: int) -> Ruling | None:
    found = of(actor, lot).ruled
    return found.says if found else None


def accept(actor: Actor, lot: int) -> None:
    lots.accept(actor, lot, "the sample is good", seen_state=LotState.OPEN)


def test_a_lot_is_accepted_when_its_sample_is_finished_and_good(mona: Actor, lot: int, sample: int) -> None:
    can_of_lot(mona, "one", sample_id=sample)
    assert says(mona, lot) is Ruling.GOING_ON
    with pytest.raises(BadInput, match=r"Cans of the sample of lot L1 still to come: 1\."):
        accept(mona, lot)
    can_of_lot(mona, "two", sample_id=sample)
    assert says(mona, lot) is Ruling.ACCEPT
    accept(mona, lot)
    told = of(mona, lot)
    assert told.lot.state is LotState.ACCEPTED and told.sample is not None and told.sample.decision == "accepted"
    assert told.decided is not None
    assert (told.decided.act, told.decided.who, told.decided.reason) == (LotAct.ACCEPT, "mona", "the sample is good")
    row = audit.entries(console(), f"lot:{lot}")[0]
    assert row.new is not None and row.new["sample"] == sample


def test_each_class_says_what_was_found_and_what_that_rules_out(mona: Actor, lot: int, sample: int) -> None:
    can_of_lot(mona, "one", sample_id=sample)
    inspections.raise_defect(mona, can_of_lot(mona, "two", sample_id=sample), side=2, code="DNT")
    critical, total = of(mona, lot).classes
    assert (critical.name, critical.found, critical.limit) == ("critical", 0, Limit(0, 1))
    assert critical.rules_out == pytest.approx(1 - 0.05**0.5)
    assert (total.name, total.found) == ("total", 1) and total.rules_out > critical.rules_out
    assert says(mona, lot) is Ruling.ACCEPT


def test_acceptance_waits_for_cans_in_review_incomplete_or_bad_without_a_graded_defect(mona: Actor, lot: int) -> None:
    sample = samples.start(mona, lot, Plan("Five", 5, total=Limit(4, 5)))
    review = can_of_lot(mona, "review", probability=0.4, sample_id=sample)
    bad = can_of_lot(mona, "bad", probability=0.9, sample_id=sample)
    unnamed = can_of_lot(mona, "unnamed", sample_id=sample)
    inspections.raise_defect(mona, unnamed, side=4, code="UNK")
    incomplete = inspections.start(mona, FOOD_CAN, key="incomplete", sample_id=sample)
    inspections.add_sides(mona, incomplete, [taken(1)])
    inspections.finish(mona, incomplete)
    can_of_lot(mona, "good", sample_id=sample)
    found = of(mona, lot).ruled
    assert found is not None and found.says is Ruling.UNSETTLED
    assert [(can.inspection_id, can.place, can.why) for can in found.unsettled] == [
        (review, 1, Unsettled.IN_REVIEW), (bad, 2, Unsettled.UNNAMED), (unnamed, 3, Unsettled.UNGRADED),
        (incomplete, 4, Unsettled.INCOMPLETE)]
    with pytest.raises(BadInput, match=r"Cans of the sample of lot L1 that are not settled: 4\."):
        accept(mona, lot)
    for can, revision in ((review, 0), (bad, 0), (unnamed, 1), (incomplete, 0)):
        reviews.review(mona, can, revision, Verdict.BAD, defects=[Named("DNT", 2)], disposition=Disposition.PASSED,
                       reason="seen in the hand")
    assert says(mona, lot) is Ruling.ACCEPT
    accept(mona, lot)


def test_rejection_is_certain_before_the_last_can_and_closes_the_sample(mona: Actor, lot: int) -> None:
    sample = samples.start(mona, lot, Plan("Many", 200, total=Limit(0, 1)))
    inspections.raise_defect(mona, can_of_lot(mona, "one", sample_id=sample), side=2, code="DNT")
    assert says(mona, lot) is Ruling.REJECT
    with pytest.raises(BadInput, match="it is not to be accepted"):
        accept(mona, lot)
    lots.reject(mona, lot, "one dent", seen_state=LotState.OPEN)
    (closed,) = samples.of_lot(mona, lot)
    assert (closed.decision, closed.given_up) == ("rejected", False) and closed.closed_at is not None


def test_a_certain_rejection_is_not_escaped_by_giving_the_sample_up(mona: Actor, lot: int, sample: int) -> None:
    inspections.raise_defect(mona, can_of_lot(mona, "one", sample_id=sample), side=4, code="LEK")
    samples.give_up(mona, sample, "mixed up")
    assert says(mona, lot) is Ruling.REJECT
    second = samples.start(mona, lot, TWO)
    for key in ("two", "three"):
        can_of_lot(mona, key, sample_id=second)
    assert says(mona, lot) is Ruling.REJECT
    lots.release(mona, lot, "the laboratory found nothing", seen_state=LotState.HELD, password=PASSWORD)
    row = audit.entries(console(), f"lot:{lot}")[0]
    assert row.new is not None and row.new["against_its_sample"] == "critical"


def test_a_held_lot_is_not_released_while_its_sample_is_not_settled(mona: Actor, lot: int, sample: int) -> None:
    can_of_lot(mona, "one", probability=0.4, sample_id=sample)
    lots.hold(mona, lot, "a jam")
    with pytest.raises(BadInput, match=r"Cans of the sample of lot L1 that are not settled: 1\."):
        lots.release(mona, lot, "looked at", seen_state=LotState.HELD, password=PASSWORD)


def test_a_given_up_sample_without_a_rejection_holds_nothing_up(mona: Actor, lot: int, sample: int) -> None:
    samples.give_up(mona, sample, "the pallets were moved")
    assert says(mona, lot) is None and of(mona, lot).sample is None
    accept(mona, lot)


def test_after_rework_only_the_new_sample_counts(set_clock: SetClock, mona: Actor, lot: int, sample: int) -> None:
    inspections.raise_defect(mona, can_of_lot(mona, "one", sample_id=sample), side=4, code="LEK")
    lots.reject(mona, lot, "a leak", seen_state=LotState.HELD)
    set_clock.goes_on(minutes=5)
    second = lots.rework(mona, lot, "sorted", seen_state=LotState.REJECTED, plan=TWO)
    assert says(mona, lot) is Ruling.GOING_ON
    for key in ("two", "three"):
        can_of_lot(mona, key, sample_id=second)
    accept(mona, lot)
    assert [of.decision for of in samples.of_lot(mona, lot)] == ["accepted", "rejected"]


def test_a_critical_defect_that_a_manager_lowers_leaves_the_count(mona: Actor, lot: int, sample: int) -> None:
    can = can_of_lot(mona, "one", sample_id=sample)
    inspections.raise_defect(mona, can, side=4, code="LEK")
    can_of_lot(mona, "two", sample_id=sample)
    assert says(mona, lot) is Ruling.REJECT
    reviews.review(mona, can, 1, Verdict.GOOD, disposition=Disposition.PASSED, reason="water, wiped off",
                   password=PASSWORD)
    assert says(mona, lot) is Ruling.ACCEPT
    lots.release(mona, lot, "it was water", seen_state=LotState.HELD, password=PASSWORD)
    assert of(mona, lot).decided is not None and samples.of_lot(mona, lot)[0].decision == "released"


def test_between_the_two_numbers_the_plan_says_neither(mona: Actor, lot: int) -> None:
    sample = samples.start(mona, lot, Plan("Gap", 1, total=Limit(0, 2)))
    inspections.raise_defect(mona, can_of_lot(mona, "one", sample_id=sample), side=2, code="DNT")
    assert says(mona, lot) is Ruling.BETWEEN
    with pytest.raises(BadInput, match="between the acceptance and the rejection number"):
        accept(mona, lot)


def test_a_lot_without_a_sample_is_decided_by_the_manager_alone(mona: Actor, lot: int) -> None:
    assert (of(mona, lot).ruled, of(mona, lot).classes, of(mona, lot).decided) == (None, (), None)
    accept(mona, lot)
