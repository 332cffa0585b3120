"""The plant's settings, lines with their seaming heads, and shifts, each with its form."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.quality import room
from core.quality.plant_time import time_zones
from core.records import check_shares, lines, plant, reencoding, shifts
from core.records.check_shares import Shares
from core.records.lines import Line
from core.records.plant import Plant
from core.records.shifts import ListedShift
from core.ui import doing
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain
from core.words import tr

USUAL_HEADS, USUAL_DAYS = 6, 365
_LINE, _SHIFT, _RETIRED = ":material/conveyor_belt:", ":material/schedule:", ":material/archive:"


def draw_settings(user: SignedIn, now: Plant) -> None:
    """Draw the form of name, time zone and start of the production day."""
    zones = time_zones()
    with st.form("plant_settings"):
        st.subheader("Time")
        with st.grid(min_column_width=220):
            name = st.text_input("Name of the plant", now.name, key="plant_name", max_chars=plant.LONGEST_NAME,
                                 autocomplete="off")
            zone = st.selectbox("Time zone", zones, zones.index(now.time.time_zone), key="plant_zone")
            starts = st.time_input("The production day starts at", now.time.day_starts, key="plant_day_starts",
                                   step=900, help=tr("plant_day_hint"))
        st.caption(tr("plant_from_now_on"))
        if st.form_submit_button("Save", key="plant_save", type="primary", icon=":material/save:"):
            doing.attempt(tr("plant_kept"), plant.set_up, user.actor, name, zone, starts)


def draw_photographs(user: SignedIn) -> None:
    """Draw the form that says when photographs of good cans may be re-encoded."""
    now = reencoding.allowed_after(user.actor)
    with st.form("plant_photographs"):
        st.subheader("Photographs")
        st.text(tr("plant_photographs"))
        allowed = st.checkbox("Photographs of good cans may be re-encoded", now is not None,
                              key="plant_photographs_allowed")
        after = st.number_input("Days after the can was finished", room.LEAST_DAYS, room.MOST_DAYS, now or USUAL_DAYS,
                                key="plant_photographs_days", width=260)
        days = after if allowed else None
        if st.form_submit_button("Save", key="plant_photographs_save", icon=":material/save:"):
            doing.attempt(tr("plant_photographs_kept" if days else "plant_photographs_as_they_came", days=days),
                          reencoding.allow_after, user.actor, days)


def draw_checks(user: SignedIn) -> None:
    """Draw the form of the shares of cans that are looked at twice."""
    now = check_shares.shares(user.actor)
    with st.form("plant_checks"):
        st.subheader(tr("checks_title"))
        st.text(tr("checks_explained"))
        with st.grid(min_column_width=220):
            blind = st.number_input(tr("checks_blind"), 0, 100, now.blind, key="plant_checks_blind",
                                    help=tr("checks_blind_help"))
        if st.form_submit_button("Save the share", key="plant_checks_save", icon=":material/save:"):
            doing.attempt(tr("checks_kept"), check_shares.set_shares, user.actor, Shares(int(blind)))


def draw_lines(user: SignedIn) -> None:
    """Draw the lines, the retired ones last, and the form that adds one."""
    known = sorted(lines.list_lines(user.actor, with_retired=True), key=lambda line: line.retired)
    st.subheader("Lines")
    if not known:
        show_plain(tr("plant_no_lines"), icon=_LINE)
    for line in known:
        heads = line.offered_heads
        facts = f"Seaming heads {', '.join(heads)}" if heads else "No seaming heads"
        with _row(f"plant_line_{line.name}"):
            with st.container(gap="xsmall"):
                show_plain(f"Line {line.name}", icon=_RETIRED if line.retired else _LINE)
                st.text("retired" if line.retired else facts)
            if line.retired:
                if st.button("Bring back", key=f"plant_line_back_{line.name}", icon=":material/unarchive:"):
                    doing.attempt(tr("plant_line_back", name=line.name), lines.bring_back, user.actor, line.name)
            else:
                with st.popover("Change", icon=":material/edit:", key=f"plant_line_change_{line.name}"):
                    _draw_heads(user, line)
    with st.form("plant_line", clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Line", key="plant_line_name", max_chars=lines.LONGEST_LINE, placeholder="1", width=200,
                             autocomplete="off", help=tr("plant_line_hint"))
        count = st.number_input("Seaming heads", 0, lines.MOST_HEADS, USUAL_HEADS, key="plant_line_heads", width=160,
                                help=tr("plant_heads_hint"))
        if st.form_submit_button("Add the line", key="plant_line_add", type="primary", icon=":material/add:"):
            doing.attempt(tr("plant_line_added", name=name), lines.add, user.actor, name,
                          [str(number) for number in range(1, count + 1)])


def draw_shifts(user: SignedIn) -> None:
    """Draw the shifts, the retired ones last, and the form that adds one."""
    known = sorted(shifts.list_shifts(user.actor, with_retired=True), key=lambda listed: listed.retired)
    st.subheader("Shifts")
    if not known:
        show_plain(tr("plant_no_shifts"), icon=_SHIFT)
    for listed in known:
        name = listed.shift.name
        with _row(f"plant_shift_{name}"):
            with st.container(gap="xsmall"):
                show_plain(name, icon=_RETIRED if listed.retired else _SHIFT)
                st.text("retired" if listed.retired else told(listed))
            if listed.retired:
                if st.button("Bring back", key=f"plant_shift_back_{name}", icon=":material/unarchive:"):
                    doing.attempt(tr("plant_shift_back", name=name), shifts.bring_back, user.actor, name)
            else:
                with st.popover("Change", icon=":material/edit:", key=f"plant_shift_change_{name}"):
                    _draw_times(user, listed)
    with st.form("plant_shift", clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Shift", key="plant_shift_name", max_chars=shifts.LONGEST_NAME, placeholder="Early",
                             width=200, autocomplete="off")
        starts = st.time_input("Starts", None, key="plant_shift_starts", step=900, width=160)
        ends = st.time_input("Ends", None, key="plant_shift_ends", step=900, width=160, help=tr("plant_shift_hint"))
        if st.form_submit_button("Add the shift", key="plant_shift_add", type="primary", icon=":material/add:"):
            doing.attempt(tr("plant_shift_added", name=name), shifts.add, user.actor, name, starts, ends)


def told(listed: ListedShift) -> str:
    """Return a shift's times in words."""
    shift = listed.shift
    return f"{shift.starts:%H:%M} to {shift.ends:%H:%M}{' on the next day' if shift.passes_midnight else ''}"


def _draw_heads(user: SignedIn, line: Line) -> None:
    fresh = st.text_input("Another seaming head", key=f"plant_head_{line.name}", max_chars=lines.LONGEST_HEAD,
                          autocomplete="off")
    if st.button("Add the head", key=f"plant_head_add_{line.name}", width="stretch"):
        doing.attempt(tr("plant_head_added", head=fresh, name=line.name), lines.add_head, user.actor, line.name, fresh)
    if line.heads:
        retired = {head.name: head.retired for head in line.heads}
        chosen = st.selectbox("Seaming head", list(retired), key=f"plant_head_choice_{line.name}",
                              format_func=lambda head: f"{head} (retired)" if retired[head] else head)
        turn, word = (lines.bring_back_head, "Bring the head back") if retired[chosen] else (
            lines.retire_head, "Retire the head")
        if st.button(word, key=f"plant_head_turn_{line.name}", width="stretch"):
            done = "plant_head_back" if retired[chosen] else "plant_head_retired"
            doing.attempt(tr(done, head=chosen, name=line.name), turn, user.actor, line.name, chosen)
    if st.button(f"Retire line {plain_label(line.name)}", key=f"plant_line_retire_{line.name}", width="stretch",
                 icon=":material/archive:"):
        doing.attempt(tr("plant_line_retired", name=line.name), lines.retire, user.actor, line.name)


def _draw_times(user: SignedIn, listed: ListedShift) -> None:
    name = listed.shift.name
    starts = st.time_input("Starts", listed.shift.starts, key=f"plant_shift_starts_{name}", step=900)
    ends = st.time_input("Ends", listed.shift.ends, key=f"plant_shift_ends_{name}", step=900)
    if st.button("Save the times", key=f"plant_shift_save_{name}", width="stretch"):
        doing.attempt(tr("plant_shift_kept", name=name), shifts.change_times, user.actor, name, starts, ends)
    if st.button("Retire the shift", key=f"plant_shift_retire_{name}", width="stretch", icon=":material/archive:"):
        doing.attempt(tr("plant_shift_retired", name=name), shifts.retire, user.actor, name)


def _row(key: str) -> DeltaGenerator:
    return st.container(border=True, horizontal=True, vertical_alignment="center", key=key)
