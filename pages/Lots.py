"""Lots: the list, or the one lot that the address names."""

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.records import lots, products
from core.ui import doing
from core.ui.gate import require_user
from core.ui.lot_form import draw_form
from core.ui.lot_list import draw_list
from core.ui.lot_view import draw_lot
from core.ui.page import follow_address, show_plain
from core.words import tr

user = require_user("Lots", Right.READ)
follow_address("lots")
asked = st.query_params.get("lot")
with st.container(horizontal=True, vertical_alignment="center", key="lots_head"):
    st.title("Lots" if asked is None else "Lot", width="stretch")
    if asked is not None:
        st.page_link("pages/Lots.py", label="All lots", icon=":material/arrow_back:", width="content")
with st.container(key="lots_told"):
    doing.draw_outcome()

if asked is None:
    draw_list(user)
    draw_form(user, (listed.product for listed in products.list_products(user.actor)))
    st.stop()
try:
    lot = lots.find(user.actor, int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
except BadInput:
    show_plain(tr("no_such_lot"), icon=":material/search_off:")
    st.stop()
draw_lot(user, lot)
