"""What is loaded once and shared by everyone: the inspector with its networks, and small pictures by their hash."""

from __future__ import annotations

import base64
import gc
import threading
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from core.quality.sides import DEFAULT_PRODUCT

if TYPE_CHECKING:
    from core.records.inspections import Can
    from core.vision.inspector import Inspector

PREVIEW_PIXELS = 640


@st.cache_resource(show_spinner=False)
def inspector() -> Inspector:
    """The one inspector of this process; torch is imported here, not before."""
    from core.vision.inspector import Inspector

    return Inspector()


@st.cache_resource(show_spinner=False)
def warm_up() -> None:
    """Load the default product's models in the background, so that the first can does not wait.

    No daemon, as it would become by a page's own thread: an interpreter that ends while torch loads would abort.
    """
    threading.Thread(target=_load_models, name="load models", daemon=False).start()


def _load_models() -> None:
    from core.errors import BadInput
    from core.vision.versions import active_version

    shared = inspector()
    for model in set(DEFAULT_PRODUCT.models.values()):
        try:
            shared.engine.load(active_version(model))
        except BadInput:
            continue  # the first inspection says what is wrong, on the side that it concerns
    _search_garbage_less()


@cache
def _search_garbage_less() -> None:
    """Let the collector leave out what is loaded by now, and start less often: while it searches, everybody waits.

    A search through the libraries and models, which stay for good, took a quarter of a second.
    """
    gc.freeze()
    gc.set_threshold(10_000)


@st.cache_data(show_spinner=False, max_entries=500)
def preview(sha256: str) -> tuple[str, int, int]:
    """Return a kept photograph as a small JPEG data URI, with the width and height that it came with."""
    from core.imaging.decode import decode
    from core.imaging.overlay import encode_jpeg, thumbnail
    from core.records.photograph_rows import kept

    found = kept(sha256)
    photograph = decode(sha256, found.content, least=PREVIEW_PIXELS)
    width, height = found.came_as or (photograph.width, photograph.height)
    jpeg = encode_jpeg(thumbnail(photograph.rgb, PREVIEW_PIXELS), quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}", width, height


@st.cache_data(show_spinner=False, max_entries=50)
def small_rows(photographs: tuple[str, ...], across: int) -> bytes | None:
    """Return kept photographs, by their hashes, as one small JPEG in rows; a damaged one is left out, of none None."""
    from core.imaging.decode import decode
    from core.imaging.overlay import picture_rows, thumbnail
    from core.records.images import DamagedPhotograph
    from core.records.photograph_rows import load_kept

    small = []
    for sha256 in photographs:
        with suppress(DamagedPhotograph):
            small.append(thumbnail(decode(sha256, load_kept(sha256), least=PREVIEW_PIXELS).rgb, PREVIEW_PIXELS))
    rows = [small[start:start + across] for start in range(0, len(small), across)]
    return picture_rows(rows, across) if rows else None


def contact_sheet(can: Can) -> bytes:
    """Return a can's sides as one small JPEG, laid out as on the board."""
    from core.imaging import overlay
    from core.imaging.decode import decode
    from core.records import images

    pictures = {
        number: overlay.thumbnail(
            decode(kept.photograph, images.load(kept.photograph), least=PREVIEW_PIXELS).rgb, PREVIEW_PIXELS)
        for number, kept in can.sides.items() if kept.photograph
    }
    return overlay.contact_sheet(pictures, can.product.sides)
