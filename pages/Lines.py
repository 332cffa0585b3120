"""The lines: how each one stands, one tap for what happens on it, its seam checks, and what happened today."""

import streamlit as st

from core.quality.rights import Right
from core.records import line_events
from core.ui import doing
from core.ui.gate import require_user
from core.ui.line_card import draw_line
from core.ui.line_day import draw_day
from core.ui.page import show_plain
from core.ui.seam_check import draw_form
from core.ui.when import When
from core.words import tr

user = require_user("Lines", Right.RUN_LINE)
st.title("Lines")
with st.container(key="lines_told"):
    doing.draw_outcome()
when = When.at_the_plant(user)
lines = line_events.now(user.actor)
if not lines:
    show_plain(tr("lines_none"), icon=":material/conveyor_belt:")
    if user.may(Right.SET_UP_PLANT):
        st.page_link("pages/Plant.py", label="Set up the plant", icon=":material/factory:")
    st.stop()
for line in lines:
    draw_line(user, line, when)
draw_form(user, lines)
draw_day(user, when)
