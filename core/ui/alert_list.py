"""Alerts: what each one is about, the way there, and taking it with a note."""

import streamlit as st

from core.errors import BadInput
from core.quality.alerts import AlertKind
from core.quality.rights import Right
from core.records import alerts
from core.records.alerts import LONGEST_NOTE, Alert
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.when import When
from core.words import sentence, tr

_OPEN = "alerts.taking"
_SIGNS = {AlertKind.SIGNAL: ":material/monitoring:", AlertKind.CRITICAL: ":material/dangerous:",
          AlertKind.REJECTION: ":material/block:", AlertKind.OVERDUE: ":material/alarm:",
          AlertKind.CHECK_FAILED: ":material/report:", AlertKind.NOT_QUALIFIED: ":material/person_alert:"}
SHOWN = 8


def draw_alerts(user: SignedIn, when: When) -> None:
    """Draw the alerts that nobody has taken, the newest first, and who took the last one."""
    standing = alerts.standing(user.actor)
    st.subheader(f"Alerts: {len(standing)}" if standing else "Alerts")
    if not standing:
        show_plain(tr("alerts_none"), icon=":material/check_circle:")
    for alert in standing[:SHOWN]:
        _draw_alert(user, alert, when)
    if len(standing) > SHOWN:
        st.caption(tr("alerts_more", n=len(standing) - SHOWN))
    taken = alerts.taken(user.actor)
    if taken:
        with st.expander("Taken", icon=":material/inventory:", key="alerts_taken"):
            for alert in taken[:SHOWN]:
                st.text(f"{sentence(alert.reason)}\n{alert.taken_by}: {alert.note}")
    asked = st.session_state.get(_OPEN)
    if isinstance(asked, Alert) and asked.id in {alert.id for alert in standing}:
        st.dialog("Take the alert", on_dismiss=_close)(_ask)(user, asked)


def _draw_alert(user: SignedIn, alert: Alert, when: When) -> None:
    kind = alert.kind.value.replace(" ", "_")
    with st.container(key=f"alert_{kind}_{alert.id}", gap="xsmall"):
        show_plain(sentence(alert.reason), icon=_SIGNS[alert.kind])
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(when.minute(alert.raised_at), width="content")
            _draw_ways(alert)
            if user.may(Right.RUN_LINE):
                st.button("Take", key=f"alert_take_{alert.id}", icon=":material/back_hand:", on_click=_open,
                          args=(alert,))


def _draw_ways(alert: Alert) -> None:
    if alert.lot_id is not None:
        st.page_link("pages/Lots.py", label="The lot", query_params={"lot": str(alert.lot_id)}, width="content")
    if alert.inspection_id is not None:
        st.page_link("pages/Can.py", label="The can", query_params={"can": str(alert.inspection_id)}, width="content")
    if alert.kind in (AlertKind.OVERDUE, AlertKind.CHECK_FAILED):
        st.page_link("pages/Lines.py", label="The line", width="content")
    if alert.kind is AlertKind.SIGNAL:
        query = {"line": alert.line or "~", "head": str(alert.reason.values.get("head", ""))}
        st.page_link("pages/Statistics.py", label="The chart", width="content",
                     query_params={key: value for key, value in query.items() if value})
    if alert.kind is AlertKind.NOT_QUALIFIED:
        st.page_link("pages/Known_cans.py", label="Known cans", width="content")


def _open(alert: Alert) -> None:
    st.session_state[_OPEN] = alert


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _ask(user: SignedIn, alert: Alert) -> None:
    show_plain(sentence(alert.reason), icon=_SIGNS[alert.kind])
    note = st.text_area("What you do about it", key=f"alert_note_{alert.id}", max_chars=LONGEST_NOTE,
                        placeholder=tr("alert_note_hint"))
    if st.button("I take it", key=f"alert_do_{alert.id}", type="primary", width="stretch"):
        try:
            alerts.take(user.actor, alert.id, note)
        except BadInput as problem:
            show_problem(str(problem))
            return
        _close()
        doing.tell(tr("alert_taken"))
        st.rerun()
