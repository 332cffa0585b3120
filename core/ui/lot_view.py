"""One lot: its facts, its state in large, what may be done, its samples, its cans and its history."""

import streamlit as st

from core.quality.lot_states import LotState
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records import inspections, lot_decision, lots, produced, samples
from core.records.lots import Lot, LotEvent
from core.records.samples import Sample
from core.ui.chip import SIGNS, draw_chip
from core.ui.gate import SignedIn
from core.ui.lot_acts import ask_for_sample, ask_to_give_up, draw_acts
from core.ui.lot_decision import advised, draw_decision, withheld
from core.ui.lot_files import draw_complaints, draw_lot_files
from core.ui.lot_state import draw_state, draw_state_chip
from core.ui.page import show_plain
from core.ui.sampling import draw_found
from core.ui.when import When
from core.words import tr

NEWEST = 12


def draw_lot(user: SignedIn, lot: Lot) -> None:
    """Draw all of one lot."""
    draw_state(lot.state, lot.code)
    st.text(" · ".join(facts(lot)))
    when = When.at_the_plant(user)
    drawn = samples.of_lot(user.actor, lot.id)
    history = lots.events(user.actor, lot.id)
    decision = lot_decision.of_lot(user.actor, lot.id)
    partly = [event.act for event in history if event.act.endswith("produced")]
    held = produced.held_now(user.actor, lot.id) if partly else 0
    if held or partly[:1] == ["hold produced"]:
        with st.container(key="problem_part_held"):
            show_plain(tr("lot_part_held", held=held), icon=":material/pause_presentation:")
    draw_acts(user, lot, partly_held="hold produced" in partly,
              withheld=withheld(decision), advised=advised(decision))
    draw_decision(user, decision)
    draw_lot_files(user, lot, when)
    with st.grid(min_column_width=340):
        with st.container():
            _draw_samples(user, lot, drawn, when)
            draw_complaints(user, lot, when)
            _draw_cans(user, lot, when)
        with st.container():
            st.subheader("History")
            for event in history:
                _draw_event(event, when)
            when.draw_zone()


def facts(lot: Lot) -> list[str]:
    """Return what a lot is, for one line."""
    said = [f"{lot.product_name} ({lot.product_sku})", f"produced {lot.production_day.isoformat()}"]
    if lot.line:
        said.append(f"line {lot.line}")
    if lot.shifts:
        said.append(f"{'shift' if len(lot.shifts) == 1 else 'shifts'} {', '.join(lot.shifts)}")
    if lot.best_before:
        said.append(f"best before {lot.best_before.isoformat()}")
    return [*said, tr("lot_quantity", n=lot.quantity)]


def _draw_samples(user: SignedIn, lot: Lot, drawn: list[Sample], when: When) -> None:
    st.subheader("Samples")
    may_draw = user.may(Right.INSPECT) and lot.state is not LotState.REJECTED
    if may_draw and not any(of.closed_at is None for of in drawn) and st.button(
            "Start sample", key="lot_sample", icon=":material/science:"):
        ask_for_sample(lot)
        st.rerun()
    if not drawn:
        show_plain(tr("lot_no_samples"))
    for of in drawn:
        with st.container(border=True, gap="xsmall", key=f"lot_sample_{of.id}"):
            show_plain(of.plan.title, icon=":material/science:")
            st.progress(min(1.0, of.finished / of.plan.size))
            draw_found(samples.progress(user.actor, of.id))
            st.caption(tr("sample_drawn_by", name=of.drawn_by, at=when.minute(of.started_at)))
            if of.given_up:
                show_plain(tr("sample_given_up"), icon=":material/cancel:")
            elif of.decision:
                show_plain(tr("sample_decided", decision=of.decision), icon=":material/gavel:")
            elif of.closed_at is not None:
                show_plain(tr("sample_complete"), icon=":material/done_all:")
            elif may_draw:
                with st.container(horizontal=True, vertical_alignment="center"):
                    draw_way_on(of)
                    if st.button("Give up", key=f"lot_give_up_{of.id}", icon=":material/cancel:"):
                        ask_to_give_up(lot, of.id)
                        st.rerun()


def draw_way_on(of: Sample) -> None:
    """Draw the way to the inspection page with this sample chosen."""
    st.page_link("pages/Inspect.py", label="Continue sample", icon=":material/photo_camera:",
                 query_params={"sample": str(of.id)}, width="content")


def _draw_cans(user: SignedIn, lot: Lot, when: When) -> None:
    st.subheader("Cans")
    newest = inspections.recent(user.actor, NEWEST, lot.id)
    if not newest:
        show_plain(tr("lot_no_cans"))
        return
    counts = inspections.counts_of_lot(user.actor, lot.id)
    st.text(" · ".join(f"{SIGNS[verdict]} {counts[verdict]} {verdict.value}" for verdict in Verdict))
    for can in newest:
        with st.container(horizontal=True, vertical_alignment="center", key=f"lot_can_{can.id}"):
            draw_chip(can.verdict)
            st.page_link("pages/Can.py", label=can.number, query_params={"can": str(can.id)}, width=110)
            st.text(f"{can.inspector} · {when.minute(can.finished_at)}", width="stretch")
    st.page_link("pages/Gallery.py", label="All cans of this lot", icon=":material/photo_library:",
                 query_params={"lot": lot.code})


def _draw_event(event: LotEvent, when: When) -> None:
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if event.old_state is None or event.old_state is not event.new_state:
                draw_state_chip(event.new_state)
            partly = event.act.endswith("produced")
            act = tr(f"lot_event_{event.act.replace(' ', '_')}") if partly else event.act
            st.text(f"{act} · {event.who} · {when.minute(event.at)}", width="stretch")
        if partly:
            st.text(_produced(event, when))
        if event.reason:
            st.text(event.reason)


def _produced(event: LotEvent, when: When) -> str:
    """The time of production that a hold or release of part of a lot is about."""
    since, until = (when.minute(moment) if moment else None for moment in (event.produced_from, event.produced_to))
    if since and until:
        return tr("lot_produced_between", since=since, until=until)
    if since:
        return tr("lot_produced_since", since=since)
    return tr("lot_produced_until", until=until) if until else tr("lot_produced_whole")
