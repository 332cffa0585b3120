"""The first page: today's cans and the newest ones."""

import streamlit as st

from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records import inspections
from core.settings import settings
from core.ui.chip import SIGNS, draw_chip
from core.ui.demonstration_offer import draw_offer
from core.ui.gate import require_user
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr


def draw_home() -> None:
    """Draw Home for whoever is signed in."""
    user = require_user("Home", Right.READ)
    when = When.at_the_plant(user)
    st.title("Today")
    counts = inspections.counts_today(user.actor)
    with st.grid(min_column_width=150, key="home_counts"):
        for verdict in Verdict:
            with st.container(key=f"home_count_{verdict}"):
                st.metric(f"{SIGNS[verdict]} {verdict.capitalize()}", counts.get(verdict, 0), border=True)
    judged = counts.get(Verdict.GOOD, 0) + counts.get(Verdict.BAD, 0)
    if judged:
        bad = counts.get(Verdict.BAD, 0)
        show_plain(tr("home_rate", bad=bad, n=judged, rate=100 * bad / judged))
    if user.may(Right.INSPECT):
        st.page_link("pages/Inspect.py", label="Inspect a can", icon=":material/photo_camera:")
    st.subheader("Newest cans")
    lines = inspections.recent(user.actor, limit=12)
    if not lines:
        show_plain(tr("home_empty"))
        if user.may(Right.KEEP_USERS) and not settings().demonstration:
            draw_offer()
        return
    when.draw_zone()
    for line in lines:
        with st.container(horizontal=True, vertical_alignment="center", key=f"home_can_{line.id}"):
            draw_chip(line.verdict)
            st.page_link("pages/Can.py", label=line.number, query_params={"can": str(line.id)}, width=110)
            facts = [line.product_name, line.inspector, when.minute(line.finished_at)]
            if line.model_verdict is not line.verdict:
                facts.append(tr("gallery_model_said", verdict=line.model_verdict.value))
            st.text(" · ".join(facts), width="stretch")
