"""The ways in of photographs: upload, folder, ZIP, one side, camera, and the sample cans."""

from dataclasses import replace

import streamlit as st

from core.records.inspections import Can
from core.records.work_context import WorkContext
from core.ui.arranging import arrange_uploads, forget_arrangement
from core.ui.board import View
from core.ui.examples import draw_examples, sample_cans
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.ui.taking import missing_sides, take, taken_numbers
from core.ui.uploads import release
from core.ui.work import Work
from core.words import tr

PHOTOGRAPHS = ["jpg", "jpeg", "png", "webp"]

TURNS = 8
"""Of widgets that take turns, each empty again when it is the next one's: Streamlit keeps what it knows of every widget
for as long as the session lasts, and one of its own for each can would fill the memory."""


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
        placed = arrange_uploads(given, work.product, taken_numbers(can))
    if placed is None:
        return
    take(user, work, can, placed.by_side)
    forget_arrangement()
    st.session_state["inspect.upload"] = (nonce + 1) % TURNS
    st.session_state["inspect.problems"] = placed.problems
    release([*files, *folder])
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


def draw_one_side_uploader(user: SignedIn, work: Work, can: Can | None, number: int) -> None:
    """Draw what gives one side its photograph."""
    nonce = st.session_state.setdefault(f"inspect.upload_{number}", 0)
    with st.container(key=f"take_side_{number}"):
        file = st.file_uploader(f"Photograph of side {number}", type=PHOTOGRAPHS, label_visibility="collapsed",
                                key=f"inspect_side_{number}_{nonce}")
    if file and not _waits(work, str(number)):
        take(user, work, can, {number: (file.name, file.getvalue())})
        st.session_state[f"inspect.upload_{number}"] = (nonce + 1) % TURNS
        release([file])
        st.rerun()


def _draw_camera(user: SignedIn, work: Work, can: Can | None) -> None:
    missing = missing_sides(work.product, can)
    if not missing:
        show_plain(tr("all_taken"), icon=":material/done_all:")
        return
    choices = [side.number for side in missing]
    number = st.segmented_control("Side", choices, default=choices[0], key=f"inspect_camera_side_{choices[0]}",
                                  required=True)
    side = work.product.side(number)
    st.text(f"{side.label}: {side.hint}")
    attempt = can.attempts.get(number, 0) if can else 0
    shot = st.camera_input(f"Photograph of side {number}", resolution="1080p", label_visibility="collapsed",
                           key=f"inspect_camera_{_camera_turn((can.id if can else None, number, attempt))}")
    st.caption(tr("camera_needs_https"))
    if shot and not _waits(work, "camera"):
        take(user, work, can, {number: (f"camera-{number}.jpg", shot.getvalue())})
        release([shot])
        st.rerun()


def _waits(work: Work, given_by: str) -> bool:
    """Say whether what was given is not taken up yet, and tell the person what it waits for."""
    if not work.ready:
        show_problem(tr("photographs_wait"), key=f"problem_waits_{given_by}")
    return not work.ready


def _camera_turn(wanted: tuple[int | None, int, int]) -> int:
    """Return whose turn it is: another camera's than before once another photograph is wanted."""
    before, turn = st.session_state.get("inspect.camera", (wanted, 0))
    if before != wanted:
        turn = (turn + 1) % TURNS
    st.session_state["inspect.camera"] = (wanted, turn)
    return turn
