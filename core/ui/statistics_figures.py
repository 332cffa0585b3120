"""Figures of the statistics: months, Pareto bars, shares with their intervals, and speed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from core.quality.pareto import Bar
from core.quality.shares import Told
from core.records.counted import Counts, Speed
from core.ui.rate_figure import calm, hatched

if TYPE_CHECKING:
    import plotly.graph_objects as go

_LEAST_NAMED = 0.06
"""A part of a bar smaller than this share is named under it: its own words would lie over the next part's."""
_MOST_NAMED = 6
VERDICT_COLOURS = {"good": "#009E73", "bad": "#D55E00", "review": "#E69F00", "incomplete": "#8A8F98"}
_HATCHES = {"good": "", "bad": "/", "review": ".", "incomplete": "x"}
_BAR, _LINE, _BEFORE = "#0072B2", "#D55E00", "#8A8F98"
_TOLD_COLOURS = {Told.HIGHER: "#009E73", Told.LOWER: "#D55E00", Told.NOT_ENOUGH: "#8A8F98"}
_TOLD_SHAPES = {Told.HIGHER: "triangle-right", Told.LOWER: "triangle-left", Told.NOT_ENOUGH: "circle-open"}


@dataclass(frozen=True)
class Share:
    """A share with its interval, 0..1, of ``n`` cans, and whether it can be told from the whole."""

    name: str
    count: int
    n: int
    low: float
    high: float
    told: Told

    @property
    def rate(self) -> float:
        """The share."""
        return self.count / self.n


def months_figure(months: Mapping[str, Counts], percent: bool) -> go.Figure:
    """Draw good against defective by month, with what is in review or incomplete above."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for verdict, colour in VERDICT_COLOURS.items():
        numbers = [getattr(counts, verdict) for counts in months.values()]
        if not any(numbers):
            continue
        shares = [number / counts.all for number, counts in zip(numbers, months.values(), strict=True)]
        figure.add_trace(go.Bar(
            name=verdict, x=list(months), y=shares if percent else numbers,
            text=["" if share < _LEAST_NAMED else f"{share:.1%}" if percent else f"{number:,}"
                  for number, share in zip(numbers, shares, strict=True)],
            textposition="inside", insidetextanchor="middle", textangle=0, constraintext="none",
            marker=hatched(colour, _HATCHES[verdict]),
            customdata=[[number, f"{share:.2%}", counts.all]
                        for number, share, counts in zip(numbers, shares, months.values(), strict=True)],
            hovertemplate="%{x}<br>" + verdict + ": %{customdata[0]:,} of %{customdata[2]:,} (%{customdata[1]})"
                          "<extra></extra>",
        ))
    figure.update_xaxes(type="category", title="Month")
    if len(months) <= _MOST_NAMED:
        bad = [f"{counts.bad / counts.all:.1%}" if percent else f"{counts.bad:,}" for counts in months.values()]
        figure.update_xaxes(tickvals=list(months), ticktext=[
            f"{month}<br>bad {said}" for month, said in zip(months, bad, strict=True)])
    figure.update_yaxes(title="Share of cans" if percent else "Cans", tickformat=".0%" if percent else ",d")
    figure.update_layout(barmode="stack", uniformtext={"minsize": 9, "mode": "hide"})
    return calm(figure, f"n = {sum(counts.all for counts in months.values()):,} cans", 340)


def pareto_figure(bars: Sequence[Bar], what: str) -> go.Figure:
    """Draw what was counted, the largest on top, with the cumulative share."""
    import plotly.graph_objects as go

    names = [escape(bar.kind) for bar in bars]
    figure = go.Figure(go.Bar(
        y=names, x=[bar.count for bar in bars], name=what, orientation="h", marker={"color": _BAR},
        text=[f"{bar.count:,} · {bar.share:.0%}" for bar in bars], textposition="auto",
        insidetextanchor="start", textangle=0,
        customdata=[[f"{bar.share:.1%}", f"{bar.cumulative:.1%}"] for bar in bars],
        hovertemplate="%{y}<br>%{x:,} " + what + ", %{customdata[0]}<br>together %{customdata[1]}<extra></extra>",
    ))
    figure.add_trace(go.Scatter(
        y=names, x=[bar.cumulative for bar in bars], xaxis="x2", mode="lines+markers", name="cumulative share",
        line={"color": _LINE, "width": 2}, marker={"size": 6}, hoverinfo="skip",
    ))
    figure.update_xaxes(title=what.capitalize(), rangemode="tozero", nticks=5)
    figure.update_yaxes(type="category", autorange="reversed")
    calm(figure, f"n = {sum(bar.count for bar in bars):,}", 110 + 27 * len(bars))
    return figure.update_layout(xaxis2={"overlaying": "x", "side": "top", "range": [0, 1.04], "tickformat": ".0%",
                                        "showgrid": False, "fixedrange": True, "dtick": 0.5},
                                legend={"y": 1.0, "yref": "container", "yanchor": "top"}, margin={"t": 60})


def compared_figure(
    names: Sequence[str], before: Sequence[int], after: Sequence[int], cans: tuple[int, int], what: str
) -> go.Figure:
    """Draw two times beside each other, each by 1,000 of its judged ``cans``."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for name, counts, n, colour, hatch in (("before", before, cans[0], _BEFORE, "/"), ("after", after, cans[1],
                                                                                      _BAR, "")):
        figure.add_trace(go.Bar(
            name=name, y=[escape(one) for one in names], x=[1000 * count / n if n else 0 for count in counts],
            orientation="h", marker=hatched(colour, hatch), customdata=[[count, n] for count in counts],
            hovertemplate="%{y}, " + name + "<br>%{x:.1f} per 1,000: %{customdata[0]:,} in %{customdata[1]:,} cans"
                          "<extra></extra>",
        ))
    figure.update_yaxes(type="category", autorange="reversed")
    figure.update_xaxes(title=f"{what.capitalize()} per 1,000 cans", rangemode="tozero", nticks=5)
    figure.update_layout(barmode="group")
    return calm(figure, f"n = {cans[0]:,} and {cans[1]:,}", 110 + 40 * len(names))


def shares_figure(shares: Sequence[Share], whole: float, axis: str) -> go.Figure:
    """Draw shares with their intervals under each other, and a line at the share of the whole."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for told, words in ((Told.HIGHER, "higher than the whole"), (Told.LOWER, "lower than the whole"),
                        (Told.NOT_ENOUGH, "not enough to tell")):
        drawn = [share for share in shares if share.told is told]
        if drawn:
            figure.add_trace(go.Scatter(
                x=[share.rate for share in drawn], y=[_named(share) for share in drawn], mode="markers", name=words,
                marker={"size": 11, "symbol": _TOLD_SHAPES[told], "color": _TOLD_COLOURS[told],
                        "line": {"width": 2, "color": _TOLD_COLOURS[told]}},
                error_x={"type": "data", "symmetric": False, "array": [share.high - share.rate for share in drawn],
                         "arrayminus": [share.rate - share.low for share in drawn], "color": _TOLD_COLOURS[told]},
                hovertext=[f"{escape(share.name)}: {share.count:,} of {share.n:,}<br>{share.rate:.2%}, "
                           f"{share.low:.2%} to {share.high:.2%}<br>{words}" for share in drawn],
                hoverinfo="text",
            ))
    figure.add_vline(x=whole, line={"color": _BEFORE, "dash": "dash", "width": 1.5})
    figure.update_xaxes(title=axis, tickformat=".1%", nticks=5)
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=[_named(one) for one in shares[::-1]])
    return calm(figure, f"n = {sum(share.n for share in shares):,} cans", 120 + 46 * len(shares))


def gauge_figure(groups: Mapping[str, Counts]) -> go.Figure:
    """Draw where people agreed with the model and where they overturned it."""
    import plotly.graph_objects as go

    kinds = (("confirmed_good", "agreed: good", "#009E73", ""), ("confirmed_bad", "agreed: bad", "#0072B2", ""),
             ("false_alarm", "overturned: a false alarm", "#E69F00", "/"),
             ("missed", "overturned: the model missed it", "#D55E00", "x"))
    figure = go.Figure()
    for field, name, colour, hatch in kinds:
        numbers = [getattr(counts, field) for counts in groups.values()]
        figure.add_trace(go.Bar(
            name=name, y=[f"{escape(group)} (n = {counts.checked:,})" for group, counts in groups.items()],
            x=[number / counts.checked for number, counts in zip(numbers, groups.values(), strict=True)],
            orientation="h", marker=hatched(colour, hatch),
            text=[f"{number:,}" for number in numbers], textposition="inside", textangle=0,
            hovertemplate="%{y}<br>" + name + ": %{text}, %{x:.1%}<extra></extra>",
        ))
    figure.update_xaxes(title="Share of checked cans", tickformat=".0%", range=[0, 1])
    figure.update_yaxes(type="category", autorange="reversed")
    figure.update_layout(barmode="stack", uniformtext={"minsize": 9, "mode": "hide"})
    return calm(figure, f"n = {sum(counts.checked for counts in groups.values()):,}", 150 + 40 * len(groups))


def speed_figure(months: Sequence[Speed]) -> go.Figure:
    """Draw what decoding, the model and saving took, by month."""
    import plotly.graph_objects as go

    timed = [month for month in months if month.timed]
    figure = go.Figure()
    for field, name, colour, hatch in (("decode_ms", "decoding", "#56B4E9", ""), ("model_ms", "model", "#0072B2", "/"),
                                       ("save_ms", "saving", "#8A8F98", "x")):
        figure.add_trace(go.Bar(
            name=name, x=[month.month for month in timed], y=[getattr(month, field) / 1000 for month in timed],
            marker=hatched(colour, hatch),
            customdata=[month.timed for month in timed],
            hovertemplate="%{x}<br>" + name + ": %{y:.3f} s, mean of %{customdata:,} cans<extra></extra>",
        ))
    figure.update_xaxes(type="category", title="Month")
    figure.update_yaxes(title="Seconds a can", rangemode="tozero")
    figure.update_layout(barmode="stack")
    return calm(figure, f"n = {sum(month.timed for month in timed):,} cans", 300)


def pace_figure(months: Sequence[Speed]) -> go.Figure:
    """Draw how many cans were inspected an hour, by month."""
    import plotly.graph_objects as go

    figure = go.Figure(go.Bar(
        x=[month.month for month in months], y=[month.cans / month.hours for month in months],
        marker={"color": _BAR}, customdata=[[month.cans, month.hours] for month in months],
        text=[f"{month.cans / month.hours:.1f}" for month in months], textposition="outside", cliponaxis=False,
        hovertemplate="%{x}<br>%{y:.1f} an hour: %{customdata[0]:,} cans in %{customdata[1]:,} hours<extra></extra>",
    ))
    figure.update_xaxes(type="category", title="Month")
    figure.update_yaxes(title="Cans an hour", rangemode="tozero")
    return calm(figure, f"n = {sum(month.cans for month in months):,} cans", 300)


def _named(share: Share) -> str:
    return f"{escape(share.name)}<br>n = {share.n:,}"
