"""A drawn can is judged by its inspector before the model's verdict is shown, and both are kept."""

import pytest

from core.errors import BadInput, Refused
from core.quality.blind_checks import HIDDEN
from core.quality.review_rank import Wanted
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Outcome, Reason, SideResult, Verdict
from core.records import audit, blind_checks, check_shares, inspections, reviews
from core.records.can import BlindCheck, TakenSide
from core.records.check_shares import Shares
from core.records.counted import Scope
from core.records.use_case import Actor, console
from tests.records.conftest import SetClock
from tests.records.people import signed_in, taken, whole_can

GOOD, BAD, REVIEW = Verdict.GOOD, Verdict.BAD, Verdict.REVIEW


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def every_can(ines: Actor) -> None:
    check_shares.set_shares(console(), Shares(blind=100))


def drawn(actor: Actor, key: str, purpose: str = "routine") -> bool:
    inspections.start(actor, FOOD_CAN, key=key, purpose=purpose)
    can = inspections.unfinished(actor)
    return can is not None and can.blind is not None


def test_nobody_judges_blind_until_a_manager_sets_a_share(ines: Actor) -> None:
    assert check_shares.shares(ines) == Shares(0) and not drawn(ines, "one")
    with pytest.raises(Refused):
        check_shares.set_shares(ines, Shares(5))
    mona = signed_in("mona", Role.MANAGER)
    check_shares.set_shares(mona, Shares(100))
    newest = audit.entries(console(), limit=1)[0]
    assert (newest.actor, newest.old, newest.new) == ("mona", {"blind": 0}, {"blind": 100})
    assert drawn(ines, "two")
    check_shares.set_shares(mona, Shares(0))
    assert not drawn(ines, "three")
    for share in (-1, 101):
        with pytest.raises(BadInput, match="0 to 100"):
            check_shares.set_shares(mona, Shares(share))


@pytest.mark.usefixtures("every_can")
@pytest.mark.parametrize("purpose", ["practice", "test can", "complaint"])
def test_cans_of_which_something_is_known_are_never_judged_blind(ines: Actor, purpose: str) -> None:
    assert not drawn(ines, "one", purpose)


@pytest.mark.usefixtures("every_can")
def test_nothing_of_the_model_is_shown_before_the_person_has_spoken(ines: Actor) -> None:
    whole_can(ines, "one", probability=0.9)
    can = inspections.unfinished(ines)
    assert can is not None and can == inspections.load(ines, can.id)
    assert {kept.result.reason.code for kept in can.sides.values()} == {HIDDEN}
    assert all(kept.photograph and kept.heat is None and not kept.result.boxes and kept.result.probability is None
               for kept in can.sides.values())
    with pytest.raises(BadInput, match="say Good"):
        inspections.finish(ines, can.id)
    judged = blind_checks.judge_good(ines, can.id)
    assert judged.live[0] is BAD and inspections.unfinished(ines) == judged


@pytest.mark.usefixtures("every_can")
def test_good_said_blind_changes_no_verdict_and_brings_a_bad_can_to_review(set_clock: SetClock, ines: Actor) -> None:
    can_id = whole_can(ines, "one", probability=0.9)
    blind_checks.judge_good(ines, can_id)
    said_at = set_clock.now()
    set_clock.goes_on(minutes=1)
    assert blind_checks.judge_good(ines, can_id).blind == BlindCheck(GOOD, at=said_at)
    can = inspections.finish(ines, can_id)
    assert (can.effective[0], can.blind) == (BAD, BlindCheck(GOOD, at=said_at))
    assert can.finished_at is not None and can.finished_at > said_at
    rita = signed_in("rita", Role.REVIEWER)
    assert [one.why for one in reviews.queue(rita)] == [Wanted.DIFFERS]


@pytest.mark.usefixtures("every_can")
def test_a_defect_raised_before_the_verdict_is_the_blind_judgement(ines: Actor) -> None:
    can_id = whole_can(ines, "one", probability=0.1)
    can = inspections.raise_defect(ines, can_id, side=4, code="TAB")
    assert can.blind is not None
    assert (can.blind.verdict, can.blind.code, can.blind.side) == (BAD, "TAB", 4)
    assert [(said.author, said.verdict) for said in can.revisions] == [(None, GOOD), ("ines", BAD)]


@pytest.mark.usefixtures("every_can")
def test_a_defect_raised_after_the_verdict_was_shown_is_no_blind_judgement(ines: Actor) -> None:
    can_id = whole_can(ines, "one", probability=0.9)
    blind_checks.judge_good(ines, can_id)
    can = inspections.raise_defect(ines, can_id, side=4, code="TAB")
    assert can.blind is not None and can.blind.verdict is GOOD
    assert can.effective[0] is BAD


@pytest.mark.usefixtures("every_can")
def test_a_can_that_was_judged_stays_as_it_was_judged(ines: Actor) -> None:
    can_id = whole_can(ines, "one", probability=0.9)
    blind_checks.judge_good(ines, can_id)
    for change in (lambda: inspections.add_sides(ines, can_id, [taken(2, 0.1, b"another")]),
                   lambda: inspections.take_out(ines, can_id, 2), lambda: inspections.give_up(ines, can_id)):
        with pytest.raises(BadInput, match="save it as it is"):
            change()
    assert inspections.finish(ines, can_id).effective[0] is BAD


def test_starting_over_or_saving_half_a_can_is_no_way_round_the_check(
    monkeypatch: pytest.MonkeyPatch, ines: Actor
) -> None:
    monkeypatch.setattr("core.records.check_shares.secrets.token_hex", lambda size: "5a" * size)
    check_shares.set_shares(console(), Shares(blind=100))
    inspections.give_up(ines, whole_can(ines, "one"))
    check_shares.set_shares(console(), Shares(blind=1))
    for key in range(8):
        can_id = inspections.start(ines, FOOD_CAN, key=f"again {key}")
        can = inspections.unfinished(ines)
        assert can is not None and can.awaits_judgement
        if key % 2:
            inspections.finish(ines, can_id)
        else:
            inspections.give_up(ines, can_id)
    blind_checks.judge_good(ines, can_id := whole_can(ines, "whole"))
    inspections.finish(ines, can_id)
    assert not any(drawn(ines, f"after {key}") for key in range(8))


@pytest.mark.usefixtures("every_can")
def test_only_its_inspector_judges_a_can_and_only_when_it_is_taken(ines: Actor) -> None:
    can_id = inspections.start(ines, FOOD_CAN, key="one")
    inspections.add_sides(ines, can_id, [taken(2)])
    with pytest.raises(BadInput, match="every required side"):
        blind_checks.judge_good(ines, can_id)
    with pytest.raises(Refused):
        blind_checks.judge_good(signed_in("ivan"), can_id)


def test_a_can_of_which_nothing_is_asked_is_not_judged(ines: Actor) -> None:
    with pytest.raises(BadInput, match="Nobody asked"):
        blind_checks.judge_good(ines, whole_can(ines, "one"))


@pytest.mark.usefixtures("every_can")
def test_cans_of_a_product_that_has_no_model_yet_say_nothing_of_a_model(ines: Actor) -> None:
    can_id = inspections.start(ines, FOOD_CAN, key="one")
    inspections.add_sides(ines, can_id, [
        TakenSide(SideResult(side, Outcome.REVIEW, Reason("side_collecting")), b"%d" % side.number)
        for side in FOOD_CAN.sides])
    blind_checks.judge_good(ines, can_id)
    inspections.finish(ines, can_id)
    assert blind_checks.counts(ines, Scope()) == {}


@pytest.mark.usefixtures("every_can")
def test_blind_checks_are_counted_by_both_verdicts_within_what_is_looked_at(ines: Actor) -> None:
    for key, probability in (("a", 0.1), ("b", 0.1), ("c", 0.9), ("d", 0.4)):
        can_id = whole_can(ines, key, line="2" if key == "a" else None, probability=probability)
        blind_checks.judge_good(ines, can_id)
        inspections.finish(ines, can_id)
    inspections.raise_defect(ines, whole_can(ines, "e", probability=0.9), side=4, code="TAB")
    half = inspections.start(ines, FOOD_CAN, key="half")
    inspections.add_sides(ines, half, [taken(2)])
    inspections.raise_defect(ines, half, side=2, code="RST")
    blind_checks.judge_good(ines, whole_can(ines, "not saved"))
    counts = {(GOOD, GOOD): 2, (GOOD, BAD): 1, (GOOD, REVIEW): 1, (BAD, BAD): 1}
    assert blind_checks.counts(ines, Scope()) == counts
    assert blind_checks.counts(ines, Scope(line="2")) == {(GOOD, GOOD): 1}
    assert blind_checks.counts(ines, Scope(line="")) == counts | {(GOOD, GOOD): 1}
    assert blind_checks.counts(ines, Scope(model="food-can/1")) == counts
    for nothing in (Scope(model="other/1"), Scope(purpose="lot sample"), Scope(inspector="ivan")):
        assert blind_checks.counts(ines, nothing) == {}
