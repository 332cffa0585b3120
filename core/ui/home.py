"""The first page: the cans of this shift and this day, what everybody has to know, and what is mine to do."""

import streamlit as st

from core.quality.plant_time import running_shift
from core.quality.rights import Right
from core.records import clock, inspections, shifts, watch
from core.settings import settings
from core.ui import doing
from core.ui.alert_list import draw_alerts
from core.ui.chip import draw_chip
from core.ui.demonstration_offer import draw_offer
from core.ui.gate import SignedIn, require_user
from core.ui.home_figures import draw_figures
from core.ui.home_room import draw_room
from core.ui.home_todo import draw_todo
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr

NEWEST = 6


def draw_home() -> None:
    """Draw Home for whoever is signed in."""
    user = require_user("Home", Right.READ)
    watch.look_again()
    when, now = When.at_the_plant(user), clock.now()
    day = when.plant_time.day(now)
    running = running_shift(when.plant_time, [one.shift for one in shifts.list_shifts(user.actor)], now)
    with st.container(horizontal=True, vertical_alignment="center", key="home_top"):
        st.title("Today", width="content")
        st.text(tr("home_day", day=day.isoformat()), width="stretch")
        if user.may(Right.INSPECT):
            st.page_link("pages/Inspect.py", label="Inspect a can", icon=":material/photo_camera:", width="content")
    with st.container(key="home_told"):
        doing.draw_outcome()
    draw_figures(user, day, running, when)
    with st.grid(min_column_width=340, gap="medium", key="home_work"):
        with st.container(key="home_alerts"):
            draw_alerts(user, when)
        with st.container(key="home_todo"):
            draw_todo(user, when)
            draw_room(user, when)
    _draw_newest(user, when)


def _draw_newest(user: SignedIn, when: When) -> None:
    st.subheader("Newest cans")
    lines = inspections.recent(user.actor, limit=NEWEST)
    if not lines:
        show_plain(tr("home_empty"))
        if user.may(Right.KEEP_USERS) and not settings().demonstration:
            draw_offer()
        return
    for line in lines:
        with st.container(horizontal=True, vertical_alignment="center", key=f"home_can_{line.id}"):
            draw_chip(line.verdict)
            st.page_link("pages/Can.py", label=line.number, query_params={"can": str(line.id)}, width=110)
            facts = [line.product_name, line.inspector, when.minute(line.finished_at)]
            if line.model_verdict is not line.verdict:
                facts.append(tr("gallery_model_said", verdict=line.model_verdict.value))
            st.text(" · ".join(facts), width="stretch")
    when.draw_zone()
