"""The map of a warehouse: a panel an aisle, its legend, and the tap on a place."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape

import streamlit as st

from core.quality.stock_rules import PlaceStatus, place_status
from core.records.warehouse_map import MapPlace
from core.ui.warehouse_figure import aisle_figure

MOST_PANELS = 12
"""Aisles drawn at once; of a larger warehouse they are chosen."""

_TAPPED = "warehouses.tapped"


def aisles_of(places: Sequence[MapPlace]) -> dict[str, list[MapPlace]]:
    """Return the places by the name of their aisle, in order."""
    aisles: dict[str, list[MapPlace]] = {}
    for one in places:
        aisles.setdefault(f"{one.place.rack}{one.place.aisle:02d}", []).append(one)
    return aisles


def draw_legend(planned: bool = False) -> None:
    """Draw what the colours, hatches and letters of the map mean."""
    entries = [(status.value, status.value) for status in PlaceStatus]
    if planned:
        entries.append(("planned", "would go here"))
    swatches = "".join(f'<span><i class="place-{look}"></i>{escape(word)}</span>' for look, word in entries)
    st.html(f'<div class="place-legend">{swatches}<span><b>Q</b> quarantine</span><span><b>S</b> staging</span></div>')


def draw_panels(
    aisles: Mapping[str, list[MapPlace]], key: str, *, planned: Mapping[int, int] | None = None,
    chosen: int | None = None,
) -> None:
    """Draw each aisle as a panel; a tap on a place is kept until ``tapped`` asks for it.

    ``planned`` says how many pallets would go where: such a map is only looked at. ``chosen`` is the id of the place
    that is open.
    """
    most_bays = max(one.place.bay for places in aisles.values() for one in places)
    width = "long" if most_bays > 24 else "wide" if most_bays > 12 else "short"
    with st.container(key=f"{key}_panels"), st.grid(min_column_width=1000 if width == "long" else 470):
        for name, places in aisles.items():
            with st.container(border=True, gap="xsmall", key=f"warehouse_{width}_{key}_{name}"):
                counts = _counts(places)
                st.text(f"Aisle {name} · {counts}")
                chart = f"{key}_chart_{name}"
                st.plotly_chart(
                    aisle_figure(places, planned or {}, chosen), key=chart,
                    on_select="ignore" if planned else partial(_tap, chart), selection_mode="points",
                    config={"displayModeBar": False, "scrollZoom": False}, alt=f"Map of aisle {name}: {counts}",
                )


def tapped() -> int | None:
    """Return the id of the place that was tapped since the last call, None when none was."""
    found = st.session_state.pop(_TAPPED, None)
    return found if isinstance(found, int) else None


def _tap(chart: str) -> None:
    points = st.session_state[chart]["selection"]["points"]
    if points:
        st.session_state[_TAPPED] = points[0]["customdata"][0]


def _counts(places: Sequence[MapPlace]) -> str:
    looks = [place_status(one.place, one.apart) for one in places]
    return ", ".join(f"{looks.count(status)} {status.value}" for status in PlaceStatus if status in looks)
