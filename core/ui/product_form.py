"""The form that sets up a product, over the page; what is wrong is said in it, and nothing typed is lost."""

from dataclasses import replace

import streamlit as st

from core.errors import BadInput
from core.quality.sides import DEFAULT_PRODUCT, FOOD_CAN, SIDE_TEMPLATES, TEMPLATES, Product, Side, side_groups
from core.quality.thresholds import MINIMUM_BAND, Thresholds
from core.records import products
from core.records.product_draft import LARGEST_AMOUNT, LONGEST_LABEL, LONGEST_NAME, LONGEST_PATTERN, LONGEST_TEXT
from core.records.products import ProductDraft
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_problem
from core.words import tr

_OPEN, _AS_THEY_ARE = "products.open", "As they are"
_EMPTY = Product("", "", "", (), {}, DEFAULT_PRODUCT.not_seen)


def open_form(draft: ProductDraft | None) -> None:
    """Have the form drawn: to change what this product is, or to add one."""
    st.session_state[_OPEN] = draft


def draw_form(user: SignedIn) -> None:
    """Draw the form where one is open."""
    if _OPEN in st.session_state:
        draft = st.session_state[_OPEN]
        title = "Add a product" if draft is None else "Change a product"
        st.dialog(title, width="large", on_dismiss=_close)(_fill_in)(user, draft)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _fill_in(user: SignedIn, draft: ProductDraft | None) -> None:
    before = draft.product if draft else _EMPTY
    key = f"products_{before.sku or 'new'}"  # so that what was typed for one product never turns up in another's form
    choices = {_AS_THEY_ARE: before.sides, **SIDE_TEMPLATES} if draft else SIDE_TEMPLATES
    template = st.selectbox("Sides", list(choices), key=f"{key}_template")
    with st.form(f"{key}_form", border=False):
        with st.grid(min_column_width=220):
            sku = st.text_input("SKU", before.sku, key=f"{key}_sku", max_chars=40, disabled=draft is not None,
                                help=tr("product_sku_stays") if draft else None, autocomplete="off")
            name = st.text_input("Name", before.name, key=f"{key}_name", max_chars=LONGEST_NAME, autocomplete="off")
            size = st.text_input("Format", before.format, key=f"{key}_format", max_chars=LONGEST_NAME,
                                 placeholder="1/4 club 125 g")
            cans = st.number_input("Cans a case", 1, LARGEST_AMOUNT, draft.cans_a_case if draft else None,
                                   key=f"{key}_cans")
            cases = st.number_input("Cases a pallet", 1, LARGEST_AMOUNT, draft.cases_a_pallet if draft else None,
                                    key=f"{key}_cases")
            pattern = st.text_input("Pattern of the printed code", draft.code_pattern if draft else "",
                                    key=f"{key}_pattern", max_chars=LONGEST_PATTERN, help=tr("product_pattern_hint"))
        not_seen = st.text_input("Not seen", before.not_seen, key=f"{key}_not_seen", max_chars=LONGEST_TEXT,
                                 help=tr("product_not_seen_hint"))
        with st.grid(min_column_width=270):
            sides = tuple(_draw_side(side, f"{key}_{template}") for side in choices[template])
        models = _draw_models(sides, before, f"{key}_{template}")
        with st.expander("Thresholds of its own", expanded=bool(before.thresholds)):
            limits = _draw_thresholds(sides, before, f"{key}_{template}")
        if st.form_submit_button("Save", key=f"{key}_save", type="primary", icon=":material/save:"):
            try:
                product = Product(sku, name, size, sides, models, not_seen, _thresholds(limits))
            except BadInput as problem:
                show_problem(str(problem))
            else:
                _keep(user, draft, ProductDraft(product, cans or 0, cases or 0, pattern))


def _draw_side(side: Side, key: str) -> Side:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}_side_{side.number}"):
        label = st.text_input(f"Side {side.number}", side.label, key=f"{key}_label_{side.number}",
                              max_chars=LONGEST_LABEL)
        required = st.checkbox("Required", side.required, key=f"{key}_required_{side.number}")
    return replace(side, label=label, required=required)


def _draw_models(sides: tuple[Side, ...], before: Product, key: str) -> dict[str, str]:
    groups = side_groups(sides)
    alike = next((shipped for shipped in TEMPLATES.values() if side_groups(shipped.sides) == groups), FOOD_CAN)
    with st.grid(min_column_width=220):
        return {
            group: st.text_input(f"Model of the group {group}", before.models.get(group, alike.models[group]),
                                 key=f"{key}_model_{group}", help=tr("product_model_hint"), autocomplete="off")
            for group in groups
        }


def _draw_thresholds(
    sides: tuple[Side, ...], before: Product, key: str
) -> dict[str, tuple[float | None, float | None]]:
    st.caption(tr("product_thresholds_hint"))
    given = {}
    for group in side_groups(sides):
        own = before.thresholds.get(group)
        with st.container(horizontal=True, key=f"{key}_limits_{group}"):
            below = st.number_input(f"{group}: good below", 0.0, 1.0, own.good_below if own else None, 0.01,
                                    key=f"{key}_good_below_{group}")
            above = st.number_input(f"{group}: bad from", 0.0, 1.0, own.bad_from if own else None, 0.01,
                                    key=f"{key}_bad_from_{group}")
        given[group] = below, above
    return given


def _thresholds(given: dict[str, tuple[float | None, float | None]]) -> dict[str, Thresholds]:
    """Return those that were given; raises BadInput for half a pair, and for one that is no pair of thresholds."""
    thresholds = {}
    for group, (good_below, bad_from) in given.items():
        if good_below is None and bad_from is None:
            continue
        try:
            thresholds[group] = Thresholds(good_below or 0.0, bad_from or 0.0)
        except ValueError as error:
            raise BadInput(tr("product_thresholds_wrong", group=group, band=MINIMUM_BAND)) from error
    return thresholds


def _keep(user: SignedIn, before: ProductDraft | None, draft: ProductDraft) -> None:
    try:
        if before is None:
            products.add(user.actor, draft)
        else:
            products.change(user.actor, before.product.sku, draft)
    except BadInput as problem:
        show_problem(str(problem))
        return
    doing.attempt(tr("product_kept", sku=draft.product.sku.strip().upper()), _close)
