"""The lines: one tap for what happens, seam checks when they are due, and the hold that a failed one offers."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from core.quality.line_watch import LineEvent
from core.quality.rights import Role
from core.records import alerts, clock, line_events, lines, lots, seam_checks
from core.records.database import read, write
from core.records.schema import pallet
from core.records.use_case import Actor, console
from tests.ui.conftest import shown
from tests.ui.test_lots_page import acting, open_lot


class Wall:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """A plant with line 2 and two seaming heads, at eight."""
    held = Wall()
    monkeypatch.setattr(clock, "now", held.now)
    lines.add(console(), "2", ["1", "2"])
    return held


@pytest.fixture
def mona(wall: Wall) -> Actor:
    return acting("mona", Role.MANAGER)


def tap(app, key: str):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def keys(app) -> set[str]:
    return {button.key for button in app.button if button.key.startswith("lines_")}


def test_one_tap_records_what_happens_and_the_page_says_when_the_next_check_is_due(open_page, wall):
    app = open_page(Role.INSPECTOR, "Lines")
    assert not app.exception and "no seam check is due" in shown(app)
    assert "lines_started_2" in keys(app) and "lines_stopped_2" not in keys(app)
    tap(app, "lines_started_2")
    assert "Line 2: started is recorded." in shown(app) and "Next seam check by 08:30, in 30 min" in shown(app)
    assert "lines_stopped_2" in keys(app) and "lines_started_2" not in keys(app)
    wall.time += timedelta(minutes=10)
    tap(app, "lines_jam_2")
    assert "Next seam check by 08:15, in 5 min (after: jam)" in shown(app)
    wall.time += timedelta(minutes=7)
    assert "was due by 08:15, 2 min ago (after: jam)" in shown(app.run())
    actor = acting("inspector")
    seen = line_events.between(actor, wall.time - timedelta(hours=1), wall.time)
    assert [event.kind for event in seen] == [LineEvent.JAM, LineEvent.STARTED]


def test_a_check_is_one_tap_where_every_seam_is_good(open_page, wall):
    app = open_page(Role.INSPECTOR, "Lines")
    tap(app, "lines_started_2")
    tap(tap(app, "lines_check_2"), "lines_good_2")
    assert "Line 2: the seams are good." in shown(app) and "Seam checks: 1, of them failed: 0" in shown(app)
    assert line_events.now(acting("inspector"))[0].good_until == wall.time


def test_a_failed_check_says_what_was_found_where_and_holds_what_was_produced_since_the_last_good_one(
    open_page, wall, mona
):
    lot = open_lot(mona)
    seam_checks.record(mona, "2", {"1": [], "2": []})
    with write() as tx:
        for number, minutes in enumerate((-60, 10)):
            tx.execute(insert(pallet).values(
                code=f"P{number}", lot_id=lot, cans=10, produced_from=wall.time + timedelta(minutes=minutes),
                produced_to=wall.time + timedelta(minutes=minutes + 5), place_id=None, held=0,
                received_at=wall.time, placed_at=None, shipped_at=None))
    wall.time += timedelta(minutes=30)
    app = open_page(Role.INSPECTOR, "Lines")
    assert "lines_hold_2" not in keys(app)
    tap(app, "lines_check_2")
    assert "Nothing is marked" in shown(tap(app, "lines_found_save_2"))
    app.button_group(key="lines_found_2_1").set_value([seam_checks.Finding.DROOP])
    app.text_input(key="lines_note_2").set_value("*0.4* mm")
    tap(app, "lines_found_save_2")
    words = shown(app)
    assert "failed (head 1: droop at the crossover or lap). The last good one was at 2026-11-24 08:00." in words
    tap(tap(app, "lines_hold_2"), "lines_hold_do_2")
    words = shown(app)
    assert "Lot L1, pallets held: 1, shipped already: 0." in words and "Held since then: L1." in words
    with read() as tx:
        assert list(tx.execute(select(pallet.c.code, pallet.c.held).order_by(pallet.c.code))) == [("P0", 0), ("P1", 1)]
    newest = lots.events(acting("mona"), lot)[0]
    assert (newest.act, newest.produced_from, newest.reason) == (
        "hold produced", wall.time - timedelta(minutes=30), "The seam check of line 2 failed.")


def test_a_hold_is_still_offered_when_the_next_check_is_good_until_somebody_takes_the_alert(open_page, wall, mona):
    lot = open_lot(mona)
    seam_checks.record(mona, "2", {"1": [], "2": []})
    wall.time += timedelta(minutes=30)
    mona = acting("mona")
    seam_checks.record(mona, "2", {"1": [], "2": [seam_checks.Finding.SKID]})
    wall.time += timedelta(minutes=5)
    seam_checks.record(mona, "2", {"1": [], "2": []})
    app = open_page(Role.INSPECTOR, "Lines")
    assert "The seams are good again since 2026-11-24 08:35." in shown(app)
    tap(tap(app, "lines_hold_2"), "lines_hold_do_2")
    newest = lots.events(mona, lot)[0]
    assert (newest.produced_from, newest.produced_to) == (wall.time - timedelta(minutes=35), wall.time)
    (alert,) = alerts.standing(mona)
    alerts.take(mona, alert.id, "held")
    assert "lines_hold_2" not in keys(app.run())


def test_without_a_good_check_before_the_whole_lots_are_held(open_page, wall, mona):
    lot = open_lot(mona)
    seam_checks.record(mona, "2", {"1": [seam_checks.Finding.SKID], "2": []})
    app = open_page(Role.INSPECTOR, "Lines")
    assert "No good one is on record." in shown(app) and "Held since then" not in shown(app)
    tap(tap(app, "lines_hold_2"), "lines_hold_do_2")
    assert "Held since then: L1." in shown(app)
    assert lots.find(mona, lot).state == "held"


def test_a_plant_without_lines_says_who_adds_them(open_page):
    app = open_page(Role.INSPECTOR, "Lines")
    assert not app.exception and "No line is set up yet" in shown(app)


def test_people_s_notes_and_lines_are_shown_as_they_are_and_never_as_markup(open_page, wall):
    lines.add(console(), "*x*", ["_1_"])
    ines = acting("ines", Role.INSPECTOR)
    line_events.record(ines, "*x*", LineEvent.JAM, ":red[hot]")
    app = open_page(Role.INSPECTOR, "Lines")
    assert not app.exception
    assert not any(":red[" in str(one.value) for kind in ("markdown", "caption", "subheader") for one in app.get(kind))
    assert "Line \\*x\\*" in [one.value for one in app.subheader]
