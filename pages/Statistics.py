"""Statistics: whether the line changed, where, since when, and whether the numbers can bear it."""

import streamlit as st

from core.quality.rights import Right
from core.records import statistics
from core.records.counted import By, Counts
from core.ui.gate import require_user
from core.ui.page import follow_address, show_plain
from core.ui.statistics_checks import draw_agreement, draw_blind, draw_corrected
from core.ui.statistics_filters import draw_filters
from core.ui.statistics_rates import draw_probability, draw_rate, draw_standing
from core.ui.statistics_sections import (
    draw_gauge,
    draw_months,
    draw_pareto,
    draw_speed,
    draw_totals,
    draw_where,
    draw_yield,
)
from core.ui.when import When
from core.words import tr

user = require_user("Statistics", Right.READ)
follow_address("statistics")
st.title("Statistics")
scope, known = draw_filters(user)
groups = statistics.counted(user.actor, scope, By.MONTH, By.PRODUCT, By.JUDGED_BY)
if not groups:
    show_plain(tr("statistics_empty"), icon=":material/search_off:")
    st.stop()
months: dict[str, Counts] = {}
for group in groups:
    months[group.key[0]] = months.get(group.key[0], Counts()) + group.counts

total = sum(months.values(), Counts())
draw_totals(user, scope, total)
st.subheader("Signals of the last days")
draw_standing(user)
draw_rate(user, scope)
with st.grid(min_column_width=440, gap="large", key="statistics_causes"):
    with st.container(key="statistics_pareto_section"):
        draw_pareto(user, scope, known)
    with st.container(key="statistics_where_section"):
        draw_where(user, scope, known)
with st.grid(min_column_width=440, gap="large", key="statistics_shares"):
    with st.container(key="statistics_months_section"):
        draw_months(months)
    with st.container(key="statistics_yield_section"):
        draw_yield(user, scope)
with st.grid(min_column_width=440, gap="large", key="statistics_gauges"):
    with st.container(key="statistics_gauge_section"):
        draw_gauge(groups)
        blind = draw_blind(user, scope)
        draw_corrected(user, scope, total, blind)
        draw_agreement(user, scope)
        draw_probability(user, scope)
    with st.container(key="statistics_speed_section"):
        draw_speed(user, scope)
When.at_the_plant(user).draw_zone()
