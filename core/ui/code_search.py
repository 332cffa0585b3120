"""The search for the lot of a can by the code that is printed on it."""

import streamlit as st

from core.errors import BadInput
from core.quality.printed_code import LONGEST
from core.records import code_search
from core.ui.gate import SignedIn
from core.ui.lot_state import draw_state_chip
from core.ui.page import plain_label, show_plain, show_problem
from core.words import tr


def draw_search(user: SignedIn) -> None:
    """Draw the field for a printed code, and the lots that it may be of."""
    with st.expander(tr("code_search"), icon=":material/qr_code_scanner:", key="lots_code"):
        read = st.text_input(tr("code_search_label"), key="lots_code_read", max_chars=LONGEST, width=420,
                             placeholder="L 2315 A 10:42", help=tr("code_search_explained"))
        if not read.strip():
            return
        try:
            found = code_search.candidates(user.actor, read)
        except BadInput as problem:
            show_problem(str(problem))
            return
        if not found:
            show_plain(tr("code_search_none"), icon=":material/search_off:")
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center", key=f"lots_code_{one.lot_id}"):
                draw_state_chip(one.state)
                st.page_link("pages/Lots.py", label=plain_label(one.code), query_params={"lot": str(one.lot_id)},
                             width="content")
                st.text(" · ".join((one.product_name, one.production_day.isoformat(),
                                    tr(f"code_fit_{one.fit.replace(' ', '_')}"))), width="stretch")
