"""How much room there is: by warehouse, aisle and kind, day by day, and the list of empty places."""

from collections.abc import Sequence

import streamlit as st

from core.quality.stock_rules import PlaceKind
from core.records import occupancy
from core.records.occupancy import MOST_EMPTY, Occupancy
from core.records.warehouses import ListedWarehouse
from core.reports import lists
from core.ui.files import draw_export
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.warehouse_figure import days_figure
from core.words import tr

_DAYS = {"30 days": 30, "90 days": 90, "1 year": 366}


def draw_overview(user: SignedIn, warehouse: ListedWarehouse) -> None:
    """Draw the room in all warehouses, then in this one."""
    draw_export(user, "stock_export", lambda occasion: lists.stock(occasion, warehouse.code))
    aisles = occupancy.by_aisle(user.actor, warehouse.code)
    with st.grid(min_column_width=200, key="overview_kinds"):
        for kind in PlaceKind:
            of_kind = [one for one in aisles if one.kind is kind]
            with st.container(key=f"overview_kind_{kind}"):
                free, capacity = sum(one.free for one in of_kind), sum(one.capacity for one in of_kind)
                st.metric(f"Free in {kind}", f"{free:,} of {capacity:,}", border=True)
    st.subheader("Day by day")
    days = st.segmented_control("Over", list(_DAYS), default="30 days", required=True, key="overview_days",
                                label_visibility="collapsed")
    series = occupancy.by_day(user.actor, warehouse.code, _DAYS[days])
    st.plotly_chart(days_figure(series), key="overview_chart", config={"displayModeBar": False},
                    alt="Pallets in stock at the end of each day, by kind of place")
    with st.grid(min_column_width=420):
        with st.container(key="overview_aisles"):
            st.subheader("By aisle and kind")
            _draw_table("Aisle", aisles)
        with st.container(key="overview_warehouses"):
            st.subheader("By warehouse")
            _draw_table("Warehouse", occupancy.by_warehouse(user.actor))
    _draw_empty(user, warehouse)


def _draw_table(what: str, lines: Sequence[Occupancy]) -> None:
    columns: dict[str, list[object]] = {what: [one.name for one in lines]}
    if any(one.kind for one in lines):
        columns["Kind"] = [one.kind.value if one.kind else "" for one in lines]
    columns |= {"Free": [one.free for one in lines], "Standing": [one.standing for one in lines],
                "Capacity": [one.capacity for one in lines],
                "Full": [100 * one.standing / one.capacity if one.capacity else 0.0 for one in lines]}
    st.dataframe(columns, hide_index=True, width="stretch", column_config={
        "Full": st.column_config.ProgressColumn("Full", format="%.0f %%", min_value=0, max_value=100)})


def _draw_empty(user: SignedIn, warehouse: ListedWarehouse) -> None:
    st.subheader("Empty places")
    kind = st.segmented_control("Kind", [kind.value for kind in PlaceKind], key="overview_kind",
                                label_visibility="collapsed")
    empty = occupancy.empty_places(user.actor, warehouse.code, PlaceKind(kind) if kind else None)
    if not empty:
        show_plain(tr("empty_places_none"), icon=":material/check_box:")
        return
    st.dataframe({"Place": [one.name for one in empty], "Kind": [one.kind.value for one in empty],
                  "Pallets": [one.capacity for one in empty]}, hide_index=True, width="stretch", height=300)
    if len(empty) == MOST_EMPTY:
        st.caption(tr("empty_places_more", shown=MOST_EMPTY))
