"""The list of lots with its search, and the samples that anyone who inspects may go on with."""

import streamlit as st

from core.errors import BadInput
from core.quality.lot_states import LotState
from core.quality.rights import Right
from core.records import lots, samples
from core.records.lots import LONGEST_SEARCH, Wanted
from core.reports import lists
from core.ui.address import choice
from core.ui.code_search import draw_search
from core.ui.files import draw_export
from core.ui.gate import SignedIn
from core.ui.lot_form import open_form
from core.ui.lot_state import LOT_SIGNS, draw_state_chip
from core.ui.lot_view import draw_way_on, facts
from core.ui.page import plain_label, show_plain, show_problem
from core.words import tr

PAGE = 30
_TO_DECIDE = "to decide"


def draw_list(user: SignedIn) -> None:
    """Draw the search, the open samples and the lots, the newest first, page by page."""
    opens = user.may(Right.HOLD_LOTS)
    with st.container(horizontal=True, vertical_alignment="bottom", key="lots_top"):
        text = st.text_input("Search", key="lots_search", max_chars=LONGEST_SEARCH,
                             placeholder="Code, SKU or product")
        state = choice("State", "lots", "state", [_TO_DECIDE, *LotState], _state_words, width=180)
        if opens:
            st.button("Open a lot", key="lots_open", type="primary", icon=":material/add:", on_click=open_form)
    after = st.query_params.get("after", "")
    to_decide = state == _TO_DECIDE
    wanted = Wanted(LotState(state) if state and not to_decide else None, text=text, to_decide=to_decide)
    try:
        found = lots.page(user.actor, wanted, int(after) if after.isdecimal() and len(after) < 19 else None, PAGE)
    except BadInput as problem:
        show_problem(str(problem))
        return
    draw_search(user)
    draw_export(user, "lots_export", lambda occasion: lists.lots_in(occasion, wanted))
    if user.may(Right.INSPECT):
        _draw_open_samples(user)
    if not found:
        show_plain(tr("lots_none" if opens else "lots_none_to_read"), icon=":material/search_off:")
    for lot in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"lots_row_{lot.id}"):
            draw_state_chip(lot.state)
            st.page_link("pages/Lots.py", label=plain_label(lot.code), query_params={"lot": str(lot.id)},
                         width="content")
            st.text(" · ".join(facts(lot)), width="stretch")
    if len(found) == PAGE:
        st.page_link("pages/Lots.py", label="Older lots", icon=":material/arrow_forward:",
                     query_params={"after": str(found[-1].id), **({"state": state} if state else {})})


def _draw_open_samples(user: SignedIn) -> None:
    open_ones = samples.still_open(user.actor)
    if not open_ones:
        return
    with st.expander(f"Open samples: {len(open_ones)}", icon=":material/science:", key="lots_samples"):
        for of in open_ones:
            with st.container(horizontal=True, vertical_alignment="center", key=f"lots_sample_{of.id}"):
                st.text(" · ".join([of.lot_code, of.product_name, of.plan.title,
                                    tr("sample_how_far", done=of.finished, size=of.plan.size)]), width="stretch")
                draw_way_on(of)


def _state_words(state: str) -> str:
    return state if state == _TO_DECIDE else f"{LOT_SIGNS[LotState(state)]} {state}"
