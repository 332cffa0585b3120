"""Figures of a warehouse: an aisle's places as they stand, and its stock day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from core.quality.stock_rules import PlaceKind, PlaceStatus, place_status
from core.records.warehouse_map import MapPlace

if TYPE_CHECKING:
    import plotly.graph_objects as go

FILLS = {
    PlaceStatus.FREE: "rgba(138,143,152,0.14)", PlaceStatus.PART: "#56B4E9", PlaceStatus.FULL: "#0072B2",
    PlaceStatus.HELD: "#D55E00", PlaceStatus.BLOCKED: "rgba(138,143,152,0.14)",
}
HATCHES = {PlaceStatus.HELD: "/", PlaceStatus.BLOCKED: "x"}
"""Told apart without colour, too: held is hatched, blocked is crossed, and the number of pallets stands in each."""

_ON_FILL = {PlaceStatus.PART: "#08202c", PlaceStatus.FULL: "#ffffff", PlaceStatus.HELD: "#ffffff"}
_QUIET, _PLANNED, _CHOSEN = "#8A8F98", "#009E73", "#E69F00"
_EDGES = {PlaceKind.STORAGE: "rgba(138,143,152,0.6)", PlaceKind.QUARANTINE: "#D55E00", PlaceKind.STAGING: "#6977f0"}
_LETTERS = {PlaceKind.STORAGE: "", PlaceKind.QUARANTINE: "Q", PlaceKind.STAGING: "S"}
_LEVEL_PIXELS = 30


def aisle_figure(places: Sequence[MapPlace], planned: Mapping[int, int], chosen: int | None = None) -> go.Figure:
    """Draw the places of one aisle: bays across, levels up, each a bar that carries its place's id.

    ``planned`` says by place how many pallets would go there; such a place is marked with a plus sign. ``chosen`` is
    outlined; as another figure it also forgets the tap, so that the next tap on that place is a new one.
    """
    import plotly.graph_objects as go

    looks = [place_status(one.place, one.apart) for one in places]
    marked = [planned.get(one.place.id, 0) for one in places]
    figure = go.Figure(go.Bar(
        x=[one.place.bay for one in places], base=[one.place.level - 0.46 for one in places],
        y=[0.92] * len(places), width=0.92,
        customdata=[[one.place.id] for one in places],
        text=[_written(one, more) for one, more in zip(places, marked, strict=True)],
        textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none", cliponaxis=False,
        textfont={"size": 11, "color": ["#ffffff" if more else _ON_FILL.get(look, _QUIET)
                                        for look, more in zip(looks, marked, strict=True)]},
        hovertext=[words_on(one, more) for one, more in zip(places, marked, strict=True)], hoverinfo="text",
        marker={
            "color": [_PLANNED if more else FILLS[look] for look, more in zip(looks, marked, strict=True)],
            "pattern": {"shape": [HATCHES.get(look, "") for look in looks], "fillmode": "overlay", "size": 7,
                        "solidity": 0.22, "fgopacity": 1, "fgcolor": ["#ffffff" if look is PlaceStatus.HELD else _QUIET
                                                      for look in looks]},
            "line": {"color": [_CHOSEN if one.place.id == chosen else _EDGES[one.place.kind] for one in places],
                     "width": [4.0 if one.place.id == chosen else 1.5 for one in places]},
        },
        unselected={"marker": {"opacity": 1}}, selected={"marker": {"opacity": 1}},
    ))
    bays = max(one.place.bay for one in places)
    levels = max(one.place.level for one in places)
    figure.update_xaxes(title=None, range=[0.4, bays + 0.6], dtick=1 if bays <= 24 else 5, showgrid=False,
                        zeroline=False, fixedrange=True, ticks="", tickangle=0, tickfont={"size": 11})
    figure.update_yaxes(title=None, range=[0.45, levels + 0.55], dtick=1, showgrid=False, zeroline=False,
                        fixedrange=True, ticks="", tickfont={"size": 11})
    figure.update_layout(
        height=levels * _LEVEL_PIXELS + 34, margin={"l": 22, "r": 4, "t": 4, "b": 26}, showlegend=False,
        barmode="overlay", bargap=0, dragmode=False, hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def words_on(one: MapPlace, planned: int = 0) -> str:
    """Return what the map says of a place in words; people's own words are escaped for the figure."""
    place, look = one.place, place_status(one.place, one.apart)
    lines = [f"<b>{escape(place.name)}</b> · {place.kind}",
             f"{look.value}: {place.standing} of {place.capacity} pallets"]
    if place.blocked and look is not PlaceStatus.BLOCKED:
        lines.append("blocked")
    if one.apart:
        lines.append(f"{one.apart} held or rejected")
    if one.lot_code is not None:
        lines.append(f"lot {escape(one.lot_code)}")
    elif one.lots:
        lines.append(f"{one.lots} lots")
    if one.best_before:
        lines.append(f"best before {escape(one.best_before)}")
    if planned:
        lines.append(f"<b>{planned} would go here</b>")
    return "<br>".join(lines)


def days_figure(series: Mapping[PlaceKind, Sequence[tuple[date, int]]]) -> go.Figure:
    """Draw how many pallets stood in each kind of place at the end of each day."""
    import plotly.graph_objects as go

    figure = go.Figure()
    colours = {PlaceKind.STORAGE: "#0072B2", PlaceKind.QUARANTINE: "#D55E00", PlaceKind.STAGING: "#6977f0"}
    for kind, points in series.items():
        figure.add_trace(go.Bar(
            name=kind.value, x=[day.isoformat() for day, _ in points], y=[count for _, count in points],
            marker={"color": colours[kind], "pattern": {"shape": "/" if kind is PlaceKind.QUARANTINE else ""}},
            hovertemplate="%{x}: %{y} pallets in " + kind.value + "<extra></extra>",
        ))
    figure.update_xaxes(title="Day", type="category", nticks=8, tickangle=0)
    figure.update_yaxes(title="Pallets at the end of the day", rangemode="tozero")
    figure.update_layout(height=300, barmode="stack", margin={"l": 0, "r": 0, "t": 8, "b": 0},
                         legend={"orientation": "h", "y": 1.12}, dragmode=False)
    return figure


def _written(one: MapPlace, planned: int) -> str:
    standing = str(one.place.standing) if one.place.standing else ""
    return f"+{planned}" if planned else _LETTERS[one.place.kind] + standing
