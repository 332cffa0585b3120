"""One can as it was judged."""

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.records import gallery, inspections, reencoding
from core.ui import doing
from core.ui.board import View, draw_board, draw_verdict
from core.ui.can_files import draw_can_report
from core.ui.comparing import draw_large_button
from core.ui.complaint import draw_note
from core.ui.gate import require_user
from core.ui.known_keeping import draw_make_known
from core.ui.lot_state import draw_lot_of
from core.ui.model_band import draw_band_of_can
from core.ui.page import show_plain
from core.ui.paired import draw_pair
from core.ui.raising import draw_raise_button
from core.ui.reinspecting import draw_reinspected
from core.ui.revisions import draw_revisions
from core.ui.when import When
from core.ui.work import draw_work_of
from core.words import sentence, tr

user = require_user("Can", Right.READ)
wanted = st.query_params.get("can", "")
try:
    can = inspections.load(user.actor, int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0)
except BadInput:
    show_plain(tr("no_such_can"), icon=":material/search_off:")
    st.stop()

with st.container(horizontal=True, vertical_alignment="center"):
    st.title("Can", width="stretch")
    newer, older = gallery.neighbours(user.actor, can.id)
    for label, key, other in (("Newer", "Left", newer), ("Older", "Right", older)):
        if other and st.button(label, key=f"can_{label.lower()}", shortcut=key):
            st.switch_page("pages/Can.py", query_params={"can": str(other)})
with st.container(key="can_told"):
    doing.draw_outcome()
draw_band_of_can(can)
verdict, why = can.effective
draw_verdict(verdict, sentence(why), can.number, can.product)
if can.model_verdict and can.model_verdict[0] is not verdict:
    st.text(tr("gallery_model_said", verdict=can.model_verdict[0].value))
draw_lot_of(user, can.lot_id)
if user.may(Right.INSPECT):
    draw_raise_button(user, can.product, can, lambda: can.id)
if user.may(Right.REVIEW) and can.state == "finished":
    st.page_link("pages/Review.py", label="Review this can", icon=":material/rate_review:",
                 query_params={"can": str(can.id)})
if user.may(Right.KEEP_TEST_CANS) and can.state == "finished":
    draw_make_known(user, can)
draw_work_of(can)
draw_note(user, can)
draw_reinspected(user, can)
when = When.at_the_plant(user)
draw_revisions(can, when)
draw_pair(user, can, when)
when.draw_zone()
draw_can_report(user, can)
reencoded = reencoding.of_can(user.actor, can.id)
if reencoded:
    st.caption(tr("can_reencoded", n=reencoded.photographs, at=when.minute(reencoded.since)))
draw_board(can, can.product, View(), draw_large_button(user, can))
