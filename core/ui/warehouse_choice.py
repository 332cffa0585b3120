"""Which warehouse: chosen from the list and kept in the address; and the form that adds or changes one."""

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.records import warehouses
from core.records.warehouses import LONGEST_ADDRESS, LONGEST_NAME, ListedWarehouse, WarehouseDraft
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.words import tr

_OPEN, _ADDED = "warehouses.form", "warehouses.added"


def choose_warehouse(user: SignedIn) -> ListedWarehouse | None:
    """Draw the choice of a warehouse and the way to add one; None while there is none."""
    sets_up = user.may(Right.SET_UP_WAREHOUSES)
    with_retired = bool(st.session_state.get("warehouses_retired"))
    found = {one.code: one for one in warehouses.list_warehouses(user.actor, with_retired)}
    if st.session_state.get(_ADDED) in found:
        st.session_state["warehouse"] = st.session_state.pop(_ADDED)
    asked = st.query_params.get("warehouse", "")
    with st.container(horizontal=True, vertical_alignment="bottom", key="warehouses_top"):
        code = None
        if found:
            codes = list(found)
            code = st.selectbox("Warehouse", codes, codes.index(asked) if asked in found else 0, key="warehouse",
                                width=240)
        if sets_up:
            st.toggle("Retired, too", key="warehouses_retired")
            st.button("Add a warehouse", key="warehouses_add", icon=":material/add:",
                      type="secondary" if found else "primary", on_click=open_form, args=(None,))
    if code is None:
        show_plain(tr("warehouses_none" if sets_up else "warehouses_none_reader"), icon=":material/warehouse:")
        return None
    if code != asked:
        st.query_params["warehouse"] = code
    chosen = found[code]
    st.text(" · ".join(filter(None, (
        chosen.name, chosen.address, f"{chosen.places} places", "retired" if chosen.retired else ""))))
    return chosen


def open_form(warehouse: ListedWarehouse | None) -> None:
    """Have the form drawn: to change this warehouse, or to add one."""
    st.session_state[_OPEN] = warehouse


def draw_form(user: SignedIn) -> None:
    """Draw the form where one is open."""
    if _OPEN in st.session_state:
        warehouse = st.session_state[_OPEN]
        title = "Add a warehouse" if warehouse is None else "Change a warehouse"
        st.dialog(title, on_dismiss=_close)(_fill_in)(user, warehouse)


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _fill_in(user: SignedIn, before: ListedWarehouse | None) -> None:
    key = f"warehouses_{before.code if before else 'new'}"
    with st.form(f"{key}_form", border=False):
        code = st.text_input("Code", before.code if before else "", key=f"{key}_code", max_chars=20,
                             disabled=before is not None, placeholder="W1", autocomplete="off",
                             help=tr("warehouse_code_stays") if before else None)
        name = st.text_input("Name", before.name if before else "", key=f"{key}_name", max_chars=LONGEST_NAME,
                             placeholder="Main hall", autocomplete="off")
        address = st.text_input("Address", before.address if before else "", key=f"{key}_address",
                                max_chars=LONGEST_ADDRESS, autocomplete="off")
        if not st.form_submit_button("Save", key=f"{key}_save", type="primary", icon=":material/save:"):
            return
    draft = WarehouseDraft(code, name, address)
    try:
        if before is None:
            st.session_state[_ADDED] = warehouses.add(user.actor, draft)
        else:
            warehouses.change(user.actor, draft)
    except BadInput as problem:
        show_problem(str(problem))
        return
    done = "warehouse_kept" if before else "warehouse_added"
    doing.attempt(tr(done, code=code.strip().upper()), _close)
