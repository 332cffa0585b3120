"""When the next seam check is due: by the minutes that the line ran, and at once after a jam or an adjustment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.quality.line_watch import AT_ONCE, EVERY, Due, Happened, LineEvent, is_running, next_due

SIX = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LINES = st.lists(st.tuples(st.sampled_from(LineEvent), st.integers(0, 90)), max_size=25)


def after(minutes: float) -> datetime:
    return SIX + timedelta(minutes=minutes)


def happened(**minutes: float) -> list[Happened]:
    """Events by name and minute, in the order given; a trailing number tells two of a kind apart."""
    return [Happened(LineEvent[name.rstrip("0123456789").upper()], after(at)) for name, at in minutes.items()]


def test_nothing_is_due_of_a_line_that_stands_or_of_which_nothing_is_recorded():
    assert next_due([], None) is None
    assert next_due(happened(started=0, stopped=10), after(5)) is None
    assert not is_running(happened(jam=3)) and is_running(happened(started=0, jam=3))


def test_a_check_is_due_thirty_minutes_after_the_start_and_after_each_check():
    assert next_due(happened(started=0), None) == Due(after(30))
    assert next_due(happened(started=0), after(29)) == Due(after(59))


def test_standing_time_takes_nothing_of_the_thirty_minutes_and_a_short_stop_gives_none_back():
    assert next_due(happened(started=0, stopped=20, started2=100), None) == Due(after(110))
    assert next_due(happened(started=0, stopped=25, started2=26, stopped2=27, started3=28), after(5)) == Due(after(37))


def test_after_a_jam_or_an_adjustment_a_check_is_due_at_once():
    assert next_due(happened(started=0, jam=10), after(5)) == Due(after(10) + AT_ONCE, LineEvent.JAM)
    assert next_due(happened(started=0, adjusted=10), after(12)) == Due(after(42))
    assert next_due(happened(started=0, jam=33), after(5)) == Due(after(35))  # the sooner of the two
    assert next_due(happened(started=0, camera_moved=10), None) == Due(after(30))


def test_a_jam_that_stopped_the_line_asks_for_a_check_when_it_runs_again():
    assert next_due(happened(started=0, jam=10, stopped=11), after(5)) is None
    assert next_due(happened(started=0, jam=10, stopped=11, started2=40), after(5)) == Due(after(45), LineEvent.JAM)


@given(LINES)
def test_a_running_line_always_has_its_next_check_and_a_standing_one_none(told):
    events, at = [], SIX
    for kind, minutes in told:
        at += timedelta(minutes=minutes)
        events.append(Happened(kind, at))
    due = next_due(events, None)
    assert (due is not None) == is_running(events)
    if due is not None:
        first = next(event.at for event in events if event.kind is LineEvent.STARTED)
        assert first < due.by <= at + EVERY


@given(LINES, st.integers(0, 500))
def test_a_check_never_brings_the_next_one_nearer(told, minutes):
    events, at = [], SIX
    for kind, gap in told:
        at += timedelta(minutes=gap)
        events.append(Happened(kind, at))
    before, then = next_due(events, None), next_due(events, after(minutes))
    assert (before is None) == (then is None)
    if before and then:
        assert before.by <= then.by
