"""The sample that the inspection page works on: asked for by the address, or the one that the can in hand is in."""

from dataclasses import dataclass

import streamlit as st

from core.errors import BadInput
from core.quality.sides import Product
from core.quality.verdict import Verdict
from core.records import samples
from core.records.inspections import Can
from core.records.samples import Progress
from core.ui.chip import SIGNS
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain, show_problem
from core.words import tr


@dataclass(frozen=True)
class Drawn:
    """The sample with its product; ``number`` is that of the can in hand, None when that is not one of the sample."""

    progress: Progress
    product: Product
    number: int | None


def asked_sample() -> int | None:
    """Return the sample that the address asks for, so that a can that begins belongs to it."""
    asked = st.query_params.get("sample", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def drawn_sample(user: SignedIn, can: Can | None) -> Drawn | None:
    """Return the sample to work on; the address keeps it, so that it is there after a reload."""
    placed = samples.place_of(user.actor, can.id) if can else None
    if placed and asked_sample() != placed[0]:
        st.query_params["sample"] = str(placed[0])
    wanted = asked_sample()
    if wanted is None:
        return None
    try:
        return Drawn(samples.progress(user.actor, wanted), samples.product_sampled(user.actor, wanted),
                     placed[1] if placed else None)
    except BadInput as problem:
        del st.query_params["sample"]
        show_problem(str(problem))
        return None


def draw_sample(drawn: Drawn | None, can: Can | None) -> None:
    """Draw which can of the sample this is and what was found; a sample that takes no more ends the page here."""
    with st.container(key="inspect_sample"):
        if drawn is None:
            return
        of = drawn.progress.sample
        finished = can is None and not of.takes_more
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="inspect_sample_facts"):
            if not finished:
                with st.container(key="sample_number", width="content"):
                    number = drawn.number or drawn.progress.next_number
                    st.text(tr("sample_can", number=number, size=of.plan.size))
            with st.container(gap=None, width="stretch"):
                st.text(tr("sample_of_lot", code=of.lot_code, plan=of.plan.title))
                draw_found(drawn.progress)
            st.page_link("pages/Lots.py", label=plain_label(f"Lot {of.lot_code}"), icon=":material/package_2:",
                         query_params={"lot": str(of.lot_id)}, width="content")
        if can is not None and drawn.number is None:
            show_plain(tr("sample_other_can"), icon=":material/info:")
        if finished:
            _draw_end(drawn.progress)
    if finished:
        st.stop()


def draw_found(progress: Progress) -> None:
    """Draw how far a sample is, what was found in it, and whether rejection is certain already."""
    of, counts = progress.sample, progress.counts
    by_verdict = [f"{SIGNS[verdict]} {progress.verdicts[verdict]} {verdict.value}" for verdict in Verdict]
    st.text(" · ".join([tr("sample_how_far", done=of.finished, size=of.plan.size), *by_verdict]))
    words = tr("sample_defects", critical=counts.critical, major=counts.major, total=counts.total)
    if counts.ungraded:
        words += "; " + tr("sample_ungraded", n=counts.ungraded)
    st.text(words)
    if progress.rejected_by:
        with st.container(key=f"sample_rejected_{of.id}"):
            show_plain(tr("sample_rejected", classes=", ".join(progress.rejected_by)), icon=":material/block:")


def _draw_end(progress: Progress) -> None:
    of = progress.sample
    if of.given_up:
        show_plain(tr("sample_given_up"), icon=":material/cancel:")
    elif of.closed_at is not None:
        show_plain(tr("sample_complete"), icon=":material/done_all:")
    else:
        show_plain(tr("sample_all_begun", n=of.begun - of.finished), icon=":material/hourglass_top:")
    st.page_link("pages/Inspect.py", label="Inspect other cans", icon=":material/photo_camera:", width="content")
