"""Lots: opened, found, held by anyone, decided by a manager; and two people at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import product as pairs
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from core.errors import BadInput, Refused
from core.quality.lot_states import CHANGES, LotAct, LotState, after
from core.quality.purposes import NOT_RATED
from core.quality.rights import Role, may
from core.quality.sampling import CFIA_200, CFIA_1250
from core.quality.sides import FOOD_CAN
from core.records import audit, clock, inspections, lots, products, samples
from core.records.database import write
from core.records.lot_draft import LotDraft
from core.records.lots import Wanted
from core.records.product_draft import ProductDraft
from core.records.schema import lot_event
from core.records.sign_in import FAILURES, THROTTLED
from core.records.use_case import Actor, console
from tests.records.conftest import SetClock
from tests.records.people import PASSWORD, can_of_lot, open_lot, signed_in
from tests.records.test_hostile_text import HOSTILE

DRAFT = LotDraft(FOOD_CAN.sku, "l26327a", date(2026, 11, 20), 12_000, "2", ("early", "late"), date(2029, 11, 20))
OTHER = ProductDraft(replace(FOOD_CAN, sku="TUNA-1", name="Tuna in brine"), 24, 60)
ACTS: dict[LotAct, Callable[[Actor, int, LotState], Any]] = {
    LotAct.HOLD: lambda actor, lot, seen: lots.hold(actor, lot, "why"),
    LotAct.ACCEPT: lambda actor, lot, seen: lots.accept(actor, lot, "why", seen_state=seen),
    LotAct.RELEASE: lambda actor, lot, seen: lots.release(actor, lot, "why", seen_state=seen, password=PASSWORD),
    LotAct.REJECT: lambda actor, lot, seen: lots.reject(actor, lot, "why", seen_state=seen),
    LotAct.REWORK: lambda actor, lot, seen: lots.rework(actor, lot, "why", seen_state=seen),
}
WAY: dict[LotState, tuple[LotAct, ...]] = {
    LotState.OPEN: (), LotState.ACCEPTED: (LotAct.ACCEPT,), LotState.HELD: (LotAct.HOLD,),
    LotState.RELEASED: (LotAct.HOLD, LotAct.RELEASE), LotState.REJECTED: (LotAct.REJECT,),
}


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def mona() -> Actor:
    return signed_in("mona", Role.MANAGER)


def lot_in(mona: Actor, state: LotState, code: str = "L1") -> int:
    """A lot that a manager brought into a state."""
    lot = open_lot(mona, code)
    for act in WAY[state]:
        ACTS[act](mona, lot, lots.find(mona, lot).state)
    return lot


def test_any_inspector_opens_a_lot_and_it_comes_back_as_it_was_given(set_clock: SetClock, ines: Actor) -> None:
    ines = signed_in("ivo")
    lot = lots.find(ines, lots.open_lot(ines, DRAFT))
    assert (lot.product_sku, lot.product_name, lot.code) == (FOOD_CAN.sku, FOOD_CAN.name, "L26327A")
    assert (lot.production_day, lot.best_before) == (DRAFT.production_day, DRAFT.best_before)
    assert (lot.line, lot.shifts, lot.quantity) == ("2", ("early", "late"), 12_000)
    assert (lot.state, lot.opened_by, lot.opened_at) == (LotState.OPEN, "ivo", clock.now())
    row = audit.entries(console(), f"lot:{lot.id}")[0]
    assert (row.action, row.old) == ("lot opened", None)
    assert row.new is not None and row.new["shifts"] == ["early", "late"]
    assert [event.act for event in lots.events(ines, lot.id)] == ["opened"]


@pytest.mark.parametrize("wrong", [
    {"code": ""}, {"code": " "}, {"code": "x" * 41}, {"code": "-1"}, {"code": "L\n1"}, {"code": "L\u202e1"},
    {"product_sku": "NONE"}, {"product_sku": ""}, {"quantity": 0}, {"quantity": -1}, {"quantity": 10_000_001},
    {"quantity": 1.5}, {"best_before": DRAFT.production_day}, {"best_before": date(2020, 1, 1)},
    {"production_day": date(2999, 1, 1)}, {"line": "x" * 17}, {"line": "\0"}, {"shifts": ("early", " ")},
    {"shifts": ("\ud800",)}, {"shifts": ("x",) * 9},
])
def test_what_cannot_be_a_lot_is_refused_in_a_sentence_and_leaves_no_trace(ines: Actor, wrong: dict[str, Any]) -> None:
    before = audit.examine().audit_rows
    with pytest.raises(BadInput, match=r"\.$") as refusal:
        lots.open_lot(ines, replace(DRAFT, **wrong))
    assert str(refusal.value).isprintable()
    assert lots.page(ines, Wanted()) == [] and audit.examine().audit_rows == before


def test_hostile_text_in_a_lot_comes_back_identical_or_is_refused(ines: Actor) -> None:
    for number, text in enumerate(HOSTILE):
        try:
            lot_id = lots.open_lot(ines, replace(DRAFT, code=f"L{number}", line=text, shifts=(text,)))
        except BadInput as refusal:
            assert str(refusal).isprintable()
        else:
            lot = lots.find(ines, lot_id)
            assert (lot.line, lot.shifts) == (text, (text,))
            try:
                lots.hold(ines, lot_id, text)
            except BadInput as refusal:
                assert str(refusal).isprintable()
            else:
                assert lots.events(ines, lot_id)[0].reason == text
    assert audit.verify() == []


def test_a_code_is_taken_once_in_a_product_whatever_its_case_and_free_in_another(ines: Actor, mona: Actor) -> None:
    products.add(mona, OTHER)
    lots.open_lot(ines, DRAFT)
    with pytest.raises(BadInput, match="There is a lot L26327A of FOOD-CAN-7 already"):
        lots.open_lot(ines, replace(DRAFT, code="L26327A "))
    lots.open_lot(ines, replace(DRAFT, product_sku="tuna-1"))


def test_of_ten_who_open_one_lot_at_once_one_succeeds_and_nine_are_told(ines: Actor) -> None:
    assert _at_once(10, lambda n: lots.open_lot(ines, replace(DRAFT, quantity=n + 1))).count(None) == 1


def test_no_lot_is_opened_of_a_retired_product(ines: Actor, mona: Actor) -> None:
    products.add(mona, OTHER)
    products.retire(mona, "TUNA-1")
    with pytest.raises(BadInput, match="is retired"):
        lots.open_lot(ines, replace(DRAFT, product_sku="TUNA-1"))


@pytest.mark.parametrize("role", Role)
def test_each_role_makes_the_changes_that_are_its_and_no_other_from_every_state(role: Role, mona: Actor) -> None:
    actor = signed_in("someone", role)
    for number, (state, act) in enumerate(pairs(LotState, LotAct)):
        lot = lot_in(mona, state, f"L{number}")
        before = (lots.events(mona, lot), audit.examine().audit_rows)
        reached = after(act, state)
        if not may(role, CHANGES[act].right):
            with pytest.raises(Refused, match="may not"):
                ACTS[act](actor, lot, state)
        elif reached is None:
            with pytest.raises(BadInput, match=f"is {state} \\(mona, 20.* UTC\\): it cannot be"):
                ACTS[act](actor, lot, state)
            assert audit.examine().audit_rows == before[1]
        else:
            ACTS[act](actor, lot, state)
            assert lots.find(mona, lot).state is reached
            event = lots.events(mona, lot)[0]
            assert (event.act, event.old_state, event.new_state, event.who, event.reason) == (
                act, state, reached, "someone", "why")
            row = audit.entries(console(), f"lot:{lot}")[0]
            assert (row.actor, row.why, row.old) == ("someone", "why", {"state": state})
            assert row.new is not None and row.new["state"] == reached
            assert audit.examine().audit_rows == before[1] + 1
            continue
        assert lots.find(mona, lot).state is state and lots.events(mona, lot) == before[0]


@pytest.mark.parametrize("reason", ["", " \n", "x" * 501, "\0", "\ud800"])
@pytest.mark.parametrize("act", LotAct)
def test_no_change_is_made_without_a_reason_that_can_be_kept(act: LotAct, reason: str, mona: Actor) -> None:
    state = min(CHANGES[act].before)
    lot = lot_in(mona, state)
    with pytest.raises(BadInput):
        if act is LotAct.HOLD:
            lots.hold(mona, lot, reason)
        else:
            getattr(lots, act)(mona, lot, reason, seen_state=state)
    assert lots.find(mona, lot).state is state


@pytest.mark.parametrize(("state", "act"), [(state, act) for act in LotAct for state in sorted(CHANGES[act].before)])
def test_of_two_who_make_one_change_at_once_one_wins_and_the_other_is_told_who(
    state: LotState, act: LotAct, mona: Actor
) -> None:
    lot = lot_in(mona, state)
    actors = [signed_in("one", Role.MANAGER), signed_in("two", Role.MANAGER)]
    said = _at_once(2, lambda n: ACTS[act](actors[n], lot, state))
    assert said.count(None) == 1
    assert any(f"is {CHANGES[act].after} (" in sentence for sentence in said if sentence)
    assert len(lots.events(mona, lot)) == 2 + len(WAY[state])


def test_who_decides_on_what_they_no_longer_see_is_told_to_look_again(ines: Actor, mona: Actor) -> None:
    lot = open_lot(ines)
    lots.hold(ines, lot, "a dent on every tenth can")
    for decide in (lots.accept, lots.reject):
        with pytest.raises(BadInput, match=r"is held \(ines, .* UTC\) now, not open: look at it again"):
            decide(mona, lot, "looks fine", seen_state=LotState.OPEN)
    assert lots.find(mona, lot).state is LotState.HELD


def test_a_hold_is_never_late_and_whoever_accepts_at_the_same_time_the_lot_ends_held(mona: Actor) -> None:
    ines = signed_in("ines")
    for number in range(5):
        lot = open_lot(ines, f"L{number}")
        acts = [lambda lot=lot: lots.accept(mona, lot, "fine", seen_state=LotState.OPEN),
                lambda lot=lot: lots.hold(ines, lot, "a leak")]
        _at_once(2, lambda n, acts=acts: acts[n]())
        assert lots.find(ines, lot).state is LotState.HELD


def test_rework_opens_the_lot_with_a_new_sample_and_gives_up_the_open_one(ines: Actor, mona: Actor) -> None:
    lot = open_lot(ines)
    first = samples.start(ines, lot, CFIA_200)
    lots.reject(mona, lot, "leaks", seen_state=LotState.OPEN)
    with pytest.raises(BadInput, match="is rejected: only a manager's rework"):
        samples.start(ines, lot, CFIA_200)
    second = lots.rework(mona, lot, "all cans sorted", seen_state=LotState.REJECTED)
    newest, oldest = samples.of_lot(ines, lot)
    assert (newest.id, newest.plan, newest.closed_at) == (second, CFIA_1250, None)
    assert (oldest.id, oldest.given_up) == (first, True)
    assert lots.find(ines, lot).state is LotState.OPEN


def test_lots_are_found_by_state_product_and_words_whatever_their_case_page_by_page(ines: Actor, mona: Actor) -> None:
    products.add(mona, OTHER)
    made = [open_lot(ines, f"A{number}") for number in range(7)]
    tuna = lots.open_lot(ines, replace(DRAFT, product_sku="TUNA-1"))
    lots.hold(ines, made[2], "dents")
    for wanted, expected in (
        (Wanted(), [tuna, *made[::-1]]), (Wanted(LotState.HELD), [made[2]]), (Wanted(product_sku="TUNA-1"), [tuna]),
        (Wanted(text="a3"), [made[3]]), (Wanted(text="BRINE"), [tuna]), (Wanted(text="%"), []), (Wanted(text="_"), []),
        (Wanted(LotState.OPEN, text=" tuna "), [tuna]),
    ):
        assert [lot.id for lot in lots.page(ines, wanted)] == expected
    seen: list[int] = []
    while len(seen) < 12 and (page := lots.page(ines, Wanted(), seen[-1] if seen else None, size=3)):
        seen += [lot.id for lot in page]
    assert seen == [tuna, *made[::-1]]
    for search in ("x" * 101, "\0", "\ud800"):
        with pytest.raises(BadInput):
            lots.page(ines, Wanted(text=search))


@pytest.mark.parametrize("number", [0, -1, 5, 2**63, 10**30])
def test_a_lot_that_is_not_there_gets_a_sentence(ines: Actor, number: int) -> None:
    for act in (lambda: lots.find(ines, number), lambda: lots.hold(ines, number, "why")):
        with pytest.raises(BadInput, match="There is no such lot"):
            act()


def test_the_history_is_only_appended_to(ines: Actor) -> None:
    open_lot(ines)
    for change in (update(lot_event).values(reason="nothing"), delete(lot_event)):
        with pytest.raises(IntegrityError, match="append-only"), write() as tx:
            tx.execute(change)


def test_a_can_belongs_to_a_lot_of_its_own_product_or_to_none(ines: Actor, mona: Actor) -> None:
    products.add(mona, OTHER)
    lot = lots.open_lot(ines, replace(DRAFT, product_sku="TUNA-1"))
    for wrong, sentence in ((lot, "Lot L26327A is of TUNA-1"), (99, "There is no such lot")):
        with pytest.raises(BadInput, match=sentence):
            inspections.start(ines, FOOD_CAN, key="one", lot_id=wrong)
    assert inspections.load(ines, inspections.start(ines, OTHER.product, key="one", lot_id=lot)).lot_id == lot


def test_the_cans_of_a_lot_are_counted_by_the_verdict_that_holds_without_those_that_no_rate_counts(ines: Actor) -> None:
    lot = open_lot(ines)
    good, bad = can_of_lot(ines, "good", lot), can_of_lot(ines, "bad", lot, 0.9)
    can_of_lot(ines, "elsewhere")
    for purpose in NOT_RATED:
        can_of_lot(ines, purpose, lot, 0.9, purpose=purpose)
    assert {verdict: n for verdict, n in inspections.counts_of_lot(ines, lot).items() if n} == {"good": 1, "bad": 1}
    inspections.raise_defect(ines, good, side=4, code="DNT")
    assert inspections.counts_of_lot(ines, lot)["bad"] == 2
    assert [can.id for can in inspections.recent(ines, 20, lot)][-2:] == [bad, good]


@pytest.mark.parametrize("state", LotState)
def test_a_critical_defect_holds_the_lot_by_itself_unless_it_is_rejected(state: LotState, ines: Actor, mona: Actor
                                                                         ) -> None:
    lot = lot_in(mona, state)
    can = can_of_lot(ines, "one", lot)
    history, rows = len(lots.events(ines, lot)), audit.examine().audit_rows
    inspections.raise_defect(ines, can, side=4, code="SWL", note="bulging")
    expected = LotState.REJECTED if state is LotState.REJECTED else LotState.HELD
    assert lots.find(ines, lot).state is expected
    assert audit.examine().audit_rows == rows + 1
    row = audit.entries(console(), f"can:{can}")[0]
    assert row.new is not None and row.why == "bulging"
    if state is LotState.REJECTED:
        assert "lot" not in row.new and len(lots.events(ines, lot)) == history
        return
    assert row.new["lot"] == {"id": lot, "code": "L1", "old": state, "new": "held"}
    event = lots.events(ines, lot)[0]
    assert (event.act, event.old_state, event.who) == ("hold", state, "ines")
    assert event.reason == f"SWL Swell, flipper or springer, can {inspections.load(ines, can).number}"
    assert len(lots.events(ines, lot)) == history + 1


def test_a_defect_that_is_not_critical_holds_no_lot_nor_does_a_test_can_or_practice(ines: Actor) -> None:
    lot = open_lot(ines)
    for number, (purpose, code) in enumerate((("routine", "CRU"), ("routine", "UNK"), ("test can", "SWL"),
                                              ("practice", "LEK"))):
        inspections.raise_defect(ines, can_of_lot(ines, f"{number}", lot, purpose=purpose), side=4, code=code)
    inspections.raise_defect(ines, can_of_lot(ines, "no lot"), side=4, code="LEK")
    assert lots.find(ines, lot).state is LotState.OPEN


def test_a_second_click_on_a_critical_defect_writes_one_line_of_history(ines: Actor) -> None:
    lot = open_lot(ines)
    can = can_of_lot(ines, "one", lot)
    for _ in range(3):
        inspections.raise_defect(ines, can, side=4, code="LEK")
    assert [event.act for event in lots.events(ines, lot)] == ["hold", "opened"]


def test_the_command_line_opens_and_decides_no_lot() -> None:
    with pytest.raises(Refused, match="no person's name"):
        lots.open_lot(console(), DRAFT)
    with pytest.raises(Refused, match="no person's name"):
        lots.accept(console(), 1, "why", seen_state=LotState.OPEN)


def test_the_production_day_may_be_tomorrow_for_a_plant_ahead_of_us_and_no_later(ines: Actor) -> None:
    today = clock.now().date()
    lots.open_lot(ines, replace(DRAFT, production_day=today + timedelta(days=1), best_before=None))
    with pytest.raises(BadInput, match="in the future"):
        lots.open_lot(ines, replace(DRAFT, code="L2", production_day=today + timedelta(days=2), best_before=None))


def _at_once(people: int, act: Callable[[int], object]) -> list[str | None]:
    """What each was told; None for who succeeded."""

    def attempt(number: int) -> str | None:
        try:
            act(number)
        except BadInput as refusal:
            return str(refusal)
        return None

    with ThreadPoolExecutor(people) as threads:
        return list(threads.map(attempt, range(people)))


def test_releasing_a_held_lot_is_signed_and_throttled(set_clock: SetClock) -> None:
    mona = signed_in("mona", Role.MANAGER)
    lot = lot_in(mona, LotState.HELD)
    for _ in range(FAILURES):
        with pytest.raises(BadInput, match="not your current password"):
            lots.release(mona, lot, "sorted", seen_state=LotState.HELD, password="not this one")
    with pytest.raises(Refused, match=THROTTLED):
        lots.release(mona, lot, "sorted", seen_state=LotState.HELD, password=PASSWORD)
    set_clock.goes_on(minutes=14)
    lots.hold(mona, open_lot(mona, "L9"), "so as to be there")
    set_clock.goes_on(minutes=1)
    lots.release(mona, lot, "sorted", seen_state=LotState.HELD, password=PASSWORD)
    row = audit.entries(console(), f"lot:{lot}")[0]
    assert (row.actor, row.at) == ("mona", set_clock.time)
    assert row.new["signed"] == {"name": "mona", "meaning": "release of a held lot"}
