"""Photographs that came without a side's name: shown once in the order taken, swapped by two taps, confirmed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from core.quality.sides import Product
from core.ui.page import show_problem
from core.words import tr

if TYPE_CHECKING:
    from core.imaging.decode import Photograph
    from core.imaging.intake import Arrangement

_KEPT = "arranging.kept"


def arrange_uploads(
    files: Sequence[tuple[str, bytes]], product: Product, taken: Collection[int]
) -> Arrangement | None:
    """Return which photograph belongs on which side, or None while the person has not confirmed a guessed order."""
    from core.imaging.intake import arrange

    fingerprint = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for _, content in files)).hexdigest()
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != fingerprint:
        kept = (fingerprint, arrange(files, product, taken))
        st.session_state[_KEPT] = kept
    placed: Arrangement = kept[1]
    if placed.guessed and not _confirmed(placed, product, fingerprint):
        return None
    del st.session_state[_KEPT]
    return placed


def _confirmed(placed: Arrangement, product: Product, fingerprint: str) -> bool:
    st.text(tr("confirm_order"))
    first = st.session_state.get("arranging.first")
    with st.container(key="arranging_grid"), st.grid(min_column_width=110):
        for number, photograph in sorted(placed.by_side.items()):
            with st.container(gap="xsmall"):
                st.image(_thumbnail(photograph), width="stretch")
                if st.button(f"{number} {product.side(number).label}", key=f"arranging_tap_{number}", width="stretch",
                             type="primary" if first == number else "secondary", help="Tap two to swap them"):
                    _tap(placed, fingerprint, number)
    if placed.problems:
        show_problem(*placed.problems)
    return st.button("Every photograph is on its side", key="arranging_confirm", type="primary", width="stretch",
                     icon=":material/check:")


def _tap(placed: Arrangement, fingerprint: str, number: int) -> None:
    first = st.session_state.pop("arranging.first", None)
    if first is None:
        st.session_state["arranging.first"] = number
    elif first != number:
        swapped = dict(placed.by_side)
        swapped[first], swapped[number] = swapped[number], swapped[first]
        st.session_state[_KEPT] = (fingerprint, replace(placed, by_side=swapped))
    st.rerun()


def _thumbnail(photograph: Photograph) -> str:
    from core.imaging.overlay import encode_jpeg, thumbnail

    return f"data:image/jpeg;base64,{base64.b64encode(encode_jpeg(thumbnail(photograph.rgb, 240))).decode()}"
