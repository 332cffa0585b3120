"""Saving a can while other clicks come: wholly, and once."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import pytest
from sqlalchemy import func, select

from core.errors import BadInput
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import inspections
from core.records.database import read
from core.records.schema import audit, contact_sheet, inspection, revision
from core.records.use_case import Actor
from tests.browser.waiting import installation, judged_side
from tests.drawing import drawn_can
from tests.security.conftest import Door
from tests.security.tab import Tab

SAVE = "Save and next can"
rounds = pytest.mark.parametrize("n", [6, pytest.param(200, marks=pytest.mark.long)])


def draft(door: Door, cookies: dict[str, str], key: str) -> int:
    """A can of this inspector with all its sides taken, as it waits to be saved."""
    with installation(door.data):
        actor = Actor(door.session_id(cookies))
        can = inspections.start(actor, FOOD_CAN, key=key)
        inspections.add_sides(actor, can, [judged_side(number, content, 0.05) for number, content in drawn().items()])
    return can


@cache
def drawn() -> dict[int, bytes]:
    return drawn_can(seed=8)


def kept(can: int) -> tuple[str, int, int, int]:
    """The can's state, its revisions, its contact sheets and its rows "finished" in the trail, all of one moment."""
    with read() as tx:
        state = tx.scalar(select(inspection.c.state).where(inspection.c.id == can))
        revisions = tx.scalar(select(func.count()).select_from(revision).where(revision.c.inspection_id == can))
        sheets = tx.scalar(select(func.count()).select_from(contact_sheet)
                           .where(contact_sheet.c.inspection_id == can))
        rows = tx.scalar(select(func.count()).select_from(audit)
                         .where(audit.c.subject == f"can:{can}", audit.c.action == "can finished"))
    return str(state), int(revisions or 0), int(sheets or 0), int(rows or 0)


def is_whole(can: int) -> bool:
    """Not saved at all, or saved wholly and once."""
    return kept(can) in (("draft", 0, 0, 0), ("finished", 1, 1, 1))


def once_settled(door: Door, can: int, wanted: Callable[[int], bool]) -> bool:
    """Wait until the server is done with what was clicked."""
    with installation(door.data):
        for _ in range(100):
            if wanted(can):
                return True
            time.sleep(0.1)
        return False


@pytest.fixture(scope="module")
def ines(door: Door) -> dict[str, str]:
    return door.let_in("saving", Role.INSPECTOR)


@rounds
def test_a_save_that_another_click_interrupts_is_whole_or_did_not_happen(
    door: Door, ines: dict[str, str], n: int
) -> None:
    for number in range(n):
        can = draft(door, ines, f"interrupted {n} {number}")
        with Tab(door.url, ines) as tab:
            tab.open("Inspect")
            tab.press(SAVE, wait=False)
            time.sleep(number % 20 * 0.005)
            tab.rerun()
            with installation(door.data):
                assert is_whole(can), kept(can)
        with installation(door.data):
            with suppress(BadInput):  # the save that was interrupted may still come through
                inspections.give_up(Actor(door.session_id(ines)), can)
            assert kept(can) in (("abandoned", 0, 0, 0), ("finished", 1, 1, 1)), kept(can)


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("n", [3, pytest.param(50, marks=pytest.mark.long)])
def test_double_and_triple_clicks_keep_one_record(door: Door, ines: dict[str, str], times: int, n: int) -> None:
    for number in range(n):
        can = draft(door, ines, f"clicks {times} {n} {number}")
        with Tab(door.url, ines) as tab:
            tab.open("Inspect")
            tab.press(SAVE, times=times)
            assert once_settled(door, can, lambda can: kept(can) == ("finished", 1, 1, 1)), kept(can)
            time.sleep(0.2)
            assert once_settled(door, can, lambda can: kept(can) == ("finished", 1, 1, 1))
    with installation(door.data):
        assert inspections.unfinished(Actor(door.session_id(ines))) is None
