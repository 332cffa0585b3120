"""Plotly figures: a photograph with its heatmap and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from core.quality.verdict import Box
from core.records.can import Drawn
from core.records.inspections import Heat
from core.words import tr

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEAT_COLOURS = [
    [0.0, "rgba(255,196,0,0)"], [0.46, "rgba(255,196,0,0)"], [0.52, "rgba(255,176,0,0.45)"],
    [0.7, "rgba(240,90,0,0.8)"], [1.0, "rgba(190,0,60,0.95)"],
]
"""Transparent where nothing is suspect, so that a good can does not glow; 0.5 is the level that decides."""

BOX_COLOUR, DRAWN_COLOUR = "#D55E00", "#0072B2"


def side_figure(
    picture: str, width: int, height: int, heat: Heat | None, boxes: Sequence[Box], drawn: Sequence[Drawn] = (), *,
    opacity: float, pixels: int,
) -> go.Figure:
    """Draw a photograph (a data URI and its size in pixels) under its heatmap, the model's boxes and people's, which
    are dashed and carry the name.

    The heatmap is the model's own small map, smoothed by the browser, on the fixed scale 0..1. ``opacity`` 0 hides it;
    ``pixels`` is the figure's height on the page.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    figure.add_layout_image(source=picture, x=0, y=0, sizex=width, sizey=height, xref="x", yref="y", layer="below",
                            sizing="stretch")
    if heat is not None and opacity > 0:
        values = np.frombuffer(heat.values, np.float16).reshape(heat.height, heat.width).astype(float).round(3)
        figure.add_trace(go.Heatmap(
            z=values, x0=width / heat.width / 2, dx=width / heat.width, y0=height / heat.height / 2,
            dy=height / heat.height, zmin=0, zmax=1, zsmooth="best", colorscale=HEAT_COLOURS, opacity=opacity,
            showscale=False, hovertemplate="heat %{z:.2f}<extra></extra>",
        ))
    for box in boxes:
        figure.add_shape(type="rect", x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1,
                         line={"color": BOX_COLOUR, "width": 2})
    for one in drawn:
        frame = {"x0": one.box.x0, "y0": one.box.y0, "x1": one.box.x1, "y1": one.box.y1}
        figure.add_shape(type="rect", **frame, line={"color": "white", "width": 4})
        figure.add_shape(type="rect", **frame, line={"color": DRAWN_COLOUR, "width": 2, "dash": "5px,4px"})
        figure.add_annotation(x=one.box.x0, y=one.box.y0, xanchor="left", showarrow=False, borderpad=1,
                              yanchor="bottom" if one.box.y0 > height / 8 else "top",
                              text=escape(tr("drawn_by", name=one.by)), bgcolor=DRAWN_COLOUR,
                              font={"size": 10, "color": "white"})
    figure.update_xaxes(visible=False, range=[0, width], constrain="domain", fixedrange=True)
    figure.update_yaxes(visible=False, range=[height, 0], scaleanchor="x", constrain="domain", fixedrange=True)
    figure.update_layout(height=pixels, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False,
                         paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", dragmode=False)
    return figure
