"""The form that opens a lot, over the page; what is wrong is said in it, and nothing typed is lost."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from core.errors import BadInput
from core.quality.sides import Product
from core.records import clock, lines, lots, plant, shifts
from core.records.lot_draft import LARGEST_QUANTITY, LONGEST_CODE, LONGEST_LINE, MOST_SHIFTS, LotDraft
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_problem
from core.words import tr

_OPEN = "lots.opening"


def open_form() -> None:
    """Have the form drawn."""
    st.session_state[_OPEN] = True


def draw_form(user: SignedIn, products: Iterable[Product]) -> None:
    """Draw the form where it is open."""
    if st.session_state.get(_OPEN):
        st.dialog("Open a lot", width="large", on_dismiss=_close)(_fill_in)(user, {of.sku: of for of in products})


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _fill_in(user: SignedIn, products: dict[str, Product]) -> None:
    with st.form("lots_form", border=False):
        with st.grid(min_column_width=240):
            sku = st.selectbox("Product", list(products), key="lots_new_product",
                               format_func=lambda sku: f"{products[sku].name} · {sku}")
            code = st.text_input("Code", key="lots_new_code", max_chars=LONGEST_CODE, autocomplete="off",
                                 placeholder="L26327A")
            day = st.date_input("Production day", plant.current(user.actor).time.day(clock.now()), key="lots_new_day")
            best_before = st.date_input("Best before", None, key="lots_new_best_before", min_value=date(2000, 1, 1),
                                        max_value=date(2199, 12, 31))
            line = _choose_line(user)
            worked = _choose_shifts(user)
            quantity = st.number_input("Quantity in cans", 1, LARGEST_QUANTITY, None, key="lots_new_quantity")
        if st.form_submit_button("Open the lot", key="lots_new_save", type="primary", icon=":material/package_2:"):
            _keep(user, LotDraft(sku, code, day, quantity or 0, line, tuple(worked), best_before))


def _choose_line(user: SignedIn) -> str | None:
    """One of the plant's lines; typed while none is set up."""
    names = [line.name for line in lines.list_lines(user.actor)]
    if not names:
        return st.text_input("Line", key="lots_new_line", max_chars=LONGEST_LINE)
    return st.selectbox("Line", names, None, key="lots_new_line")


def _choose_shifts(user: SignedIn) -> list[str]:
    names = [listed.shift.name for listed in shifts.list_shifts(user.actor)]
    hint = "Choose shifts" if names else "Type a shift and press Enter"
    return st.multiselect("Shifts", names, key="lots_new_shifts", accept_new_options=not names,
                          max_selections=MOST_SHIFTS, placeholder=hint)


def _keep(user: SignedIn, draft: LotDraft) -> None:
    try:
        lot_id = lots.open_lot(user.actor, draft)
    except BadInput as problem:
        show_problem(str(problem))
        return
    _close()
    doing.tell(tr("lot_opened", code=draft.code.strip().upper()))
    st.switch_page("pages/Lots.py", query_params={"lot": str(lot_id)})
