"""The section that counts a rack of a warehouse against the books."""

import streamlit as st

from core.records import rack_pictures
from core.records.warehouses import ListedWarehouse
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.rack_photograph import draw_rack_photograph
from core.words import tr


def draw_count(user: SignedIn, warehouse: ListedWarehouse) -> None:
    """Draw the choice of one aisle of a rack, and its count."""
    aisles = rack_pictures.aisles(user.actor, warehouse.code)
    if not aisles:
        show_plain(tr("warehouse_no_places_reader", code=warehouse.code))
        return
    chosen = st.selectbox("Rack and aisle", list(aisles), key=f"count_aisle_{warehouse.code}", width=300)
    draw_rack_photograph(user, *aisles[chosen])
