"""Setting up a warehouse: its racks in one step, the places that were taken out, and the warehouse itself."""

import streamlit as st

from core.errors import BadInput
from core.quality.stock_rules import PlaceKind
from core.records import racks, warehouse_map, warehouses
from core.records.racks import MOST_AISLES, MOST_BAYS, MOST_LEVELS, MOST_PALLETS, PlaceDraft, RackDraft
from core.records.warehouse_map import MapPlace
from core.records.warehouses import ListedWarehouse
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.warehouse_choice import open_form
from core.words import tr

KINDS = [kind.value for kind in PlaceKind]


def draw_setup(user: SignedIn, warehouse: ListedWarehouse) -> None:
    """Draw all that a manager sets up in a warehouse."""
    places = warehouse_map.places(user.actor, warehouse.code, with_taken_out=True)
    draw_rack_form(user, warehouse, sorted({one.place.rack for one in places}))
    _draw_taken_out(user, [one for one in places if one.place.taken_out])
    st.subheader("This warehouse")
    with st.container(horizontal=True, key="warehouse_itself"):
        st.button("Change name or address", key="warehouse_change", icon=":material/edit:", on_click=open_form,
                  args=(warehouse,))
        if warehouse.retired:
            if st.button("Bring back", key="warehouse_back", icon=":material/unarchive:"):
                doing.attempt(tr("warehouse_back", code=warehouse.code), warehouses.bring_back, user.actor,
                              warehouse.code)
        elif st.button("Retire", key="warehouse_retire", icon=":material/archive:"):
            doing.attempt(tr("warehouse_retired", code=warehouse.code), warehouses.retire, user.actor, warehouse.code)


def draw_rack_form(user: SignedIn, warehouse: ListedWarehouse, present: list[str]) -> None:
    """Draw the form that adds a rack with all its places; ``present`` are the codes of the racks that there are."""
    st.subheader("Add a rack")
    if not present:
        show_plain(tr("warehouse_no_places", code=warehouse.code), icon=":material/shelves:")
    key = f"rack_{warehouse.code}_{len(present)}"
    with st.container(border=True, key="rack_form"):
        with st.grid(min_column_width=150):
            code = st.text_input("Rack", _next_code(present), key=f"{key}_code", max_chars=6, autocomplete="off")
            aisles = st.number_input("Aisles", 1, MOST_AISLES, 4, key=f"{key}_aisles")
            bays = st.number_input("Bays an aisle", 1, MOST_BAYS, 20, key=f"{key}_bays")
            levels = st.number_input("Levels", 1, MOST_LEVELS, 5, key=f"{key}_levels")
            capacity = st.number_input("Pallets a place", 1, MOST_PALLETS, 1, key=f"{key}_capacity")
            kind = st.selectbox("Kind", KINDS, key=f"{key}_kind")
        draft = RackDraft(code, aisles, bays, levels, capacity, PlaceKind(kind))
        rack = code.strip().upper()
        show_plain(tr("rack_makes", places=draft.places, first=f"{rack}01-01-1",
                      last=f"{rack}{aisles:02d}-{bays:02d}-{levels}"))
        st.caption(tr("rack_names"))
        if st.button(f"Make {draft.places} places", key=f"{key}_save", type="primary", icon=":material/shelves:"):
            doing.attempt(tr("rack_added", rack=rack, places=draft.places), racks.add_rack, user.actor, warehouse.code,
                          draft)


def draw_place_form(user: SignedIn, of: MapPlace) -> str | None:
    """Draw the form that changes a place; returns its name once that is done."""
    place, key = of.place, f"place_{of.place.id}"
    with st.form(f"{key}_form", border=False):
        name = st.text_input("Name", place.name, key=f"{key}_name", max_chars=racks.LONGEST_NAME, autocomplete="off")
        kind = st.selectbox("Kind", KINDS, KINDS.index(place.kind), key=f"{key}_kind")
        capacity = st.number_input("Pallets it takes", 1, MOST_PALLETS, place.capacity, key=f"{key}_capacity")
        blocked = st.toggle("Blocked", place.blocked, key=f"{key}_blocked")
        taken_out = st.toggle("Taken out", place.taken_out, key=f"{key}_taken_out")
        if not st.form_submit_button("Save", key=f"{key}_save", icon=":material/save:"):
            return None
    draft = PlaceDraft(name.strip(), PlaceKind(kind), capacity, blocked, taken_out)
    try:
        racks.change_place(user.actor, place.id, draft)
    except BadInput as problem:
        show_problem(str(problem))
        return None
    return draft.name


def _draw_taken_out(user: SignedIn, places: list[MapPlace]) -> None:
    if not places:
        return
    st.subheader("Taken out")
    st.caption(tr("places_taken_out"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="taken_out"):
        by_name = {one.place.name: one.place for one in places}
        place = by_name[st.selectbox("Place", list(by_name), key="taken_out_place", width=240)]
        if st.button("Put back", key="taken_out_back", icon=":material/undo:"):
            doing.attempt(tr("place_kept", place=place.name), racks.change_place, user.actor, place.id,
                          PlaceDraft(place.name, place.kind, place.capacity, place.blocked))


def _next_code(present: list[str]) -> str:
    return next((letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in present), "")
