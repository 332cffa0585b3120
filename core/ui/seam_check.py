"""The short form of a visual seam check: one tap where everything is in order, else what was found on which head."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.errors import BadInput
from core.quality.line_watch import Finding
from core.records import seam_checks
from core.records.line_events import LineNow
from core.records.seam_checks import LONGEST_NOTE, WHOLE_LINE
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain, show_problem
from core.words import tr

_OPEN = "lines.check"


def open_form(line: str) -> None:
    """Have the form of this line drawn."""
    st.session_state[_OPEN] = line


def draw_form(user: SignedIn, lines: Sequence[LineNow]) -> None:
    """Draw the form where it is open."""
    for line in lines:
        if line.line.name == st.session_state.get(_OPEN):
            st.dialog("Seam check", width="medium", on_dismiss=_close)(_fill_in)(user, line)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _fill_in(user: SignedIn, line: LineNow) -> None:
    name, heads = line.line.name, line.line.offered_heads or (WHOLE_LINE,)
    show_plain(tr("check_how", line=name), icon=":material/fact_check:")
    if st.button("Every seam is good", key=f"lines_good_{name}", type="primary", icon=":material/done_all:",
                 width="stretch"):
        _keep(user, name, dict.fromkeys(heads, ()), "")
    st.caption(tr("check_or_found"))
    found = {
        head: st.pills(_label(head), list(Finding), selection_mode="multi", key=f"lines_found_{name}_{head}",
                       format_func=lambda finding: finding.value.capitalize())
        for head in heads
    }
    note = st.text_input("Note", key=f"lines_note_{name}", max_chars=LONGEST_NOTE, placeholder=tr("check_note_hint"))
    if st.button("Save what was found", key=f"lines_found_save_{name}", icon=":material/report:", width="stretch"):
        if any(found.values()):
            _keep(user, name, found, note)
        else:
            show_problem(tr("check_nothing_found"))


def _label(head: str) -> str:
    return "The line" if head == WHOLE_LINE else plain_label(f"Seaming head {head}")


def _keep(user: SignedIn, line: str, found: Mapping[str, Sequence[Finding]], note: str) -> None:
    try:
        seen = seam_checks.record(user.actor, line, found, note)
    except BadInput as problem:
        show_problem(str(problem))
        return
    _close()
    if seen.passed:
        doing.tell(tr("check_passed", line=line))
    st.rerun()
