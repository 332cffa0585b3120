"""Where does this fit? Ranked places with their reasons, shown on the map before anything is moved."""

import streamlit as st

from core.quality.putaway import Plan, Suggestion
from core.quality.rights import Right
from core.records import free_space, stock, warehouse_map
from core.records.free_space import FreeSpace, StockedLot
from core.records.warehouses import ListedWarehouse
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.stocked_lot import choose_lot
from core.ui.warehouse_panels import MOST_PANELS, aisles_of, draw_legend, draw_panels
from core.words import sentence, tr

SHOWN = 8


def draw_find(user: SignedIn, warehouse: ListedWarehouse) -> None:
    """Draw the question, its answer, and the acts that put the stock there."""
    st.subheader("Where does this fit?")
    lot = choose_lot(user)
    if lot is None:
        return
    pallets = st.number_input("Pallets", 1, stock.MOST_PALLETS, min(max(lot.waiting, 1), stock.MOST_PALLETS),
                              key=f"find_pallets_{lot.id}_{lot.waiting}", width=160)
    found = free_space.find(user.actor, warehouse.code, lot.id, pallets)
    if found.apart:
        show_plain(tr("find_apart", state=lot.state), icon=":material/front_hand:")
    if not found.suggestions:
        show_plain(tr("find_none_quarantine" if found.apart else "find_none", warehouse=warehouse.code),
                   icon=":material/production_quantity_limits:")
        return
    puts = {place.id: taken for place, taken in found.plan.puts}
    _draw_plan(user, lot, pallets, found, puts)
    draw_legend(planned=True)
    aisles = aisles_of(warehouse_map.places(user.actor, warehouse.code))
    concerned = [name for name, places in aisles.items() if any(one.place.id in puts for one in places)]
    draw_panels({name: aisles[name] for name in concerned[:MOST_PANELS]}, "find", planned=puts)
    st.subheader("Best places")
    for suggestion in found.suggestions[:SHOWN]:
        _draw_suggestion(user, lot, found, suggestion)


def _draw_plan(user: SignedIn, lot: StockedLot, pallets: int, found: FreeSpace, puts: dict[int, int]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="find_plan"):
        with st.container(gap="xsmall"):
            show_plain(_told(found.plan, pallets), icon=":material/fit_screen:")
            st.text(f"{tr('find_what_if', waiting=found.waiting)} {tr('find_marked')}")
        placed = sum(puts.values())
        if user.may(Right.MOVE_STOCK) and found.waiting and st.button(
                f"Put {placed} there", key="find_put_all", type="primary", icon=":material/forklift:",
                disabled=placed > found.waiting):
            doing.attempt(tr("stock_put", pallets=placed, lot=lot.code), stock.put_away, user.actor, lot.id, puts)


def _draw_suggestion(user: SignedIn, lot: StockedLot, found: FreeSpace, suggestion: Suggestion) -> None:
    place, takes = suggestion.place, min(suggestion.takes, found.waiting)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"find_place_{place.id}"):
        with st.container(gap="xsmall"):
            show_plain(place.name, icon=":material/pin_drop:")
            st.text(" · ".join(sentence(reason) for reason in suggestion.reasons))
        if user.may(Right.MOVE_STOCK) and takes and st.button(
                f"Put {takes} here", key=f"find_put_{place.id}", icon=":material/forklift:"):
            doing.attempt(tr("stock_moved", pallets=takes, place=place.name), stock.put_away, user.actor, lot.id,
                          {place.id: takes})


def _told(plan: Plan, pallets: int) -> str:
    words = [tr("find_plan", pallets=pallets - plan.left_over, places=len(plan.puts))]
    if plan.left_over:
        words.append(tr("find_left", left=plan.left_over, pallets=pallets))
    return " ".join(words)
