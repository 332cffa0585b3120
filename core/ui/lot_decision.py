"""What the sample says of a lot: the ruling in large, each class against its numbers, and how well the plan tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.quality.acceptance import operating_curve, rate_accepted
from core.quality.lot_ruling import Ruling
from core.quality.lot_states import LotAct, LotState
from core.quality.rights import Right
from core.quality.sampling import Plan
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
_SAYS_NOTHING = 0.995
"""A rate from which "more than that is ruled out" says nothing."""


def withheld(decision: LotDecision) -> frozenset[LotAct]:
    """Return the acts that the sample does not let a manager do."""
    if decision.ruled is None or decision.ruled.says is Ruling.ACCEPT:
        return frozenset()
    open_yet = decision.ruled.says in (Ruling.UNSETTLED, Ruling.GOING_ON)
    return frozenset({LotAct.ACCEPT, LotAct.RELEASE} if open_yet else {LotAct.ACCEPT})


def advised(decision: LotDecision) -> LotAct | None:
    """Return the act that the sample speaks for; None where it speaks for none."""
    if decision.ruled is None:
        return None
    if decision.ruled.says is Ruling.REJECT:
        return LotAct.REJECT
    accepting = {LotState.OPEN: LotAct.ACCEPT, LotState.HELD: LotAct.RELEASE}
    return accepting.get(decision.lot.state) if decision.ruled.says is Ruling.ACCEPT else None


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
            if says.finished and of.rules_out < _SAYS_NOTHING:
                st.caption(tr("ruling_rules_out", found=of.found, n=says.finished, rate=_percent(of.rules_out),
                              name=of.name if of.name != "total" else "any graded"))
        _draw_unsettled(user, says)
        with st.expander("How well this plan tells", icon=":material/show_chart:", key="ruling_curve"):
            _draw_curve(says.plan, lot.quantity)


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


def _draw_curve(plan: Plan, quantity: int) -> None:
    for name, limit in plan.limits.items():
        mostly, rarely = (rate_accepted(limit.accept, plan.size, chance) for chance in (0.95, 0.05))
        show_plain(tr("curve_explained", name=name.capitalize(), accept=limit.accept, mostly=_percent(mostly),
                      rarely=_percent(rarely)))
    st.plotly_chart(operating_figure(plan, quantity), width="stretch", key="ruling_curve_figure",
                    config={"displayModeBar": False})


def operating_figure(plan: Plan, quantity: int) -> go.Figure:
    """Draw, for each class, the chance that a lot is accepted over its rate of such cans, as far as one in a hundred
    is accepted still."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for dash, (name, limit) in zip(("solid", "dash", "dot"), plan.limits.items(), strict=False):
        end = rate_accepted(limit.accept, plan.size, 0.01)
        rates = [end * step / (CURVE_POINTS - 1) for step in range(CURVE_POINTS)]
        chances = operating_curve(limit.accept, plan.size, quantity, rates)
        figure.add_scatter(
            x=[100 * rate for rate in rates], y=[100 * chance for chance in chances], mode="lines", name=name,
            line={"width": 3, "dash": dash},
            hovertemplate="%{x:.2f} % of the cans: %{y:.1f} of 100 lots accepted<extra>" + name + "</extra>",
        )
    figure.update_xaxes(title="Cans with such a defect in the lot, %", rangemode="tozero")
    figure.update_yaxes(title="Lots accepted, %", range=[0, 102])
    figure.update_layout(
        height=320, margin={"l": 10, "r": 10, "t": 40, "b": 10}, legend={"orientation": "h", "y": 1.0, "x": 1.0,
                                                                          "xanchor": "right", "yanchor": "bottom"},
        showlegend=True, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        title={"text": f"n = {plan.size:,} of {quantity:,} cans", "font": {"size": 14}})
    return figure


def _percent(rate: float) -> str:
    """A rate with two figures that count."""
    return f"{100 * rate:.2g}" if rate < 0.1 else f"{100 * rate:.0f}"
