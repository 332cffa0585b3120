"""A process of its own that forks children and kills each with SIGKILL at a random moment of its work."""

import multiprocessing
import os
import random
import signal
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from core.records import database
from core.settings import settings

_NUMBER = struct.Struct("q")


class _Enough(Exception):
    """The work has been done once."""


Work = Callable[[int, Callable[[int], None]], None]
"""What a child does: it gets its own number, and acknowledges a number once what that stands for is kept."""


def nothing() -> None:
    """Look at nothing."""


def kill_children(work: Work, kills: int, longest: float, after_each: Callable[[], None] = nothing) -> list[int]:
    """Kill so many children at work on this installation; returns all that they had acknowledged.

    Each has acknowledged something, and is killed up to ``longest`` seconds later, or has ended by then; ``after_each``
    runs once each child is dead. What is imported is imported once for all.
    """
    processes = multiprocessing.get_context("spawn")
    mine, theirs = processes.Pipe(duplex=False)
    parent = processes.Process(target=_kill_all, args=(work, kills, longest, after_each, theirs))
    parent.start()
    theirs.close()
    try:
        acknowledged: list[int] = mine.recv()
    finally:
        parent.join()
    return acknowledged


def _kill_all(work: Work, kills: int, longest: float, after_each: Callable[[], None], tell: Connection) -> None:
    chance, acknowledged = random.Random(7), list[int]()
    with suppress(_Enough):  # once here, so that no child has to prepare the database and its statements anew
        work(-1, _stop)
    for number in range(kills):
        acknowledged += _killed_child(work, number, chance.uniform(0, longest))
        after_each()
    tell.send(acknowledged)


def _stop(_: int) -> None:
    raise _Enough


def _killed_child(work: Work, number: int, after: float) -> list[int]:
    database._engine(settings().database_url).dispose()  # no connection is carried into another process
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            work(number, lambda kept: os.write(writing, _NUMBER.pack(kept)) and None)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        first = told.read(_NUMBER.size)
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert status in (signal.SIGKILL, 0), "the child failed by itself"
        said = first + told.read()
    return [kept for (kept,) in _NUMBER.iter_unpack(said[:len(said) // _NUMBER.size * _NUMBER.size])]
