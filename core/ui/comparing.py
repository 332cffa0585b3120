"""One side in large, beside the same side of a can that is known to be good."""

from collections.abc import Callable

import streamlit as st

from core.quality.sides import Side
from core.records import gallery, inspections
from core.records.inspections import Can, KeptSide
from core.ui.board import LARGE_PIXELS, View, draw_side, draw_side_facts
from core.ui.gate import SignedIn
from core.ui.when import When
from core.words import tr


def draw_large_in_turn(user: SignedIn, can: Can) -> None:
    """Draw the button that opens the most suspected side in large, and the next one each time it is pressed again."""
    if not st.button("Large", key=f"compare_turn_{can.id}", icon=":material/open_in_full:", shortcut="V"):
        return
    shown = [kept for kept in can.sides.values() if kept.photograph]
    shown.sort(key=lambda kept: kept.result.probability or 0.0, reverse=True)
    turn = st.session_state.get(_TURN, (0, 0))
    place = turn[1] if turn[0] == can.id else 0
    if shown:
        st.session_state[_TURN] = (can.id, place + 1)
        kept = shown[place % len(shown)]
        _open(user, can, kept.result.side, kept)


def draw_large_button(user: SignedIn, can: Can) -> Callable[[Side, KeptSide | None], None]:
    """Return what draws the button below each side that opens it in large."""

    def draw(side: Side, kept: KeptSide | None) -> None:
        if kept and kept.photograph and st.button(
            "", key=f"compare_{can.id}_{side.number}", icon=":material/open_in_full:", help="Open large",
        ):
            _open(user, can, side, kept)

    return draw


_TURN = "comparing.turn"


@st.dialog("One side, beside a good can", width="large")
def _open(user: SignedIn, can: Can, side: Side, kept: KeptSide) -> None:
    when = When.at_the_plant(user)
    good = gallery.known_good(user.actor, can.product.sku, other_than=can.id)
    this, that = st.columns(2)
    with this:
        st.text(f"{can.number} · {side.number} {side.label}")
        draw_side(side, kept, View(), LARGE_PIXELS, key="compare_this")
        draw_side_facts(kept, when)
    with that:
        like = inspections.load(user.actor, good.id).sides.get(side.number) if good else None
        if good is None or like is None or like.photograph is None:
            st.text(tr("compare_none"))
            return
        st.text(tr("compare_confirmed" if good.confirmed else "compare_by_model", number=good.number))
        draw_side(side, like, View(), LARGE_PIXELS, key="compare_that")
        draw_side_facts(like, when)
