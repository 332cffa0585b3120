"""What can be done with the can under inspection: its verdict so far, save, start over, and each side's controls."""

import time
from collections.abc import Callable

import streamlit as st

from core.quality.sides import Side
from core.quality.verdict import Verdict
from core.records import images, inspections
from core.records.inspections import Can, KeptSide
from core.ui import resources
from core.ui.blind import draw_good
from core.ui.board import View, open_large
from core.ui.chip import draw_chip
from core.ui.gate import SignedIn
from core.ui.raising import draw_raise_button
from core.ui.taking import missing_sides, start_can, take
from core.ui.ways_in import draw_one_side_uploader
from core.ui.when import When
from core.ui.work import Work
from core.words import sentence, tr


def live_verdict(can: Can | None) -> tuple[Verdict, str]:
    """Return the verdict of the can as far as it has been taken, and why in words."""
    if can is None:
        return Verdict.INCOMPLETE, tr("no_can_yet")
    verdict, reason = can.live
    words = sentence(reason)
    if verdict is Verdict.BAD and missing_sides(can.product, can):
        words += " " + tr("bad_rest_optional")
    return verdict, words


def draw_actions(user: SignedIn, work: Work, can: Can | None) -> None:
    """Draw Save, "I see a defect" and Start over, and what became of the last can."""
    with st.container(horizontal=True, key="inspect_actions"):
        label = "Save and next can"
        if can and can.live[0] is Verdict.INCOMPLETE:
            label = "Save as incomplete"
        if can and can.awaits_judgement:
            draw_good(user, can)
        asked = can is not None and can.awaits_judgement and can.is_taken
        if not asked and st.button(label, key="inspect_save", type="primary", icon=":material/save:", shortcut="S",
                                   disabled=can is None) and can:
            _finish(user, can)
        draw_raise_button(user, work.product, can, lambda: can.id if can else start_can(user, work),
                          ready=work.ready)
        if can and not can.judged_blind and st.button("Start over", key="inspect_give_up",
                                                      icon=":material/restart_alt:"):
            inspections.give_up(user.actor, can.id)
            _next_can(None)
            st.rerun()
    last = st.session_state.get("inspect.last")
    if last:
        _draw_last(user, int(last))


def controls(
    user: SignedIn, work: Work, can: Can | None, view: View
) -> Callable[[Side, KeptSide | None], None]:
    """Return what draws the controls below one side of the board."""

    def draw(side: Side, kept: KeptSide | None) -> None:
        number = side.number
        if can and can.judged_blind:
            if kept and st.button("", key=f"inspect_open_{number}", icon=":material/open_in_full:", help="Open large"):
                open_large(side, kept, view, When.at_the_plant(user))
            return
        if kept is None:
            with st.popover("How to hold it", icon=":material/help:", width="stretch"):
                st.text(side.hint)
            draw_one_side_uploader(user, work, can, number)
            return
        marked = st.session_state.get("inspect.swap")
        with st.container(horizontal=True, gap="xsmall", key=f"inspect_tile_{number}"):
            if st.button("", key=f"inspect_open_{number}", icon=":material/open_in_full:", help="Open large"):
                open_large(side, kept, view, When.at_the_plant(user))
            if st.button("", key=f"inspect_swap_{number}", icon=":material/swap_horiz:",
                         type="primary" if marked == number else "secondary", help=tr("swap_help")):
                _tap_swap(user, work, can, number)
            with st.popover("", icon=":material/refresh:", help="Take this side again"):
                draw_one_side_uploader(user, work, can, number)
                if can and st.button("Take out", key=f"inspect_take_out_{number}"):
                    inspections.take_out(user.actor, can.id, number)
                    st.rerun()

    return draw


def _tap_swap(user: SignedIn, work: Work, can: Can | None, number: int) -> None:
    first = st.session_state.pop("inspect.swap", None)
    if first is None:
        st.session_state["inspect.swap"] = number
        st.rerun()
    if can and first != number and first in can.sides:
        a, b = can.sides[first], can.sides[number]
        if a.photograph and b.photograph:
            take(user, work, can, {
                number: (a.file_name or "", images.load(a.photograph)),
                first: (b.file_name or "", images.load(b.photograph)),
            })
    st.rerun()


def _finish(user: SignedIn, can: Can) -> None:
    started = time.perf_counter()
    sheet = resources.contact_sheet(can)
    inspections.finish(user.actor, can.id, contact_sheet=sheet, save_ms=(time.perf_counter() - started) * 1000)
    _next_can(can.id)
    st.rerun()


def _next_can(last: int | None) -> None:
    for key in ("inspect.key", "inspect.swap"):
        st.session_state.pop(key, None)
    st.session_state["inspect.last"] = last


def _draw_last(user: SignedIn, can_id: int) -> None:
    can = inspections.load(user.actor, can_id)
    verdict, reason = can.effective
    with st.container(horizontal=True, vertical_alignment="center", key="inspect_last"):
        draw_chip(verdict)
        st.text(tr("saved", number=can.number, why=sentence(reason)), width="stretch")
        st.page_link("pages/Can.py", label="Open", icon=":material/open_in_new:",
                     query_params={"can": str(can.id)}, width="content")
