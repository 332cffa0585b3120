"""A round of known cans: one can after the other without its verdict, the answer, and at once what it was."""

import streamlit as st

from core.errors import BadInput
from core.quality.defects import DEFECTS
from core.quality.known_cans import Outcome
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records import inspections, known_rounds, work_context
from core.records.known_rounds import Answered, Purpose, Round, Shown
from core.ui import doing
from core.ui.board import draw_photographs
from core.ui.gate import SignedIn
from core.ui.known_model import judged_now
from core.ui.page import show_plain, show_problem
from core.ui.when import When
from core.words import tr

_TOLD = "known.told"
_SIGNS = {Outcome.RIGHT: ":material/check_circle:", Outcome.MISS: ":material/cancel:",
          Outcome.FALSE_ALARM: ":material/error:"}


def draw_band(user: SignedIn) -> None:
    """Say on another page that the known cans of this shift are to be seen, or that a manager has to clear a miss."""
    asks = known_rounds.asks(user.actor)
    with st.container(key="known_band_asks" if asks else "known_band"):
        if asks:
            with st.container(horizontal=True, vertical_alignment="center"):
                show_plain(tr(f"known_{asks.replace(' ', '_')}"), icon=":material/school:")
                st.page_link("pages/Known_cans.py", label="Known cans", icon=":material/arrow_forward:",
                             width="content")


def draw_round(user: SignedIn) -> bool:
    """Draw the can that is shown, or the ways to begin; returns whether a can is shown."""
    told = st.session_state.pop(_TOLD, None)
    if told:
        _draw_told(told)
    shown = known_rounds.shown(user.actor)
    if shown is None:
        _draw_begin(user)
        return False
    _draw_shown(user, shown)
    return True


def draw_results(user: SignedIn, when: When) -> None:
    """Draw the last rounds: one's own, or everybody's for a manager."""
    everyones = user.may(Right.KEEP_TEST_CANS)
    rounds = known_rounds.ended(user.actor, None if everyones else user.name)
    st.subheader("Results" if everyones else "My results")
    if not rounds:
        show_plain(tr("known_no_results"), icon=":material/search_off:")
        return
    st.dataframe({
        "When": [when.minute(one.closed_at) for one in rounds],
        **({"Who": [one.who for one in rounds]} if everyones else {}),
        "As": ["test" if one.purpose == "test can" else one.purpose for one in rounds],
        "Came to": [_came_to(one) for one in rounds],
        "Right": [f"{one.score.right} of {one.score.answered}" for one in rounds],
        "Missed": [one.score.missed for one in rounds], "False alarms": [one.score.false_alarms for one in rounds],
        "Missed by the model": [one.model_missed for one in rounds],
    }, hide_index=True, width="stretch", key="known_results")


def _came_to(one: Round) -> str:
    if one.purpose == "practice":
        return ""
    if one.cleared_by:
        return f"cleared by {one.cleared_by}: {one.cleared_note}"
    return "not qualified" if one.score.missed or one.model_missed else "qualified"


def _draw_begin(user: SignedIn) -> None:
    asks = known_rounds.asks(user.actor)
    if asks:
        with st.container(key="known_band_asks"):
            show_plain(tr(f"known_{asks.replace(' ', '_')}"), icon=":material/school:")
    show_plain(tr("known_explained"))
    with st.container(horizontal=True):
        first = asks == "test first"
        if st.button("Start the test of this shift", key="known_test", icon=":material/fact_check:",
                     type="primary" if first else "secondary"):
            _start(user, "test can")
        if st.button("Practise", key="known_practise", icon=":material/school:"):
            _start(user, "practice")


def _start(user: SignedIn, purpose: Purpose) -> None:
    context = work_context.chosen(user.actor).context
    try:
        known_rounds.start(user.actor, purpose, context.line if context else None)
    except BadInput as problem:
        show_problem(str(problem))
        return
    st.rerun()


def _draw_shown(user: SignedIn, shown: Shown) -> None:
    can = inspections.load(user.actor, shown.inspection_id)
    with st.container(key="known_shown", horizontal=True, vertical_alignment="center"):
        st.text(tr("known_can", number=shown.number, of=shown.of), width="stretch")
        st.text("test" if shown.purpose == "test can" else "practice", width="content")
    chosen = st.selectbox(
        "Its defect, where it is bad", list(DEFECTS), None, key=f"known_code_{shown.round_id}_{shown.number}",
        format_func=lambda code: f"{code} {DEFECTS[code].name}", placeholder=tr("known_code_hint"))
    with st.container(horizontal=True, key="known_answers"):
        for verdict, icon in ((Verdict.GOOD, ":material/thumb_up:"), (Verdict.BAD, ":material/thumb_down:")):
            if st.button(verdict.capitalize(), key=f"known_{verdict}_{shown.round_id}_{shown.number}", icon=icon,
                         shortcut=verdict[0].upper(), width="stretch"):
                _answer(user, shown, verdict, chosen if verdict is Verdict.BAD else None)
    draw_photographs(can)


def _answer(user: SignedIn, shown: Shown, verdict: Verdict, code: str | None) -> None:
    model_verdict = model = None
    if shown.purpose == "test can":
        with st.spinner(tr("known_model_looks")):
            model_verdict, model = judged_now(inspections.load(user.actor, shown.inspection_id))
    try:
        st.session_state[_TOLD] = known_rounds.answer(
            user.actor, shown.round_id, shown.number, verdict, code, model_verdict=model_verdict, model=model)
    except BadInput as problem:
        show_problem(str(problem))
        return
    if shown.number == shown.of:
        doing.tell(tr("known_round_over"))
    st.rerun()


def _draw_told(told: Answered) -> None:
    name = f"known_told_{told.outcome.value.replace(' ', '_')}"
    with st.container(key=name):
        show_plain(tr(name, can=told.name), icon=_SIGNS[told.outcome])
        if told.code:
            st.text(f"{told.code} {DEFECTS[told.code].name}")
        if told.lesson:
            st.text(told.lesson)
