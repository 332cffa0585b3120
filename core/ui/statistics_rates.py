"""The control charts of the statistics, and their signals in words with the way to the cans behind each."""

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from core.quality.control_chart import BASELINE
from core.quality.phases import Change
from core.quality.purposes import ROUTINE
from core.quality.run_rules import Rule
from core.records import rate_chart
from core.records.counted import Scope
from core.records.rate_chart import Measure, Plotted
from core.records.subgroups import Grain
from core.ui.address import asked, keep, switch
from core.ui.chart_data import draw_chart
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.rate_figure import ChartPoint, control_figure
from core.ui.statistics_filters import PAGE, look_at
from core.ui.when import When
from core.words import tr

MOST_SIGNALS = 6
_MORE_RULES = {Rule.ONE_SIDE: "nine on one side", Rule.TREND: "six rising or falling",
               Rule.ALTERNATING: "fourteen up and down"}
_SHARE = "Bad of good and bad"
_AXES = {Measure.BAD: _SHARE, Measure.BAD_SPREAD: _SHARE, Measure.DEFECTS: "Defects a can"}


def draw_standing(user: SignedIn) -> None:
    """Draw which line or head has left its limits in the last days, and the way to its own charts."""
    found = rate_chart.signals(user.actor)
    if not found:
        show_plain(tr("standing_none"), icon=":material/check_circle:")
        return
    for number, one in enumerate(found[:MOST_SIGNALS]):
        with st.container(horizontal=True, vertical_alignment="center", key=f"statistics_standing_{number}"):
            of = f"Line {one.line or 'unknown'}" + (f", head {one.head}" if one.head else "")
            st.text(tr("standing_above" if one.above else "standing_below", of=of, day=one.day, bad=one.bad, n=one.n,
                       rate=100 * one.rate, limit=100 * one.limit), width="stretch")
            st.button("Its charts", key=f"statistics_look_{number}", icon=":material/query_stats:", on_click=look_at,
                      args=(one.line, one.head))


def draw_rate(user: SignedIn, scope: Scope) -> None:
    """Draw the rate over time by day, shift or lot, and what its signals mean."""
    st.subheader("Is the line as it was?")
    with st.container(horizontal=True, vertical_alignment="center", key="statistics_rate_choices"):
        grain = Grain(switch("By", PAGE, "by", [one.value for one in Grain], lambda one: f"by {one}"))
        measure = Measure(switch("Of", PAGE, "of", [one.value for one in Measure]))
        rules = _draw_rules()
    if scope.purpose not in (None, "routine"):
        show_plain(tr("chart_no_routine"), icon=":material/filter_alt_off:")
        return
    plotted = rate_chart.rate_chart(user.actor, scope, grain, measure, rules)
    if not plotted:
        show_plain(tr("chart_no_lots" if grain is Grain.LOT else "chart_empty"), icon=":material/show_chart:")
        return
    when = When.at_the_plant(user)
    signals = [one for one in plotted if one.point.signals]
    code = "statistics_no_signal" if not signals else "statistics_signals_one" if len(signals) == 1 else \
        "statistics_signals"
    with st.container(key="statistics_signals"):
        show_plain(tr(code, signals=len(signals), points=len(plotted)),
                   icon=":material/notifications_active:" if signals else ":material/check_circle:")
        for number, one in enumerate(signals[:-MOST_SIGNALS - 1:-1]):
            with st.container(key=f"statistics_signal_{number}"):
                st.text("\n".join(words_on(one, measure)))
                st.page_link("pages/Gallery.py", label="Look at its bad cans", icon=":material/photo_library:",
                             query_params=cans_behind(one, scope))
    counted = sum(one.counts.judged for one in plotted)
    draw_chart(
        control_figure([_to_draw(one, measure, when) for one in plotted], _AXES[measure],
                       f"n = {counted:,}",
                       ".2f" if measure is Measure.DEFECTS else ".1%"),
        "statistics_chart_rate", f"Control chart of {measure} by {grain}",
        ("day", "shift", "lot", "good", "bad", "defects", "value", "centre", "low", "high", "phase", "signals"),
        [(one.day, one.shift, one.lot, one.counts.good, one.counts.bad, one.counts.defects, one.point.value,
          one.point.centre, one.point.low, one.point.high, one.point.phase + 1, ", ".join(one.point.signals))
         for one in plotted])
    began = [f"{one.name}, {_told(one.began)}" for one in plotted if one.began]
    st.caption(tr("chart_explained", baseline=BASELINE))
    if began:
        st.text(tr("phases_began", list="; ".join(began)))


def draw_probability(user: SignedIn, scope: Scope) -> None:
    """Draw the mean probability of good cans by week."""
    st.subheader("Does the model see the same cans?")
    weeks = rate_chart.probability_chart(user.actor, scope)
    if not weeks:
        show_plain(tr("probability_empty"), icon=":material/show_chart:")
        return
    drawn = [ChartPoint(week.monday, week.point, f"Week of {week.monday}: {week.point.value:.3f}, mean of "
                        f"{week.cans:,} good cans<br>limits {week.point.low:.3f} to {week.point.high:.3f}",
                        _told(week.began)) for week in weeks]
    draw_chart(control_figure(drawn, "Mean probability", f"n = {sum(week.cans for week in weeks):,}", ".3f",
                              from_zero=False),
               "statistics_chart_probability", "Control chart of the mean probability of good cans by week",
               ("week", "good cans", "mean probability", "low", "high", "signals"),
               [(week.monday, week.cans, week.point.value, week.point.low, week.point.high,
                 ", ".join(week.point.signals)) for week in weeks])
    st.caption(tr("probability_explained"))


def words_on(one: Plotted, measure: Measure) -> list[str]:
    """Return what each signal of a point means."""
    point, counts = one.point, one.counts
    written = _written(measure)
    side = "above" if point.above else "below"
    return [tr(f"signal_{rule.name.lower()}_{side}", name=one.name, n=counts.judged, rate=written(point.value),
               count=counts.defects if measure is Measure.DEFECTS else counts.bad, centre=written(point.centre),
               limit=written(point.high if point.above else point.low)) for rule in point.signals]


def cans_behind(one: Plotted, scope: Scope) -> dict[str, str]:
    """Return the gallery's address for the bad cans of a point."""
    wanted = {"product": scope.product_sku, "line": scope.line, "head": scope.seaming_head,
              "inspector": scope.inspector, "model": scope.model, "purpose": ROUTINE, "verdict": "bad",
              "line_unknown": "yes" if scope.line == "" else "",
              "head_unknown": "yes" if scope.seaming_head == "" else ""}
    wanted |= {"lot": one.lot} if one.lot else {"from": one.day, "to": one.day, "shift": one.shift or scope.shift,
                                                "lot": scope.lot}
    return {key: value for key, value in wanted.items() if value}


def _draw_rules() -> list[Rule]:
    names = list(_MORE_RULES.values())
    chosen = st.pills("Further rules", names, selection_mode="multi", key="statistics_rules",
                      default=[name for name in asked("rules").split(",") if name in names],
                      label_visibility="collapsed", wrap=True)
    keep("rules", ",".join(chosen))
    return [Rule.BEYOND, *(rule for rule, name in _MORE_RULES.items() if name in chosen)]


def _to_draw(one: Plotted, measure: Measure, when: When) -> ChartPoint:
    written, counts, point = _written(measure), one.counts, one.point
    told = [escape(one.name), f"{counts.bad:,} bad of {counts.judged:,}, {counts.defects:,} defects",
            f"{written(point.value)}; centre {written(point.centre)}, "
            f"limits {written(point.low)} to {written(point.high)}", *point.signals]
    happened = "<br>".join(f"{when.minute(event.at)} line {escape(event.line)}: {event.kind}" for event in one.events)
    return ChartPoint(one.name, point, "<br>".join(told), _told(one.began), happened)


def _written(measure: Measure) -> Callable[[float], str]:
    return "{:.2f}".format if measure is Measure.DEFECTS else "{:.1%}".format


def _told(began: Sequence[Change]) -> str:
    return ", ".join(tr(change.code, **change.values) for change in began)
