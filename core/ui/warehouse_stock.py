"""Sections of a warehouse that work on stock: the map, receiving, and the way into quarantine."""

from datetime import datetime

import streamlit as st

from core.quality.plant_time import PlantTime
from core.quality.rights import Right
from core.quality.stock_rules import kept_apart, why_not_into
from core.records import plant, quarantine, stock, warehouse_map
from core.records.quarantine import QuarantineTask
from core.records.warehouse_map import MapPlace
from core.records.warehouses import ListedWarehouse
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.stocked_lot import choose_lot
from core.ui.warehouse_panels import MOST_PANELS, aisles_of, draw_legend, draw_panels, tapped
from core.ui.warehouse_place import draw_place, open_place, opened
from core.ui.warehouse_setup import draw_rack_form
from core.words import tr

_ALL = "All aisles"
SHOWN_TASKS = 3


def draw_map(user: SignedIn, warehouse: ListedWarehouse) -> None:
    """Draw the places as they stand; a tap on one, or its name in the list, opens what is in it."""
    places = warehouse_map.places(user.actor, warehouse.code)
    if not places:
        if user.may(Right.SET_UP_WAREHOUSES):
            draw_rack_form(user, warehouse, [])
        else:
            show_plain(tr("warehouse_no_places_reader", code=warehouse.code), icon=":material/shelves:")
        return
    _draw_tasks(user, warehouse)
    aisles = aisles_of(places)
    with st.container(horizontal=True, vertical_alignment="bottom", key="map_top"):
        choices = [_ALL, *aisles] if len(aisles) <= MOST_PANELS else list(aisles)
        aisle = st.selectbox("Aisle", choices, key=f"map_aisle_{warehouse.code}", width=160)
        shown = aisles if aisle == _ALL else {aisle: aisles[aisle]}
        by_name = {one.place.name: one for one in _of(shown)}
        name = st.selectbox("Place", list(by_name), None, key=f"map_place_{warehouse.code}_{aisle}", width=220,
                            placeholder="Type its name")
        st.button("Open", key="map_open", icon=":material/open_in_new:", disabled=name is None, on_click=open_place,
                  args=(by_name[name].place.id if name else 0,))
    touched = tapped()
    if touched is not None:
        open_place(touched)
    draw_legend()
    draw_panels(shown, "map", chosen=opened())
    st.caption(tr("place_choose"))
    draw_place(user, places)


def draw_receive(user: SignedIn, warehouse: ListedWarehouse) -> None:
    """Draw the form that receives pallets of a lot, to be placed later or into a place with room."""
    lot = choose_lot(user)
    if lot is None:
        return
    places = {one.place.name: one.place.id for one in warehouse_map.places(user.actor, warehouse.code)
              if not why_not_into(one.place, 1, kept_apart(lot.state, False))}
    key = f"receive_{lot.id}_{lot.in_stock}"
    with st.container(border=True, key="receive_form"):
        with st.grid(min_column_width=200):
            pallets = st.number_input("Pallets", 1, stock.MOST_PALLETS, None, key=f"{key}_pallets")
            cans = st.number_input("Cans a pallet", 1, stock.MOST_CANS, None, key=f"{key}_cans",
                                   placeholder="as the product is packed")
            name = st.selectbox("Into", list(places), None, key=f"{key}_place", placeholder="A place is found later")
        with st.expander("When were they made?", icon=":material/schedule:", key="receive_times"), \
                st.grid(min_column_width=200):
            plant_time = plant.current(user.actor).time
            made_from = st.datetime_input("From", None, key=f"{key}_from")
            made_to = st.datetime_input("To", None, key=f"{key}_to")
        if st.button("Receive", key="receive", type="primary", icon=":material/input:"):
            done = tr("stock_received_into", pallets=pallets, lot=lot.code, place=name) if name else tr(
                "stock_received", pallets=pallets, lot=lot.code)
            doing.attempt(done, stock.receive, user.actor, lot.id, int(pallets or 0), cans,
                          places[name] if name else None, _at(plant_time, made_from), _at(plant_time, made_to))


def _draw_tasks(user: SignedIn, warehouse: ListedWarehouse) -> None:
    """Draw what held pallets are still to be moved into this warehouse's quarantine."""
    tasks = quarantine.tasks(user.actor, warehouse.code)
    for task in tasks[:SHOWN_TASKS]:
        _draw_task(user, warehouse, task)
    if tasks[SHOWN_TASKS:]:
        with st.expander(tr("quarantine_more", n=len(tasks) - SHOWN_TASKS), key="quarantine_more"):
            for task in tasks[SHOWN_TASKS:]:
                _draw_task(user, warehouse, task)


def _draw_task(user: SignedIn, warehouse: ListedWarehouse, task: QuarantineTask) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"quarantine_task_{task.lot_id}"):
        left = tr("quarantine_task", lot=task.lot_code, to_move=task.to_move, held=task.held)
        room = tr("quarantine_room", room=task.room) if task.room else tr("quarantine_no_room")
        st.text(f"{left} {room}", width="stretch")
        fits = min(task.here, task.room)
        if user.may(Right.MOVE_STOCK) and fits and st.button(
                f"Move {fits} into quarantine", key=f"quarantine_move_{task.lot_id}", icon=":material/move_up:"):
            doing.attempt(tr("quarantine_moved", lot=task.lot_code), quarantine.move_to_quarantine, user.actor,
                          task.lot_id, warehouse.code)


def _of(aisles: dict[str, list[MapPlace]]) -> list[MapPlace]:
    return [one for places in aisles.values() for one in places]


def _at(plant_time: PlantTime, given: datetime | None) -> datetime | None:
    return plant_time.moment(given.date(), given.time()) if given else None
