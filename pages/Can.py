"""One can as it was judged."""

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.records import inspections
from core.ui.board import View, draw_board, draw_verdict
from core.ui.gate import require_user
from core.ui.page import show_plain
from core.ui.raising import draw_raise_button
from core.ui.revisions import draw_revisions
from core.words import sentence, tr

user = require_user("Can", Right.READ)
wanted = st.query_params.get("can", "")
try:
    can = inspections.load(user.actor, int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0)
except BadInput:
    show_plain(tr("no_such_can"), icon=":material/search_off:")
    st.stop()

st.title("Can")
verdict, why = can.effective
draw_verdict(verdict, sentence(why), can.number, can.product)
if user.may(Right.INSPECT):
    draw_raise_button(user, can.product, lambda: can.id)
draw_revisions(can)
draw_board(can, can.product, View(), lambda side, kept: None)
