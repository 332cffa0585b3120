"""The state of a lot: sign, word and colour together, in small and in large; and the lot of a can in one line."""

import streamlit as st

from core.quality.lot_states import LotState
from core.records import lots
from core.ui.gate import SignedIn
from core.ui.page import plain_label
from core.words import tr

LOT_SIGNS = {LotState.OPEN: "○", LotState.ACCEPTED: "✓", LotState.HELD: "‖", LotState.RELEASED: "↗",
             LotState.REJECTED: "✕"}
"""One sign a state, told apart by shape; colour and word stand beside it."""


def draw_state_chip(state: LotState) -> None:
    """Draw a lot's state in one line."""
    st.html(f'<span class="chip lot-{state.value}">{LOT_SIGNS[state]} {state.value}</span>', width="content")


def draw_state(state: LotState, code: str) -> None:
    """Draw a lot's state to be read from two metres, with what it means for its stock."""
    with st.container(key=f"verdict_lot_{state}", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<div class="verdict-word"><span>{LOT_SIGNS[state]}</span>{state.value.upper()}</div>',
                width="content")
        with st.container(gap=None, width="stretch"):
            st.text(tr(f"lot_{state}_means"))
            st.text(tr("lot_advises"))
        with st.container(key="can_number", gap=None, width="content"):
            st.text(code)


def draw_lot_of(user: SignedIn, lot_id: int | None) -> None:
    """Draw which lot a can belongs to, with its state and the way to it; or plainly that it has none."""
    with st.container(horizontal=True, vertical_alignment="center", key="lot_of_can"):
        if lot_id is None:
            st.text(tr("no_lot"))
            return
        lot = lots.find(user.actor, lot_id)
        st.page_link("pages/Lots.py", label=plain_label(f"Lot {lot.code}"), icon=":material/package_2:",
                     query_params={"lot": str(lot.id)}, width="content")
        draw_state_chip(lot.state)
