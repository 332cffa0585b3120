"""The statistics: one filter bar in the address, every chart with its n, its words for nothing, and its data."""

import csv
import io
from dataclasses import replace

import pytest

from core.quality.control_chart import Subgroup, p_chart
from core.quality.phases import Change
from core.quality.rights import Role
from core.quality.run_rules import Rule
from core.records import accounts
from core.records.counted import Counts, Scope
from core.records.rate_chart import Measure, Plotted
from core.records.use_case import Actor, console
from core.ui.chart_data import csv_text
from core.ui.statistics_rates import cans_behind, words_on
from core.words import tr
from tests.records.people import can_of_lot, open_lot
from tests.ui.conftest import PASSWORD, shown


@pytest.fixture
def some_cans(open_page) -> Actor:
    accounts.add_user(console(), "ines", Role.INSPECTOR, PASSWORD)
    ines = Actor(accounts.sign_in("ines", PASSWORD).id)
    lot = open_lot(ines, "L1")
    for number in range(6):
        can_of_lot(ines, str(number), lot if number % 2 else None, 0.9 if number < 2 else 0.1, line="1",
                   seaming_head="3" if number % 3 else None, shift="Early")
    return ines


def charts(app) -> dict[str, str]:
    return {chart.proto.id.rsplit("statistics_chart_")[-1]: chart.proto.spec for chart in app.get("plotly_chart")}


def asked(app) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[0] for key, value in app.query_params.items()}


def test_without_a_can_the_page_says_what_to_do(open_page):
    app = open_page(Role.VIEWER, "Statistics")
    assert not app.exception and tr("statistics_empty") in shown(app)


def test_every_chart_says_its_n_and_gives_its_data(open_page, some_cans):
    app = open_page(Role.VIEWER, "Statistics")
    assert not app.exception
    assert "6 cans: 4 good, 2 bad" in shown(app)
    assert {"rate", "pareto", "where", "months", "yield", "pace", "probability"} <= set(charts(app))
    assert all("n = " in spec for spec in charts(app).values())
    assert len(app.get("download_button")) == len(charts(app))


def test_a_chart_without_anything_to_draw_says_so(open_page, some_cans):
    app = open_page(Role.VIEWER, "Statistics", head="~", by="lot")
    assert not app.exception
    assert tr("gauge_empty") in shown(app)
    app = app.selectbox(key="statistics_line").set_value("1").run()
    assert not app.exception and "2 cans: 1 good, 1 bad" in shown(app)


def test_the_address_says_what_is_shown_and_what_makes_no_sense_is_left_out(open_page, some_cans):
    app = open_page(Role.VIEWER, "Statistics", line="1", head="9", time="never", of="defects a can", pareto="side",
                    before="x", rules="six rising or falling,no such rule")
    assert not app.exception
    assert asked(app) == {"line": "1", "of": "defects a can", "pareto": "side", "rules": "six rising or falling"}
    assert "Defects a can" in charts(app)["rate"] and "side 1" in charts(app)["pareto"]
    app.selectbox(key="statistics_time").set_value("all").run()
    assert asked(app)["time"] == "all"


def test_two_dates_set_defects_before_and_after_beside_each_other(open_page, some_cans):
    app = open_page(Role.VIEWER, "Statistics", time="7 days")
    app.toggle(key="statistics_compares").set_value(True).run()
    assert not app.exception
    assert "compared" in charts(app) and "after" in app.query_params


def test_people_whose_names_look_like_markup_are_shown_as_they_are(open_page):
    accounts.add_user(console(), "ines", Role.INSPECTOR, PASSWORD)
    ines = Actor(accounts.sign_in("ines", PASSWORD).id)
    can_of_lot(ines, "a", shift="<b>Night</b>", line="<i>1</i>", probability=0.9)
    app = open_page(Role.VIEWER, "Statistics", by="shift", purpose="routine")
    assert not app.exception
    assert not any("<b>" in spec or "<i>" in spec for spec in charts(app).values())


def test_a_purpose_that_is_not_routine_has_no_control_chart(open_page, some_cans):
    can_of_lot(some_cans, "x", purpose="complaint")
    app = open_page(Role.VIEWER, "Statistics", purpose="complaint")
    assert not app.exception and tr("chart_no_routine") in shown(app) and "rate" not in charts(app)


def plotted(bad: int, **named: str) -> Plotted:
    point = p_chart([*[Subgroup(10, 200)] * 20, Subgroup(bad, 200)])[-1]
    return Plotted("2026-11-20", named.get("shift"), named.get("lot"), Counts(good=200 - bad, bad=bad), point,
                   (Change("phase_camera", {"what": "1"}),), ())


def test_a_signal_says_what_it_means_with_its_counts():
    (words,) = words_on(plotted(40), Measure.BAD)
    assert words.startswith("2026-11-20: 40 in 200 (20.0%) lies above 9.6%")
    for rule in Rule:
        for bad in (1, 40):
            one = plotted(bad)
            assert words_on(replace(one, point=replace(one.point, signals=(rule,))), Measure.DEFECTS)


@pytest.mark.parametrize(("named", "address"), [
    ({}, {"from": "2026-11-20", "to": "2026-11-20"}),
    ({"shift": "Early"}, {"from": "2026-11-20", "to": "2026-11-20", "shift": "Early"}),
    ({"lot": "L7"}, {"lot": "L7"}),
])
def test_a_signal_leads_to_the_bad_cans_behind_its_point(named, address):
    scope = Scope(line="2", seaming_head="3")
    assert cans_behind(plotted(40, **named), scope) == {
        "line": "2", "head": "3", "purpose": "routine", "verdict": "bad", **address}


def test_no_cell_of_a_download_begins_a_formula():
    text = csv_text(("=a", "b"), [("=HYPERLINK(1)", -1), ("+1", None), ("fine", 0.5)])
    assert list(csv.reader(io.StringIO(text))) == [["'=a", "b"], ["'=HYPERLINK(1)", "-1"], ["'+1", ""], ["fine", "0.5"]]
