"""Known cans: the test at the start of a shift, practice, and, for managers, the cans that are known."""

import streamlit as st

from core.quality.rights import Right
from core.ui import doing
from core.ui.gate import require_user
from core.ui.known_keeping import draw_known, draw_not_qualified
from core.ui.known_round import draw_results, draw_round
from core.ui.when import When

user = require_user("Known cans", Right.RUN_LINE)
st.title("Known cans")
with st.container(key="known_told"):
    doing.draw_outcome()
when = When.at_the_plant(user)
if draw_round(user):
    st.stop()
if user.may(Right.KEEP_TEST_CANS):
    draw_not_qualified(user, when)
draw_results(user, when)
if user.may(Right.KEEP_TEST_CANS):
    draw_known(user)
when.draw_zone()
