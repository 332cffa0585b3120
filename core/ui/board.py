"""The can board: the verdict in large, and the sides laid out as they lie round the can."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from core.quality.blind_checks import HIDDEN
from core.quality.defects import DEFECTS, Severity
from core.quality.sides import Product, Side
from core.quality.verdict import Outcome, SideResult, Verdict
from core.records.inspections import Can, KeptSide
from core.ui.chip import SIGNS, draw_chip
from core.ui.figures import side_figure
from core.ui.page import show_plain
from core.ui.pictures import side_picture
from core.ui.resources import preview
from core.ui.when import When
from core.words import sentence, tr

_NOT_IN_WORDS = ("side_good", "side_between", "side_bad", HIDDEN)
"""Reasons that the meter tells, and that of a side of which nothing is told yet."""
TILE_PIXELS, LARGE_PIXELS = 190, 520


@dataclass(frozen=True)
class View:
    """What the board shows over the photographs; ``opacity`` 0..1."""

    heat: bool = True
    boxes: bool = True
    opacity: float = 0.75


def draw_verdict(verdict: Verdict, reason: str, number: str | None, product: Product) -> None:
    """Draw a can's verdict to be read from two metres: colour, sign and word; why; what to do; the can's number."""
    with st.container(key=f"verdict_{verdict}", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(f'<div class="verdict-word"><span>{SIGNS[verdict]}</span>{verdict.upper()}</div>', width="content")
        with st.container(gap=None, width="stretch"):
            st.text(reason)
            todo = tr(f"do_{verdict}")
            st.text(f"{todo} {tr('not_seen', what=product.not_seen)}" if verdict is Verdict.GOOD else todo)
        if number:
            with st.container(key="can_number", gap=None, width="content"):
                st.text(number)


def draw_board(can: Can | None, product: Product, view: View, under: Callable[[Side, KeptSide | None], None]) -> None:
    """Draw the sides in their places; ``under`` draws the controls below each of them."""
    with st.container(key="board"):
        for side in product.sides:
            kept = can.sides.get(side.number) if can else None
            shown = kept if kept and kept.result.outcome is not Outcome.MISSING else None
            with st.container(key=f"board_side_{side.number}", gap="xsmall"):
                _draw_head(side, shown)
                if shown:
                    draw_side(side, shown, view, TILE_PIXELS, key=f"board_figure_{side.number}")
                    _draw_numbers(shown.result)
                else:
                    st.image(side_picture(side, product), width="stretch")
                under(side, shown)


def draw_photographs(can: Can) -> None:
    """Draw a can's photographs in their places and nothing of what was found on them."""
    with st.container(key="board"):
        for side in can.product.sides:
            kept = can.sides.get(side.number)
            with st.container(key=f"board_side_{side.number}", gap="xsmall"):
                st.text(f"{side.number} {side.label}")
                if kept and kept.photograph:
                    draw_side(side, kept, View(heat=False, boxes=False), TILE_PIXELS,
                              key=f"board_bare_{can.id}_{side.number}")
                else:
                    st.image(side_picture(side, can.product), width="stretch")


def draw_side(side: Side, kept: KeptSide, view: View, pixels: int, key: str) -> None:
    """Draw one side's photograph with its heatmap and boxes, or words where there is no picture."""
    if kept.photograph is None:
        show_plain(sentence(kept.result.reason), icon=":material/broken_image:")
        return
    picture, width, height = preview(kept.photograph)
    figure = side_figure(
        picture, width, height, kept.heat, kept.result.boxes if view.boxes else (), kept.drawn if view.boxes else (),
        opacity=view.opacity if view.heat else 0.0, pixels=pixels,
    )
    st.plotly_chart(figure, width="stretch", key=key, config={"displayModeBar": False, "scrollZoom": False})


@st.dialog("One side, large", width="large")
def open_large(side: Side, kept: KeptSide, view: View, when: When) -> None:
    """Show one side over the page, with its numbers in words."""
    st.text(f"{side.number} · {side.label}")
    draw_side(side, kept, view, LARGE_PIXELS, key="board_large_figure")
    draw_side_facts(kept, when)


def draw_side_facts(kept: KeptSide, when: When) -> None:
    """Say in words what was found on a side, when it was taken and which model judged it."""
    result = kept.result
    outcome = "" if result.reason.code == HIDDEN else f"{result.outcome.capitalize()}: "
    show_plain(f"{outcome}{sentence(result.reason)}")
    _draw_suggestion(result)
    for code, names in _drawers(kept).items():
        show_plain(f"{code}: {tr('drawn_by', name=', '.join(names))}", icon=":material/crop_free:")
    taken = when.minute(kept.taken_at) if kept.taken_at else "at an unknown time"
    facts = [f"Taken {taken}", f"recorded {when.minute(kept.recorded_at)} ({when.plant_time.time_zone})"]
    if result.model:
        facts.append(f"model {result.model}")
    if kept.file_name:
        facts.append(kept.file_name)
    st.text(" · ".join(facts))


def _draw_head(side: Side, kept: KeptSide | None) -> None:
    outcome = kept.result.outcome if kept else Outcome.MISSING
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"board_head_{side.number}"):
        st.text(f"{side.number} {side.label}", width="stretch")
        if not (kept and kept.result.reason.code == HIDDEN):
            draw_chip(outcome)


def _drawers(kept: KeptSide) -> dict[str, list[str]]:
    """Who drew where each defect of a side is."""
    names: dict[str, list[str]] = {}
    for drawn in kept.drawn:
        if drawn.by not in names.setdefault(drawn.code, []):
            names[drawn.code].append(drawn.by)
    return names


def _draw_suggestion(result: SideResult) -> None:
    code = next((box.code for box in result.boxes if box.code), None)
    if code is None:
        return
    defect = DEFECTS[code]
    show_plain(tr("side_not_named") if defect.severity is Severity.REVIEW else
               tr("side_suggested", code=code, name=defect.name, severity=defect.severity.value),
               icon=":material/lightbulb:")


def _draw_numbers(result: SideResult) -> None:
    limits = result.thresholds
    if result.reason.code not in _NOT_IN_WORDS:
        words = sentence(result.reason)
        show_plain(words[:1].upper() + words[1:])
    if result.probability is None or limits is None:
        return
    p, low, high = (f"{100 * value:.1f}" for value in (result.probability, limits.good_below, limits.bad_from))
    st.html(
        f'<div class="meter" style="--low:{low}%;--high:{high}%"><i style="left:{p}%"></i></div>'
        f'<div class="meter-words"><b>{result.probability:.2f}</b>'
        f"<span>good &lt; {limits.good_below:.2f} · bad ≥ {limits.bad_from:.2f}</span></div>"
    )
    _draw_suggestion(result)
