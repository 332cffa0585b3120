"""Inspect one can: photographs in, verdicts out, everything kept."""

import streamlit as st

from core.quality.rights import Right
from core.quality.sides import DEFAULT_PRODUCT, TEMPLATES
from core.records import inspections
from core.ui import taking
from core.ui.board import draw_board, draw_verdict
from core.ui.gate import require_user
from core.ui.model_band import draw_model_band

user = require_user("Inspect", Right.INSPECT)
can = inspections.unfinished(user.actor)

with st.container(horizontal=True, vertical_alignment="bottom", key="inspect_top"):
    st.title("Inspect a can", width="stretch")
    product = can.product if can else DEFAULT_PRODUCT
    chosen = st.selectbox("Product", list(TEMPLATES), index=list(TEMPLATES).index(product.sku), width=300,
                          key="inspect_product", disabled=can is not None,
                          format_func=lambda sku: TEMPLATES[sku].name)
    product = can.product if can else TEMPLATES[chosen]
draw_model_band(product)

verdict, reason = taking.live_verdict(can)
draw_verdict(verdict, reason, can.number if can else None, product)
taking.draw_actions(user, product, can)

board, intake = st.columns([3, 1], gap="medium")
with intake:
    view = taking.draw_intake(user, product, can)
with board:
    draw_board(can, product, view, taking.controls(user, product, can, view))
