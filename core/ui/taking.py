"""Taking a can: photographs in by upload, side by side or camera; swap, retake, save."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import BadInput
from core.quality.sides import Product, Side
from core.quality.verdict import Outcome, Verdict
from core.records import images, inspections
from core.records.inspections import Can, Heat, KeptSide, TakenSide
from core.records.work_context import WorkContext
from core.ui import resources
from core.ui.arranging import arrange_uploads, forget_arrangement
from core.ui.blind import draw_good
from core.ui.board import View, open_large
from core.ui.chip import draw_chip
from core.ui.examples import draw_examples, sample_cans
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.raising import draw_raise_button
from core.ui.when import When
from core.ui.work import Work
from core.words import sentence, tr

if TYPE_CHECKING:
    from core.vision.inspector import InspectedSide

PHOTOGRAPHS = ["jpg", "jpeg", "png", "webp"]


def live_verdict(can: Can | None) -> tuple[Verdict, str]:
    """Return the verdict of the can as far as it has been taken, and why in words."""
    if can is None:
        return Verdict.INCOMPLETE, tr("no_can_yet")
    verdict, reason = can.live
    words = sentence(reason)
    if verdict is Verdict.BAD and _missing(can.product, can):
        words += " " + tr("bad_rest_optional")
    return verdict, words


def draw_actions(user: SignedIn, work: Work, can: Can | None) -> None:
    """Draw Save, "I see a defect" and Start over, and what became of the last can."""
    with st.container(horizontal=True, key="inspect_actions"):
        label = "Save and next can"
        if can and can.live[0] is Verdict.INCOMPLETE:
            label = "Save as incomplete"
        if can and can.awaits_judgement:
            draw_good(user, can)
        asked = can is not None and can.awaits_judgement and can.is_taken
        if not asked and st.button(label, key="inspect_save", type="primary", icon=":material/save:", shortcut="S",
                                   disabled=can is None) and can:
            _finish(user, can)
        draw_raise_button(user, work.product, can, lambda: can.id if can else _start(user, work),
                          ready=work.ready)
        if can and not can.judged_blind and st.button("Start over", key="inspect_give_up",
                                                      icon=":material/restart_alt:"):
            inspections.give_up(user.actor, can.id)
            _next_can(None)
            st.rerun()
    last = st.session_state.get("inspect.last")
    if last:
        _draw_last(user, int(last))


def draw_intake(user: SignedIn, work: Work, can: Can | None) -> View:
    """Draw the ways in and the options; return what the board shall show."""
    problems = st.session_state.pop("inspect.problems", ())
    if problems:
        show_problem(*problems)
    if can and can.judged_blind:
        show_plain(tr("blind_judged"), icon=":material/lock:")
        return View()
    upload, camera, options, example = st.tabs(["Upload", "Camera", "View", "Example"], key="inspect_ways",
                                               on_change="rerun")
    if upload.open:
        with upload:
            _draw_upload(user, work, can)
    if camera.open:
        with camera:
            _draw_camera(user, work, can)
    if example.open:
        with example:
            _draw_examples(user, work, can)
    with options:
        heat = st.toggle("Heatmap", value=True, key="inspect_heat")
        boxes = st.toggle("Boxes", value=True, key="inspect_boxes")
        opacity = st.slider("Opacity of the heatmap", 0.1, 1.0, 0.75, key="inspect_opacity", disabled=not heat)
    st.caption(tr("kept_on_reload"))
    return View(heat, boxes, opacity)


def controls(
    user: SignedIn, work: Work, can: Can | None, view: View
) -> Callable[[Side, KeptSide | None], None]:
    """Return what draws the controls below one side of the board."""

    def draw(side: Side, kept: KeptSide | None) -> None:
        number = side.number
        if can and can.judged_blind:
            if kept and st.button("", key=f"inspect_open_{number}", icon=":material/open_in_full:", help="Open large"):
                open_large(side, kept, view, When.at_the_plant(user))
            return
        if kept is None:
            with st.popover("How to hold it", icon=":material/help:", width="stretch"):
                st.text(side.hint)
            _draw_one_side_uploader(user, work, can, number)
            return
        marked = st.session_state.get("inspect.swap")
        with st.container(horizontal=True, gap="xsmall", key=f"inspect_tile_{number}"):
            if st.button("", key=f"inspect_open_{number}", icon=":material/open_in_full:", help="Open large"):
                open_large(side, kept, view, When.at_the_plant(user))
            if st.button("", key=f"inspect_swap_{number}", icon=":material/swap_horiz:",
                         type="primary" if marked == number else "secondary", help=tr("swap_help")):
                _tap_swap(user, work, can, number)
            with st.popover("", icon=":material/refresh:", help="Take this side again"):
                _draw_one_side_uploader(user, work, can, number)
                if can and st.button("Take out", key=f"inspect_take_out_{number}"):
                    inspections.take_out(user.actor, can.id, number)
                    st.rerun()

    return draw


def _draw_upload(user: SignedIn, work: Work, can: Can | None) -> None:
    nonce = st.session_state.setdefault("inspect.upload", 0)
    confirming = st.container()
    files = st.file_uploader(
        "Photographs of the sides, or a ZIP of them", type=[*PHOTOGRAPHS, "zip"], accept_multiple_files=True,
        key=f"inspect_files_{nonce}", help=tr("upload_names"),
    )
    folder = st.file_uploader("Or a folder", type=PHOTOGRAPHS, accept_multiple_files="directory",
                              key=f"inspect_folder_{nonce}")
    given = [(file.name, file.getvalue()) for file in [*files, *folder]]
    if not given:
        return
    with confirming:
        if _waits(work, "upload"):
            return
        placed = arrange_uploads(given, work.product, _taken_numbers(can))
    if placed is None:
        return
    take(user, work, can, placed.by_side)
    forget_arrangement()
    st.session_state["inspect.upload"] += 1
    st.session_state["inspect.problems"] = placed.problems
    st.rerun()


def _draw_examples(user: SignedIn, work: Work, can: Can | None) -> None:
    if not sample_cans(work.product):
        show_plain(tr("examples_none"))
        return
    st.text(tr("examples"))
    chosen = draw_examples(work.product, occupied=can is not None)
    if chosen:
        take(user, replace(work, context=WorkContext(work.product.sku, purpose="practice")), can, chosen)
        st.rerun()


def _draw_one_side_uploader(user: SignedIn, work: Work, can: Can | None, number: int) -> None:
    nonce = st.session_state.setdefault(f"inspect.upload_{number}", 0)
    with st.container(key=f"take_side_{number}"):
        file = st.file_uploader(f"Photograph of side {number}", type=PHOTOGRAPHS, label_visibility="collapsed",
                                key=f"inspect_side_{number}_{nonce}")
    if file and not _waits(work, str(number)):
        take(user, work, can, {number: (file.name, file.getvalue())})
        st.session_state[f"inspect.upload_{number}"] += 1
        st.rerun()


def _draw_camera(user: SignedIn, work: Work, can: Can | None) -> None:
    missing = _missing(work.product, can)
    if not missing:
        show_plain(tr("all_taken"), icon=":material/done_all:")
        return
    choices = [side.number for side in missing]
    number = st.segmented_control("Side", choices, default=choices[0], key=f"inspect_camera_side_{choices[0]}",
                                  required=True)
    side = work.product.side(number)
    st.text(f"{side.label}: {side.hint}")
    shot = st.camera_input(f"Photograph of side {number}", resolution="1080p", label_visibility="collapsed",
                           key=f"inspect_camera_{can.id if can else 'new'}_{number}_{_attempt(can, number)}")
    st.caption(tr("camera_needs_https"))
    if shot and not _waits(work, "camera"):
        take(user, work, can, {number: (f"camera-{number}.jpg", shot.getvalue())})
        st.rerun()


def _waits(work: Work, given_by: str) -> bool:
    """Say whether what was given is not taken up yet, and tell the person what it waits for."""
    if not work.ready:
        show_problem(tr("photographs_wait"), key=f"problem_waits_{given_by}")
    return not work.ready


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
        can_id = can.id if can else _start(user, work)
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


def _tap_swap(user: SignedIn, work: Work, can: Can | None, number: int) -> None:
    first = st.session_state.pop("inspect.swap", None)
    if first is None:
        st.session_state["inspect.swap"] = number
        st.rerun()
    if can and first != number and first in can.sides:
        a, b = can.sides[first], can.sides[number]
        if a.photograph and b.photograph:
            take(user, work, can, {
                number: (a.file_name or "", images.load(a.photograph)),
                first: (b.file_name or "", images.load(b.photograph)),
            })
    st.rerun()


def _finish(user: SignedIn, can: Can) -> None:
    started = time.perf_counter()
    sheet = resources.contact_sheet(can)
    inspections.finish(user.actor, can.id, contact_sheet=sheet, save_ms=(time.perf_counter() - started) * 1000)
    _next_can(can.id)
    st.rerun()


def _next_can(last: int | None) -> None:
    for key in ("inspect.key", "inspect.swap"):
        st.session_state.pop(key, None)
    st.session_state["inspect.last"] = last


def _draw_last(user: SignedIn, can_id: int) -> None:
    can = inspections.load(user.actor, can_id)
    verdict, reason = can.effective
    with st.container(horizontal=True, vertical_alignment="center", key="inspect_last"):
        draw_chip(verdict)
        st.text(tr("saved", number=can.number, why=sentence(reason)), width="stretch")
        st.page_link("pages/Can.py", label="Open", icon=":material/open_in_new:",
                     query_params={"can": str(can.id)}, width="content")


def _start(user: SignedIn, work: Work) -> int:
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


def _missing(product: Product, can: Can | None) -> list[Side]:
    taken = _taken_numbers(can)
    return [side for side in product.sides if side.number not in taken]


def _taken_numbers(can: Can | None) -> set[int]:
    sides = can.sides if can else {}
    return {n for n, kept in sides.items() if kept.result.outcome is not Outcome.MISSING}


def _attempt(can: Can | None, number: int) -> int:
    return can.attempts.get(number, 0) if can else 0


def _is_on(can: Can | None, number: int, content: bytes) -> bool:
    kept = can.sides.get(number) if can else None
    return kept is not None and kept.photograph == hashlib.sha256(content).hexdigest()
