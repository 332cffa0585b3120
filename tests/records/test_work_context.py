"""What a device's session inspects: chosen once, kept, and asked anew at a change of shift."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import audit, inspections, lines, plant, products, shifts, work_context
from core.records.products import ProductDraft
from core.records.use_case import Actor, console
from core.records.work_context import Chosen, WorkContext
from tests.records.conftest import SetClock
from tests.records.people import sign_in, signed_in
from tests.records.test_hostile_text import HOSTILE

SKU = FOOD_CAN.sku
EARLY = WorkContext(SKU, "1", "2", "Early", "practice")


@pytest.fixture
def at_nine(set_clock: SetClock) -> SetClock:
    """Nine o'clock in a plant with two lines and the shifts Early, to 14:00, and Late."""
    set_clock.time = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    plant.set_up(console(), "Safi 1", "Africa/Casablanca", time(6))
    lines.add(console(), "1", ["1", "2"])
    lines.add(console(), "2", ["1"])
    shifts.add(console(), "Early", time(6), time(14))
    shifts.add(console(), "Late", time(14), time(22))
    return set_clock


def test_where_nothing_is_set_up_nothing_is_asked_and_a_purpose_may_be_chosen() -> None:
    actor = signed_in()
    assert work_context.chosen(actor) == Chosen(None, "")
    work_context.choose(actor, WorkContext(SKU, purpose="test can"))
    assert work_context.chosen(actor) == Chosen(WorkContext(SKU, purpose="test can"), "")


@pytest.mark.parametrize("set_up", [
    lambda: lines.add(console(), "1"), lambda: shifts.add(console(), "Early", time(6), time(14)),
], ids=["line", "shift"])
def test_a_line_or_a_shift_has_the_context_asked_before_the_first_can(set_up) -> None:
    actor = signed_in()
    set_up()
    assert work_context.chosen(actor) == Chosen(None, "first")


def test_what_was_chosen_is_kept_for_the_session_and_for_no_other(at_nine: SetClock) -> None:
    actor, other = signed_in(), signed_in("otto")
    work_context.choose(actor, EARLY)
    ends = datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert work_context.chosen(actor) == Chosen(EARLY, "", ends)
    assert work_context.chosen(other) == work_context.chosen(sign_in("ines")) == Chosen(None, "first")
    row = audit.entries(console(), "user:ines")[1]
    assert (row.actor, row.action, row.old) == ("ines", "work chosen", None)
    assert row.new == {"product_sku": SKU, "line": "1", "seaming_head": "2", "shift": "Early", "purpose": "practice",
                       "lot_id": None, "sample_id": None}


def test_at_the_end_of_the_shift_it_is_asked_anew_and_not_a_moment_before(at_nine: SetClock) -> None:
    actor = signed_in()
    work_context.choose(actor, EARLY)
    at_nine.goes_on(hours=5, microseconds=-1)
    assert work_context.chosen(actor).asks == ""
    at_nine.goes_on(microseconds=1)
    assert work_context.chosen(actor) == Chosen(EARLY, "shift_over", datetime(2026, 11, 24, 13, tzinfo=UTC))
    work_context.choose(actor, replace(EARLY, shift="Late"))
    assert work_context.chosen(actor).asks == ""


def test_who_stays_in_a_shift_that_is_over_confirms_it_once_and_is_asked_at_the_next_change(at_nine: SetClock) -> None:
    actor = signed_in()
    work_context.choose(actor, EARLY)
    at_nine.goes_on(hours=5)
    before = audit.examine().audit_rows
    work_context.choose(actor, EARLY)
    assert audit.examine().audit_rows == before + 1
    assert work_context.chosen(actor) == Chosen(EARLY, "", datetime(2026, 11, 24, 21, tzinfo=UTC))


def test_choosing_the_same_again_leaves_no_row(at_nine: SetClock) -> None:
    actor = signed_in()
    work_context.choose(actor, EARLY)
    before = audit.examine().audit_rows
    at_nine.goes_on(minutes=1)
    work_context.choose(actor, EARLY)
    assert audit.examine().audit_rows == before


@pytest.mark.parametrize("retire", [
    lambda: lines.retire(console(), "1"), lambda: lines.retire_head(console(), "1", "2"),
    lambda: shifts.retire(console(), "Early"), lambda: products.retire(console(), "OWN"),
], ids=["line", "head", "shift", "product"])
def test_what_is_retired_after_it_was_chosen_is_asked_anew(retire, at_nine: SetClock) -> None:
    products.add(console(), ProductDraft(replace(FOOD_CAN, sku="OWN"), 1, 1))
    actor = signed_in()
    work_context.choose(actor, replace(EARLY, product_sku="OWN"))
    assert work_context.chosen(actor).asks == ""
    retire()
    assert work_context.chosen(actor).asks == "not_offered"


def test_shifts_that_are_set_up_after_the_choice_are_asked_for() -> None:
    actor = signed_in()
    work_context.choose(actor, WorkContext(SKU))
    shifts.add(console(), "Early", time(6), time(14))
    assert work_context.chosen(actor).asks == "first"


@pytest.mark.parametrize(("wrong", "said"), [
    ({"product_sku": "NONE"}, "product is not offered"), ({"line": "3"}, "line is not offered"),
    ({"seaming_head": "3"}, "no such seaming head"), ({"line": "2", "seaming_head": "2"}, "no such seaming head"),
    ({"line": None}, "belongs to a line"), ({"shift": "Noon"}, "shift is not offered"),
    ({"purpose": "fun"}, "no such purpose"), ({"lot_id": 99}, "no such lot"), ({"sample_id": 99}, "no such lot"),
])
def test_what_is_not_offered_is_refused_in_a_sentence_and_the_choice_stays(wrong, said: str, at_nine: SetClock) -> None:
    actor = signed_in()
    work_context.choose(actor, EARLY)
    with pytest.raises(BadInput, match=said):
        work_context.choose(actor, replace(EARLY, **wrong))
    assert work_context.chosen(actor).context == EARLY


@pytest.mark.parametrize("field", ["product_sku", "line", "seaming_head", "shift", "purpose"])
def test_hostile_text_is_never_on_offer(field: str, at_nine: SetClock) -> None:
    actor = signed_in()
    for text in HOSTILE:
        with pytest.raises(BadInput) as refusal:
            work_context.choose(actor, replace(EARLY, **{field: text}))
        assert str(refusal.value).isprintable()
    assert work_context.chosen(actor).context is None


def test_one_tap_changes_the_head_of_the_next_can(at_nine: SetClock) -> None:
    actor = signed_in()
    work_context.choose(actor, EARLY)
    work_context.change_head(actor, "1")
    ends = datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert work_context.chosen(actor) == Chosen(replace(EARLY, seaming_head="1"), "", ends)
    work_context.change_head(actor, None)
    assert work_context.chosen(actor).context == replace(EARLY, seaming_head=None)
    before = audit.examine().audit_rows
    work_context.change_head(actor, None)
    assert audit.examine().audit_rows == before
    with pytest.raises(BadInput, match="no such seaming head"):
        work_context.change_head(actor, "9")


def _begun(actor: Actor, line: str = "1") -> int:
    return inspections.start(actor, FOOD_CAN, key=f"key {line}", line=line, seaming_head="1")


def test_a_tap_while_a_can_is_in_hand_changes_that_can_too(at_nine: SetClock) -> None:
    actor = signed_in()
    work_context.choose(actor, EARLY)
    can = _begun(actor)
    work_context.change_head(actor, None, can)
    assert inspections.load(actor, can).seaming_head is None
    context = work_context.chosen(actor).context
    assert context is not None and context.seaming_head is None
    row = audit.entries(console(), f"can:{can}")[0]
    assert (row.action, row.old) == ("seaming head changed", {"seaming_head": "1"})
    assert row.new == {"line": "1", "seaming_head": None}


def test_a_can_of_another_line_has_that_lines_heads_and_leaves_the_context_alone(at_nine: SetClock) -> None:
    actor = signed_in()
    work_context.choose(actor, EARLY)
    can = _begun(actor, "2")
    with pytest.raises(BadInput, match="Line 2 has no such"):
        work_context.change_head(actor, "2", can)
    work_context.change_head(actor, None, can)
    assert work_context.chosen(actor).context == EARLY


def test_the_head_of_a_can_that_is_kept_or_anothers_stays(at_nine: SetClock) -> None:
    actor, other = signed_in(), signed_in("otto")
    can = _begun(actor)
    with pytest.raises(Refused, match="somebody else"):
        work_context.change_head(other, "2", can)
    inspections.finish(actor, can)
    with pytest.raises(BadInput, match="finished already"):
        work_context.change_head(actor, "2", can)
    assert inspections.load(actor, can).seaming_head == "1"


def test_without_a_line_there_is_no_head_to_change() -> None:
    with pytest.raises(BadInput, match="No line is chosen"):
        work_context.change_head(signed_in(), "1")


def test_the_command_line_works_on_nothing() -> None:
    with pytest.raises(Refused, match="no person's name"):
        work_context.choose(console(), WorkContext(SKU))


def test_a_viewer_chooses_no_work() -> None:
    with pytest.raises(Refused, match="may not inspect"):
        work_context.choose(signed_in("vera", Role.VIEWER), WorkContext(SKU))
