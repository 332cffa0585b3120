"""Home: the cans of the shift and the day, what everybody has to know, and what each role has to do."""

from datetime import UTC, datetime, time, timedelta

import pytest

from core.quality.line_watch import LineEvent
from core.quality.rights import Role
from core.quality.sampling import CFIA_200
from core.quality.sides import FOOD_CAN
from core.records import alerts, backup, clock, inspections, line_events, lines, lots, room, samples, shifts
from core.records.use_case import Actor, console
from tests.records.people import can_of_lot
from tests.ui.conftest import shown
from tests.ui.test_lots_page import acting, open_lot


class Wall:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    held = Wall()
    monkeypatch.setattr(clock, "now", held.now)
    return held


@pytest.fixture
def mona(wall: Wall) -> Actor:
    return acting("mona", Role.MANAGER)


def labels(app) -> list[str]:
    return [link.label for link in app.get("page_link")]


def test_the_first_day_says_what_there_is_not_yet(open_page):
    app = open_page(Role.VIEWER)
    assert not app.exception
    words = shown(app)
    assert "No can has been inspected yet." in words and "Nothing that anybody has to take." in words
    assert "Nothing waits for you." in words and "no can yet" in words


def test_the_day_counts_its_own_cans_and_leaves_practice_and_the_day_before_out(open_page, wall, mona):
    can_of_lot(mona, "yesterday")
    wall.time += timedelta(days=1)
    mona = acting("mona")
    for key, probability in (("good", 0.1), ("bad", 0.9), ("review", 0.4)):
        can_of_lot(mona, key, probability=probability)
    can_of_lot(mona, "practice", purpose="practice")
    app = open_page(Role.VIEWER)
    assert not app.exception
    numbers = [label for label in labels(app) if label.isdecimal()]
    assert numbers == ["3", "1", "1", "1", "0"]  # cans, good, bad, for review, lots held
    words = shown(app)
    assert "33.3 %" in words and "n = 3" in words and "not enough to tell a change from the day before" in words


def test_the_shift_that_runs_has_its_own_numbers(open_page, wall, mona):
    shifts.add(console(), "Early", time(6), time(14))
    can_of_lot(mona, "one", shift="Early")
    can_of_lot(mona, "two")
    app = open_page(Role.VIEWER)
    assert "This shift\\: Early, until 14\\:00" in [one.value for one in app.subheader]
    assert [label for label in labels(app) if label.isdecimal()][:2] == ["1", "1"]


def test_each_number_leads_to_the_cans_that_it_counts(open_page, wall, mona):
    can_of_lot(mona, "good")
    can_of_lot(mona, "bad", probability=0.9)
    can_of_lot(mona, "test", purpose="test can", probability=0.9)
    app = open_page(Role.VIEWER, "Gallery", verdict="bad", purpose="counted", **{"from": "2026-11-24"})
    assert not app.exception
    assert [label for label in labels(app) if label.startswith("C-")] == ["C-0002"]


def test_an_alert_is_taken_with_a_note_and_leaves_home(open_page, wall, mona):
    lot = open_lot(mona)
    inspections.raise_defect(mona, can_of_lot(mona, "one", lot), side=4, code="LEK")
    app = open_page(Role.INSPECTOR)
    (alert,) = alerts.standing(mona)
    assert "Critical defect on can C-0001: Leak or product stain." in shown(app) and "The lot" in labels(app)
    app.button(key=f"alert_take_{alert.id}").click().run()
    app.button(key=f"alert_do_{alert.id}").click().run()
    assert "Say what you do about it" in shown(app)
    app.text_area(key=f"alert_note_{alert.id}").set_value(":red[laboratory]")
    app.button(key=f"alert_do_{alert.id}").click().run()
    assert not app.exception and "You have taken it" in shown(app)
    assert "Nothing that anybody has to take." in shown(app) and alerts.standing(mona) == []
    assert not any(":red" in str(one.value) for kind in ("markdown", "caption") for one in app.get(kind))


def test_a_viewer_reads_alerts_and_takes_none(open_page, wall, mona):
    inspections.raise_defect(mona, can_of_lot(mona, "one"), side=4, code="LEK")
    app = open_page(Role.VIEWER)
    assert "Critical defect" in shown(app)
    assert not any(button.key.startswith("alert_") for button in app.button)


def test_an_overdue_check_is_an_alert_as_soon_as_home_is_opened(open_page, wall, mona):
    lines.add(console(), "2", ["1"])
    line_events.record(mona, "2", LineEvent.STARTED)
    wall.time += timedelta(minutes=31)
    app = open_page(Role.INSPECTOR)
    words = shown(app)
    assert "Line 2: the seam check is overdue." in words
    assert "The seam check was due by 08:30, 1 min ago" in words and "Line 2" in labels(app)
    assert len(alerts.standing(acting("mona"))) == 1


@pytest.mark.parametrize(("role", "asked"), [
    (Role.VIEWER, set()), (Role.INSPECTOR, {"Open samples"}),
    (Role.REVIEWER, {"Open samples", "want a reviewer"}),
    (Role.MANAGER, {"Open samples", "want a reviewer", "Lots to decide"}),
])
def test_each_role_is_told_what_it_has_to_do_and_no_more(open_page, wall, mona, role, asked):
    samples.start(mona, open_lot(mona, "L1"), CFIA_200)
    lots.hold(mona, open_lot(mona, "L2"), "dents")
    can_of_lot(mona, "review", probability=0.4)
    words = shown(open_page(role))
    for task in ("Open samples", "want a reviewer", "Lots to decide"):
        assert (task in words) == (task in asked), task


def test_the_lots_to_decide_are_listed_by_the_number_s_way(open_page, wall, mona):
    lots.hold(mona, open_lot(mona, "A1"), "dents")
    open_lot(mona, "B2")
    app = open_page(Role.MANAGER, "Lots", state="to decide")
    assert not app.exception and [one for one in labels(app) if one in ("A1", "B2")] == ["A1"]
    assert FOOD_CAN.sku in shown(app)


def test_an_administrator_sees_the_room_that_is_left_and_the_age_of_the_last_backup(open_page, wall, monkeypatch):
    app = open_page(Role.ADMIN)
    assert "50 % of the disk is free." in shown(app) and "No backup yet" in shown(app)
    backup.record(console(), backup.Backup("folder", "now", 1, 1, 0, 0, []))
    wall.time += timedelta(minutes=10)
    monkeypatch.setattr(room, "disk", lambda folder: (100, 9))
    words = shown(app.run())
    assert "Only 9 % of the disk is free: make room. Below 5 % inspection stops." in words
    assert "The last backup is 0 days old (2026-11-24 08:00)." in words


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER])
def test_others_are_not_bothered_with_the_installation(open_page, role):
    assert "of the disk is free" not in shown(open_page(role))
