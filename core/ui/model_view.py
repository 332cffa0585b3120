"""Re-teach a view: the choice of a product, how many good cans there are, and the reason."""

import streamlit as st

from core.records import products, reteaching
from core.records.models import LONGEST_REASON
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain
from core.words import tr


def draw_reteach(user: SignedIn) -> None:
    """Draw the way to a new view, for when a camera was moved."""
    with st.expander(tr("view_title"), icon=":material/flip_camera_android:", key="models_view"):
        show_plain(tr("view_why", cans=reteaching.LEAST_CANS))
        offered = {listed.product.sku: listed.product for listed in products.list_products(user.actor)}
        sku = st.selectbox("Product", list(offered), key="models_view_product",
                           format_func=lambda sku: plain_label(f"{offered[sku].name} · {sku}"))
        found = len(reteaching.good_cans(user.actor, sku))
        st.text(tr("view_cans", n=found, cans=reteaching.LEAST_CANS))
        reason = st.text_input(tr("models_reason"), key="models_view_reason", max_chars=LONGEST_REASON,
                               placeholder=tr("models_reason_hint"))
        if st.button(tr("view_do"), key="models_view_do", type="primary", icon=":material/school:",
                     disabled=found < reteaching.LEAST_CANS):
            with st.spinner(tr("view_busy")):
                doing.attempt(tr("view_done", sku=sku), reteaching.reteach, user.actor, offered[sku], reason)
