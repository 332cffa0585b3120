"""What is inspected: asked once for a session, shown large, and asked anew when the shift ends."""

from datetime import UTC, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from core.quality.rights import Role
from core.quality.sides import DEFAULT_PRODUCT
from core.records import clock, inspections, lines, plant, products, shifts
from core.records.use_case import console
from tests.ui.conftest import photograph, shown
from tests.ui.conftest import sign_in as sign_in_to
from tests.ui.test_inspect_page import acting, seven, upload
from tests.ui.test_products_page import NUTS


class Wall:
    """The clock on the wall, nine in the morning at the plant until it goes on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """A plant with two lines and two shifts."""
    held = Wall()
    monkeypatch.setattr(clock, "now", held.now)
    plant.set_up(console(), "Safi 1", "Africa/Casablanca", time(6))
    lines.add(console(), "1", ["1", "2", "3"])
    lines.add(console(), "2")
    shifts.add(console(), "Early", time(6), time(14))
    shifts.add(console(), "Late", time(14), time(22))
    return held


def open_form(app: AppTest) -> AppTest:
    return app.button(key="work_change").click().run()


def choose(app: AppTest, line: str = "1", head: str = "2", purpose: str = "routine") -> AppTest:
    open_form(app)
    app.pills(key="work_form_line").set_value(line).run()
    app.pills(key="work_form_head_1").set_value(head).run()
    app.pills(key="work_form_purpose").set_value(purpose).run()
    app.button(key="work_form_save").click().run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    return {str(widget.key) for kind in ("button", "pills", "selectbox") for widget in getattr(app, kind)}


def test_with_nothing_set_up_nothing_is_asked_and_the_product_is_chosen_as_ever(open_page, inspector):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven())
    assert not app.exception
    can = inspections.unfinished(acting())
    assert (can.line, can.seaming_head, can.shift, can.purpose, can.lot_id) == (None, None, None, "routine", None)
    assert "inspect_product" in keys(app) and not {"work_head", "work_form_save"} & keys(app)


def test_with_nothing_set_up_another_purpose_is_three_taps_away_and_kept(open_page, inspector):
    app = open_form(open_page(Role.INSPECTOR, "Inspect"))
    assert not {"work_form_line", "work_form_shift"} & keys(app)
    app.pills(key="work_form_purpose").set_value("test can").run()
    app.button(key="work_form_save").click().run()
    assert "test can" in chips(app)
    upload(app, seven())
    assert inspections.unfinished(acting()).purpose == "test can"
    app.button(key="inspect_save").click().run()
    assert "test can" in chips(app.switch_page("pages/Gallery.py").run())
    app.query_params["can"] = str(inspections.recent(acting())[0].id)
    assert "test can" in chips(app.switch_page("pages/Can.py").run())


def chips(app: AppTest) -> str:
    return " ".join(str(html.value) for html in app.get("html"))


def test_before_the_first_can_the_line_is_asked_and_the_running_shift_proposed(open_page, inspector, wall):
    app = open_page(Role.INSPECTOR, "Inspect")
    assert "Before the first can: say what is inspected here." in shown(app)
    open_form(app)
    assert app.pills(key="work_form_line").value is None and app.pills(key="work_form_shift").value == "Early"
    app.button(key="work_form_save").click().run()
    assert "Choose the line and the shift" in shown(app)
    app.pills(key="work_form_line").set_value("1").run()
    app.pills(key="work_form_head_1").set_value("2").run()
    app.button(key="work_form_save").click().run()
    assert "Before the first can" not in shown(app)
    assert {"1", "Early", DEFAULT_PRODUCT.name} <= {text.value for text in app.text}
    upload(app, seven())
    can = inspections.unfinished(acting())
    assert (can.number, can.line, can.seaming_head, can.shift, can.purpose) == ("L1-0001", "1", "2", "Early", "routine")


def test_no_line_and_no_shift_are_choices(open_page, inspector, wall):
    app = open_form(open_page(Role.INSPECTOR, "Inspect"))
    app.pills(key="work_form_line").set_value("").run()
    app.pills(key="work_form_shift").set_value("").run()
    app.pills(key="work_form_purpose").set_value("complaint").run()
    app.button(key="work_form_save").click().run()
    upload(app, seven())
    can = inspections.unfinished(acting())
    assert (can.number, can.line, can.shift, can.purpose) == ("C-0001", None, None, "complaint")


def test_no_can_is_started_before_the_choice_and_what_was_given_is_taken_up_after_it(open_page, inspector, wall):
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven())
    assert inspector.judged == 0 and inspections.unfinished(acting()) is None
    assert app.button(key="raising_begin").disabled
    app.file_uploader(key="inspect_side_4_0").upload("lid.jpg", photograph(4), "image/jpeg")
    app.run()
    assert inspector.judged == 0 and inspections.unfinished(acting()) is None
    choose(app)
    can = inspections.unfinished(acting())
    assert (can.line, len(can.sides)) == ("1", 7)


def test_the_choice_holds_over_a_reload_and_not_for_a_new_sign_in(open_page, inspector, wall):
    app = choose(open_page(Role.INSPECTOR, "Inspect"))
    app.switch_page("Home.py").run()
    app.switch_page("pages/Inspect.py").run()
    assert "Before the first can" not in shown(app)
    again = sign_in_to(AppTest.from_file(app._script_path, default_timeout=30).run(), "inspector")
    again.switch_page("pages/Inspect.py").run()
    assert "Before the first can" in shown(again)


def test_one_tap_gives_the_can_in_hand_and_the_next_another_head(open_page, inspector, wall):
    app = choose(open_page(Role.INSPECTOR, "Inspect"))
    app.pills(key="work_head").set_value("3").run()
    upload(app, seven())
    assert inspections.unfinished(acting()).seaming_head == "3"
    app.pills(key="work_head").set_value("unknown").run()
    assert not app.exception and inspections.unfinished(acting()).seaming_head is None
    app.button(key="inspect_save").click().run()
    assert app.pills(key="work_head").value == "unknown"


def test_a_head_that_was_retired_meanwhile_is_refused_in_a_sentence(open_page, inspector, wall):
    app = choose(open_page(Role.INSPECTOR, "Inspect"))
    lines.retire_head(console(), "1", "3")
    app.pills(key="work_head").set_value("3").run()
    assert not app.exception and "no such seaming head" in shown(app)
    assert app.pills(key="work_head").value == "2"


def test_at_the_end_of_the_shift_the_next_can_waits_for_the_new_one(open_page, inspector, wall):
    app = choose(open_page(Role.INSPECTOR, "Inspect"), purpose="practice")
    wall.time += timedelta(hours=5)
    app.run()
    assert "The shift ended at 14:00. Say who works now before the next can." in shown(app)
    app.file_uploader(key="inspect_files_0").upload("1.jpg", photograph(1), "image/jpeg")
    app.file_uploader(key="inspect_side_4_0").upload("lid.jpg", photograph(4), "image/jpeg")
    app.run()
    assert "Photographs wait" in shown(app) and not app.exception and inspections.unfinished(acting()) is None
    open_form(app)
    assert (app.pills(key="work_form_line").value, app.pills(key="work_form_head_1").value) == ("1", "2")
    assert (app.pills(key="work_form_shift").value, app.pills(key="work_form_purpose").value) == ("Late", "practice")
    app.button(key="work_form_save").click().run()
    can = inspections.unfinished(acting())
    assert (can.shift, set(can.sides)) == ("Late", {1, 4}) and "Photographs wait" not in shown(app)


def test_a_can_in_hand_is_finished_over_the_end_of_the_shift_and_stays_in_it(open_page, inspector, wall):
    app = choose(open_page(Role.INSPECTOR, "Inspect"))
    app.file_uploader(key="inspect_side_4_0").upload("lid.jpg", photograph(4), "image/jpeg")
    app.run()
    wall.time += timedelta(hours=5)
    upload(app, [file for file in seven() if file[0] != "4.jpg"])
    assert "Finish this can" in shown(app) and app.button(key="work_change").disabled
    can = inspections.unfinished(acting())
    assert (can.shift, len(can.sides)) == ("Early", 7)
    app.button(key="inspect_save").click().run()
    assert "The shift ended at 14:00" in shown(app)


def test_a_line_that_is_retired_is_asked_anew(open_page, inspector, wall):
    app = choose(open_page(Role.INSPECTOR, "Inspect"))
    lines.retire(console(), "1")
    lines.add(console(), "3")
    app.run()
    assert "offered no more" in shown(app)
    open_form(app)
    assert app.pills(key="work_form_line").value is None


def test_the_product_is_part_of_the_choice(open_page, inspector, wall):
    products.add(console(), NUTS)
    app = open_form(open_page(Role.INSPECTOR, "Inspect"))
    app.selectbox(key="work_form_product").set_value("NUT-1").run()
    app.pills(key="work_form_line").set_value("2").run()
    app.button(key="work_form_save").click().run()
    assert not app.exception and "inspect_product" not in keys(app)
    app.file_uploader(key="inspect_side_1_0").upload("lid.jpg", photograph(1), "image/jpeg")
    app.run()
    can = inspections.unfinished(acting())
    assert (can.product, can.line, can.seaming_head) == (NUTS.product, "2", None)


def test_with_one_line_it_is_chosen_already(open_page, inspector, wall):
    lines.retire(console(), "2")
    app = open_form(open_page(Role.INSPECTOR, "Inspect"))
    assert app.pills(key="work_form_line").value == "1"


def test_a_kept_can_says_its_line_head_and_shift(open_page, inspector, wall):
    app = choose(open_page(Role.INSPECTOR, "Inspect"))
    upload(app, seven())
    app.button(key="inspect_save").click().run()
    app.query_params["can"] = str(inspections.recent(acting())[0].id)
    app.switch_page("pages/Can.py").run()
    assert not app.exception and {"1", "2", "Early"} <= {text.value for text in app.text}


def test_names_of_lines_and_heads_are_shown_as_text(open_page, inspector):
    lines.add(console(), ":red[2]", ["**1**"])
    app = open_form(open_page(Role.INSPECTOR, "Inspect"))
    assert app.pills(key="work_form_line").options[0] == r"\:red\[2\]"
    app.button(key="work_form_save").click().run()
    assert app.pills(key="work_head").options[0] == r"\*\*1\*\*"
    assert any(text.value == ":red[2]" for text in app.text)
