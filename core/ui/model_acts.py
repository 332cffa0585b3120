"""What an administrator does to a model version, each over the page and with a reason: activate, retire, mark fit."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from core.errors import BadInput
from core.records import models
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_problem
from core.words import tr

ACTIVE, KEPT, RETIRED = "active", "kept", "retired"
_OPEN = "models.act"
_ACTIVATE, _RETIRE, _PRODUCTION, _DEMONSTRATION = "activate", "retire", "fit_production", "fit_demonstration"
_LABELS = {_ACTIVATE: "Activate", _RETIRE: "Retire", _PRODUCTION: "Fit for production",
           _DEMONSTRATION: "For demonstration only"}
_ICONS = {_ACTIVATE: ":material/play_circle:", _RETIRE: ":material/archive:", _PRODUCTION: ":material/verified:",
          _DEMONSTRATION: ":material/science:"}


def draw_acts(user: SignedIn, name: str, state: str, fit_for: str) -> None:
    """Draw a button for each act that the version's state allows, and the dialog of the one that is open."""
    possible = {ACTIVE: [], KEPT: [_ACTIVATE, _RETIRE], RETIRED: [_ACTIVATE]}[state]
    mark = _DEMONSTRATION if fit_for == "production" else _PRODUCTION
    with st.container(horizontal=True, key="models_acts"):
        for act in [*possible, mark]:
            if st.button(_LABELS[act], key=f"models_{act}", icon=_ICONS[act],
                         type="primary" if act == _ACTIVATE else "secondary"):
                st.session_state[_OPEN] = (act, name)
    asked = st.session_state.get(_OPEN)
    if asked and asked[1] == name:
        st.dialog(tr(f"models_{asked[0]}", name=name), on_dismiss=_close)(_ask)(user, asked[0], name)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _ask(user: SignedIn, act: str, name: str) -> None:
    reason = st.text_input(tr("models_reason"), key=f"models_reason_{act}", max_chars=models.LONGEST_REASON,
                           placeholder=tr("models_reason_hint"))
    file = None
    if act == _PRODUCTION:
        file = st.file_uploader(tr("models_evaluation"), key="models_evaluation", type=["json"],
                                help=tr("models_evaluation_hint"))
    if not st.button(_LABELS[act], key=f"models_{act}_do", type="primary", icon=_ICONS[act]):
        return
    try:
        told = _do(user, act, name, reason, file.getvalue() if file else None)
    except BadInput as problem:
        show_problem(str(problem))
        return
    doing.attempt(told, _close)


def _do(user: SignedIn, act: str, name: str, reason: str, content: bytes | None) -> str:
    if act == _ACTIVATE:
        models.activate(user.actor, name, reason)
        return tr("models_activated", name=name)
    if act == _RETIRE:
        models.retire(user.actor, name, reason)
        return tr("models_retired", name=name)
    fit_for = "production" if act == _PRODUCTION else "demonstration"
    models.mark_fit(user.actor, name, fit_for, reason, _evaluation(content) if content is not None else None)
    return tr("models_marked", name=name, fit_for=fit_for)


def _evaluation(content: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(content))
    except (ValueError, TypeError) as error:
        raise BadInput(tr("models_evaluation_none")) from error
