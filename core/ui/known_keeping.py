"""Which cans are known and who has to be cleared: the manager's part."""

import streamlit as st

from core.errors import BadInput
from core.quality.defects import DEFECTS
from core.quality.reviewing import DECISIONS
from core.quality.verdict import Verdict
from core.records import known_cans, known_rounds
from core.records.inspections import Can
from core.records.known_cans import LONGEST_LESSON, LONGEST_NAME
from core.records.known_rounds import LONGEST_NOTE
from core.ui import doing
from core.ui.chip import draw_chip
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain, show_problem
from core.ui.when import When
from core.words import tr

_OPEN = "known.making"


def draw_not_qualified(user: SignedIn, when: When) -> None:
    """Draw who missed a known can in a test, each with a note that clears it."""
    for one in known_rounds.not_qualified(user.actor):
        with st.container(key=f"problem_known_{one.id}"):
            show_plain(tr("known_who_missed", who=one.who, at=when.minute(one.closed_at), missed=one.score.missed,
                          model=one.model_missed, shown=one.score.answered), icon=":material/person_alert:")
            with st.container(horizontal=True, vertical_alignment="bottom"):
                note = st.text_input("Why they may inspect again", key=f"known_clear_note_{one.id}",
                                     max_chars=LONGEST_NOTE)
                if st.button("Clear", key=f"known_clear_{one.id}", icon=":material/how_to_reg:"):
                    doing.attempt(tr("known_cleared", who=one.who), known_rounds.clear, user.actor, one.id, note)


def draw_known(user: SignedIn) -> None:
    """Draw the known cans with what they are; a retired one is shown no more."""
    known = known_cans.list_cans(user.actor)
    st.subheader("The known cans")
    if not known:
        show_plain(tr("known_none"), icon=":material/school:")
    for one in known:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"known_row_{one.id}"):
            draw_chip(one.truth)
            st.page_link("pages/Can.py", label=plain_label(f"{one.name} · can {one.number}"),
                         query_params={"can": str(one.inspection_id)}, width="content")
            facts = [one.product_name, f"{one.code} {DEFECTS[one.code].name}" if one.code else "", one.lesson,
                     "retired" if one.retired else ""]
            st.text(" · ".join(filter(None, facts)), width="stretch")
            label, act, done = (("Bring back", known_cans.bring_back, "known_back") if one.retired
                                else ("Retire", known_cans.retire, "known_retired"))
            if st.button(label, key=f"known_turn_{one.id}", icon=":material/archive:"):
                doing.attempt(tr(done, name=one.name), act, user.actor, one.id)


def draw_make_known(user: SignedIn, can: Can) -> None:
    """Draw the button on a can's page that makes it a known one, and its form."""
    st.button("Make it a known can", key="known_make", icon=":material/school:", on_click=_open, args=(can.id,))
    if st.session_state.get(_OPEN) == can.id:
        st.dialog("A known can", on_dismiss=_close)(_fill_in)(user, can)


def _open(can_id: int) -> None:
    st.session_state[_OPEN] = can_id


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _fill_in(user: SignedIn, can: Can) -> None:
    show_plain(tr("known_make_explained", number=can.number))
    name = st.text_input("Its name", key="known_name", max_chars=LONGEST_NAME, placeholder="K-01", autocomplete="off")
    holds = can.effective[0] if can.effective[0] in DECISIONS else Verdict.BAD
    truth = st.segmented_control("In truth it is", list(DECISIONS), default=holds, key="known_truth", required=True,
                                 format_func=lambda one: one.capitalize())
    code, named = None, [found.code for found in can.defects]
    if truth is Verdict.BAD:
        codes = list(DEFECTS)
        code = st.selectbox("By this defect", codes, codes.index(named[0]) if named else None, key="known_code",
                            format_func=lambda one: f"{one} {DEFECTS[one].name}")
    lesson = st.text_area("What to see on it", key="known_lesson", max_chars=LONGEST_LESSON,
                          placeholder=tr("known_lesson_hint"))
    if st.button("Keep it", key="known_keep", type="primary", width="stretch"):
        try:
            known_cans.add(user.actor, can.id, name, Verdict(truth), code, lesson)
        except BadInput as problem:
            show_problem(str(problem))
            return
        _close()
        doing.tell(tr("known_kept", number=can.number))
        st.rerun()
