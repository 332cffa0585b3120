"""A process killed in the middle of saving loses nothing that it acknowledged, and leaves nothing half done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from core.quality.sides import FOOD_CAN
from core.records import audit, images, inspections, reencoding
from core.records.making_room import make_room
from core.records.photograph_rows import load_kept
from core.records.use_case import Actor, console
from tests.records.killing import kill_children
from tests.records.people import signed_in, taken
from tests.records.photographs import allow, noisy, old_can

pytestmark = pytest.mark.sqlite

SIDES = (1, 4, 6)


def _save_for_ever(session_id: str, run: int, acknowledge: Callable[[int], None]) -> None:
    """Save can after can, each with sides of their own photographs; say so only once it is kept."""
    actor = Actor(session_id)
    for number in range(10_000):
        can = inspections.start(actor, FOOD_CAN, key=f"{run} {number}")
        inspections.add_sides(actor, can, [
            taken(side, 0.1, f"{run} {number} {side} ".encode() * 10_000) for side in SIDES
        ])
        inspections.finish(actor, can)
        acknowledge(can)


@pytest.mark.parametrize("kills", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_kill_9_during_saves_loses_nothing_that_was_acknowledged(installation: Path, kills: int) -> None:
    actor = signed_in()
    acknowledged = kill_children(partial(_save_for_ever, actor.session_id), kills, 0.06)
    assert len(acknowledged) >= kills
    for can_id in acknowledged:
        can = inspections.load(actor, can_id)
        assert can.state == "finished" and len(can.revisions) == 1
        assert set(can.sides) == set(SIDES)
    _assert_no_can_is_partial(actor, max(acknowledged))
    assert audit.verify() == []
    images.sweep(older_than=0)
    assert list(installation.rglob("*.tmp")) == []


def _assert_no_can_is_partial(actor: Actor, last: int) -> None:
    for can_id in range(1, last + 1):
        can = inspections.load(actor, can_id)
        assert len(can.sides) in (0, len(SIDES))
        assert (can.state == "finished") == (len(can.revisions) == 1)


def _make_room(run: int, acknowledge: Callable[[int], None]) -> None:
    acknowledge(run)
    make_room(console(), lambda photographs, freed: None)


def _assert_all_is_as_recorded() -> None:
    assert audit.verify() == []


@pytest.mark.parametrize("kills", [15, pytest.param(200, marks=pytest.mark.long)])
def test_kill_9_while_room_is_made_leaves_every_photograph_as_it_came_or_as_recorded(
    installation: Path, kills: int
) -> None:
    actor, cans = signed_in(), max(20, kills // 4)
    allow()
    for number in range(cans):
        old_can(actor, f"{number}", [2 * number, 2 * number + 1])
    kill_children(_make_room, kills, 0.15, _assert_all_is_as_recorded)
    make_room(console(), lambda photographs, freed: None)
    assert audit.verify() == []
    for seed in range(2 * cans):
        original = images.digest(noisy(seed))
        assert not images.exists(original) and 0 < len(load_kept(original)) < len(noisy(seed))
    told = [row.new for row in audit.entries(console(), limit=10_000) if row.action == reencoding.ACTION]
    assert sum(len(new) for new in told if new) == 2 * cans
    images.sweep(older_than=0)
    assert list(installation.rglob("*.tmp")) == []
