"""Cans that two reviewers judge, each without any verdict: given by a manager, judged one after the other, shown."""

import streamlit as st

from core.quality.defects import DEFECTS
from core.quality.verdict import Verdict
from core.records import gallery, inspections, review_pairs
from core.records.can_filter import Wanted
from core.records.inspections import Can
from core.records.review_pairs import MOST_AT_ONCE, Asked
from core.ui import doing
from core.ui.board import draw_photographs
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain
from core.ui.when import When
from core.words import tr

USUAL_CANS = 30


def draw_assign(user: SignedIn, wanted: Wanted) -> None:
    """Draw the form that gives the newest cans of a list to two reviewers."""
    with st.popover(tr("pair_assign"), icon=":material/group:"):
        st.text(tr("pair_explained"))
        people = review_pairs.reviewers(user.actor)
        if len(people) < 2:
            show_plain(tr("pair_too_few_people"), icon=":material/group_off:")
            return
        first = st.selectbox("One reviewer", people, key="paired_first", format_func=plain_label)
        second = st.selectbox("The other", people, 1, key="paired_second", format_func=plain_label)
        number = st.number_input(tr("pair_newest"), 1, MOST_AT_ONCE, USUAL_CANS, key="paired_number")
        if st.button("Give them the cans", key="paired_give", icon=":material/send:", type="primary"):
            cans = gallery.page(user.actor, wanted, size=int(number))
            doing.attempt(tr("pair_given", first=first, second=second), review_pairs.assign, user.actor,
                          [can.id for can in cans], (first, second))


def draw_asked(user: SignedIn) -> bool:
    """Say how many cans wait for this reviewer as one of two, and, where the address asks for it, draw the next one
    with its answers; returns whether that is drawn in the place of the page's own."""
    asked = review_pairs.asked(user.actor)
    wanted = "pair" in st.query_params
    with st.container(key="paired_band"):
        if asked and not wanted:
            with st.container(horizontal=True, vertical_alignment="center"):
                show_plain(tr("pair_waits", n=asked.left), icon=":material/group:")
                st.page_link("pages/Review.py", label="Judge them", icon=":material/arrow_forward:",
                             query_params={"pair": "1"}, width="content")
    if not wanted:
        return False
    if asked:
        _draw_can(user, asked)
    else:
        show_plain(tr("pair_none"), icon=":material/done_all:")
    st.page_link("pages/Review.py", label="To the cans that want a review", icon=":material/arrow_back:")
    return True


def draw_pair(user: SignedIn, can: Can, when: When) -> None:
    """Draw what two reviewers said of a can, once both have."""
    answers = review_pairs.of_can(user.actor, can.id)
    if answers is None:
        return
    first, second = answers
    with st.container(border=True, key="pair"):
        if first.at is None:
            show_plain(tr("pair_open", first=first.who, second=second.who), icon=":material/group:")
            return
        for one in answers:
            if one.verdict and one.at:
                said = f"{one.verdict} ({one.code} {DEFECTS[one.code].name})" if one.code else one.verdict.value
                st.text(tr("pair_said", who=one.who, verdict=said, at=when.minute(one.at)))


def _draw_can(user: SignedIn, asked: Asked) -> None:
    can = inspections.load(user.actor, asked.inspection_id)
    with st.container(key="known_shown", horizontal=True, vertical_alignment="center"):
        st.text(tr("pair_left", number=can.number, n=asked.left), width="stretch")
    chosen = st.selectbox(
        "Its defect, where it is bad", list(DEFECTS), None, key=f"paired_code_{asked.pair_id}",
        format_func=lambda code: f"{code} {DEFECTS[code].name}", placeholder=tr("known_code_hint"))
    with st.container(horizontal=True, key="known_answers"):
        for verdict, icon in ((Verdict.GOOD, ":material/thumb_up:"), (Verdict.BAD, ":material/thumb_down:")):
            if st.button(verdict.capitalize(), key=f"paired_{verdict}_{asked.pair_id}", icon=icon,
                         shortcut=verdict[0].upper(), width="stretch"):
                doing.attempt(tr("pair_kept"), review_pairs.answer, user.actor, asked.pair_id, verdict,
                              chosen if verdict is Verdict.BAD else None)
    draw_photographs(can)
