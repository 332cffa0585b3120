"""The charts of an evaluation: each with its n, units on its axes and the thresholds marked."""

from typing import TYPE_CHECKING, Any

import numpy as np

from core.quality.thresholds import Thresholds
from core.vision.metrics import precision_recall, roc, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

GOOD, BAD, REVIEW, CURVE, QUIET = "#009E73", "#D55E00", "#E69F00", "#0072B2", "#8A8F98"
CALIBRATION_BINS = 10


def roc_figure(defective: np.ndarray, probability: np.ndarray, limits: Thresholds) -> "go.Figure":
    """Draw the ROC curve."""
    false, true, thresholds = roc(defective, probability)
    figure = _figure(f"ROC, n = {len(defective)}", "good called defective (share)", "defective found (share)")
    figure.update_layout(showlegend=True)
    _add_curve(figure, false, true, thresholds)
    _add_line(figure, [0, 1], [0, 1])
    for name, threshold, colour in _marked(limits):
        called = probability >= threshold
        _add_mark(figure, name, np.mean(called[~defective]), np.mean(called[defective]), colour)
    return figure


def precision_recall_figure(defective: np.ndarray, probability: np.ndarray, limits: Thresholds) -> "go.Figure":
    """Draw precision over recall."""
    precision, recall, thresholds = precision_recall(defective, probability)
    figure = _figure(f"Precision and recall, n = {len(defective)}", "defective found (share)",
                     "defective among those called so (share)")
    figure.update_layout(showlegend=True)
    _add_curve(figure, recall, precision, thresholds)
    _add_line(figure, [0, 1], [np.mean(defective)] * 2)
    for name, threshold, colour in _marked(limits):
        called = probability >= threshold
        if called.any():
            _add_mark(figure, name, np.mean(called[defective]), np.mean(defective[called]), colour)
    return figure


def calibration_figure(defective: np.ndarray, probability: np.ndarray) -> "go.Figure":
    """Draw how many are defective of those of each probability, with Wilson's intervals."""
    figure = _figure(f"Calibration, n = {len(defective)}", "probability of being defective", "defective (share)")
    place = np.clip((probability * CALIBRATION_BINS).astype(int), 0, CALIBRATION_BINS - 1)
    points = [(probability[place == i].mean(), share(int(defective[place == i].sum()), int((place == i).sum())))
              for i in np.unique(place)]
    x, rate = [float(p) for p, _ in points], [s["count"] / s["of"] for _, s in points]
    figure.add_scatter(
        x=x, y=rate, mode="markers+text", text=[f"{s['of']:.0f}" for _, s in points], textposition="top left",
        marker={"color": CURVE, "size": 9},
        error_y={"type": "data", "symmetric": False, "color": QUIET,
                 "array": [s["high"] - r for r, (_, s) in zip(rate, points, strict=True)],
                 "arrayminus": [r - s["low"] for r, (_, s) in zip(rate, points, strict=True)]},
        customdata=[[s["count"], s["of"]] for _, s in points],
        hovertemplate="%{customdata[0]} of %{customdata[1]} defective<extra></extra>",
    )
    _add_line(figure, [0, 1], [0, 1])
    return figure


def curve_figure(curve: list[dict[str, Any]], limits: Thresholds) -> "go.Figure":
    """Draw what each threshold lets escape, rejects and leaves to a person, with Wilson's intervals as bands."""
    figure = _figure("What a threshold costs", "threshold", "photographs (share)")
    x = [point["threshold"] for point in curve]
    for name, colour, words in (
        ("escapes", BAD, "defective below it"), ("false_rejects", CURVE, "good from it on"),
        ("reviews", REVIEW, "left to a person if it were the nearer limit"),
    ):
        counted = [point[name] for point in curve]
        figure.add_scatter(
            x=[*x, *reversed(x)], y=[c["high"] for c in counted] + [c["low"] for c in reversed(counted)], fill="toself",
            mode="none", fillcolor=colour, opacity=0.18, hoverinfo="skip", showlegend=False,
        )
        figure.add_scatter(
            x=x, y=[c["count"] / c["of"] for c in counted], mode="lines", name=words, line={"color": colour},
            customdata=[[c["count"], c["of"]] for c in counted],
            hovertemplate="%{customdata[0]} of %{customdata[1]} " + words + "<extra>%{x:.2f}</extra>",
        )
    for name, threshold, colour in _marked(limits):
        figure.add_vline(threshold, line={"color": colour, "dash": "dot"}, annotation_text=name,
                         annotation_position="top left" if colour == GOOD else "top right")
    figure.update_layout(showlegend=True)
    return figure


def pixel_figure(pixel_aurocs: list[float]) -> "go.Figure":
    """Draw how many masked photographs have which pixel AUROC."""
    figure = _figure(f"Pixel AUROC, n = {len(pixel_aurocs)} masks", "pixel AUROC of a photograph", "photographs")
    counts, edges = np.histogram(pixel_aurocs, bins=20, range=(0, 1))
    figure.add_bar(x=(edges[:-1] + edges[1:]) / 2, y=counts, width=0.048, marker={"color": CURVE},
                   hovertemplate="%{y} photographs at %{x:.2f}<extra></extra>")
    figure.update_yaxes(range=None, rangemode="tozero")
    return figure


def _figure(title: str, across: str, up: str) -> "go.Figure":
    import plotly.graph_objects as go

    figure = go.Figure()
    figure.update_layout(
        title={"text": title, "font": {"size": 15}}, height=360, margin={"l": 60, "r": 20, "t": 50, "b": 55},
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", font={"color": QUIET}, showlegend=False,
        legend={"orientation": "h", "y": -0.25},
    )
    grid = {"gridcolor": "rgba(138,143,152,.25)", "zeroline": False}
    figure.update_xaxes(title=across, range=[-0.02, 1.02], **grid)
    figure.update_yaxes(title=up, range=[-0.02, 1.05], **grid)
    return figure


def _marked(limits: Thresholds) -> tuple[tuple[str, float, str], ...]:
    return ("good below", limits.good_below, GOOD), ("bad from", limits.bad_from, BAD)


def _add_curve(figure: "go.Figure", x: np.ndarray, y: np.ndarray, thresholds: np.ndarray) -> None:
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": CURVE}, showlegend=False,
                       customdata=np.minimum(thresholds, 1.0).round(4),
                       hovertemplate="threshold %{customdata}<br>%{x:.3f}, %{y:.3f}<extra></extra>")


def _add_line(figure: "go.Figure", x: list[float], y: list[float]) -> None:
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": QUIET, "dash": "dot"}, hoverinfo="skip",
                       showlegend=False)


def _add_mark(figure: "go.Figure", name: str, x: float, y: float, colour: str) -> None:
    figure.add_scatter(x=[x], y=[y], mode="markers", name=name, showlegend=True,
                       marker={"color": colour, "size": 11, "symbol": "diamond"},
                       hovertemplate=f"{name}<br>%{{x:.3f}}, %{{y:.3f}}<extra></extra>")
