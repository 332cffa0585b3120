"""The blind check on the inspection page: a question in the place of the verdict, and the button that answers Good."""

import streamlit as st

from core.records import blind_checks
from core.records.inspections import Can
from core.ui import doing
from core.ui.gate import SignedIn
from core.words import tr


def draw_question(can: Can) -> None:
    """Draw the question where the verdict will stand."""
    with st.container(key="verdict_blind", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<div class="verdict-word"><span>?</span>{tr("blind_word")}</div>', width="content")
        with st.container(gap=None, width="stretch"):
            st.text(tr("blind_question"))
            st.text(tr("blind_how"))
        with st.container(key="can_number", gap=None, width="content"):
            st.text(can.number)


def draw_good(user: SignedIn, can: Can) -> None:
    """Draw the button that says Good, once every side is taken; Bad is said by raising a defect."""
    if st.button("Good", key="inspect_blind_good", type="primary", icon=":material/thumb_up:", shortcut="G",
                 help=tr("blind_help"), disabled=not can.is_taken):
        doing.attempt(tr("blind_kept"), blind_checks.judge_good, user.actor, can.id)
