"""Choosing the plan of a sample: a standard's with its own numbers, or numbers of one's own under one's own name."""

import streamlit as st

from core.quality.sampling import LARGEST_SAMPLE, LONGEST_PLAN_NAME, STANDARD_PLANS, Limit, Plan
from core.words import tr

_OWN = "Your own plan"


def ask_plan(key: str, usual: Plan, label: str = "Plan") -> Plan:
    """Draw the choice of a plan and return what was chosen; the use case says what is wrong with own numbers."""
    names = [*STANDARD_PLANS, _OWN]
    chosen = st.selectbox(label, names, index=names.index(usual.name), key=f"{key}_plan")
    if chosen != _OWN:
        return STANDARD_PLANS[chosen]
    name = st.text_input("Its name", key=f"{key}_name", max_chars=LONGEST_PLAN_NAME, autocomplete="off")
    size = st.number_input("Cans", 1, LARGEST_SAMPLE, None, key=f"{key}_size")
    st.caption(tr("sample_own_numbers"))
    critical, major, total = (_ask_limit(of, key) for of in ("critical", "major", "total"))
    return Plan(name, size or 0, critical, major, total)


def _ask_limit(of: str, key: str) -> Limit | None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        accept = st.number_input(f"{of.capitalize()}: accept", 0, LARGEST_SAMPLE, None, key=f"{key}_{of}_accept")
        reject = st.number_input("reject", 1, LARGEST_SAMPLE, None, key=f"{key}_{of}_reject")
    if accept is None and reject is None:
        return None
    return Limit(accept if accept is not None else -1, reject or 0)
