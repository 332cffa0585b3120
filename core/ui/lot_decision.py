"""What the sample says of a lot: the ruling in large, each class against its numbers, and how well the plan tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.quality.acceptance import operating_curve, rate_accepted
from core.quality.lot_ruling import Ruling
from core.quality.lot_states import LotAct
from core.quality.rights import Right
from core.quality.sampling import Limit
from core.records.lot_decision import LotDecision
from core.records.lot_ruling import Ruled
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain
from core.words import tr

if TYPE_CHECKING:
    import plotly.graph_objects as go

_SIGNS = {Ruling.REJECT: ":material/block:", Ruling.UNSETTLED: ":material/help:",
          Ruling.GOING_ON: ":material/hourglass_top:", Ruling.BETWEEN: ":material/balance:",
          Ruling.ACCEPT: ":material/check_circle:"}
MOST_LISTED, CURVE_POINTS = 30, 61


def withheld(decision: LotDecision) -> frozenset[LotAct]:
    """Return the acts that the sample does not let a manager do."""
    if decision.ruled is None or decision.ruled.says is Ruling.ACCEPT:
        return frozenset()
    return frozenset({LotAct.ACCEPT, LotAct.RELEASE})


def draw_decision(user: SignedIn, decision: LotDecision) -> None:
    """Draw what the sample that counts says; nothing where none was drawn."""
    says, lot = decision.ruled, decision.lot
    if says is None:
        return
    with st.container(key=f"ruling_{says.says.replace(' ', '_')}", gap="small"):
        with st.container(key="ruling_says"):
            show_plain(tr(f"ruling_{says.says.replace(' ', '_')}", unsettled=len(says.unsettled), to_come=says.to_come,
                          classes=", ".join(says.rejected_by)), icon=_SIGNS[says.says])
        st.text(tr("ruling_counted", plan=says.plan.title, done=says.finished, size=says.plan.size))
        for of in decision.classes:
            st.text(tr("ruling_class", name=of.name.capitalize(), found=of.found, accept=of.limit.accept,
                       reject=of.limit.reject))
            if says.finished:
                st.caption(tr("ruling_rules_out", found=of.found, n=says.finished, rate=_percent(of.rules_out),
                              name=of.name if of.name != "total" else "any graded"))
        _draw_unsettled(user, says)
        with st.expander("How well this plan tells", icon=":material/show_chart:", key="ruling_curve"):
            for of in decision.classes:
                _draw_curve(of.name, of.limit, says.plan.size, lot.quantity)


def _draw_unsettled(user: SignedIn, says: Ruled) -> None:
    if not says.unsettled:
        return
    show_plain(tr("ruling_settle"), icon=":material/playlist_add_check:")
    page = "pages/Review.py" if user.may(Right.REVIEW) else "pages/Can.py"
    for can in says.unsettled[:MOST_LISTED]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"ruling_can_{can.inspection_id}"):
            st.page_link(page, label=plain_label(can.number), query_params={"can": str(can.inspection_id)}, width=110)
            st.text(tr("ruling_can", place=can.place, why=can.why.value), width="stretch")
    if len(says.unsettled) > MOST_LISTED:
        st.caption(tr("ruling_more", n=len(says.unsettled) - MOST_LISTED))


def _draw_curve(name: str, limit: Limit, size: int, quantity: int) -> None:
    mostly, rarely = rate_accepted(limit.accept, size, 0.95), rate_accepted(limit.accept, size, 0.05)
    show_plain(tr("curve_explained", name=name, n=size, accept=limit.accept, lot=quantity,
                  mostly=_percent(mostly), rarely=_percent(rarely)))
    st.plotly_chart(operating_figure(limit, size, quantity), width="stretch", key=f"ruling_curve_{name}",
                    config={"displayModeBar": False})


def operating_figure(limit: Limit, size: int, quantity: int) -> go.Figure:
    """Draw the chance that a lot is accepted over its rate of bad cans, as far as one in a hundred still is."""
    import plotly.graph_objects as go

    end = min(1.0, rate_accepted(limit.accept, size, 0.01))
    rates = [end * step / (CURVE_POINTS - 1) for step in range(CURVE_POINTS)]
    chances = operating_curve(limit.accept, size, quantity, rates)
    figure = go.Figure(go.Scatter(
        x=[100 * rate for rate in rates], y=[100 * chance for chance in chances], mode="lines", line={"width": 3},
        hovertemplate="%{x:.2f} % bad: accepted in %{y:.1f} of 100<extra></extra>", name="accepted",
    ))
    figure.update_xaxes(title="Bad cans in the lot, %", rangemode="tozero")
    figure.update_yaxes(title="Lots accepted, %", range=[0, 102])
    figure.update_layout(height=300, margin={"l": 10, "r": 10, "t": 36, "b": 10}, showlegend=False,
                         title={"text": f"n = {size:,} of {quantity:,} cans", "font": {"size": 14}})
    return figure


def _percent(rate: float) -> str:
    """A rate with two figures that count."""
    return f"{100 * rate:.2g}" if rate < 0.1 else f"{100 * rate:.0f}"
