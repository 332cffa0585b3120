"""Two reviewers judge the same can, and neither learns what the other said before both have."""

from collections.abc import Sequence

import pytest

from core.errors import BadInput, Refused
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.verdict import Verdict
from core.records import accounts, audit, inspections, review_pairs, reviews
from core.records.counted import Scope
from core.records.review_pairs import Answer, Judged
from core.records.use_case import Actor, console
from tests.records.people import can_of_lot, signed_in

GOOD, BAD = Verdict.GOOD, Verdict.BAD
TWO = ("rita", "rolf")


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def mona() -> Actor:
    return signed_in("mona", Role.MANAGER)


@pytest.fixture
def two() -> list[Actor]:
    return [signed_in(name, Role.REVIEWER) for name in TWO]


def judge(actor: Actor, verdict: Verdict, code: str | None = None) -> None:
    asked = review_pairs.asked(actor)
    assert asked is not None
    review_pairs.answer(actor, asked.pair_id, verdict, code)


def answers(actor: Actor, can_id: int) -> list[tuple[str, Verdict | None, str | None]]:
    return [(one.who, one.verdict, one.code) for one in review_pairs.of_can(actor, can_id) or ()]


def test_neither_answer_is_shown_to_anybody_before_both_are_given(
    ines: Actor, mona: Actor, two: Sequence[Actor]
) -> None:
    can_id = can_of_lot(ines, "one")
    assert review_pairs.assign(mona, [can_id], TWO) == 1
    judge(two[0], GOOD)
    for actor in (ines, mona, *two):
        assert review_pairs.of_can(actor, can_id) == (Answer("rita"), Answer("rolf"))
        assert review_pairs.judged_by_two(actor, Scope()) == []
    judge(two[1], BAD, "RST")
    assert answers(ines, can_id) == [("rita", GOOD, None), ("rolf", BAD, "RST")]
    number = inspections.load(ines, can_id).number
    assert review_pairs.judged_by_two(ines, Scope()) == [Judged("rita", "rolf", {(GOOD, BAD): 1}, ((can_id, number),))]


def test_what_they_say_changes_no_verdict_and_stays(ines: Actor, mona: Actor, two: Sequence[Actor]) -> None:
    can_id = can_of_lot(ines, "one")
    review_pairs.assign(mona, [can_id], TWO)
    before, pair = inspections.load(ines, can_id), review_pairs.asked(two[0])
    assert pair is not None
    for _ in range(2):
        review_pairs.answer(two[0], pair.pair_id, BAD)
    with pytest.raises(BadInput, match="stays"):
        review_pairs.answer(two[0], pair.pair_id, GOOD)
    assert review_pairs.asked(two[0]) is None
    assert inspections.load(ines, can_id) == before and reviews.queue(two[1]) == []


def test_only_the_two_are_asked_the_oldest_first(ines: Actor, mona: Actor, two: Sequence[Actor]) -> None:
    cans = [can_of_lot(ines, str(number)) for number in range(3)]
    review_pairs.assign(mona, cans, TWO)
    asked = review_pairs.asked(two[1])
    assert asked is not None and (asked.inspection_id, asked.left) == (cans[0], 3)
    rosa = signed_in("rosa", Role.REVIEWER)
    assert review_pairs.asked(rosa) is None
    with pytest.raises(Refused, match="two others"):
        review_pairs.answer(rosa, asked.pair_id, GOOD)


def test_cans_that_one_of_them_knows_or_that_were_given_before_are_left_out(
    ines: Actor, mona: Actor, two: Sequence[Actor]
) -> None:
    taken, spoken, given, fresh = can_of_lot(two[0], "taken"), *(can_of_lot(ines, key) for key in ("a", "b", "c"))
    reviews.review(two[1], spoken, 0, GOOD, disposition=Disposition.PASSED)
    review_pairs.assign(mona, [given], TWO)
    draft = inspections.start(ines, inspections.load(ines, given).product, key="draft")
    assert review_pairs.assign(mona, [taken, spoken, given, fresh, draft, 999], TWO) == 1
    assert answers(mona, fresh) and not answers(mona, taken) and not answers(mona, spoken)
    newest = audit.entries(console(), limit=1)[0]
    assert newest.new == {"reviewers": ["rita", "rolf"], "cans": [fresh]}
    with pytest.raises(BadInput, match="None of these cans"):
        review_pairs.assign(mona, [fresh], TWO)


def test_a_can_that_waits_for_somebody_who_is_gone_is_given_anew(
    ines: Actor, mona: Actor, two: Sequence[Actor]
) -> None:
    waits, judged = can_of_lot(ines, "waits"), can_of_lot(ines, "judged")
    review_pairs.assign(mona, [judged], TWO)
    for actor in two:
        judge(actor, GOOD)
    review_pairs.assign(mona, [waits], TWO)
    accounts.disable(console(), "rolf")
    assert review_pairs.assign(mona, [waits, judged], ("rita", "mona")) == 1
    assert [who for who, _, _ in answers(mona, waits)] == ["mona", "rita"]
    assert answers(mona, judged) == [("rita", GOOD, None), ("rolf", GOOD, None)]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("people", [("rita", "rita"), ("rita", "ines"), ("rita", "nobody"), ("rita", "gone")])
def test_two_different_people_who_may_review_are_asked_for(
    ines: Actor, mona: Actor, people: tuple[str, str]
) -> None:
    signed_in("gone", Role.REVIEWER)
    accounts.disable(console(), "gone")
    with pytest.raises(BadInput, match="two different people"):
        review_pairs.assign(mona, [can_of_lot(ines, "one")], people)
    with pytest.raises(BadInput, match="at once"):
        review_pairs.assign(mona, [], TWO)
    assert review_pairs.reviewers(mona) == ["mona", "rita", "rolf"]


def test_a_verdict_or_defect_that_is_none_is_refused(ines: Actor, mona: Actor, two: Sequence[Actor]) -> None:
    review_pairs.assign(mona, [can_of_lot(ines, "one")], TWO)
    for verdict, code in ((Verdict.REVIEW, None), (GOOD, "RST"), (BAD, "NONE")):
        with pytest.raises(BadInput, match="Say Good, or Bad"):
            judge(two[0], verdict, code)
    with pytest.raises(BadInput, match="no such can"):
        review_pairs.answer(two[0], 2**70, GOOD)


def test_pairs_are_counted_within_what_is_looked_at(ines: Actor, mona: Actor, two: Sequence[Actor]) -> None:
    for key, line, said in (("a", "1", (GOOD, GOOD)), ("b", "2", (BAD, BAD)), ("c", "2", (BAD, GOOD))):
        review_pairs.assign(mona, [can_of_lot(ines, key, line=line)], TWO[::-1])
        for actor, verdict in zip(two, said, strict=True):
            judge(actor, verdict)
    (judged,) = review_pairs.judged_by_two(mona, Scope())
    assert (judged.first, judged.second) == TWO
    assert judged.counts == {(GOOD, GOOD): 1, (BAD, BAD): 1, (BAD, GOOD): 1}
    (judged,) = review_pairs.judged_by_two(mona, Scope(line="2"))
    assert judged.counts == {(BAD, BAD): 1, (BAD, GOOD): 1} and len(judged.differing) == 1
