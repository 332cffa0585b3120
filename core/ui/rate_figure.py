"""Control charts as figures: points between the limits of their phases, signals in another shape and colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from core.quality.control_chart import Point

if TYPE_CHECKING:
    import plotly.graph_objects as go

POINT, SIGNAL, LIMIT, EVENT = "#0072B2", "#D55E00", "#8A8F98", "#CC79A7"
_TICKS = 5
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class ChartPoint:
    """One point to draw: its name, its hover text, what began a phase with it, and what happened on the lines."""

    name: str
    point: Point
    told: str
    began: str = ""
    happened: str = ""


def control_figure(
    points: Sequence[ChartPoint], axis: str, n: str, tickformat: str, *, from_zero: bool = True
) -> go.Figure:
    """Draw a control chart; ``n`` stands on it, ``axis`` names what is measured, in plotly's ``tickformat``."""
    import plotly.graph_objects as go

    figure, places = go.Figure(), list(range(len(points)))
    for name, dash in (("high", "dash"), ("low", "dash"), ("centre", "solid")):
        ys, xs = _steps(points, name)
        figure.add_trace(go.Scatter(
            x=xs, y=ys, mode="lines", line={"color": LIMIT, "width": 1.5, "dash": dash}, hoverinfo="skip",
            name={"high": "limits", "low": "limits", "centre": "centre"}[name], legendgroup=name[0],
            showlegend=name != "low",
        ))
    figure.add_trace(go.Scatter(
        x=places, y=[one.point.value for one in points], mode="lines", hoverinfo="skip", showlegend=False,
        line={"color": POINT, "width": 1},
    ))
    for name, signals, few in (("enough cans", False, False), ("too few to tell", False, True), ("signal", True, None)):
        drawn = [(place, one) for place, one in enumerate(points)
                 if bool(one.point.signals) is signals and few in (None, one.point.few)]
        if drawn:
            colour = SIGNAL if signals else POINT
            figure.add_trace(go.Scatter(
                x=[place for place, _ in drawn], y=[one.point.value for _, one in drawn], mode="markers", name=name,
                marker={"color": colour, "size": 11 if signals else 7,
                        "symbol": "diamond" if signals else "circle-open" if few else "circle",
                        "line": {"color": colour, "width": 1.5}},
                hovertext=[one.told for _, one in drawn], hoverinfo="text",
            ))
    _mark(figure, points)
    step = max(1, -(-len(points) // _TICKS))
    figure.update_xaxes(tickvals=places[::step], ticktext=[_short(one.name) for one in points[::step]], tickangle=0,
                        title=escape(f"{points[0].name} to {points[-1].name}"), showgrid=False, zeroline=False,
                        range=[-0.7, max(len(points) - 0.3, 1)])
    figure.update_yaxes(title=axis, tickformat=tickformat, rangemode="tozero" if from_zero else "normal")
    return calm(figure, n, 400)


def calm(figure: go.Figure, n: str, height: int) -> go.Figure:
    """Give a figure the margins, legend and height of all figures of this page, and its n under its axis."""
    title = figure.layout.xaxis.title.text
    figure.update_layout(
        height=height, margin={"l": 0, "r": 8, "t": 8, "b": 0}, dragmode=False, hovermode="closest",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 11},
                "traceorder": "normal"},
    )
    figure.update_xaxes(fixedrange=True, title=f"{title} · {n}" if title else n)
    figure.update_yaxes(fixedrange=True)
    return figure


def hatched(colour: str, shape: str = "") -> dict[str, object]:
    """Return a bar's marker: a colour, and a hatch in white on it by which it is told apart without the colour."""
    return {"color": colour, "pattern": {"shape": shape, "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.55)",
                                         "size": 7, "solidity": 0.25}}


def _short(name: str) -> str:
    """A name in as little width as there is for it on a phone: a day without its year, a shift under it."""
    day, _, rest = name.partition(" ")
    return escape(f"{day[5:]}") + (f"<br>{escape(rest)}" if rest else "") if _DAY.fullmatch(day) else escape(name)


def _steps(points: Sequence[ChartPoint], name: str) -> tuple[list[float | None], list[float | None]]:
    """A line of steps as wide as each point, broken where a phase ends."""
    ys: list[float | None] = []
    xs: list[float | None] = []
    for place, one in enumerate(points):
        if place and points[place - 1].point.phase != one.point.phase:
            ys.append(None)
            xs.append(None)
        ys += [getattr(one.point, name)] * 2
        xs += [place - 0.5, place + 0.5]
    return ys, xs


def _mark(figure: go.Figure, points: Sequence[ChartPoint]) -> None:
    """Mark where phases begin, and what happened on the lines."""
    import plotly.graph_objects as go

    for place, one in enumerate(points):
        if one.began:
            right = place > len(points) / 2
            figure.add_vline(x=place - 0.5, line={"color": EVENT, "width": 1.5, "dash": "dot"})
            figure.add_annotation(x=place - 0.5, y=1, yref="paper", yanchor="top", text=escape(one.began),
                                  xanchor="right" if right else "left", showarrow=False,
                                  font={"size": 11, "color": EVENT})
    happened = [(place, one.happened) for place, one in enumerate(points) if one.happened]
    if happened:
        figure.add_trace(go.Scatter(
            x=[place for place, _ in happened], y=[0] * len(happened), mode="markers", name="line events",
            marker={"symbol": "triangle-up", "size": 10, "color": EVENT}, cliponaxis=False,
            hovertext=[words for _, words in happened], hoverinfo="text",
        ))
