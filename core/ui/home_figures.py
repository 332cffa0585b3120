"""Home's numbers: of the shift that runs and of the day, each the way to the cans it counts."""

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from core.quality.lot_states import LotState
from core.quality.plant_time import Stretch
from core.quality.shares import difference, wilson
from core.quality.verdict import Verdict
from core.records import lots, statistics
from core.records.can_filter import COUNTED
from core.records.counted import By, Counts, Scope
from core.ui.chip import SIGNS
from core.ui.gate import SignedIn
from core.ui.lot_state import LOT_SIGNS
from core.ui.page import plain_label
from core.ui.when import When
from core.words import tr

_DAY = timedelta(days=1)


def draw_figures(user: SignedIn, day: date, running: Stretch | None, when: When) -> None:
    """Draw the numbers of the running shift, where one runs, and those of the production day."""
    today = Scope(first_day=day, last_day=day)
    if running is not None:
        worked = when.plant_time.day(running.begins)
        shift = Scope(first_day=worked, last_day=worked, shift=running.shift.name)
        heading = tr("home_shift", name=running.shift.name, until=when.clock(running.ends))
        _draw_group(user, "shift", heading, shift, "home_since_shift")
    _draw_group(user, "day", tr("home_whole_day"), today, "home_since_day")


def _draw_group(user: SignedIn, name: str, heading: str, scope: Scope, since: str) -> None:
    counts = _counted(user, scope)
    st.subheader(plain_label(heading))
    with st.container(key=f"home_numbers_{name}"):
        _tile(name, "cans", "Cans", counts.all, scope)
        _tile(name, "good", f"{SIGNS['good']} Good", counts.good, scope, Verdict.GOOD)
        _tile(name, "bad", f"{SIGNS['bad']} Bad", counts.bad, scope, Verdict.BAD)
        _tile(name, "review", f"{SIGNS['review']} For review", counts.review, scope, Verdict.REVIEW)
        if name == "day":
            with st.container(key="home_tile_lots_held", gap=None):
                st.caption(f"{LOT_SIGNS[LotState.HELD]} Lots held")
                st.page_link("pages/Lots.py", label=f"{lots.count(user.actor, lots.Wanted(LotState.HELD)):,}",
                             query_params={"state": "held"})
        _draw_yield(user, name, scope, since)


def _tile(group: str, name: str, label: str, number: int, scope: Scope, verdict: Verdict | None = None) -> None:
    asked = {"from": str(scope.first_day), "to": str(scope.last_day), "shift": scope.shift or "",
             "verdict": verdict.value if verdict else "", "purpose": COUNTED}
    with st.container(key=f"home_tile_{group}_{name}", gap=None):
        st.caption(label)
        st.page_link("pages/Gallery.py", label=f"{number:,}",
                     query_params={key: value for key, value in asked.items() if value})


def _draw_yield(user: SignedIn, group: str, scope: Scope, since: str) -> None:
    """Draw the share of cans that were good at their first inspection, how sure that is, and how it changed."""
    two_days = replace(scope.first_found, first_day=_before(scope))
    by_day = dict(statistics.counted(user.actor, two_days, By.DAY))
    first, before = (by_day.get((str(day),), Counts()) for day in (scope.last_day, _before(scope)))
    with st.container(key=f"home_tile_{group}_yield", gap=None):
        st.caption("First-pass yield")
        if not first.completed:
            st.text("–")
            st.caption(tr("home_no_yield"))
            return
        low, high = wilson(first.good, first.completed)
        st.text(f"{100 * first.good / first.completed:.1f} %")
        st.caption(tr("home_interval", low=100 * low, high=100 * high, n=first.completed))
        st.caption(_change(first, before, since))


def _change(now: Counts, before: Counts, since: str) -> str:
    if not before.completed:
        return tr("home_nothing_before", since=tr(since))
    low, high = difference(now.good, now.completed, before.good, before.completed)
    if low <= 0 <= high:
        return tr("home_no_change", since=tr(since))
    points = 100 * (now.good / now.completed - before.good / before.completed)
    least, most = sorted((100 * abs(low), 100 * abs(high)))
    return tr("home_change", sign="▲" if points > 0 else "▼", points=abs(points), least=least, most=most,
              since=tr(since))


def _before(scope: Scope) -> date | None:
    return scope.first_day - _DAY if scope.first_day else None


def _counted(user: SignedIn, scope: Scope) -> Counts:
    return sum((group.counts for group in statistics.counted(user.actor, scope)), Counts())
