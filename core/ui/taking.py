"""Photographs onto a can: judged, and kept with what was found."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import BadInput
from core.quality.sides import Product, Side
from core.quality.verdict import Outcome
from core.records import inspections
from core.records.inspections import Can, Heat, TakenSide
from core.ui import resources
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.work import Work
from core.words import tr

if TYPE_CHECKING:
    from core.vision.inspector import InspectedSide


def take(user: SignedIn, work: Work, can: Can | None, files: Mapping[int, tuple[str, bytes]]) -> None:
    """Judge photographs, {side number: (file name, bytes)}, and keep them with what was found.

    Another click may end the run inside here; the caller clears what was given only afterwards, so that nothing is
    lost: the next run finds it again, and a photograph that is on its side already is not taken twice.
    """
    fresh = {n: file for n, file in files.items() if not _is_on(can, n, file[1])}
    if fresh:
        known = {
            kept.photograph: n for n, kept in (can.sides if can else {}).items() if kept.photograph and n not in fresh
        }
        can_id = can.id if can else start_can(user, work)
        with st.spinner(tr("judging", n=len(fresh))):
            place = st.empty()
            inspected = resources.inspector().inspect(
                work.product, fresh, known, lambda before: show_place(place, before))
            inspections.add_sides(user.actor, can_id, [to_taken(one, *fresh[one.result.side.number])
                                                       for one in inspected])
    st.session_state["inspect.last"] = None


def show_place(place: DeltaGenerator, before: int) -> None:
    """Say how many cans are looked at before this one."""
    with place.container(key="inspect_in_line"):
        show_plain(tr("in_line", before=before), icon=":material/hourglass_top:")


def to_taken(one: InspectedSide, name: str, content: bytes) -> TakenSide:
    """Return what the records keep of an inspected side."""
    photograph, heat = one.photograph, None
    if one.heat is not None:
        heat = Heat(one.heat.shape[0], one.heat.shape[1], one.heat.astype(np.float16).tobytes())
    return TakenSide(
        result=one.result,
        photograph=content if photograph else None,
        media_type=photograph.media_type if photograph else "",
        width=photograph.width if photograph else 0,
        height=photograph.height if photograph else 0,
        file_name=name,
        taken_at=photograph.taken_at if photograph else None,
        heat=heat,
        milliseconds={"decode": one.decode_ms, "model": one.model_ms},
    )


def start_can(user: SignedIn, work: Work) -> int:
    """Start a can as the device's session says, and return its id; what forbids it is said, and the run ends."""
    key = st.session_state.setdefault("inspect.key", uuid.uuid4().hex)
    context = work.context
    try:
        return inspections.start(
            user.actor, work.product, key=key, line=context.line, seaming_head=context.seaming_head,
            shift=context.shift, lot_id=context.lot_id, purpose=context.purpose, sample_id=context.sample_id,
        )
    except BadInput as problem:
        show_problem(str(problem))
        st.stop()


def missing_sides(product: Product, can: Can | None) -> list[Side]:
    """Return the sides that are not taken yet, in the product's order."""
    taken = taken_numbers(can)
    return [side for side in product.sides if side.number not in taken]


def taken_numbers(can: Can | None) -> set[int]:
    """Return the numbers of the sides that are taken."""
    sides = can.sides if can else {}
    return {n for n, kept in sides.items() if kept.result.outcome is not Outcome.MISSING}


def _is_on(can: Can | None, number: int, content: bytes) -> bool:
    kept = can.sides.get(number) if can else None
    return kept is not None and kept.photograph == hashlib.sha256(content).hexdigest()
