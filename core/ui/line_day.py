"""What happened on the lines in this production day: events and checks together, the newest first."""

from datetime import timedelta

import streamlit as st

from core.quality.line_watch import LineEvent
from core.records import clock, line_events, seam_checks
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr

_SIGNS = {LineEvent.STARTED: "▶", LineEvent.STOPPED: "■", LineEvent.JAM: "⚠", LineEvent.ADJUSTED: "⚒",
          LineEvent.FORMAT_CHANGE: "⇄", LineEvent.CAMERA_MOVED: "◉"}


def draw_day(user: SignedIn, when: When) -> None:
    """Draw the day's events and checks in one table, and how many there were of each."""
    now = clock.now()
    begins = when.plant_time.day_begins(when.plant_time.day(now))
    events = line_events.between(user.actor, begins, now + timedelta(seconds=1))
    checks = seam_checks.between(user.actor, begins, now + timedelta(seconds=1))
    st.subheader("Today")
    if not events and not checks:
        show_plain(tr("line_day_empty"), icon=":material/event_available:")
        return
    rows = [(one.at, one.line, f"{_SIGNS[one.kind]} {one.kind}", one.who, one.note) for one in events]
    for check in checks:
        rows.append((check.at, check.line, "✓ seam check good" if check.passed else "✕ seam check failed", check.who,
                     " · ".join(filter(None, (check.found, check.note)))))
    rows.sort(key=lambda row: row[0], reverse=True)
    failed = sum(not check.passed for check in checks)
    st.text(tr("line_day_counts", checks=len(checks), failed=failed,
               jams=sum(one.kind is LineEvent.JAM for one in events),
               stops=sum(one.kind is LineEvent.STOPPED for one in events)))
    st.dataframe({
        "Time": [when.clock(row[0]) for row in rows], "Line": [row[1] for row in rows],
        "What": [row[2] for row in rows], "Note": [row[4] for row in rows], "Who": [row[3] for row in rows],
    }, hide_index=True, width="stretch", key="lines_day",
       column_config={"Time": st.column_config.Column(width=70), "Line": st.column_config.Column(width=60),
                      "Note": st.column_config.Column(width="large"), "Who": st.column_config.Column(width=90)})
    when.draw_zone()
