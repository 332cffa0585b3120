"""Reports of the plant: the month."""

import streamlit as st

from core.quality.rights import Right
from core.ui.gate import require_user
from core.ui.month_files import draw_month

user = require_user("Reports", Right.READ)
st.title("Reports")
with st.container(border=True, key="reports_month"):
    draw_month(user)
