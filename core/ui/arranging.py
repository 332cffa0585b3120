"""Photographs that came without a side's name: shown once in the order taken, swapped by two taps, confirmed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from core.errors import BadInput
from core.quality.sides import Product
from core.ui.page import plain_label, show_plain, show_problem
from core.words import tr

if TYPE_CHECKING:
    from core.imaging.intake import Arrangement

T = TypeVar("T")
_WAITING, _TAPPED = "arranging.waiting", "arranging.tapped"
_THUMBNAIL = 240


@dataclass(frozen=True)
class _Waiting:
    """A guessed arrangement that waits for its confirmation, with small pictures; None for an unreadable file."""

    fingerprint: str
    placed: Arrangement
    pictures: dict[int, str | None]


def arrange_uploads(
    files: Sequence[tuple[str, bytes]], product: Product, taken: Collection[int]
) -> Arrangement | None:
    """Return which photograph belongs on which side, or None while the person has not confirmed a guessed order."""
    from core.imaging.intake import arrange

    fingerprint = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for _, content in files)).hexdigest()
    waiting = st.session_state.get(_WAITING)
    if waiting is None or waiting.fingerprint != fingerprint:
        placed = arrange(files, product, taken)
        pictures = {n: _thumbnail(*file) for n, file in placed.by_side.items()} if placed.guessed else {}
        waiting = _Waiting(fingerprint, placed, pictures)
        st.session_state[_WAITING] = waiting
    if waiting.placed.guessed and not _confirmed(waiting, product):
        return None
    return waiting.placed


def forget_arrangement() -> None:
    """Forget what was arranged, once it is kept."""
    st.session_state.pop(_WAITING, None)


def _confirmed(waiting: _Waiting, product: Product) -> bool:
    st.text(tr("confirm_order"))
    first = st.session_state.get(_TAPPED)
    with st.container(key="arranging_grid"), st.grid(min_column_width=110):
        for number, (name, _) in sorted(waiting.placed.by_side.items()):
            with st.container(gap="xsmall"):
                picture = waiting.pictures[number]
                if picture:
                    st.image(picture, width="stretch")
                else:
                    show_plain(name, icon=":material/broken_image:")
                label = f"{number} {plain_label(product.side(number).label)}"
                if st.button(label, key=f"arranging_tap_{number}", width="stretch", help=tr("swap_help"),
                             type="primary" if first == number else "secondary"):
                    _tap(waiting, number)
    if waiting.placed.problems:
        show_problem(*waiting.placed.problems)
    return st.button("Every photograph is on its side", key="arranging_confirm", type="primary", width="stretch",
                     icon=":material/check:")


def _tap(waiting: _Waiting, number: int) -> None:
    first = st.session_state.pop(_TAPPED, None)
    if first is None:
        st.session_state[_TAPPED] = number
    elif first != number:
        placed = replace(waiting.placed, by_side=_swapped(waiting.placed.by_side, first, number))
        st.session_state[_WAITING] = replace(waiting, placed=placed,
                                             pictures=_swapped(waiting.pictures, first, number))
    st.rerun()


def _swapped(by_side: dict[int, T], first: int, second: int) -> dict[int, T]:
    return {**by_side, first: by_side[second], second: by_side[first]}


def _thumbnail(name: str, content: bytes) -> str | None:
    """A small JPEG data URI, or None where the file cannot be read."""
    from core.imaging.decode import decode
    from core.imaging.overlay import encode_jpeg, thumbnail

    try:
        jpeg = encode_jpeg(thumbnail(decode(name, content, least=_THUMBNAIL).rgb, _THUMBNAIL))
    except BadInput:
        return None
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
