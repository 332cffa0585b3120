"""The inspector's own eyes: pick a defect by picture and code, and the can is Bad."""

from collections.abc import Callable

import streamlit as st

from core.errors import BadInput
from core.quality.defects import DEFECTS, Severity
from core.quality.drawn_box import DrawnBox
from core.quality.lot_states import LotState
from core.quality.purposes import NEVER_HOLD
from core.quality.sides import Product
from core.records import inspections, lots
from core.records.inspections import Can
from core.ui import doing, resources
from core.ui.gate import SignedIn
from core.ui.marking import draw_marking
from core.ui.page import plain_label, show_plain, show_problem
from core.ui.pictures import defect_picture
from core.words import tr

_OPEN, _DRAWN = "raising.open", "raising.drawn"


def draw_raise_button(
    user: SignedIn, product: Product, can: Can | None, can_id: Callable[[], int], *, ready: bool = True
) -> None:
    """Draw the button that asks for the side and the defect, and lets one draw on the photographs that ``can`` has;
    ``can_id`` gives the can, or begins one when ready."""
    if st.button("I see a defect", key="raising_begin", icon=":material/visibility:", shortcut="D", disabled=not ready):
        st.session_state[_OPEN] = True
    if st.session_state.get(_OPEN) and ready:
        _ask(user, product, can, can_id)


def _close() -> None:
    for key in (_OPEN, _DRAWN):
        st.session_state.pop(key, None)


@st.dialog("I see a defect", width="large", on_dismiss=_close)
def _ask(user: SignedIn, product: Product, can: Can | None, can_id: Callable[[], int]) -> None:
    show_plain(tr("raise_explained"))
    numbers = [side.number for side in product.sides]
    side = st.segmented_control("Side", numbers, default=numbers[0], key="raising_side", required=True,
                                format_func=lambda n: f"{n} {plain_label(product.side(n).label)}")
    boxes = _draw_where(user, can, side) if can else []
    note = st.text_input("Note", key="raising_note", max_chars=300, placeholder=tr("note_hint"))
    with st.grid(min_column_width=140):
        for defect in DEFECTS.values():
            with st.container(gap="xsmall", key=f"raising_{defect.code}"):
                st.image(defect_picture(defect.code), width="stretch")
                if st.button(f"{defect.code} {defect.name}", key=f"raising_pick_{defect.code}", width="stretch",
                             help=f"{defect.severity.capitalize()}. {defect.escalation}".strip()):
                    _raise(user, can_id(), side, defect.code, note, boxes)


def _draw_where(user: SignedIn, can: Can, side: int) -> list[DrawnBox]:
    """The side's photograph, where there is one, to draw on; return what was drawn on it."""
    drawn: dict[int, list[DrawnBox]] = st.session_state.setdefault(_DRAWN, {})
    kept, boxes = can.sides.get(side), drawn.setdefault(side, [])
    if kept and kept.photograph:
        with st.expander(tr("mark_where"), icon=":material/crop_free:", expanded=bool(boxes)):
            draw_marking(kept, boxes, user.name, key=f"raising_mark_{side}")
    return boxes


def _raise(user: SignedIn, can_id: int, side: int, code: str, note: str, boxes: list[DrawnBox]) -> None:
    can = inspections.load(user.actor, can_id)
    sheet = resources.contact_sheet(can) if can.state == "draft" else None
    try:
        raised = inspections.raise_defect(user.actor, can_id, side=side, code=code, note=note, contact_sheet=sheet,
                                          boxes=boxes)
    except BadInput as problem:
        show_problem(str(problem))
        return
    if DEFECTS[code].severity is Severity.CRITICAL and raised.lot_id is not None:
        lot = lots.find(user.actor, raised.lot_id)
        if lot.state is LotState.HELD and raised.purpose not in NEVER_HOLD:
            doing.tell(tr("lot_held_by_defect", code=lot.code))
    _close()
    st.session_state["inspect.last"] = can_id
    st.session_state.pop("inspect.key", None)
    st.rerun()
