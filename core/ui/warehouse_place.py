"""One place in a drawer: what stands there, of which lot, since when, and the acts on it."""

from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.quality.stock_rules import kept_apart, why_not_into, why_not_shipped
from core.records import stock, warehouse_map
from core.records.warehouse_map import MapPlace, PlaceContents, StandingLot
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.warehouse_setup import draw_place_form
from core.ui.when import When
from core.words import sentence, tr

P = ParamSpec("P")
_OPEN = "warehouses.place"


def open_place(place_id: int) -> None:
    """Have the drawer drawn for this place."""
    st.session_state[_OPEN] = place_id


def opened() -> int | None:
    """Return the id of the place whose drawer is open, None when none is."""
    found = st.session_state.get(_OPEN)
    return found if isinstance(found, int) else None


def draw_place(user: SignedIn, places: list[MapPlace]) -> None:
    """Draw the drawer where one is open for one of these places."""
    found = next((one for one in places if one.place.id == opened()), None)
    if found is not None:
        st.dialog("Place", position="right", width="medium", on_dismiss=_close)(_draw)(user, found, places)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _draw(user: SignedIn, one: MapPlace, places: list[MapPlace]) -> None:
    try:
        found = warehouse_map.contents(user.actor, one.place.id)
    except BadInput as problem:
        show_problem(str(problem))
        return
    place = found.place
    with st.container(key="place_name"):
        st.text(place.name)
    st.text(f"{place.kind} · {place.standing} of {place.capacity} pallets · aisle {place.rack}{place.aisle:02d}, "
            f"bay {place.bay}, level {place.level}")
    if place.blocked:
        show_plain(tr("place_blocked_note"), icon=":material/block:")
    if not found.lots:
        show_plain(tr("place_empty"), icon=":material/check_box_outline_blank:")
    for lot in found.lots:
        with st.container(border=True, key=f"place_lot_{lot.id}"):
            _draw_lot(user, found, lot, places)
    if user.may(Right.SET_UP_WAREHOUSES):
        with st.expander("Change this place", icon=":material/edit:", key="place_change"):
            kept = draw_place_form(user, one)
            if kept is not None:
                doing.attempt(tr("place_kept", place=kept), _close)


def _draw_lot(user: SignedIn, found: PlaceContents, lot: StandingLot, places: list[MapPlace]) -> None:
    show_plain(f"{lot.code} · {lot.product_name}", icon=":material/inventory_2:")
    since = min(one.since for one in lot.pallets)
    st.text("\n".join((
        f"{lot.product_sku} · pallets here: {len(lot.pallets)}, {sum(one.cans for one in lot.pallets):,} cans",
        f"Best before {lot.best_before or 'not given'} · here since {When.at_the_plant(user).minute(since)}",
    )))
    held = sum(one.held for one in lot.pallets)
    show_plain(f"Lot {lot.state}" + (f", {held} of these pallets held" if held else ""),
               icon=":material/front_hand:" if lot.apart else ":material/check_circle:")
    if not user.may(Right.MOVE_STOCK):
        return
    by_code = {one.code: one for one in lot.pallets}
    # The widget's own key holds what stands here now: after a move, what was chosen before would be no option.
    key = f"place_{found.place.id}_{lot.id}_{len(by_code)}"
    chosen = st.multiselect("Pallets", list(by_code), list(by_code), key=f"{key}_pallets")
    picked = [by_code[code] for code in chosen]
    apart = any(kept_apart(lot.state, one.held) for one in picked)
    room = {one.place.name: one.place for one in places
            if one.place.id != found.place.id and not why_not_into(one.place, max(1, len(picked)), apart)}
    to = st.selectbox("Move to", list(room), None, key=f"{key}_to",
                      placeholder="Choose a place with room" if room else "No place has room for these")
    with st.container(horizontal=True):
        if st.button("Move", key=f"{key}_move", icon=":material/move_up:", disabled=to is None or not picked):
            _attempt(tr("stock_moved", pallets=len(picked), place=to), stock.move, user.actor,
                     [one.id for one in picked], found.place.id, room[str(to)].id)
        why = next(filter(None, (why_not_shipped(lot.state, one.held) for one in picked)), None)
        if st.button("Ship", key=f"{key}_ship", icon=":material/local_shipping:",
                     disabled=not picked or why is not None):
            _attempt(tr("stock_shipped", pallets=len(picked), lot=lot.code), stock.ship, user.actor,
                     [one.id for one in picked])
    if why is not None:
        show_plain(tr("stock_no_leaving", why=sentence(why)), icon=":material/lock:")


def _attempt(done: str, act: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do the act and close the drawer, or say in the drawer what is wrong."""
    try:
        act(*args, **kwargs)
    except BadInput as problem:
        show_problem(str(problem))
        return
    doing.attempt(done, _close)
