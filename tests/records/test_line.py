"""Events and seam checks of a line: one tap one record, the check that is due, and what a failed one leaves behind."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, delete, update

from core.errors import BadInput, Refused
from core.quality.alerts import AlertKind
from core.quality.line_watch import Due, LineEvent
from core.quality.rights import Role
from core.records import alerts, clock, database, line_events, lines, seam_checks
from core.records.alert_causes import alert_for_overdue_checks
from core.records.line_events import LineNow
from core.records.line_rows import add_line_event
from core.records.schema import line_event, seam_check
from core.records.seam_checks import Finding
from core.records.use_case import Actor, console
from tests.records.conftest import SetClock
from tests.records.people import signed_in
from tests.records.test_hostile_text import HOSTILE

GOOD = {"1": [], "2": []}


@pytest.fixture
def ines() -> Actor:
    lines.add(console(), "2", ["1", "2"])
    return signed_in("ines")


def now(actor: Actor) -> LineNow:
    return line_events.now(actor)[0]


def test_one_tap_is_one_record_and_a_second_at_once_is_the_same_tap(ines: Actor, set_clock: SetClock) -> None:
    line_events.record(ines, "2", LineEvent.STARTED)
    started = clock.now()
    set_clock.goes_on(seconds=60)
    for _ in range(10):
        line_events.record(ines, "2", LineEvent.JAM)
    seen = line_events.between(ines, started, started + timedelta(hours=1))
    assert [(event.line, event.kind, event.who) for event in seen] == [
        ("2", LineEvent.JAM, "ines"), ("2", LineEvent.STARTED, "ines")]
    set_clock.goes_on(seconds=6)
    line_events.record(ines, "2", LineEvent.JAM, "at the seamer")
    assert len(line_events.between(ines, started, started + timedelta(hours=1), ("2",))) == 3
    assert line_events.between(ines, started, started + timedelta(hours=1), ("1",)) == []


def test_a_line_that_runs_is_not_started_and_one_that_stands_not_stopped(ines: Actor, set_clock: SetClock) -> None:
    with pytest.raises(BadInput, match="stands already"):
        line_events.record(ines, "2", LineEvent.STOPPED)
    line_events.record(ines, "2", LineEvent.STARTED)
    set_clock.goes_on(minutes=1)
    with pytest.raises(BadInput, match="runs already"):
        line_events.record(ines, "2", LineEvent.STARTED)
    assert now(ines).running and now(ines).since == clock.now() - timedelta(minutes=1)
    with pytest.raises(BadInput, match="not offered"):
        line_events.record(ines, "3", LineEvent.JAM)


@pytest.mark.parametrize("table", [line_event, seam_check])
def test_what_happened_is_never_changed(ines: Actor, table: Table) -> None:
    line_events.record(ines, "2", LineEvent.JAM)
    seam_checks.record(ines, "2", GOOD)
    for statement in (update(table).values(line="1"), delete(table)):
        with pytest.raises(Exception, match="append-only"), database.write() as tx:
            tx.execute(statement)


def test_a_check_is_due_half_an_hour_after_the_last_and_at_once_after_a_jam(ines: Actor, set_clock: SetClock) -> None:
    assert now(ines).due is None
    line_events.record(ines, "2", LineEvent.STARTED)
    begun = clock.now()
    assert now(ines).due == Due(begun + timedelta(minutes=30))
    set_clock.goes_on(minutes=20)
    seam_checks.record(ines, "2", GOOD)
    assert now(ines).due == Due(begun + timedelta(minutes=50))
    set_clock.goes_on(minutes=10)
    line_events.record(ines, "2", LineEvent.JAM)
    assert now(ines).due == Due(begun + timedelta(minutes=35), LineEvent.JAM)
    set_clock.goes_on(minutes=1)
    seam_checks.record(ines, "2", GOOD)
    assert now(ines).due == Due(begun + timedelta(minutes=61))


def test_a_stop_long_before_the_last_check_still_says_that_the_line_stands(ines: Actor, set_clock: SetClock) -> None:
    line_events.record(ines, "2", LineEvent.STARTED)
    set_clock.goes_on(minutes=5)
    line_events.record(ines, "2", LineEvent.STOPPED)
    set_clock.goes_on(hours=2)
    seam_checks.record(ines, "2", GOOD)
    assert (now(ines).running, now(ines).due) == (False, None)


def test_a_failed_check_says_since_when_the_seams_are_not_known_to_be_good_and_raises_an_alert(
    ines: Actor, set_clock: SetClock
) -> None:
    assert seam_checks.record(ines, "2", GOOD).good_until is None
    good = clock.now()
    set_clock.goes_on(minutes=30)
    seen = seam_checks.record(ines, "2", {"1": [], "2": [Finding.DROOP]}, "droop of 0.4 mm")
    assert (seen.passed, seen.good_until) == (False, good)
    (alert,) = alerts.standing(ines)
    assert (alert.kind, alert.line) == (AlertKind.CHECK_FAILED, "2")
    assert alert.reason.values["found"] == "head 2: droop at the crossover or lap"
    check = now(ines).last_check
    assert check is not None and check.findings == {"1": (), "2": (Finding.DROOP,)} and not check.passed
    assert now(ines).good_until == good


def test_a_check_looks_at_every_seaming_head_of_the_line_and_at_no_other(ines: Actor) -> None:
    with pytest.raises(BadInput, match="2 is not said yet"):
        seam_checks.record(ines, "2", {"1": []})
    with pytest.raises(BadInput, match="no seaming head 9"):
        seam_checks.record(ines, "2", {**GOOD, "9": []})
    lines.add(console(), "3")
    assert seam_checks.record(ines, "3", {"all": []}).passed


def test_an_overdue_check_is_told_once_a_line_until_the_next_one_is_due(ines: Actor, set_clock: SetClock) -> None:
    lines.add(console(), "3", [])
    for line in ("2", "3"):
        line_events.record(ines, line, LineEvent.STARTED)

    def look() -> int:
        with database.write() as tx:
            return alert_for_overdue_checks(tx, clock.now())

    set_clock.goes_on(minutes=30)
    assert look() == 0  # due, and not late yet
    set_clock.goes_on(seconds=1)
    assert (look(), look()) == (2, 0)
    alerts.take(ines, alerts.standing(ines)[0].id, "on my way")
    assert look() == 0 and len(alerts.standing(ines)) == 1
    seam_checks.record(ines, "2", GOOD)
    assert look() == 0
    set_clock.goes_on(minutes=31)
    assert look() == 1


def test_events_that_are_loaded_in_bulk_stand_as_if_they_had_been_tapped(ines: Actor, set_clock: SetClock) -> None:
    with database.write() as tx:
        add_line_event(tx, 1, "2", LineEvent.STARTED, clock.now() - timedelta(minutes=40))
    assert now(ines).due == Due(clock.now() - timedelta(minutes=10))


def test_notes_are_kept_as_given_or_refused_in_a_sentence(ines: Actor, set_clock: SetClock) -> None:
    since = clock.now()
    for note in HOSTILE:
        set_clock.goes_on(seconds=10)
        try:
            line_events.record(ines, "2", LineEvent.ADJUSTED, note)
        except BadInput as refusal:
            assert str(refusal).isprintable()
        else:
            assert line_events.between(ines, since, clock.now() + timedelta(1))[0].note == note


def test_a_viewer_sees_the_line_and_records_nothing(ines: Actor) -> None:
    vera = signed_in("vera", Role.VIEWER)
    assert now(vera).line.name == "2"
    with pytest.raises(Refused):
        line_events.record(vera, "2", LineEvent.STARTED)
    with pytest.raises(Refused):
        seam_checks.record(vera, "2", GOOD)
