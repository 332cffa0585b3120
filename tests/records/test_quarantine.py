"""Held pallets and their way into quarantine: a task with a count, as far as there is room."""

import pytest

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.records import audit, quarantine, stock
from core.records.quarantine import QuarantineTask
from core.records.use_case import Actor, console
from tests.records.people import signed_in
from tests.records.warehousing import (
    a_lot,
    a_warehouse,
    hold_pallet,
    lot_of,
    moves,
    place_id,
    set_state,
    standing,
    stocked,
)


@pytest.fixture
def ines() -> Actor:
    actor = signed_in()
    a_warehouse(quarantine=3)
    return actor


def left(lot_id: int) -> tuple[int, int]:
    task = quarantine.quarantine_task(console(), lot_id)
    assert task
    return task.to_move, task.held


def a_held_lot(actor: Actor) -> int:
    """Five pallets: two in each of two places, one not placed yet."""
    lot_id = a_lot("open", code="BAD")
    stocked(actor, "A01-01-1", 2, "open", lot_id)
    stocked(actor, "A01-02-1", 2, "open", lot_id)
    stock.receive(actor, lot_id, 1, 100)
    set_state(lot_id, "held")
    return lot_id


def test_moving_a_held_lot_is_a_task_with_a_count_done_as_far_as_there_is_room(ines):
    lot_id = a_held_lot(ines)
    assert quarantine.tasks(ines, "W1") == [QuarantineTask(lot_id, "SAR-125", "BAD", 5, 5, 5, room=3)]
    before = audit.examine().audit_rows
    assert quarantine.move_to_quarantine(ines, lot_id, "W1") == 3
    assert left(lot_id) == (2, 5) and audit.examine().audit_rows == before + 1
    assert {name: count for name, count in standing().items() if name.startswith("Q")} == {
        "Q01-01-1": 1, "Q01-02-1": 1, "Q01-03-1": 1}
    assert [move["kind"] for move in moves()[-3:]] == ["moved"] * 3


def test_a_full_quarantine_is_said_in_words_and_the_lot_stays_held_where_it_stands(ines):
    stocked(ines, "Q01-01-1", state="held")
    stocked(ines, "Q01-02-1", state="held")
    stocked(ines, "Q01-03-1", state="held")
    lot_id, before = a_held_lot(ines), len(moves())
    with pytest.raises(BadInput, match="quarantine of W1 is full: none of 5"):
        quarantine.move_to_quarantine(ines, lot_id, "W1")
    assert left(lot_id) == (5, 5) and len(moves()) == before
    assert [task.room for task in quarantine.tasks(ines, "W1")] == [0]


def test_pallets_held_by_themselves_are_moved_and_the_others_of_the_lot_stay(ines):
    held, _ = stocked(ines, "A01-01-1", 2)
    hold_pallet(held)
    assert left(lot_of(held)) == (1, 1)
    assert quarantine.move_to_quarantine(ines, lot_of(held), "W1") == 1
    assert standing() == {"A01-01-1": 1, "Q01-01-1": 1} and quarantine.tasks(ines, "W1") == []
    assert left(lot_of(held)) == (0, 1)


@pytest.mark.parametrize("state", ["open", "accepted", "released"])
def test_there_is_no_task_for_a_lot_of_which_nothing_is_held(ines, state):
    (number,) = stocked(ines, "A01-01-1", state=state)
    assert quarantine.quarantine_task(ines, lot_of(number)) is None and quarantine.tasks(ines, "W1") == []
    with pytest.raises(BadInput, match="No held pallet"):
        quarantine.move_to_quarantine(ines, lot_of(number), "W1")


def test_a_rejected_lot_belongs_in_quarantine_too_and_shipped_pallets_are_no_task(ines):
    first, second = stocked(ines, "A01-01-1", 2)
    stock.ship(ines, [first])
    set_state(lot_of(first), "rejected")
    assert left(lot_of(first)) == (1, 1)
    quarantine.move_to_quarantine(ines, lot_of(second), "W1")
    assert standing() == {"Q01-01-1": 1}


def test_each_warehouse_moves_what_stands_in_it_and_the_count_is_over_all(ines):
    a_warehouse("W2", quarantine=1)
    lot_id = a_lot("open")
    stock.receive(ines, lot_id, 1, 100, place_id("A01-01-1", "W1"))
    stock.receive(ines, lot_id, 2, 100, place_id("A01-01-1", "W2"))
    set_state(lot_id, "held")
    (task,) = quarantine.tasks(ines, "W2")
    assert (task.to_move, task.here, task.room) == (3, 2, 1)
    assert quarantine.move_to_quarantine(ines, lot_id, "W2") == 1
    assert standing("W1") == {"A01-01-1": 1} and standing("W2") == {"A01-01-1": 1, "Q01-01-1": 1}
    assert left(lot_id) == (2, 3)


def test_a_viewer_sees_the_task_and_moves_nothing(ines):
    lot_id, vera = a_held_lot(ines), signed_in("vera", Role.VIEWER)
    assert quarantine.tasks(vera, "W1")[0].to_move == 5
    with pytest.raises(Refused):
        quarantine.move_to_quarantine(vera, lot_id, "W1")
