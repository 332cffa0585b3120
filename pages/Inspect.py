"""Inspect one can: photographs in, verdicts out, everything kept."""

import streamlit as st

from core.quality.rights import Right
from core.records import inspections, products
from core.ui import taking
from core.ui.board import draw_board, draw_verdict
from core.ui.gate import require_user
from core.ui.model_band import draw_band_of_product

user = require_user("Inspect", Right.INSPECT)
can = inspections.unfinished(user.actor)

with st.container(horizontal=True, vertical_alignment="bottom", key="inspect_top"):
    st.title("Inspect a can", width="stretch")
    offered = {listed.product.sku: listed.product for listed in products.list_products(user.actor)}
    if can:
        offered[can.product.sku] = can.product
        st.session_state["inspect_product"] = can.product.sku
    chosen = st.selectbox("Product", list(offered), width=300, key="inspect_product", disabled=can is not None,
                          format_func=lambda sku: f"{offered[sku].name} · {sku}")
    product = can.product if can else offered[chosen]
draw_band_of_product(product)

verdict, reason = taking.live_verdict(can)
draw_verdict(verdict, reason, can.number if can else None, product)
taking.draw_actions(user, product, can)

board, intake = st.columns([3, 1], gap="medium")
with intake:
    view = taking.draw_intake(user, product, can)
with board:
    draw_board(can, product, view, taking.controls(user, product, can, view))
