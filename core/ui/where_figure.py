"""Where on the can: suspect places piled on the outlines of its sides, laid out as on the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from core.quality.can_figures import GRID
from core.quality.sides import Product, Side
from core.records.counted import PiledBox
from core.ui.rate_figure import calm

if TYPE_CHECKING:
    import plotly.graph_objects as go

_WIDE, _HIGH, _GAP = 4.0, 3.0, 0.6
_ACROSS = 3
_OUTLINE = "#8A8F98"
_COLOURS = [[0.0, "rgba(230,159,0,0)"], [0.001, "rgba(230,159,0,0.25)"], [0.5, "rgba(213,94,0,0.75)"],
            [1.0, "rgba(120,0,60,1)"]]


def where_figure(piled: Sequence[PiledBox], product: Product) -> go.Figure:
    """Draw how many suspect places cover each part of each side."""
    import plotly.graph_objects as go

    by_side = {side.number: _heights([box for box in piled if box.side == side.number]) for side in product.sides}
    most = max((max(map(max, heights)) for heights in by_side.values()), default=0)
    boxes = Counter({side.number: sum(box.count for box in piled if box.side == side.number)
                     for side in product.sides})
    figure = go.Figure()
    for side, (left, top) in zip(product.sides, _places(len(product.sides)), strict=True):
        figure.add_trace(go.Heatmap(
            z=by_side[side.number], x0=left + _WIDE / GRID / 2, dx=_WIDE / GRID, y0=top + _HIGH / GRID / 2,
            dy=_HIGH / GRID, zmin=0, zmax=max(most, 1), colorscale=_COLOURS, showscale=False, hoverongaps=False,
            hovertemplate=f"{escape(side.label)}<br>%{{z:,}} of {boxes[side.number]:,} places<extra></extra>",
        ))
        _outline(figure, side, left, top, boxes[side.number])
    rows = len({top for _, top in _places(len(product.sides))})
    figure.update_xaxes(showticklabels=False, showgrid=False, zeroline=False, constrain="domain",
                        range=[-0.1, _ACROSS * (_WIDE + _GAP) - _GAP + 0.1])
    figure.update_yaxes(visible=False, range=[rows * (_HIGH + _GAP), -0.2], scaleanchor="x", constrain="domain",
                        constraintoward="top")
    return calm(figure, f"n = {sum(boxes.values()):,} places", 130 * rows + 20)


def _heights(boxes: Sequence[PiledBox]) -> list[list[int]]:
    heights = [[0] * GRID for _ in range(GRID)]
    for box in boxes:
        for y in range(box.y0, min(box.y1, GRID)):
            for x in range(box.x0, min(box.x1, GRID)):
                heights[y][x] += box.count
    return heights


def _places(count: int) -> list[tuple[float, float]]:
    """Left and top of each side: three, one in the middle, three, where there are seven; else three in a row."""
    cells = [(0, 0), (1, 0), (2, 0), (1, 1), (0, 2), (1, 2), (2, 2)] if count == 7 else \
        [(number % _ACROSS, number // _ACROSS) for number in range(count)]
    return [(column * (_WIDE + _GAP), row * (_HIGH + _GAP)) for column, row in cells]


def _outline(figure: go.Figure, side: Side, left: float, top: float, boxes: int) -> None:
    """The photograph's frame, and in it a can seen from above (a lid) or from the side with its two seams."""
    line = {"color": _OUTLINE, "width": 1.5}
    figure.add_shape(type="rect", x0=left, y0=top, x1=left + _WIDE, y1=top + _HIGH,
                     line={"color": _OUTLINE, "width": 0.5}, layer="below")
    x0, x1, y0, y1 = left + 0.35, left + _WIDE - 0.35, top + 0.4, top + _HIGH - 0.4
    if side.group == "lid":
        figure.add_shape(type="circle", x0=x0, y0=y0, x1=x1, y1=y1, line=line, layer="below")
        figure.add_shape(type="circle", x0=x0 + 0.22, y0=y0 + 0.2, x1=x1 - 0.22, y1=y1 - 0.2, line=line, layer="below")
    else:
        figure.add_shape(type="rect", x0=x0, y0=y0, x1=x1, y1=y1, line=line, layer="below")
        for seam in (y0 + 0.25, y1 - 0.25):
            figure.add_shape(type="line", x0=x0, x1=x1, y0=seam, y1=seam, line=line, layer="below")
    figure.add_annotation(x=left + _WIDE / 2, y=top + _HIGH + 0.04, yanchor="top", showarrow=False,
                          text=f"{side.number} {escape(side.label)}: {boxes:,}", font={"size": 11})
