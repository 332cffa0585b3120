"""Acts that a person starts on a page: done, or refused in a sentence, and told after the page is drawn anew."""

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from core.errors import BadInput, Refused
from core.ui.page import show_plain, show_problem

P = ParamSpec("P")
_DONE, _REFUSED = "doing.done", "doing.refused"


def attempt(done: str, act: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do ``act(*args)`` and run the page again, where ``draw_outcome`` shows ``done`` or the refusal."""
    try:
        act(*args, **kwargs)
    except (BadInput, Refused) as problem:
        st.session_state[_REFUSED] = str(problem)
    else:
        st.session_state[_DONE] = done
    st.rerun()


def tell(done: str) -> None:
    """Have ``draw_outcome`` show what was done, for an act that runs the page again itself."""
    st.session_state[_DONE] = done


def draw_outcome() -> None:
    """Show once what became of the last act."""
    refused, done = st.session_state.pop(_REFUSED, None), st.session_state.pop(_DONE, None)
    if refused:
        show_problem(refused)
    if done:
        with st.container(key="done"):
            show_plain(done, icon=":material/check:")
