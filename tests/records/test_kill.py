"""A process killed in the middle of saving loses nothing that it acknowledged, and leaves nothing half done."""

import multiprocessing
import os
import random
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from core.quality.sides import FOOD_CAN
from core.records import audit, images, inspections
from core.records.use_case import Actor
from tests.records.people import signed_in, taken

pytestmark = pytest.mark.sqlite

SIDES = (1, 4, 6)


def _save_for_ever(data: str, session_id: str, run: int, acknowledge: Connection) -> None:
    """Save can after can, each with sides of their own photographs; say so only once it is kept."""
    os.environ["CANSIGHT_DATA"] = data  # the server that forks this process may have begun in another test
    actor = Actor(session_id)
    for number in range(10_000):
        can = inspections.start(actor, FOOD_CAN, key=f"{run} {number}")
        inspections.add_sides(actor, can, [
            taken(side, 0.1, f"{run} {number} {side} ".encode() * 20_000) for side in SIDES
        ])
        inspections.finish(actor, can)
        acknowledge.send(can)


def _killed_run(processes: ForkServerContext, actor: Actor, run: int, after: float) -> list[int]:
    mine, theirs = processes.Pipe(duplex=False)
    arguments = os.environ["CANSIGHT_DATA"], actor.session_id, run, theirs
    process = processes.Process(target=_save_for_ever, args=arguments)
    process.start()
    theirs.close()
    acknowledged = [mine.recv()]  # at least one can, whatever the machine's speed
    time.sleep(after)
    process.kill()
    process.join()
    while mine.poll():
        try:
            acknowledged.append(mine.recv())
        except EOFError:
            break
    return acknowledged


@pytest.mark.parametrize("kills", [
    20, pytest.param(200, marks=pytest.mark.long), pytest.param(1000, marks=pytest.mark.long),
])
def test_kill_9_during_saves_loses_nothing_that_was_acknowledged(installation: Path, kills: int) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.records.test_kill"])
    actor, chance = signed_in(), random.Random(7)
    acknowledged: list[int] = []
    for run in range(kills):
        acknowledged += _killed_run(processes, actor, run, chance.uniform(0, 0.3))
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
