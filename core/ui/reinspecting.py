"""Which can a reinspection inspects again: chosen by whoever inspects, with the way to its other inspections."""

import streamlit as st

from core.errors import BadInput, Refused
from core.quality.purposes import REINSPECTION
from core.quality.rights import Right
from core.records import reinspections
from core.records.can import Can
from core.records.reinspections import Inspected
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_problem
from core.words import tr

_REFUSED = "reinspecting.refused"


def draw_reinspected(user: SignedIn, can: Can | None) -> None:
    """Draw the choice on a reinspection, and links to the other inspections of the same can; else nothing."""
    if can is None or (can.state == "draft" and can.purpose != REINSPECTION):
        return
    others = reinspections.of_same_can(user.actor, can.id)
    if can.purpose == REINSPECTION and user.may(Right.INSPECT):
        _draw_choice(user, can, others)
    if others:
        with st.container(horizontal=True, key="reinspecting_others"):
            st.caption(tr("reinspection_others"), width="content")
            for one in others:
                st.page_link("pages/Can.py", label=plain_label(_told(one)), query_params={"can": str(one.id)},
                             width="content")


def _draw_choice(user: SignedIn, can: Can, others: list[Inspected]) -> None:
    offered = {one.id: one for one in reinspections.candidates(user.actor, can.id)}
    offered |= {one.id: one for one in others if one.id == can.reinspects_id}
    key, ids = f"reinspecting_{can.id}", [None, *offered]

    def keep() -> None:
        try:
            reinspections.name_earlier(user.actor, can.id, st.session_state[key])
        except (BadInput, Refused) as problem:
            st.session_state[_REFUSED] = str(problem)

    st.selectbox(tr("reinspection_label"), ids, ids.index(can.reinspects_id) if can.reinspects_id in offered else 0,
                 key=key, format_func=lambda one: _told(offered[one]) if one else tr("reinspection_unknown"),
                 on_change=keep, width=360, help=tr("reinspection_hint"))
    refused = st.session_state.pop(_REFUSED, None)
    if refused:
        show_problem(refused)


def _told(one: Inspected) -> str:
    return f"{one.number} · {one.day} · {one.verdict.value}"
