"""The photograph of an empty rack: given once, its four corners marked by taps, and kept with the rack."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import BadInput
from core.records import rack_pictures
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_problem
from core.words import tr

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from core.imaging.decode import Photograph

PHOTOGRAPHS = ["jpg", "jpeg", "png", "webp"]
CORNERS = ("Top left", "Top right", "Bottom right", "Bottom left")
_ACROSS = 160
_SHOWN = 1000
"""Points across the picture that a tap can choose, and pixels of the picture as it is shown."""


def draw_empty_rack(user: SignedIn, rack_id: int, aisle: int, key: str) -> None:
    """Draw the uploader of the empty rack's photograph, the picture to mark its corners on, and Keep."""
    st.text(tr("rack_empty_why"))
    given = st.file_uploader("Photograph of the empty rack", PHOTOGRAPHS, key=f"{key}_empty")
    if given is None:
        return
    from core.imaging.decode import decode

    try:
        photograph = decode(given.name, given.getvalue())
    except BadInput as problem:
        show_problem(str(problem), key=f"problem_{key}_empty")
        return
    kept = f"{key}.corners.{photograph.sha256}"
    corners: dict[int, tuple[float, float]] = st.session_state.setdefault(kept, {})
    _draw_marking(photograph, corners, key)
    if st.button("Keep", key=f"{key}_keep", type="primary", icon=":material/save:", disabled=len(corners) < 4):
        doing.attempt(tr("rack_kept"), rack_pictures.keep, user.actor, rack_id, aisle, photograph,
                      [corners[number] for number in range(4)])


def _draw_marking(photograph: Photograph, corners: dict[int, tuple[float, float]], key: str) -> None:
    height, width = photograph.height, photograph.width
    step = max(width, height) / _ACROSS
    chooser = f"{key}_corner"
    following = next((number for number in range(4) if number not in corners), None)
    if f"{key}.next" in st.session_state:
        st.session_state[chooser] = st.session_state.pop(f"{key}.next")
    elif chooser not in st.session_state:
        st.session_state[chooser] = following or 0
    st.segmented_control("Tap this corner of the rack's front in the picture", range(4), key=chooser, required=True,
                         format_func=lambda number: f"{'✓ ' if number in corners else ''}{CORNERS[number]}")
    chart = f"{key}_picture_{len(corners)}_{hash(tuple(sorted(corners.items())))}"

    def mark() -> None:
        points = st.session_state[chart]["selection"]["points"]
        if points:
            number = st.session_state[chooser]
            corners[number] = (float(points[0]["x"]), float(points[0]["y"]))
            _forget_numbers(key)
            st.session_state[f"{key}.next"] = next((n for n in range(4) if n not in corners), number)

    st.plotly_chart(_figure(photograph, corners, step), width="stretch", key=chart, on_select=mark,
                    selection_mode="points", config={"displayModeBar": False, "scrollZoom": False})
    with st.expander("Set the corners by numbers", icon=":material/straighten:"), st.grid(min_column_width=150):
        for number, name in enumerate(CORNERS):
            x, y = corners.get(number, (None, None))
            x = st.number_input(f"{name}, from the left", 0.0, float(width), x, step, "%.0f", key=f"{key}_x_{number}")
            y = st.number_input(f"{name}, from the top", 0.0, float(height), y, step, "%.0f", key=f"{key}_y_{number}")
            if x is not None and y is not None and corners.get(number) != (x, y):
                corners[number] = (x, y)
                st.rerun()


def _forget_numbers(key: str) -> None:
    """Let the number fields take over what was tapped."""
    for number in range(4):
        for axis in "xy":
            st.session_state.pop(f"{key}_{axis}_{number}", None)


def _figure(photograph: Photograph, corners: dict[int, tuple[float, float]], step: float) -> go.Figure:
    """Draw the picture with the marked corners under a grid of unseen points, one of which a tap chooses."""
    import numpy as np
    import plotly.graph_objects as go

    from core.imaging.overlay import encode_jpeg, thumbnail
    from core.imaging.rack_overlay import drawn_corners

    height, width = photograph.height, photograph.width
    small = thumbnail(photograph.rgb, _SHOWN)
    scale = small.shape[1] / width
    marked = drawn_corners(small, {number: (x * scale, y * scale) for number, (x, y) in corners.items()})
    picture = f"data:image/jpeg;base64,{base64.b64encode(encode_jpeg(marked)).decode()}"
    y, x = np.mgrid[0:height + step / 2:step, 0:width + step / 2:step].round().astype(np.uint16)
    figure = go.Figure(go.Scattergl(x=np.minimum(x.ravel(), width), y=np.minimum(y.ravel(), height), mode="markers",
                                    marker={"size": 9, "opacity": 0}, hoverinfo="none", showlegend=False))
    figure.add_layout_image(source=picture, x=0, y=0, sizex=width, sizey=height, xref="x", yref="y", layer="below",
                            sizing="stretch")
    figure.update_xaxes(visible=False, range=[0, width], constrain="domain", fixedrange=True)
    figure.update_yaxes(visible=False, range=[height, 0], scaleanchor="x", constrain="domain", fixedrange=True,
                        constraintoward="top")
    figure.update_layout(height=420, margin={"l": 0, "r": 0, "t": 0, "b": 0}, paper_bgcolor="rgba(0,0,0,0)",
                         plot_bgcolor="rgba(0,0,0,0)", dragmode=False, clickmode="event+select", hoverdistance=40)
    return figure
