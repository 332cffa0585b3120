"""Setting up the plant on its page; and the plant's time on every page."""

from datetime import UTC, datetime, time

import pytest

from core.quality.plant_time import PlantTime
from core.quality.rights import Role
from core.records import clock, inspections, lines, plant, reencoding, shifts
from core.records.lines import Head, Line
from core.records.plant import Plant
from core.records.use_case import console
from tests.ui.conftest import shown
from tests.ui.test_inspect_page import acting, seven, upload


@pytest.fixture
def half_past_four(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A moment that is 05:30 in Casablanca, on the production day before."""
    at = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


def test_an_empty_plant_page_says_what_to_do_first(open_page):
    app = open_page(Role.MANAGER, "Plant")
    assert not app.exception
    assert "No line yet: add one" in shown(app) and "No shift yet: add one" in shown(app)


def test_a_manager_sets_the_plants_time_and_the_page_says_what_it_is_there_now(open_page, half_past_four):
    app = open_page(Role.MANAGER, "Plant")
    assert "At the plant it is 2026-11-24 04:30 (UTC), production day 2026-11-24." in shown(app)
    app.text_input(key="plant_name").set_value("Safi 1")
    app.selectbox(key="plant_zone").set_value("Africa/Casablanca")
    app.time_input(key="plant_day_starts").set_value(time(6))
    app.button(key="plant_save").click().run()
    assert plant.current(console()) == Plant("Safi 1", PlantTime("Africa/Casablanca", time(6)))
    assert "2026-11-24 05:30 (Africa/Casablanca), production day 2026-11-23." in shown(app)


def test_a_manager_says_after_how_many_days_photographs_may_be_re_encoded_and_takes_it_back(open_page):
    plant.set_up(console(), "Safi 1", "UTC", time(6))
    app = open_page(Role.MANAGER, "Plant")
    assert "stay for ever as they came" in shown(app) and not app.checkbox(key="plant_photographs_allowed").value
    app.checkbox(key="plant_photographs_allowed").check()
    app.number_input(key="plant_photographs_days").set_value(90)
    app.button(key="plant_photographs_save").click().run()
    assert "may be re-encoded 90 days after their can" in shown(app) and reencoding.allowed_after(console()) == 90
    app.checkbox(key="plant_photographs_allowed").uncheck()
    app.button(key="plant_photographs_save").click().run()
    assert "Every photograph is kept as it came." in shown(app) and reencoding.allowed_after(console()) is None


def test_what_is_wrong_with_the_plant_is_said(open_page):
    app = open_page(Role.MANAGER, "Plant")
    app.button(key="plant_save").click().run()
    assert not app.exception and "plant's name is empty" in shown(app)


def test_a_manager_adds_a_line_with_six_heads_retires_one_and_adds_another(open_page):
    app = open_page(Role.MANAGER, "Plant")
    app.text_input(key="plant_line_name").set_value("2")
    app.button(key="plant_line_add").click().run()
    assert "Seaming heads 1, 2, 3, 4, 5, 6" in shown(app)
    app.selectbox(key="plant_head_choice_2").set_value("4").run()
    app.button(key="plant_head_turn_2").click().run()
    assert "Seaming heads 1, 2, 3, 5, 6" in shown(app) and "head 4 of line 2 is offered no more" in shown(app)
    app.text_input(key="plant_head_2").set_value("7a").run()
    app.button(key="plant_head_add_2").click().run()
    app.selectbox(key="plant_head_choice_2").set_value("4").run()
    app.button(key="plant_head_turn_2").click().run()
    heads = tuple(Head(name) for name in ("1", "2", "3", "4", "5", "6", "7a"))
    assert lines.list_lines(console()) == [Line("2", heads)]


def test_a_manager_retires_a_line_and_brings_it_back(open_page):
    lines.add(console(), "2")
    app = open_page(Role.MANAGER, "Plant")
    assert "No seaming heads" in shown(app)
    app.button(key="plant_line_retire_2").click().run()
    assert lines.list_lines(console()) == [] and "Line 2 is retired" in shown(app)
    app.button(key="plant_line_back_2").click().run()
    assert not app.exception and lines.list_lines(console()) == [Line("2")]


def test_a_manager_adds_a_night_shift_changes_its_times_and_retires_it(open_page, half_past_four):
    app = open_page(Role.MANAGER, "Plant")
    app.text_input(key="plant_shift_name").set_value("Night")
    app.time_input(key="plant_shift_starts").set_value(time(22))
    app.time_input(key="plant_shift_ends").set_value(time(6))
    app.button(key="plant_shift_add").click().run()
    assert "22:00 to 06:00 on the next day" in shown(app) and "The shift Night works until 06:00." in shown(app)
    app.time_input(key="plant_shift_ends_Night").set_value(time(5)).run()
    app.button(key="plant_shift_save_Night").click().run()
    assert "22:00 to 05:00 on the next day" in shown(app)
    app.button(key="plant_shift_retire_Night").click().run()
    assert shifts.list_shifts(console()) == []
    app.button(key="plant_shift_back_Night").click().run()
    assert not app.exception and len(shifts.list_shifts(console())) == 1


def test_a_shift_without_times_is_refused_in_a_sentence(open_page):
    app = open_page(Role.MANAGER, "Plant")
    app.text_input(key="plant_shift_name").set_value("Early")
    app.button(key="plant_shift_add").click().run()
    assert not app.exception and "A time is missing" in shown(app)


def test_names_are_shown_as_text_and_never_as_markup(open_page):
    lines.add(console(), ":red[2] *")
    shifts.add(console(), "**Night**", time(22), time(6))
    app = open_page(Role.MANAGER, "Plant")
    assert any(text.value == "Line :red[2] *" for text in app.text)
    assert not any("red" in text.value or "Night" in text.value for text in app.markdown)


def test_every_page_shows_the_plants_time_and_names_its_zone_once(open_page, inspector, half_past_four):
    plant.set_up(console(), "Safi 1", "Africa/Casablanca", time(6))
    app = upload(open_page(Role.ADMIN, "Inspect"), seven())
    app.button(key="inspect_save").click().run()
    can = inspections.recent(acting("admin"))[0]
    assert can.finished_at == half_past_four
    for page in ("Gallery", "Can"):
        app.query_params["can"] = str(can.id)
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception and "2026-11-24 05:30" in shown(app), page
        assert shown(app).count("Times are the plant's: Africa/Casablanca.") == 1, page
    app.switch_page("Home.py").run()
    assert "2026-11-24 05:30" in shown(app) and shown(app).count("Africa/Casablanca") == 1
    app.switch_page("pages/Audit.py").run()
    assert set(app.dataframe[0].value["When"]) == {"2026-11-24 05:30:00"}
    assert shown(app).count("Africa/Casablanca") == 1
