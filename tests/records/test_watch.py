"""What time and the charts bring about becomes an alert, once; and looking writes nothing where nothing is new."""

from datetime import timedelta

import pytest

from core.quality.alerts import AlertKind
from core.quality.line_watch import LineEvent
from core.records import alerts, audit, line_events, lines, watch
from core.records.rate_chart import StandingSignal
from core.records.use_case import Actor, console
from core.words import sentence
from tests.records.conftest import SetClock
from tests.records.people import signed_in
from tests.records.test_rate_chart import ines, produced  # noqa: F401 - fixtures


def test_a_rate_that_leaves_its_limits_is_an_alert_of_its_line_and_head_once(
    ines: Actor, produced  # noqa: F811
) -> None:
    for day in range(25):
        produced(day, bad=4, seaming_head="3")
    produced(25, bad=30, seaming_head="3")
    for _ in range(3):
        watch.look()
    (alert,) = alerts.standing(ines)
    assert (alert.kind, alert.line, alert.reason.values["head"]) == (AlertKind.SIGNAL, "1", "3")
    assert sentence(alert.reason).startswith("Line 1, seaming head 3: 30 of 200 bad on 2026-10-26 (15.0 %), above")
    alerts.take(ines, alert.id, "the chuck of head 3 is changed")
    watch.look()
    assert alerts.standing(ines) == []


def test_looking_writes_nothing_where_nothing_is_new(set_clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in("ines")
    before = audit.examine().audit_rows

    def never() -> None:
        raise AssertionError("a write")

    monkeypatch.setattr(watch, "write", never)
    watch.look()
    assert audit.examine().audit_rows == before


def test_home_looks_only_when_nobody_has_for_half_a_minute(
    set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def signals(tx: object) -> list[StandingSignal]:
        seen.append(1)
        return []

    monkeypatch.setattr(watch, "standing_signals", signals)
    watch.look_again()
    set_clock.goes_on(seconds=29)
    watch.look_again()
    assert len(seen) == 1
    set_clock.goes_on(seconds=1)
    watch.look_again()
    assert len(seen) == 2


def test_an_overdue_check_is_found_by_the_clock_alone(set_clock: SetClock) -> None:
    lines.add(console(), "2", ["1"])
    actor = signed_in("otto")
    line_events.record(actor, "2", LineEvent.STARTED)
    watch.look()
    assert alerts.standing(actor) == []
    set_clock.time += timedelta(minutes=30, seconds=1)
    watch.look()
    assert [alert.kind for alert in alerts.standing(actor)] == [AlertKind.OVERDUE]
