"""The plant: its time, its lines with their seaming heads, and its shifts."""

import streamlit as st

from core.quality.plant_time import running_shift
from core.quality.rights import Right
from core.records import clock, plant, shifts
from core.ui import doing
from core.ui.gate import require_user
from core.ui.plant_forms import draw_checks, draw_lines, draw_photographs, draw_settings, draw_shifts
from core.ui.when import When
from core.words import tr

user = require_user("Plant", Right.SET_UP_PLANT)
st.title("Plant")
doing.draw_outcome()

now, at = plant.current(user.actor), clock.now()
when = When(now.time)
running = running_shift(now.time, [listed.shift for listed in shifts.list_shifts(user.actor)], at)
with st.container(key="plant_now"):
    told = [tr("plant_now", now=when.minute(at), zone=now.time.time_zone, day=now.time.day(at))]
    if running:
        told.append(tr("plant_shift_now", name=running.shift.name, until=when.clock(running.ends)))
    st.text("\n".join(told))

draw_settings(user, now)
with st.container(key="plant_lines"):
    draw_lines(user)
with st.container(key="plant_shifts"):
    draw_shifts(user)
draw_photographs(user)
with st.container(key="plant_checked"):
    draw_checks(user)
