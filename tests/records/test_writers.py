"""Eight people save at once, from threads and from two processes: everything is kept, once."""

import multiprocessing
import os
import threading
from multiprocessing.queues import Queue
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.quality.sides import FOOD_CAN
from core.records import audit, inspections
from core.records.database import read
from core.records.schema import day_counter, inspection, revision
from core.records.use_case import Actor
from tests.records.people import signed_in, taken

PROCESSES, THREADS = 2, 4


def _save(data: str, database_url: str, session_ids: list[str], process: int, saves: int, told: "Queue[str]") -> None:
    """Save from one thread for each session, and tell of every can that was kept or what went wrong."""
    os.environ["CANSIGHT_DATA"] = data  # the server that forks this process may have begun in another test
    os.environ["CANSIGHT_DATABASE_URL"] = database_url

    def one(number: int) -> None:
        actor = Actor(session_ids[number])
        for can in range(saves):
            try:
                kept = inspections.start(actor, FOOD_CAN, key=f"{process} {number} {can}")
                inspections.add_sides(actor, kept, [taken(4, 0.1, f"{process} {number} {can}".encode())])
                inspections.finish(actor, kept)
                told.put(str(kept))
            except Exception as error:
                told.put(repr(error))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("saves", [8, pytest.param(100, marks=pytest.mark.long)])
def test_8_writers_keep_every_can_once_and_none_is_told_that_the_database_is_locked(
    installation: Path, saves: int
) -> None:
    wanted = PROCESSES * THREADS * saves
    sessions = [signed_in(f"inspector{number}").session_id for number in range(PROCESSES * THREADS)]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.records.test_writers"])
    told: Queue[str] = context.Queue()
    processes = [
        context.Process(target=_save, args=(str(installation), os.environ.get("CANSIGHT_DATABASE_URL", ""),
                                            sessions[number * THREADS:(number + 1) * THREADS], number, saves, told))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    answers = [told.get(timeout=600) for _ in range(wanted)]
    for process in processes:
        process.join()
    assert [answer for answer in answers if not answer.isdigit()] == []
    assert len(set(answers)) == wanted
    with read() as tx:
        numbers = tx.execute(select(inspection.c.number).where(inspection.c.state == "finished")).scalars().all()
        assert len(numbers) == len(set(numbers)) == wanted
        assert tx.scalar(select(func.count()).select_from(revision)) == wanted
        assert tx.scalar(select(day_counter.c.last)) == wanted
    examined = audit.examine()
    assert (examined.findings, examined.photographs) == ([], wanted)
