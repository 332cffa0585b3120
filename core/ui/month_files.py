"""The choice of a month, and its report."""

import calendar
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from core.records import clock, plant
from core.ui.files import Offer, draw_offers, report
from core.ui.gate import SignedIn
from core.words import tr

if TYPE_CHECKING:
    from core.reports.occasion import Occasion

MONTHS_OFFERED = 36


def draw_month(user: SignedIn) -> None:
    """Draw the months to choose from, this one first, and the button that makes the report."""
    st.subheader("The month")
    st.text(tr("report_month_explained"))
    months = _months(plant.current(user.actor).time.day(clock.now()))
    asked = st.query_params.get("month", "")
    keys = [f"{month:%Y-%m}" for month in months]
    chosen = st.selectbox(tr("report_choose_month"), keys, keys.index(asked) if asked in keys else 0,
                          key="reports_chosen", width=260, format_func=lambda key: _words(key))
    if chosen != asked and (asked or chosen != keys[0]):
        st.query_params["month"] = chosen
    year, month = (int(part) for part in chosen.split("-"))

    def make(occasion: "Occasion") -> bytes:
        from core.reports.month_report import month_report

        return month_report(occasion, year, month)

    draw_offers(user, f"month_files_{chosen}", [
        Offer("Report (PDF)", ":material/picture_as_pdf:", f"month-{chosen}", "pdf", report(make)),
    ])


def _months(today: date) -> list[date]:
    first = today.replace(day=1)
    months = [first]
    for _ in range(MONTHS_OFFERED - 1):
        year, month = (first.year, first.month - 1) if first.month > 1 else (first.year - 1, 12)
        first = date(year, month, 1)
        months.append(first)
    return months


def _words(key: str) -> str:
    year, month = key.split("-")
    return f"{calendar.month_name[int(month)]} {year}"
