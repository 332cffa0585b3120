"""The review queue: one can after the other, the most valuable first, with the keyboard alone."""

import streamlit as st

from core.quality.rights import Right
from core.ui import paired, reviewing
from core.ui.board import View, draw_board, draw_verdict
from core.ui.comparing import draw_large_button
from core.ui.doing import draw_outcome
from core.ui.gate import require_user
from core.ui.model_band import draw_band_of_can
from core.ui.revisions import draw_revisions
from core.ui.when import When
from core.words import sentence

user = require_user("Review", Right.REVIEW)
with st.container(horizontal=True, vertical_alignment="center", key="review_top"):
    st.title("Review", width="content")
    reviewing.draw_position(user)
with st.container(key="review_outcome"):
    draw_outcome()
if paired.draw_asked(user):
    st.stop()
can = reviewing.can_to_review(user)
if can is None:
    reviewing.draw_end()
    st.stop()

verdict, why = can.effective
draw_verdict(verdict, sentence(why), can.number, can.product)
decision, board = st.columns([2, 3], gap="medium")
with decision:
    reviewing.draw_decision(user, can)
    draw_revisions(can, When.at_the_plant(user))
    draw_band_of_can(can)
with board:
    draw_board(can, can.product, View(), draw_large_button(user, can))
reviewing.prepare_next(user, can)
