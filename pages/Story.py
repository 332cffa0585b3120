"""The story of the demonstration plant, in ninety seconds."""

import streamlit as st

from core.quality.rights import Right
from core.ui.gate import require_user
from core.ui.story import draw_story

user = require_user("Story", Right.READ)
st.title("The story in 90 seconds")
draw_story(user)
