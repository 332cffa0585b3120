"""Inspect one can: photographs in, verdicts out, everything kept."""

import streamlit as st

from core.quality.rights import Right
from core.records import inspections
from core.ui import blind, can_actions, doing, known_round, sampling, ways_in
from core.ui.board import draw_board, draw_verdict
from core.ui.collecting import draw_collecting
from core.ui.complaint import draw_note
from core.ui.gate import require_user
from core.ui.model_band import draw_band_of_product
from core.ui.page import follow_address
from core.ui.reinspecting import draw_reinspected
from core.ui.work import draw_work

user = require_user("Inspect", Right.INSPECT)
can = inspections.unfinished(user.actor)
follow_address("inspect")
sample = sampling.drawn_sample(user, can)
work = draw_work(user, can, sample)
draw_band_of_product(work.product)
draw_collecting(user, work.product)
with st.container(key="inspect_told"):
    doing.draw_outcome()
known_round.draw_band(user)
sampling.draw_sample(sample, can)

if can and can.awaits_judgement:
    blind.draw_question(can)
else:
    verdict, reason = can_actions.live_verdict(can)
    draw_verdict(verdict, reason, can.number if can else None, work.product)
can_actions.draw_actions(user, work, can)
draw_note(user, can)
draw_reinspected(user, can)

board, intake = st.columns([3, 1], gap="medium")
with intake:
    view = ways_in.draw_intake(user, work, can)
with board:
    draw_board(can, work.product, view, can_actions.controls(user, work, can, view))
