"""Taking a can: starting it once, its sides, and its verdict."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.errors import BadInput, Refused
from core.quality.purposes import PURPOSES
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Outcome, Reason, SideResult, Verdict
from core.records import audit, database, images, inspections
from core.records.can import Heat, TakenSide
from core.records.schema import contact_sheet, inspection, side_attempt
from core.records.use_case import console
from tests.records.conftest import SetClock
from tests.records.people import HEAT, result, sign_in, signed_in, taken, whole_can


def test_a_can_starts_once_for_one_key() -> None:
    actor = signed_in()
    ids = {inspections.start(actor, FOOD_CAN, key="one") for _ in range(3)}
    assert len(ids) == 1
    assert inspections.start(actor, FOOD_CAN, key="another") not in ids
    assert len(audit.entries(console(), f"can:{ids.pop()}")) == 1


def test_a_key_of_another_person_is_refused() -> None:
    inspections.start(signed_in("ines"), FOOD_CAN, key="one")
    with pytest.raises(BadInput, match="Somebody else"):
        inspections.start(signed_in("otto"), FOOD_CAN, key="one")


def test_ten_starts_at_once_with_one_key_make_one_can() -> None:
    actor = signed_in()
    with ThreadPoolExecutor(8) as threads:
        ids = set(threads.map(lambda _: inspections.start(actor, FOOD_CAN, key="one"), range(10)))
    assert len(ids) == 1


def test_eight_threads_of_twenty_starts_keep_160_numbers_without_a_duplicate() -> None:
    actor = signed_in()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: inspections.start(actor, FOOD_CAN, key=f"key {n}", line="2"), range(160)))
    with database.read() as tx:
        numbers = tx.execute(select(inspection.c.number)).scalars().all()
    assert sorted(numbers) == [f"L2-{n:04d}" for n in range(1, 161)]
    assert audit.verify() == []


def test_numbers_count_by_day_and_line(set_clock: SetClock) -> None:
    actor = signed_in()

    def number(key: str, line: str | None) -> str:
        return inspections.load(actor, inspections.start(actor, FOOD_CAN, key=key, line=line)).number

    assert [number("a", None), number("b", "2"), number("c", "2"), number("d", " "), number("e", "10")] == [
        "C-0001", "L2-0001", "L2-0002", "C-0002", "L10-0001"
    ]
    set_clock.goes_on(hours=11)
    assert number("f", "2") == "L2-0003"
    actor = sign_in("ines")
    set_clock.goes_on(hours=5)
    assert number("g", "2") == "L2-0001"


def test_a_draft_comes_back_as_it_was_judged() -> None:
    actor = signed_in()
    at = datetime(2026, 11, 23, 7, 59, 58, 123456, tzinfo=UTC)
    first = replace(taken(1, 0.7, b"photograph of side one"), taken_at=at, file_name="Wand ✅.jpg")
    inspection_id = inspections.start(actor, FOOD_CAN, key="one", line="2", seaming_head="4", shift="early")
    inspections.add_sides(actor, inspection_id, [first, taken(4)])
    can = inspections.unfinished(actor)
    assert can == inspections.load(actor, inspection_id)
    assert can is not None and can.product == FOOD_CAN
    assert (can.state, can.line, can.seaming_head, can.shift, can.inspector) == ("draft", "2", "4", "early", "ines")
    assert set(can.sides) == {1, 4}
    kept = can.sides[1]
    assert kept.result == first.result
    assert (kept.file_name, kept.taken_at, kept.heat) == ("Wand ✅.jpg", at, HEAT)
    assert images.load(str(kept.photograph)) == b"photograph of side one"
    assert can.live[0] is Verdict.BAD
    assert [found.outcome for found in can.results if found.side.number in (2, 3)] == [Outcome.MISSING] * 2


def test_an_unreadable_side_is_kept_without_a_photograph_or_numbers() -> None:
    actor = signed_in()
    inspection_id = inspections.start(actor, FOOD_CAN, key="one")
    unreadable = SideResult(FOOD_CAN.side(2), Outcome.ERROR, Reason("side_unreadable", {"problem": "no image"}))
    inspections.add_sides(actor, inspection_id, [TakenSide(unreadable, None)])
    kept = inspections.load(actor, inspection_id).sides[2]
    assert (kept.result, kept.photograph, kept.heat) == (unreadable, None, None)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_kept_as_none_and_never_good(number: float) -> None:
    actor = signed_in()
    inspection_id = whole_can(actor, "one")
    inspections.add_sides(actor, inspection_id, [TakenSide(result(3, number), b"3")])
    can = inspections.load(actor, inspection_id)
    assert can.sides[3].result.probability is None
    assert can.live[0] is Verdict.REVIEW


def test_every_attempt_stays_and_the_latest_counts() -> None:
    actor = signed_in()
    inspection_id = whole_can(actor, "one")
    for probability in (0.9, 0.4, 0.2):
        inspections.add_sides(actor, inspection_id, [taken(3, probability)])
    can = inspections.load(actor, inspection_id)
    assert can.attempts == {1: 1, 2: 1, 3: 4, 4: 1, 5: 1, 6: 1, 7: 1}
    assert can.sides[3].result.probability == 0.2
    with database.read() as tx:
        kept = tx.execute(select(side_attempt.c.probability).where(side_attempt.c.side == 3)).scalars().all()
    assert kept == [0.1, 0.9, 0.4, 0.2]


def test_a_side_taken_out_is_missing_again_and_its_attempts_stay() -> None:
    actor = signed_in()
    inspection_id = whole_can(actor, "one")
    inspections.take_out(actor, inspection_id, 5)
    inspections.take_out(actor, inspection_id, 5)
    can = inspections.load(actor, inspection_id)
    assert 5 not in can.sides
    assert can.attempts[5] == 2
    assert can.live[0] is Verdict.INCOMPLETE


def test_sides_that_come_together_are_kept_together_or_not_at_all() -> None:
    actor = signed_in()
    inspection_id = inspections.start(actor, FOOD_CAN, key="one")
    before = audit.examine().audit_rows
    with pytest.raises(BadInput):
        inspections.add_sides(actor, inspection_id, [taken(1), taken(2, file_name="a\0b")])
    assert inspections.load(actor, inspection_id).sides == {}
    assert audit.examine().audit_rows == before


def test_a_side_that_the_product_does_not_have_is_refused() -> None:
    actor = signed_in()
    inspection_id = inspections.start(actor, FOOD_CAN, key="one")
    strange = replace(taken(1), result=replace(result(1, 0.1), side=replace(FOOD_CAN.side(1), number=8)))
    with pytest.raises(BadInput, match="no side 8"):
        inspections.add_sides(actor, inspection_id, [strange])


@pytest.mark.parametrize(("probability", "verdict"), [
    (0.1, Verdict.GOOD), (0.4, Verdict.REVIEW), (0.6, Verdict.BAD)
])
def test_finishing_keeps_the_models_verdict_as_revision_0(probability: float, verdict: Verdict) -> None:
    actor = signed_in()
    inspection_id = whole_can(actor, "one", probability=probability)
    live = inspections.load(actor, inspection_id).live
    can = inspections.finish(actor, inspection_id, save_ms=12.5, contact_sheet=b"jpeg")
    assert (can.state, can.model_verdict, can.effective) == ("finished", live, live)
    assert live[0] is verdict
    assert [(r.number, r.author) for r in can.revisions] == [(0, None)]
    with database.read() as tx:
        row = tx.execute(select(inspection)).one()
        assert tx.scalar(select(contact_sheet.c.jpeg)) == b"jpeg"
    assert (row.current_revision, row.decode_ms, row.model_ms, row.save_ms) == (0, 21.0, 280.0, 12.5)


def test_a_can_that_lacks_a_side_is_incomplete_unless_a_side_is_bad() -> None:
    actor = signed_in()
    for key, probability, verdict in (("a", 0.1, Verdict.INCOMPLETE), ("b", 0.9, Verdict.BAD)):
        inspection_id = inspections.start(actor, FOOD_CAN, key=key)
        inspections.add_sides(actor, inspection_id, [taken(1, probability)])
        assert inspections.finish(actor, inspection_id).effective[0] is verdict


def test_finishing_twice_or_ten_times_at_once_finishes_once() -> None:
    actor = signed_in()
    inspection_id = whole_can(actor, "one")
    with ThreadPoolExecutor(8) as threads:
        cans = list(threads.map(lambda _: inspections.finish(actor, inspection_id), range(10)))
    assert all(can == cans[0] for can in cans)
    assert len(cans[0].revisions) == 1
    actions = [row.action for row in audit.entries(console(), f"can:{inspection_id}")]
    assert actions == ["can finished", "sides taken", "can started"]


def test_a_draft_belongs_to_its_inspector() -> None:
    inspection_id = whole_can(signed_in("ines"), "one")
    other = signed_in("otto")
    for act in (
        lambda: inspections.add_sides(other, inspection_id, [taken(1)]),
        lambda: inspections.take_out(other, inspection_id, 1),
        lambda: inspections.finish(other, inspection_id),
        lambda: inspections.give_up(other, inspection_id),
        lambda: inspections.raise_defect(other, inspection_id, side=1, code="DNT"),
    ):
        before = audit.examine().audit_rows
        with pytest.raises(Refused, match="somebody else"):
            act()
        assert audit.examine().audit_rows == before + 1
    assert inspections.unfinished(other) is None


@pytest.mark.parametrize("end", [inspections.finish, inspections.give_up])
def test_nothing_is_added_to_a_can_that_is_no_draft(end) -> None:
    actor = signed_in()
    inspection_id = whole_can(actor, "one")
    end(actor, inspection_id)
    for act in (
        lambda: inspections.add_sides(actor, inspection_id, [taken(1)]),
        lambda: inspections.take_out(actor, inspection_id, 1),
        lambda: inspections.give_up(actor, inspection_id),
    ):
        with pytest.raises(BadInput, match="already"):
            act()
    assert inspections.unfinished(actor) is None


def test_a_can_given_up_is_neither_judged_nor_counted() -> None:
    actor = signed_in()
    inspection_id = whole_can(actor, "one")
    inspections.give_up(actor, inspection_id)
    assert inspections.load(actor, inspection_id).state == "abandoned"
    assert inspections.load(actor, inspection_id).model_verdict is None
    assert inspections.recent(actor) == []
    assert set(inspections.counts_today(actor).values()) == {0}


@pytest.mark.parametrize("inspection_id", [0, -1, 99, 2**63, 2**200])
def test_a_can_that_does_not_exist_is_named_in_a_sentence(inspection_id: int) -> None:
    actor = signed_in()
    for act in (inspections.load, inspections.finish, inspections.give_up):
        with pytest.raises(BadInput, match="no inspection"):
            act(actor, inspection_id)


def test_an_unknown_purpose_is_refused_and_every_known_one_kept() -> None:
    actor = signed_in()
    with pytest.raises(BadInput, match="purpose"):
        inspections.start(actor, FOOD_CAN, key="x", purpose="fun")
    for purpose in PURPOSES:
        started = inspections.start(actor, FOOD_CAN, key=purpose, purpose=purpose)
        assert inspections.load(actor, started).purpose == purpose


@pytest.mark.parametrize("size", [(0, 3, 0), (2, 3, 11), (2, -3, 12)])
def test_a_heatmap_has_as_many_values_as_its_size_says(size: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="float16"):
        Heat(size[0], size[1], bytes(size[2]))
