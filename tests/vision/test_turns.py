"""Many inspectors at one model: in the order they came, each told their place, none forgotten."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.vision.turns import Turns

LONG = 60.0


@contextmanager
def held(turns: Turns) -> Iterator[None]:
    with turns.turn(time.monotonic() + LONG, lambda before: None):
        yield


def in_line(turns: Turns, told: list[int], then: list[str], name: str) -> threading.Thread:
    """Somebody who asks for a turn now, and has asked when this returns."""
    asked = threading.Event()

    def ask() -> None:
        def hear(before: int) -> None:
            told.append(before)
            asked.set()

        with turns.turn(time.monotonic() + LONG, hear) as came:
            asked.set()
            then.append(name if came else f"{name} gave up")

    thread = threading.Thread(target=ask)
    thread.start()
    assert asked.wait(LONG)
    return thread


def test_turns_come_in_the_order_asked_and_each_hears_how_many_are_before() -> None:
    turns, told, then = Turns(), {name: list[int]() for name in "abc"}, list[str]()
    with held(turns):
        threads = [in_line(turns, told[name], then, name) for name in "abc"]
        assert then == []
    for thread in threads:
        thread.join(LONG)
    assert then == ["a", "b", "c"]
    assert [told[name][0] for name in "abc"] == [1, 2, 3]
    assert all(heard == sorted(heard, reverse=True) for heard in told.values())


def test_whoever_comes_to_nobody_waits_for_nothing() -> None:
    turns, told, then = Turns(), list[int](), list[str]()
    in_line(turns, told, then, "a").join(LONG)
    assert (told, then) == ([], ["a"])


def test_whoever_has_waited_long_enough_is_let_go_without_a_turn_and_holds_nobody_up() -> None:
    turns = Turns()
    with held(turns):
        with turns.turn(time.monotonic(), lambda before: None) as came:
            assert not came
        told, then = list[int](), list[str]()
        waiting = in_line(turns, told, then, "a")
        assert told == [1]
    waiting.join(LONG)
    assert then == ["a"]


def test_whoever_breaks_off_while_waiting_or_in_their_turn_holds_nobody_up() -> None:
    turns = Turns()

    def break_off(before: int) -> None:
        raise KeyboardInterrupt

    with held(turns), pytest.raises(KeyboardInterrupt), turns.turn(time.monotonic() + LONG, break_off):
        pass
    with pytest.raises(ZeroDivisionError), held(turns):
        raise ZeroDivisionError
    told, then = list[int](), list[str]()
    in_line(turns, told, then, "a").join(LONG)
    assert then == ["a"]
