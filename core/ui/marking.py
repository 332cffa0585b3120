"""Drawing boxes on one side of a can by plotly's own box selection: with the mouse, a pen or a finger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.quality.drawn_box import MOST_BOXES, DrawnBox, drawn_between
from core.records.can import Drawn
from core.records.inspections import KeptSide
from core.ui.figures import side_figure
from core.ui.resources import preview
from core.words import tr

if TYPE_CHECKING:
    import plotly.graph_objects as go

_PIXELS = 420


def draw_marking(kept: KeptSide, drawn: list[DrawnBox], by: str, key: str) -> None:
    """Draw a side with a photograph to draw on; what somebody draws is added to ``drawn``, or taken out of it."""
    picture, width, height = preview(kept.photograph or "")
    chart = f"{key}_{hash(tuple(drawn))}"  # another chart for every drawing, so that no old selection comes again

    def add() -> None:
        for selected in st.session_state[chart]["selection"]["box"]:
            box = drawn_between(selected["x"], selected["y"], width, height)
            if box is not None and box not in drawn and len(drawn) < MOST_BOXES:
                drawn.append(box)

    figure = side_figure(picture, width, height, None, kept.result.boxes,
                         [Drawn(box, "", by) for box in drawn], opacity=0.0, pixels=_PIXELS)
    st.plotly_chart(_to_draw_on(figure, width, height), width="stretch", key=chart, on_select=add,
                    selection_mode="box", config={"displayModeBar": False, "scrollZoom": False})
    with st.container(horizontal=True, key=f"{key}_boxes"):
        if kept.result.boxes:
            st.button(tr("mark_models"), key=f"{key}_models", icon=":material/select_all:", shortcut="A",
                      on_click=_take_over, args=(drawn, kept))
        st.button(tr("mark_out"), key=f"{key}_out", icon=":material/undo:", shortcut="Z", disabled=not drawn,
                  on_click=_take_last_out, args=(drawn,))


def _to_draw_on(figure: go.Figure, width: int, height: int) -> go.Figure:
    """Let a drag over the figure select: plotly asks for something to be selected, so an unseen map covers it."""
    import plotly.graph_objects as go

    figure.add_trace(go.Heatmap(z=[[0]], x0=width / 2, dx=width, y0=height / 2, dy=height, opacity=0, showscale=False,
                                hoverinfo="skip"))
    figure.update_layout(dragmode="select", newselection={"line": {"color": "#0072B2", "width": 2}})
    return figure


def _take_over(drawn: list[DrawnBox], kept: KeptSide) -> None:
    """Confirm the model's boxes as where it is."""
    for box in kept.result.boxes:
        mine = DrawnBox(box.x0, box.y0, box.x1, box.y1)
        if mine not in drawn and len(drawn) < MOST_BOXES:
            drawn.append(mine)


def _take_last_out(drawn: list[DrawnBox]) -> None:
    drawn.pop()
