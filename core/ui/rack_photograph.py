"""Counting a rack against the books: by a photograph of its front, or by tapping what is occupied."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.records import images, rack_pictures
from core.records.rack_pictures import BookedPlace, Disagreement, RackPicture
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.rack_corners import PHOTOGRAPHS, draw_empty_rack
from core.words import tr


def draw_rack_photograph(user: SignedIn, rack_id: int, aisle: int) -> None:
    """Draw the section of one rack's aisle: its photograph or the taps, where they and the books disagree, and the
    button that notes the count. The picture of the empty rack is given here, too, by those who may."""
    key = f"rack_{rack_id}_{aisle}"
    booked = rack_pictures.booked_places(user.actor, rack_id, aisle)
    picture = rack_pictures.newest(user.actor, rack_id, aisle)
    way = "taps"
    if picture:
        way = st.segmented_control("Count this rack", rack_pictures.WAYS, default="photograph", key=f"{key}_way",
                                   format_func=str.capitalize, required=True) or "taps"
    with st.container(key=f"{key}_count"):
        if picture and way == "photograph":
            _draw_by_photograph(user, picture, booked, rack_id, aisle, key)
        else:
            st.text(tr("rack_tap_why" if picture else "rack_tap_why_no_picture"))
            _draw_grid(user, booked, rack_id, aisle, "taps", key, {one.id: one.pallets > 0 for one in booked})
    if user.may(Right.SET_UP_WAREHOUSES):
        with st.expander("Photograph the empty rack anew" if picture else "Photograph the empty rack",
                         icon=":material/add_a_photo:"):
            draw_empty_rack(user, rack_id, aisle, key)


def _draw_by_photograph(
    user: SignedIn, picture: RackPicture, booked: Sequence[BookedPlace], rack_id: int, aisle: int, key: str
) -> None:
    given = st.file_uploader("Photograph of the rack as it is now", PHOTOGRAPHS, key=f"{key}_now",
                             help=tr("rack_now_why"))
    if given is None:
        show_plain(tr("rack_now_why"), icon=":material/photo_camera:")
        return
    content = given.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    stocked = frozenset((one.bay, one.level) for one in booked if one.pallets)
    heat = st.toggle("Heat", True, key=f"{key}_heat", help=tr("rack_heat_why"))
    try:
        with st.spinner(tr("rack_reading")):
            drawn, scores = _read(sha256, picture.photograph, picture.corners, rack_pictures.grid_size(booked),
                                  stocked, frozenset((one.bay, one.level) for one in booked), heat, given.name,
                                  content)
    except (BadInput, images.DamagedPhotograph) as problem:
        show_problem(str(problem), key=f"problem_{key}_now")
        return
    st.image(drawn, width="stretch")
    st.caption(tr("rack_legend"))
    seen = {one.id: scores[one.bay, one.level] >= 0.5 for one in booked}
    _draw_grid(user, booked, rack_id, aisle, "photograph", f"{key}_{sha256[:12]}", seen,
               {one.id: scores[one.bay, one.level] for one in booked})


@st.cache_data(show_spinner=False, max_entries=8)
def _read(
    sha256: str, empty: str, corners: Sequence[tuple[float, float]], size: tuple[int, int],
    stocked: frozenset[tuple[int, int]], places: frozenset[tuple[int, int]], heat: bool, _name: str, _content: bytes,
) -> tuple[np.ndarray, Mapping[tuple[int, int], float]]:
    """Return the photograph with what was read drawn over it, and the score of each place by bay and level."""
    from core.imaging.decode import decode
    from core.imaging.rack_overlay import drawn_reading
    from core.imaging.rack_photograph import read_rack

    now = decode(_name, _content).rgb
    reading = read_rack(decode(empty, images.load(empty)).rgb, now, corners, *size)
    differing = [at for one in reading.places if (at := (one.bay, one.level)) in places
                 and one.occupied != (at in stocked)]
    scores = {(one.bay, one.level): one.score for one in reading.places}
    return drawn_reading(now, reading, differing, heat=heat), scores


def _draw_grid(
    user: SignedIn, booked: Sequence[BookedPlace], rack_id: int, aisle: int, way: str, key: str,
    seen: Mapping[int, bool], scores: Mapping[int, float] | None = None,
) -> None:
    """Draw the rack as rows of places to tap, filled in as ``seen``, then where that and the books disagree."""
    st.text(tr("rack_grid"))
    told: dict[int, bool] = {}
    with st.container(key=f"{key}_grid", gap="xsmall"):
        for level in sorted({one.level for one in booked}, reverse=True):
            row = {one.id: str(one.bay) for one in booked if one.level == level}
            occupied = st.pills(f"Level {level}", list(row), selection_mode="multi", key=f"{key}_level_{level}",
                                default=[one for one in row if seen[one]], format_func=row.__getitem__)
            told |= {one: one in occupied for one in row}
    differing = rack_pictures.disagreements(booked, told)
    _draw_disagreements(differing, {one.name: scores[one.id] for one in booked} if scores else {})
    if user.may(Right.MOVE_STOCK):
        note = st.text_input("Note", key=f"{key}_note", max_chars=rack_pictures.LONGEST_NOTE,
                             placeholder=tr("rack_note_hint"))
        if st.button("I have looked: note this count", key=f"{key}_confirm", type="primary",
                     icon=":material/fact_check:"):
            doing.attempt(tr("rack_counted", n=len(told), differing=len(differing)), rack_pictures.record_count,
                          user.actor, rack_id, aisle, told, way, note)


def _draw_disagreements(differing: Sequence[Disagreement], scores: Mapping[str, float]) -> None:
    if not differing:
        show_plain(tr("rack_agrees"), icon=":material/check_circle:")
        return
    show_plain(tr("rack_differs", n=len(differing)), icon=":material/difference:")
    rows = {
        "Place": [one.place for one in differing],
        "Books": [f"{one.pallets} pallets" if one.pallets != 1 else "1 pallet" for one in differing],
        "Seen": ["occupied" if one.seen_occupied else "free" for one in differing],
    }
    if scores:
        rows["Score"] = [f"{scores[one.place]:.2f}" for one in differing]
    st.dataframe(rows, hide_index=True, width="stretch")
