"""A can that is judged before the model's verdict is shown, as its inspector and a manager see it."""

import json

import pytest

from core.quality.rights import Role
from core.quality.verdict import Verdict
from core.records import blind_checks, check_shares, inspections
from core.records.check_shares import Shares
from core.records.counted import Scope
from core.records.use_case import console
from tests.ui.conftest import shown
from tests.ui.test_inspect_page import acting, seven, upload

GOOD, BAD = Verdict.GOOD, Verdict.BAD


@pytest.fixture
def blind_page(open_page, inspector):
    """The inspection page with a can whose lid the model finds bad."""
    app = open_page(Role.INSPECTOR)
    check_shares.set_shares(console(), Shares(blind=100))
    return upload(app.switch_page("pages/Inspect.py").run(), seven(bad=4))


def told(app) -> str:
    """All words of the page but those of its style."""
    return "\n".join([shown(app), *(html.value for html in app.get("html") if "<style" not in html.value)])


def marks(app) -> list[object]:
    """What is drawn on the photographs."""
    drawn = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    return [one for figure in drawn for one in (*figure["data"], *figure["layout"].get("shapes", ()))]


def keys(app) -> set[str]:
    return {button.key for button in app.button}


def test_nothing_gives_the_model_away_until_the_inspector_has_said_good(blind_page):
    app = blind_page
    assert "YOU JUDGE" in told(app) and len(app.get("plotly_chart")) == 7 and marks(app) == []
    assert [clue for clue in ("Bad", "bad", "0.9", "0.30", "stand-in", "chip", "meter") if clue in told(app)] == []
    assert "inspect_save" not in keys(app)
    app.button(key="inspect_open_4").click().run()
    assert "once its inspector has judged" in shown(app) and "0.90" not in told(app) and marks(app) == []
    app.button(key="inspect_blind_good").click().run()
    assert not app.exception
    assert "Bad because side 4 (Lid) is bad" in shown(app) and marks(app) != []
    assert "inspect_give_up" not in keys(app) and not app.get("file_uploader")
    app.button(key="inspect_save").click().run()
    assert "is kept" in shown(app)
    assert blind_checks.counts(acting(), Scope()) == {(GOOD, BAD): 1}


def test_a_defect_that_is_raised_is_the_judgement_and_shows_both_verdicts(blind_page):
    app = blind_page
    app.button(key="raising_begin").click().run()
    app.button(key="raising_pick_SMD").click().run()
    assert not app.exception
    can = inspections.recent(acting())[0]
    assert (can.verdict, can.model_verdict) == (BAD, BAD)
    app.query_params["can"] = str(can.id)
    assert "inspector said bad (SMD, side 1)" in shown(app.switch_page("pages/Can.py").run())


def test_the_page_of_a_can_that_waits_for_its_judgement_tells_nothing_either(blind_page):
    app = blind_page
    app.query_params["can"] = str(inspections.unfinished(acting()).id)
    page = app.switch_page("pages/Can.py").run()
    assert "once its inspector has judged" in shown(page)
    assert marks(page) == [] and "Bad because" not in told(page) and "0.90" not in told(page)


def test_a_side_that_is_missing_is_taken_before_the_judgement(open_page, inspector):
    check_shares.set_shares(console(), Shares(blind=100))
    app = upload(open_page(Role.INSPECTOR, "Inspect"), seven(bad=4)[:5])
    assert app.button(key="inspect_blind_good").disabled
    assert app.button(key="inspect_save").label == "Save as incomplete"


def test_a_manager_sets_the_share_on_the_plants_page(open_page):
    app = open_page(Role.MANAGER, "Plant")
    app.number_input(key="plant_checks_blind").set_value(5)
    app.button(key="plant_checks_save").click().run()
    assert not app.exception and "shares are set" in shown(app)
    assert check_shares.shares(console()) == Shares(5)


def test_the_statistics_say_how_the_model_did_on_them(blind_page):
    app = blind_page
    app.button(key="inspect_blind_good").click().run()
    app.button(key="inspect_save").click().run()
    page = shown(app.switch_page("pages/Statistics.py").run())
    assert not app.exception
    assert "Judged blind, n = 1" in page and "found 1 bad that the inspector called good" in page
    assert "0 test cans and 1 judged blind" in page
