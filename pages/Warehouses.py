"""Warehouses: places and what stands in them, where stock fits, and how much room there is."""

import streamlit as st

from core.quality.rights import Right
from core.ui import doing
from core.ui.gate import require_user
from core.ui.warehouse_choice import choose_warehouse, draw_form
from core.ui.warehouse_count import draw_count
from core.ui.warehouse_find import draw_find
from core.ui.warehouse_overview import draw_overview
from core.ui.warehouse_setup import draw_setup
from core.ui.warehouse_stock import draw_map, draw_receive

SECTIONS = {
    "Map": (Right.READ, draw_map),
    "Find room": (Right.READ, draw_find),
    "Receive": (Right.MOVE_STOCK, draw_receive),
    "Overview": (Right.READ, draw_overview),
    "Count": (Right.MOVE_STOCK, draw_count),
    "Set up": (Right.SET_UP_WAREHOUSES, draw_setup),
}
"""What the page can show of a warehouse, with the right it asks for; one of them is drawn in a run."""

user = require_user("Warehouses", Right.READ)
st.title("Warehouses")
doing.draw_outcome()
warehouse = choose_warehouse(user)
if warehouse is not None:
    offered = [name for name, (right, _) in SECTIONS.items() if user.may(right)]
    section = st.segmented_control("Show", offered, default="Map", required=True, key="section", bind="query-params",
                                   label_visibility="collapsed")
    SECTIONS[section][1](user, warehouse)
draw_form(user)
