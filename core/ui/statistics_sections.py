"""The other sections of the statistics: totals and months, Pareto, yield, where on the can, the model, and speed."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from core.quality.defects import DEFECTS
from core.quality.pareto import pareto
from core.quality.phases import judges_of
from core.quality.shares import three_in, told_from, wilson
from core.records import products, statistics
from core.records.counted import By, Choices, Counts, FoundDefect, Group, Scope
from core.ui.address import asked_day, keep, switch
from core.ui.chart_data import draw_chart
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain
from core.ui.statistics_figures import (
    Share,
    compared_figure,
    gauge_figure,
    months_figure,
    pace_figure,
    pareto_figure,
    shares_figure,
    speed_figure,
)
from core.ui.statistics_filters import PAGE
from core.ui.where_figure import where_figure
from core.words import tr

MOST_BARS = 20
_OF_DEFECTS = ("defect", "severity", "side")
_OF_CANS = {"line": (By.LINE,), "head": (By.LINE, By.HEAD), "product": (By.PRODUCT,), "shift": (By.SHIFT,)}
_FIGURES = ("good", "bad", "review", "incomplete")


def draw_totals(user: SignedIn, scope: Scope, total: Counts) -> None:
    """Draw what was counted in large, and of how many the head is unknown."""
    by_purpose = statistics.counted(user.actor, scope.first_found, By.PURPOSE)
    first = _together(by_purpose)
    completed = first.completed
    with st.grid(min_column_width=190, key="statistics_totals"):
        st.metric("Cans", f"{total.all:,}", border=True)
        st.metric("✕ Bad", f"{total.bad / total.judged:.2%}" if total.judged else "–", border=True,
                  help=_interval(total.bad, total.judged))
        st.metric("✓ First-pass yield", f"{first.good / completed:.2%}" if completed else "–", border=True,
                  help=tr("statistics_first_pass", first=first.good, n=completed))
        st.metric("? In review", f"{total.review:,}", border=True)
    show_plain(tr("statistics_total", **{name: getattr(total, name) for name in (*_FIGURES, "all")}))
    if total.judged:
        show_plain(f"Bad: {total.bad:,} of {total.judged:,}, {_interval(total.bad, total.judged)}.")
    st.caption(tr("statistics_counts"))


def draw_months(months: dict[str, Counts]) -> None:
    """Draw good against defective by month."""
    st.subheader("Good against defective by month")
    percent = switch("Show", PAGE, "months", ["percentages", "counts"]) == "percentages"
    draw_chart(months_figure(months, percent), "statistics_chart_months", "Good against defective cans by month",
               ("month", *_FIGURES), [(month, *(getattr(counts, name) for name in _FIGURES))
                                      for month, counts in months.items()])


def draw_pareto(user: SignedIn, scope: Scope, known: Choices) -> None:
    """Draw what most defects are, or where most bad cans come from, in all or before and after a day."""
    st.subheader("What is most of it?")
    with st.container(horizontal=True, vertical_alignment="center", key="statistics_pareto_choices"):
        by = switch("By", PAGE, "pareto", [*_OF_DEFECTS, *_OF_CANS])
        compares = st.toggle("Before and after", asked_day("before") is not None, key="statistics_compares")
    what = "defects" if by in _OF_DEFECTS else "bad cans"
    if not compares:
        keep("before", "")
        keep("after", "")
        bars = pareto(_kinds(user, scope, by))[:MOST_BARS]
        if not bars:
            show_plain(tr("pareto_empty"), icon=":material/bar_chart:")
            return
        draw_chart(pareto_figure(bars, what), "statistics_chart_pareto", f"Pareto chart of {what} by {by}",
                   (by, what, "share", "cumulative share"), [(bar.kind, bar.count, bar.share, bar.cumulative)
                                                             for bar in bars])
        _draw_codes(by, [bar.kind for bar in bars])
        return
    scopes = _draw_two_dates(scope, known)
    counts = [_kinds(user, one, by) for one in scopes]
    cans = [_together(statistics.counted(user.actor, one)).judged for one in scopes]
    names = [bar.kind for bar in pareto(counts[0] + counts[1])][:MOST_BARS]
    if not names:
        show_plain(tr("pareto_empty"), icon=":material/bar_chart:")
        return
    show_plain(tr("pareto_compared", before=scopes[0].last_day + timedelta(days=1) if scopes[0].last_day else "",
                  after=scopes[1].first_day, first=cans[0], second=cans[1]))
    before, after = ([one[name] for name in names] for one in counts)
    draw_chart(compared_figure(names, before, after, (cans[0], cans[1]), what), "statistics_chart_compared",
               f"{what.capitalize()} by {by}, before and after", (by, "before", "cans before", "after", "cans after"),
               [(name, first, cans[0], second, cans[1])
                for name, first, second in zip(names, before, after, strict=True)])
    _draw_codes(by, names)


def draw_yield(user: SignedIn, scope: Scope) -> None:
    """Draw the yield of each line, head, shift or product with what the numbers can bear."""
    st.subheader("Where is the yield?")
    by = switch("By", PAGE, "yield", ["line", "shift", "product", "head"], lambda one: f"by {one}")
    groups = [group for group in statistics.counted(user.actor, scope, *_OF_CANS[by]) if group.counts.judged]
    total = _together(groups)
    if not groups:
        show_plain(tr("yield_empty"), icon=":material/percent:")
        return
    whole = total.good / total.judged
    shares = [_share(_group_name(by, group), group.counts.good, group.counts.judged, whole) for group in groups]
    draw_chart(shares_figure(shares, whole, "Good of good and bad"), "statistics_chart_yield", f"Yield by {by}",
               (by, "good", "judged", "yield", "low", "high", "against the whole"),
               [(one.name, one.count, one.n, one.rate, one.low, one.high, one.told) for one in shares])
    st.caption(tr("yield_explained", whole=100 * whole))
    none_bad = [f"{one.name}: {tr('statistics_none_bad', most=100 * three_in(one.n))}" for one in shares
                if one.count == one.n]
    if none_bad:
        st.text("; ".join(none_bad))
    unknown = sum(group.counts.all for group in groups if by == "head" and not group.key[1])
    if unknown:
        cans = sum(group.counts.all for group in groups)
        show_plain(tr("statistics_unknown_heads", unknown=unknown, n=cans, share=100 * unknown / cans),
                   icon=":material/help:")


def draw_where(user: SignedIn, scope: Scope, known: Choices) -> None:
    """Draw where on the can the suspect places lie, of one product."""
    st.subheader("Where on the can?")
    sku = scope.product_sku
    if sku is None and known.products:
        cans = {group.key[0]: group.counts.bad for group in statistics.counted(user.actor, scope, By.PRODUCT)}
        ordered = sorted(known.products, key=lambda one: -cans.get(one, 0))
        sku = ordered[0] if len(ordered) == 1 else switch("Product", PAGE, "where", ordered, plain_label)
    piled = statistics.boxes(user.actor, replace(scope, product_sku=sku)) if sku else []
    product = next((listed.product for listed in products.list_products(user.actor, with_retired=True)
                    if listed.product.sku == sku), None)
    if not piled or product is None:
        show_plain(tr("where_empty"), icon=":material/pin_drop:")
        return
    draw_chart(where_figure(piled, product), "statistics_chart_where", "Suspect places piled on the sides of the can",
               ("side", "left", "top", "right", "bottom", "places"),
               [(box.side, box.x0, box.y0, box.x1, box.y1, box.count) for box in piled])
    st.caption(tr("where_explained", boxes=sum(box.count for box in piled)))


def draw_gauge(groups: Iterable[Group]) -> None:
    """Draw where people agreed with the model; the groups are by month, product and what judged."""
    st.subheader("The model as a gauge")
    by = switch("By", PAGE, "gauge", ["month", "model version"], lambda one: f"by {one}")
    checked: dict[str, Counts] = {}
    for (month, sku, kept), counts in groups:
        names = {month} if by == "month" else {judge.model for judge in judges_of(sku, kept)}
        for name in names if counts.checked else ():
            checked[name] = checked.get(name, Counts()) + counts
    if not checked:
        show_plain(tr("gauge_empty"), icon=":material/fact_check:")
        return
    checked = dict(sorted(checked.items()))
    figures = ("confirmed_good", "confirmed_bad", "false_alarm", "missed")
    draw_chart(gauge_figure(checked), "statistics_chart_gauge", f"Agreement with the model by {by}",
               (by, "checked", *figures),
               [(name, counts.checked, *(getattr(counts, one) for one in figures))
                for name, counts in checked.items()])
    st.caption(f"{tr('gauge_explained')} {tr('gauge_bias')}")


def draw_speed(user: SignedIn, scope: Scope) -> None:
    """Draw how many cans an hour were inspected, and what each took."""
    st.subheader("Speed")
    months = statistics.speed(user.actor, scope)
    if not months:
        show_plain(tr("speed_empty"), icon=":material/speed:")
        return
    draw_chart(pace_figure(months), "statistics_chart_pace", "Cans an hour by month",
               ("month", "cans", "hours", "cans an hour"),
               [(one.month, one.cans, one.hours, one.cans / one.hours) for one in months])
    if any(one.timed for one in months):
        draw_chart(speed_figure(months), "statistics_chart_speed", "Seconds a can by month",
                   ("month", "timed cans", "decode ms", "model ms", "save ms"),
                   [(one.month, one.timed, one.decode_ms, one.model_ms, one.save_ms) for one in months])
    st.caption(tr("speed_explained"))


def _kinds(user: SignedIn, scope: Scope, by: str) -> Counter[str]:
    found: Counter[str] = Counter()
    if by in _OF_DEFECTS:
        name: Callable[[FoundDefect], str] = {
            "defect": lambda one: one.code, "severity": lambda one: one.severity,
            "side": lambda one: f"side {one.side}"}[by]
        for one in statistics.defects(user.actor, scope):
            found[name(one)] += one.count
        return found
    for group in statistics.counted(user.actor, scope, *_OF_CANS[by]):
        found[_group_name(by, group)] += group.counts.bad
    return found


def _draw_codes(by: str, codes: Sequence[str]) -> None:
    if by == "defect":
        st.caption(" · ".join(f"{code} {DEFECTS[code].name}" for code in codes if code in DEFECTS))


def _draw_two_dates(scope: Scope, known: Choices) -> tuple[Scope, Scope]:
    """Draw the two dates; return the scopes before the first and from the second on."""
    first, last = scope.first_day or known.first_day or date.min, scope.last_day or known.last_day or date.min
    middle = first + (last - first) / 2
    with st.container(horizontal=True, key="statistics_two_dates"):
        before = st.date_input("Before", asked_day("before") or middle, key="statistics_before", width=140)
        after = st.date_input("From", asked_day("after") or middle, key="statistics_after", width=140)
    before, after = (one if isinstance(one, date) else middle for one in (before, after))
    keep("before", before.isoformat())
    keep("after", after.isoformat())
    return replace(scope, last_day=before - timedelta(days=1)), replace(scope, first_day=after)


def _group_name(by: str, group: Group) -> str:
    values = [str(value) or "unknown" for value in group.key]
    return f"line {values[0]}, head {values[1]}" if by == "head" else f"line {values[0]}" if by == "line" else values[0]


def _share(name: str, count: int, n: int, whole: float) -> Share:
    return Share(name, count, n, *wilson(count, n), told_from(count, n, whole))


def _interval(count: int, n: int) -> str:
    low, high = wilson(count, n)
    return tr("statistics_rate", low=100 * low, high=100 * high)


def _together(groups: Sequence[Group]) -> Counts:
    return sum((group.counts for group in groups), Counts())
