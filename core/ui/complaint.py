"""What a customer said, kept with the can of a complaint as it is typed."""

import streamlit as st

from core.errors import BadInput, Refused
from core.quality.purposes import COMPLAINT
from core.quality.rights import Right
from core.records import complaints
from core.records.can import Can
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.words import tr

_REFUSED = "complaint.refused"


def draw_note(user: SignedIn, can: Can | None) -> None:
    """Draw the customer's note on a complaint, to be changed by whoever inspects; nothing on other cans."""
    if can is None or can.purpose != COMPLAINT:
        return
    if not user.may(Right.INSPECT):
        show_plain(can.note or tr("complaint_no_note"), icon=":material/record_voice_over:")
        return
    key = f"complaint_note_{can.id}"

    def keep() -> None:
        try:
            complaints.keep_note(user.actor, can.id, st.session_state[key])
        except (BadInput, Refused) as problem:
            st.session_state[_REFUSED] = str(problem)

    st.text_area(tr("complaint_label"), can.note, key=key, max_chars=complaints.LONGEST_NOTE, height=100,
                 placeholder=tr("complaint_hint"), on_change=keep)
    refused = st.session_state.pop(_REFUSED, None)
    if refused:
        show_problem(refused)
