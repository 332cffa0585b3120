"""Turns at the networks, first come, first served; everybody who waits hears how many are before them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turns:
    """One holder at a time, however many threads ask."""

    def __init__(self) -> None:
        self._line: list[object] = []
        self._moved = threading.Condition()

    @contextmanager
    def turn(self, until: float, told: Callable[[int], None]) -> Iterator[bool]:
        """Wait for one's turn until that time (of ``time.monotonic``); yields whether it has come.

        ``told`` gets how many are before, at first and whenever that changes, and may end the waiting by raising.
        """
        mine = object()
        with self._moved:
            self._line.append(mine)
            before = len(self._line) - 1
        try:
            while before and time.monotonic() < until:
                told(before)
                before = self._next(mine, before, until)
            yield before == 0
        finally:
            with self._moved:
                self._line.remove(mine)
                self._moved.notify_all()

    def _next(self, mine: object, before: int, until: float) -> int:
        with self._moved:
            self._moved.wait_for(lambda: self._line.index(mine) < before, until - time.monotonic())
            return self._line.index(mine)
