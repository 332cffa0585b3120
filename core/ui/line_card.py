"""One line: whether it runs, when its next seam check is due, one tap for what happens, and a hold after a failure."""

import streamlit as st

from core.errors import BadInput
from core.quality.line_watch import Due, LineEvent
from core.quality.lot_states import LotState
from core.records import clock, line_events, lots, produced
from core.records.line_events import Failure, LineNow
from core.records.lot_draft import LONGEST_REASON
from core.records.lots import Lot
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain, show_problem
from core.ui.seam_check import open_form
from core.ui.when import When
from core.words import tr

EVENT_SIGNS = {
    LineEvent.STARTED: ":material/play_arrow:", LineEvent.STOPPED: ":material/stop:",
    LineEvent.JAM: ":material/warning:", LineEvent.ADJUSTED: ":material/build:",
    LineEvent.FORMAT_CHANGE: ":material/swap_horiz:", LineEvent.CAMERA_MOVED: ":material/videocam:",
}
_HOLD = "lines.hold"
LOTS_OFFERED = 20


def draw_line(user: SignedIn, line: LineNow, when: When) -> None:
    """Draw a line with its state, its next check and its events to tap."""
    name = line.line.name
    with st.container(border=True, key=f"lines_card_{name}"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"lines_head_{name}"):
            st.subheader(plain_label(f"Line {name}"), width="content")
            if line.running:
                st.html('<span class="chip line-running">▶ running</span>', width="content")
            else:
                st.html('<span class="chip line-standing">■ standing</span>', width="content")
            if line.since:
                st.text(tr("line_since", at=when.minute(line.since)), width="content")
        _draw_due(user, name)
        _draw_events(user, line)
        if line.failed:
            _draw_failed(user, name, line.failed, when)


def due_words(due: Due | None, running: bool, when: When) -> tuple[str, bool]:
    """Return when the next check is due in words, and whether it is overdue."""
    if due is None:
        return tr("check_none_due" if not running else "check_unknown"), False
    minutes = int((due.by - clock.now()).total_seconds() // 60)
    after = f" {tr('check_after', event=due.after.value)}" if due.after else ""
    if minutes < 0:
        return tr("check_overdue", at=when.clock(due.by), minutes=-minutes) + after, True
    return tr("check_due", at=when.clock(due.by), minutes=minutes) + after, False


@st.fragment(run_every=30)
def _draw_due(user: SignedIn, name: str) -> None:
    """Draw when the next check is due; looked at anew every half minute."""
    line = next((one for one in line_events.now(user.actor) if one.line.name == name), None)
    if line is None:
        return
    words, overdue = due_words(line.due, line.running, When.at_the_plant(user))
    with st.container(key=f"lines_overdue_{name}" if overdue else f"lines_due_{name}"):
        show_plain(words, icon=":material/alarm:" if overdue else ":material/schedule:")


def _draw_events(user: SignedIn, line: LineNow) -> None:
    name = line.line.name
    offered = [kind for kind in LineEvent
               if kind is not (LineEvent.STARTED if line.running else LineEvent.STOPPED)]
    with st.grid(min_column_width=132, gap="small", key=f"lines_events_{name}"):
        for kind in offered:
            if st.button(kind.capitalize(), key=f"lines_{kind.replace(' ', '_')}_{name}", icon=EVENT_SIGNS[kind],
                         width="stretch"):
                doing.attempt(tr("line_recorded", line=name, event=kind.value), line_events.record, user.actor, name,
                              kind)
        st.button("Seam check", key=f"lines_check_{name}", icon=":material/fact_check:", type="primary",
                  width="stretch", on_click=open_form, args=(name,))


def _draw_failed(user: SignedIn, name: str, failed: Failure, when: When) -> None:
    """Offer a hold of what was made between the good checks before and after the one that failed."""
    since, until = (when.minute(at) if at else None for at in (failed.good_before, failed.good_after))
    with st.container(key=f"problem_lines_{name}"):
        told = [tr("check_failed", at=when.minute(failed.check.at), found=failed.check.found),
                tr("check_good_until", since=since) if since else tr("check_never_good")]
        if until:
            told.append(tr("check_good_again", until=until))
        show_plain(" ".join(told), icon=":material/report:")
        if failed.held:
            show_plain(tr("check_held_since", lots=", ".join(failed.held)), icon=":material/pause_circle:")
        label = "Hold another lot" if failed.held else f"Hold what was produced {'between' if until else 'since'}"
        st.button(label, key=f"lines_hold_{name}", icon=":material/pause_circle:", on_click=_open_hold, args=(name,))
    if st.session_state.get(_HOLD) == name:
        st.dialog(label, on_dismiss=_close_hold)(_ask_hold)(
            user, name, failed, _hold_explained(since, until))


def _hold_explained(since: str | None, until: str | None) -> str:
    if since is None:
        return tr("check_hold_whole")
    return tr("check_hold_between", since=since, until=until) if until else tr("check_hold_explained", since=since)


def _open_hold(name: str) -> None:
    st.session_state[_HOLD] = name


def _close_hold() -> None:
    st.session_state.pop(_HOLD, None)


def _ask_hold(user: SignedIn, name: str, failed: Failure, explained: str) -> None:
    offered = {lot.id: lot for lot in lots.page(user.actor, lots.Wanted(line=name), size=LOTS_OFFERED)
               if lot.state is not LotState.REJECTED}
    if not offered:
        show_plain(tr("check_hold_no_lot", line=name), icon=":material/package_2:")
        return
    show_plain(explained)
    chosen = st.multiselect(
        "Lots of this line", list(offered), [next(iter(offered))], key=f"lines_hold_lots_{name}",
        format_func=lambda lot_id: f"{offered[lot_id].code} · {offered[lot_id].production_day.isoformat()}")
    reason = st.text_area("Reason", tr("check_hold_reason", line=name), key=f"lines_hold_reason_{name}",
                          max_chars=LONGEST_REASON)
    if st.button("Hold these pallets" if failed.good_before else "Hold the lots", key=f"lines_hold_do_{name}",
                 type="primary", width="stretch"):
        _hold(user, failed, [offered[lot_id] for lot_id in chosen], reason)


def _hold(user: SignedIn, failed: Failure, chosen: list[Lot], reason: str) -> None:
    if not chosen:
        show_problem(tr("check_hold_choose"))
        return
    told = []
    try:
        for lot in chosen:
            if failed.good_before:
                held = produced.hold_produced(user.actor, lot.id, failed.good_before, failed.good_after, reason)
                told.append(tr("check_held_part", lot=lot.code, held=held.in_stock, shipped=held.shipped))
            else:
                lots.hold(user.actor, lot.id, reason)
                told.append(tr("lot_hold_done", code=lot.code))
    except BadInput as problem:
        show_problem(*told, str(problem))
        return
    _close_hold()
    doing.tell("\n".join(told))
    st.rerun()
