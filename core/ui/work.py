"""What is inspected at this device: asked once for a session and at a change of shift, and shown large above the board.

While nothing of the plant is set up and nothing was chosen, nothing is asked: the product is chosen in one field.
"""

from dataclasses import dataclass, replace

import streamlit as st

from core.errors import BadInput
from core.quality.sides import Product
from core.records import lots, products, work_context
from core.records.inspections import Can
from core.records.lines import Line, list_lines
from core.records.work_context import Chosen, WorkContext
from core.ui.chip import draw_purpose
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_problem
from core.ui.sampling import Drawn
from core.ui.when import When
from core.ui.work_form import draw_form, form_is_open, open_form
from core.words import tr

UNKNOWN_HEAD = "unknown"
_REFUSED = "work.refused"


@dataclass(frozen=True)
class Work:
    """The product on the board, what its can is recorded with, and whether photographs are taken up now.

    What is given while they are not stays in its uploader, and is taken up as soon as the context is chosen.
    """

    product: Product
    context: WorkContext
    ready: bool


def draw_work(user: SignedIn, can: Can | None, sample: Drawn | None) -> Work:
    """Draw the page's head and, where there is one, the band of the context; return what is worked on.

    A sample says product, lot and purpose of the next can. A can that is begun shows what it was started
    with, and is never interrupted: only the next one is asked for.
    """
    offered = {listed.product.sku: listed.product for listed in products.list_products(user.actor)}
    fixed = can.product if can else sample.product if sample else None
    if fixed:
        offered[fixed.sku] = fixed
    chosen = work_context.chosen(user.actor)
    quick = chosen.context is None and not chosen.asks
    with st.container(horizontal=True, vertical_alignment="bottom", key="inspect_top"):
        st.title("Inspect a can", width="stretch")
        if quick:
            sku = _draw_product(offered, fixed)
            _draw_change("Other purpose", sku, chosen, can)
    nothing_chosen = WorkContext(sku if quick else next(iter(offered)))
    context = _context_of(can) if can else _in_sample(chosen.context or nothing_chosen, sample)
    product = offered.get(context.product_sku) or next(iter(offered.values()))
    if not quick or (can is not None and context != WorkContext(product.sku)):
        _draw_band(user, product, context, chosen, can, quick)
    draw_form(user, offered, list_lines(user.actor))
    return Work(product, context, can is not None or not (chosen.asks or form_is_open()))


def draw_work_of(can: Can) -> None:
    """Draw what a kept can was inspected as: line, head, shift and purpose."""
    context = _context_of(can)
    if context != WorkContext(can.product.sku):
        with st.container(key="work_band", horizontal=True, vertical_alignment="center", gap="medium"):
            _draw_facts(can.product, context, with_head=True)


def _draw_product(offered: dict[str, Product], fixed: Product | None) -> str:
    if fixed:
        st.session_state["inspect_product"] = fixed.sku
    return st.selectbox("Product", list(offered), width=300, key="inspect_product", disabled=fixed is not None,
                        format_func=lambda sku: f"{offered[sku].name} · {sku}")


def _draw_change(label: str, sku: str, chosen: Chosen, can: Can | None, *, urgent: bool = False) -> None:
    if st.button(label, key="work_change", icon=":material/tune:", disabled=can is not None,
                 type="primary" if urgent else "secondary"):
        context = chosen.context or WorkContext(sku)
        open_form(context, first=chosen.context is None, new_shift=chosen.asks == "shift_over")


def _draw_band(user: SignedIn, product: Product, context: WorkContext, chosen: Chosen, can: Can | None, quick: bool
               ) -> None:
    with st.container(key="work_band", horizontal=True, vertical_alignment="center", gap="medium"):
        if chosen.asks and can is None:
            st.text(_question(user, chosen), width="stretch")
            _draw_change("Choose", product.sku, chosen, can, urgent=True)
            return
        _draw_facts(product, context, with_head=False)
        _draw_fact("Lot", lots.find(user.actor, context.lot_id).code if context.lot_id else tr("no_lot"))
        if not quick:
            _draw_change("Change", product.sku, chosen, can)
        _draw_head(user, context, can)
        if chosen.asks:
            st.caption(tr("work_asked_after"))
    refused = st.session_state.pop(_REFUSED, None)
    if refused:
        show_problem(refused)


def _question(user: SignedIn, chosen: Chosen) -> str:
    if chosen.asks == "shift_over" and chosen.shift_ends_at:
        return tr("work_shift_over", at=When.at_the_plant(user).clock(chosen.shift_ends_at))
    return tr(f"work_{chosen.asks}")


def _draw_facts(product: Product, context: WorkContext, *, with_head: bool) -> None:
    facts = {"Line": context.line, "Product": product.name, "Shift": context.shift}
    if with_head and context.line:
        facts["Seaming head"] = context.seaming_head or UNKNOWN_HEAD
    for label, value in facts.items():
        if value:
            _draw_fact(label, value)
    if context.purpose != "routine":
        with st.container(key="work_fact_purpose", gap=None, width="content"):
            st.caption("Purpose")
            draw_purpose(context.purpose)


def _draw_fact(label: str, value: str) -> None:
    with st.container(key=f"work_fact_{label.lower().replace(' ', '_')}", gap=None, width="content"):
        st.caption(label)
        st.text(value)


def _draw_head(user: SignedIn, context: WorkContext, can: Can | None) -> None:
    """One tap says from which seaming head the can on the board and the next ones are."""
    heads = _heads(list_lines(user.actor), context)
    if not heads:
        return
    key = "work_head"
    st.session_state[key] = context.seaming_head or UNKNOWN_HEAD

    def change() -> None:
        tapped = st.session_state[key]
        try:
            work_context.change_head(user.actor, None if tapped == UNKNOWN_HEAD else tapped, can.id if can else None)
        except BadInput as problem:
            st.session_state[_REFUSED] = str(problem)

    st.pills("Seaming head", [*heads, UNKNOWN_HEAD], key=key, required=True, on_change=change, format_func=plain_label)


def _heads(lines: list[Line], context: WorkContext) -> list[str]:
    """The heads to tap: those of the line, and one that the can has though it is offered no more."""
    heads = [head for line in lines if line.name == context.line for head in line.offered_heads]
    return [*heads, context.seaming_head] if context.seaming_head and context.seaming_head not in heads else heads


def _in_sample(context: WorkContext, sample: Drawn | None) -> WorkContext:
    if sample is None:
        return context
    of = sample.progress.sample
    return replace(context, product_sku=sample.product.sku, purpose="lot sample", lot_id=of.lot_id, sample_id=of.id)


def _context_of(can: Can) -> WorkContext:
    return WorkContext(can.product.sku, can.line, can.seaming_head, can.shift, can.purpose, can.lot_id)
