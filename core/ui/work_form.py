"""The form over the inspection page that asks what is inspected: product, line, head, shift, purpose."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.errors import BadInput
from core.quality.lot_states import LotState
from core.quality.plant_time import running_shift
from core.quality.purposes import PURPOSES
from core.quality.sides import Product
from core.records import clock, lots, plant, shifts, work_context
from core.records.lines import Line
from core.records.work_context import WorkContext
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_problem
from core.words import tr

_OPEN, _NONE = "work.open", ""
MOST_LOTS = 50


def open_form(context: WorkContext, *, first: bool, new_shift: bool) -> None:
    """Have the form drawn, filled with this context.

    At the first choice the line is to be named, and at a ``new_shift`` that shift is proposed which runs now.
    """
    st.session_state[_OPEN] = (context, first, new_shift)


def form_is_open() -> bool:
    """Say whether the form lies over the page."""
    return _OPEN in st.session_state


def draw_form(user: SignedIn, offered: dict[str, Product], lines: Sequence[Line]) -> None:
    """Draw the form where it is open."""
    if form_is_open():
        _fill_in(user, offered, lines)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


@st.dialog("What is inspected", width="medium", on_dismiss=_close)
def _fill_in(user: SignedIn, offered: dict[str, Product], lines: Sequence[Line]) -> None:
    before, first, new_shift = st.session_state[_OPEN]
    skus = list(offered)
    sku = st.selectbox("Product", skus, skus.index(before.product_sku) if before.product_sku in offered else 0,
                       key="work_form_product", format_func=lambda sku: f"{offered[sku].name} · {sku}")
    context = replace(before, product_sku=sku, lot_id=_choose_lot(user, before, sku), sample_id=None)
    line, head = _choose_line(before, lines, first)
    shift = _choose_shift(user, before, propose=first or new_shift)
    purpose = st.pills("Purpose", PURPOSES, default=before.purpose, key="work_form_purpose", required=True)
    if st.button("Go on with this", key="work_form_save", type="primary", icon=":material/check:", width="stretch"):
        if line is None or shift is None:
            show_problem(tr("work_incomplete"))
        else:
            _keep(user, replace(context, line=line or None, seaming_head=head, shift=shift or None, purpose=purpose))


def _choose_lot(user: SignedIn, before: WorkContext, sku: str) -> int | None:
    """Return the id of one of the product's newest lots that may still be inspected, None for no lot."""
    offered = {of.id: of.code for of in lots.page(user.actor, lots.Wanted(product_sku=sku), size=MOST_LOTS)
               if of.state is not LotState.REJECTED}
    if before.lot_id is not None and before.product_sku == sku:
        offered.setdefault(before.lot_id, lots.find(user.actor, before.lot_id).code)
    if not offered:
        return None
    ids = [None, *offered]
    return st.selectbox("Lot", ids, ids.index(before.lot_id) if before.lot_id in offered else 0,
                        key=f"work_form_lot_{sku}", format_func=lambda lot: offered[lot] if lot else tr("no_lot"))


def _choose_line(before: WorkContext, lines: Sequence[Line], first: bool) -> tuple[str | None, str | None]:
    """Return line and head: "" for no line, None for a line that is still to be chosen, None for an unknown head."""
    names = [line.name for line in lines]
    if not names:
        return _NONE, None
    default: str | None = before.line or _NONE
    if first or default not in (*names, _NONE):
        default = names[0] if len(names) == 1 else None
    line = st.pills("Line", [*names, _NONE], default=default, key="work_form_line", required=default is not None,
                    format_func=lambda name: plain_label(name) if name else "no line")
    heads = [head for of in lines if of.name == line for head in of.offered_heads]
    if not heads:
        return line, None
    head = st.pills("Seaming head", [*heads, _NONE], key=f"work_form_head_{line}", required=True,
                    default=before.seaming_head if line == before.line and before.seaming_head in heads else _NONE,
                    format_func=lambda name: plain_label(name) if name else "unknown")
    return line, head or None


def _choose_shift(user: SignedIn, before: WorkContext, *, propose: bool) -> str | None:
    """Return the shift: "" for none, None for one that is still to be chosen."""
    offered = [listed.shift for listed in shifts.list_shifts(user.actor)]
    if not offered:
        return _NONE
    running = running_shift(plant.current(user.actor).time, offered, clock.now())
    names = [shift.name for shift in offered]
    proposed = running.shift.name if running else _NONE
    default = proposed if propose or before.shift not in names else before.shift
    times = {shift.name: f"{shift.starts:%H:%M} – {shift.ends:%H:%M}" for shift in offered}
    return st.pills("Shift", [*names, _NONE], default=default, key="work_form_shift", required=True,
                    format_func=lambda name: plain_label(f"{name}  {times[name]}") if name else "outside all shifts")


def _keep(user: SignedIn, context: WorkContext) -> None:
    try:
        work_context.choose(user.actor, context)
    except BadInput as problem:
        show_problem(str(problem))
        return
    _close()
    st.rerun()
