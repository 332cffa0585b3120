"""Naming defects with the keyboard: a picture and a letter for each code, then its questions, yes or no."""

from functools import partial

import streamlit as st

from core.quality.defects import DEFECTS
from core.quality.severity import settle
from core.quality.sides import Product
from core.records.inspections import Can
from core.ui.page import plain_label, show_plain
from core.ui.pictures import defect_picture
from core.ui.review_draft import ReviewDraft
from core.words import tr

LETTERS = "ABDEFGHIJKLMNOPQSTUVWXYZ"
"""Keys for the codes, in the table's order; C and R belong to Streamlit."""


def draw_picker(draft: ReviewDraft, product: Product) -> None:
    """Draw the sides, with their numbers as keys, and every code with its picture and its letter."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="naming_sides"):
        st.text(tr("naming_side"), width="content")
        for side in product.sides:
            st.button(str(side.number), key=f"naming_side_{draft.can_id}_{side.number}", help=plain_label(side.label),
                      shortcut=str(side.number) if side.number < 10 else None, on_click=partial(_pick_side, draft),
                      args=(side.number,), type="primary" if side.number == draft.side else "secondary")
    with st.grid(min_column_width=78, gap="xsmall", key="naming_codes"):
        for letter, defect in zip(LETTERS, DEFECTS.values(), strict=False):
            with st.container(gap=None, key=f"naming_{defect.code}"):
                st.image(defect_picture(defect.code), width="stretch")
                st.button(defect.code, key=f"naming_pick_{draft.can_id}_{defect.code}", width="stretch",
                          shortcut=letter, on_click=draft.name, args=(defect.code,),
                          help=f"{defect.severity.capitalize()}. {defect.escalation}".strip())
                st.caption(defect.name)
    st.button(tr("naming_back"), key=f"naming_back_{draft.can_id}", shortcut="Left", icon=":material/arrow_back:",
              on_click=stop_naming, args=(draft,))


def draw_named(draft: ReviewDraft, can: Can) -> None:
    """Draw the defects named so far with their severities, and the next open question."""
    for place, named in enumerate(draft.defects):
        settled = settle(named.code, named.answers)
        known = DEFECTS[settled.code]
        severity = settled.severity.value if settled.severity else tr("naming_no_defect")
        words = tr("defect_line", code=known.code, name=known.name, severity=severity, side=named.side)
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"naming_row_{place}"):
            st.image(defect_picture(settled.code), width=54)
            st.text(words if named.cause is None else f"{words} · {tr('naming_cause', n=named.cause)}",
                    width="stretch")
            kept = can.sides.get(named.side)
            if kept and kept.photograph:
                st.button(str(len(named.boxes) or ""), key=f"naming_mark_{draft.can_id}_{place}", help=tr("mark_where"),
                          icon=":material/crop_free:", on_click=draft.start_marking, args=(place,),
                          shortcut="E" if place == len(draft.defects) - 1 else None)
            st.button("", key=f"naming_out_{draft.can_id}_{place}", icon=":material/close:", help=tr("naming_out"),
                      on_click=draft.take_out, args=(place,))
    if len(draft.defects) > 1:
        joined = draft.defects[-1].cause is not None
        st.button(tr("naming_other_cause" if joined else "naming_same_cause"), shortcut="M",
                  key=f"naming_cause_{draft.can_id}", on_click=draft.same_cause, icon=":material/link:")
    asked = draft.open_question()
    if asked:
        place, question = asked
        with st.container(horizontal=True, vertical_alignment="center", key="naming_question"):
            show_plain(f"{draft.defects[place].code}: {tr(f'ask_{question.key}')}")
            for label, letter, yes in (("Yes", "Y", True), ("No", "N", False)):
                st.button(label, key=f"naming_{letter}_{draft.can_id}_{place}_{question.key}", shortcut=letter,
                          on_click=draft.answer, args=(place, question.key, yes))


def start_naming(draft: ReviewDraft) -> None:
    """Show the codes."""
    draft.naming = True


def stop_naming(draft: ReviewDraft) -> None:
    """Show the decision again."""
    draft.naming = False


def _pick_side(draft: ReviewDraft, number: int) -> None:
    draft.side = number
