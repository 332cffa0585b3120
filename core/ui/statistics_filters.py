"""The filter bar of the statistics: one for all charts, kept in the address."""

from datetime import date, timedelta

import streamlit as st

from core.quality.purposes import PURPOSES
from core.records import statistics
from core.records.counted import Choices, Scope
from core.ui.address import ANY, asked, asked_day, choice, keep
from core.ui.gate import SignedIn
from core.ui.page import plain_label
from core.words import tr

PAGE = "statistics"
_DAYS = {"90 days": 90, "30 days": 30, "7 days": 7, "1 year": 365, "all": None, "own dates": None}
_UNKNOWN = "~"
"""What stands in the address for cans of which it is not known."""


def draw_filters(user: SignedIn) -> tuple[Scope, Choices]:
    """Draw the filters as the address says; return what they ask for, and what there is to choose from.

    Without dates it is the last 90 days that end with the newest day of which there is a can.
    """
    known = statistics.choices(user.actor)
    with st.container(horizontal=True, vertical_alignment="bottom", key="statistics_filters"):
        first_day, last_day = _draw_days(known.last_day)
        scope = Scope(
            first_day, last_day,
            product_sku=choice("Product", PAGE, "product", known.products, plain_label, width=180),
            line=_known_or_not("Line", "line", known.lines),
            seaming_head=_known_or_not("Seaming head", "head", known.heads),
            shift=_known_or_not("Shift", "shift", known.shifts),
            lot=_draw_lot(),
            purpose=choice("Purpose", PAGE, "purpose", [one for one in PURPOSES if one in known.purposes]),
            inspector=choice("Inspector", PAGE, "inspector", known.inspectors, plain_label),
            model=choice("Model", PAGE, "model", known.models, plain_label, width=170),
            once=_draw_once(),
        )
    return scope, known


def look_at(line: str, head: str | None) -> None:
    """Set the filters to one line, and to one head of it where it is given; for a button's callback."""
    st.session_state["statistics_line"] = line or _UNKNOWN
    st.session_state["statistics_head"] = head or ANY


def _draw_days(newest: date | None) -> tuple[date | None, date | None]:
    spans = list(_DAYS)
    wanted = "own dates" if asked("from") or asked("to") else asked("time")
    span = st.selectbox("Time", spans, index=spans.index(wanted) if wanted in spans else 0, key="statistics_time",
                        width=130)
    own = span == "own dates"
    keep("time", "" if own or span == spans[0] else str(span))
    first = last = None
    if own:
        first = st.date_input("From", asked_day("from"), key="statistics_from", width=140)
        last = st.date_input("To", asked_day("to"), key="statistics_to", width=140)
    keep("from", first.isoformat() if isinstance(first, date) else "")
    keep("to", last.isoformat() if isinstance(last, date) else "")
    days = _DAYS[str(span)]
    if days and newest:
        return newest - timedelta(days=days - 1), newest
    return (first if isinstance(first, date) else None), (last if isinstance(last, date) else None)


def _known_or_not(label: str, key: str, values: tuple[str, ...]) -> str | None:
    chosen = choice(label, PAGE, key, [value or _UNKNOWN for value in values],
                    lambda one: "unknown" if one == _UNKNOWN else plain_label(one), width=130)
    return "" if chosen == _UNKNOWN else chosen


def _draw_lot() -> str | None:
    lot = st.text_input("Lot", asked("lot"), key="statistics_lot", width=130, max_chars=40).strip()
    keep("lot", lot)
    return lot or None


def _draw_once() -> bool:
    once = st.toggle("Each can once", asked("once") == "yes", key="statistics_once",
                     help=tr("statistics_once"))
    keep("once", "yes" if once else "")
    return once
