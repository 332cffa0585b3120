"""The choice of a lot for stock: searched, and kept in the address."""

import streamlit as st

from core.errors import BadInput
from core.records import free_space
from core.records.free_space import LONGEST_SEARCH, StockedLot
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.words import tr


def choose_lot(user: SignedIn) -> StockedLot | None:
    """Draw the choice of a lot and what is known of it; None where none fits."""
    asked = _asked()
    with st.container(horizontal=True, vertical_alignment="bottom", key="stocked_lot"):
        search = st.text_input("Search lots", key="stocked_lot_search", max_chars=LONGEST_SEARCH, width=220,
                               placeholder="Lot, SKU or product")
        try:
            found = {one.id: one for one in free_space.lots(user.actor, search)}
        except BadInput as problem:
            show_problem(str(problem))
            return None
        if asked is not None and asked not in found and not search.strip():
            found.update({one.id: one for one in free_space.lots(user.actor, "", asked)})
        if found:
            ids = list(found)
            chosen = st.selectbox("Lot", ids, ids.index(asked) if asked in found else 0, key=f"stocked_lot_of_{search}",
                                  format_func=lambda one: f"{found[one].code} · {found[one].product_sku}", width=360)
    if not found:
        show_plain(tr("stock_lots_none"), icon=":material/search_off:")
        return None
    if chosen != asked:
        st.query_params["lot"] = str(chosen)
    lot = found[chosen]
    st.text(" · ".join((lot.product_name, f"lot {lot.state}", f"best before {lot.best_before or 'not given'}",
                        tr("stock_lot_line", in_stock=lot.in_stock, waiting=lot.waiting))))
    return lot


def _asked() -> int | None:
    text = st.query_params.get("lot", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
