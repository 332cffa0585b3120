"""An evaluation as one HTML page that needs nothing beside it: figures, charts and the photographs behind them."""

import base64
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.imaging.overlay import encode_jpeg, heat_overlay, thumbnail
from core.quality.evidence import points_of_one, too_few
from core.quality.thresholds import Thresholds
from core.quality.verdict import Outcome
from core.vision.evaluation import Judged
from core.vision.evaluation_figures import (
    calibration_figure,
    curve_figure,
    pixel_figure,
    precision_recall_figure,
    roc_figure,
)
from core.words import tr

if TYPE_CHECKING:
    import plotly.graph_objects as go

MOST_IN_A_CELL, MOST_WORST = 24, 12
_SMALL, _LARGE = 128, 300
_VERDICTS = (Outcome.GOOD, Outcome.REVIEW, Outcome.BAD)
_FIGURES = (("balanced_accuracy", "Balanced accuracy"), ("auroc", "AUROC"), ("average_precision", "Average precision"),
            ("brier", "Brier score"), ("pixel_auroc", "Pixel AUROC, mean of photographs"),
            ("pro", "PRO up to 0.3"), ("pointing_game", "Pointing game"), ("box_recall", "Box recall at IoU 0.3"))
_SHARES = (("escapes", "Defective called Good"), ("false_rejects", "Good not called Good"),
           ("sent_to_review", "Sent to review"), ("pointing_near", "Heat points at the defect"))
_STYLE = """
:root { color-scheme: light dark; --line: rgba(138,143,152,.35); --soft: rgba(138,143,152,.1); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 1180px; margin: 2rem auto; padding: 0 1rem;
  font-variant-numeric: tabular-nums; background: Canvas; color: CanvasText; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
table { border-collapse: collapse; } td, th { padding: .35rem .8rem; border-bottom: 1px solid var(--line);
  text-align: left; vertical-align: top; } td.n { text-align: right; }
.note { border-left: .35rem solid #E69F00; background: rgba(230,159,0,.14); padding: .6rem .9rem;
  border-radius: .4rem; }
.fine { border-left-color: #009E73; background: rgba(0,158,115,.14); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 1rem; }
.charts > div { background: var(--soft); border-radius: .6rem; min-width: 0; overflow: hidden; }
.wide { overflow-x: auto; }
.shots { display: flex; flex-wrap: wrap; gap: .6rem; } figure { margin: 0; } figure img { border-radius: .35rem;
  display: block; max-width: 100%; } figcaption { font-size: .8rem; max-width: 300px; overflow-wrap: anywhere; }
td .shots { min-width: 270px; }
summary { cursor: pointer; font-weight: 700; } details[open] summary { margin-bottom: .6rem; }
"""

_FIT = 'addEventListener("load", () => dispatchEvent(new Event("resize")));'
"""Charts are drawn while the page is still being laid out, and fit their places only afterwards."""


def write_page(path: Path, figures: dict[str, Any], judged: list[Judged], limits: Thresholds) -> None:
    """Write the page of an evaluation: ``figures`` as ``summarise`` gives them, with model, dataset and split."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_page(figures, judged, limits)), encoding="utf-8")


def _page(figures: dict[str, Any], judged: list[Judged], limits: Thresholds) -> Iterator[str]:
    from plotly.offline import get_plotlyjs

    title = escape(tr("evaluation_title", model=figures["model"], dataset=figures["dataset"], split=figures["split"]))
    yield (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
           f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
           f"<script>{get_plotlyjs()}</script></head><body><h1>{title}</h1>")
    yield f"<p>{escape(tr('evaluation_counted', **{k: figures[k] for k in ('photographs', 'good', 'defective')}))}</p>"
    yield from _evidence(figures)
    yield from _table(figures)
    yield from _folds(figures.get("folds"))
    yield "<h2>Confusion matrix</h2>"
    yield f"<p>{escape(tr('evaluation_review', good_below=limits.good_below, bad_from=limits.bad_from))} "
    yield f"{escape(tr('evaluation_confusion'))}</p>"
    yield from _confusion(judged, limits)
    yield from _charts(figures, judged, limits)
    yield from _worst("Worst misses", "evaluation_worst_misses", judged, lambda j: j.picture.defective,
                      first_lowest=True)
    yield from _worst("Worst false alarms", "evaluation_worst_alarms", judged, lambda j: not j.picture.defective,
                      first_lowest=False)
    yield f"<script>{_FIT}</script></body></html>"


def _evidence(figures: dict[str, Any]) -> Iterator[str]:
    """Say whether there is enough to call anything good."""
    doubts = []
    for what in ("good", "defective"):
        n = figures[what]
        if not n:
            doubts.append(tr("evaluation_none_of", what=what))
        elif too_few(n):
            doubts.append(tr("evaluation_too_few", n=n, what=what, points=points_of_one(n)))
    if doubts:
        yield f'<p class="note">{"<br>".join(map(escape, doubts))}</p>'
    else:
        yield f'<p class="note fine">{escape(tr("evaluation_enough"))}</p>'


def _table(figures: dict[str, Any]) -> Iterator[str]:
    yield '<div class="wide"><table><tr><th>Figure</th><th>Value</th><th>95 % interval</th></tr>'
    for name, words in _SHARES:
        if (found := figures.get(name)) and found["of"]:
            yield (f"<tr><td>{words}</td><td class=n>{found['count']} of {found['of']}</td>"
                   f"<td>{found['low']:.1%} to {found['high']:.1%}</td></tr>")
    for name, words in _FIGURES:
        if figures.get(name) is not None:
            yield f"<tr><td>{words}</td><td class=n>{figures[name]:.3f}</td><td></td></tr>"
    yield "</table></div>"
    if not figures["masks"]:
        yield f"<p>{escape(tr('evaluation_no_masks'))}</p>"


def _folds(folds: dict[str, Any] | None) -> Iterator[str]:
    if not folds:
        return
    yield f"<h2>Folds</h2><p>{escape(tr('evaluation_folds', folds=len(folds['each'])))}</p>"
    yield '<div class="wide"><table><tr><th>Figure</th><th>Mean</th><th>Standard deviation</th><th>Each</th></tr>'
    for name, words in _FIGURES:
        if (over := folds["over"].get(name)) is not None:
            each = ", ".join("-" if fold[name] is None else f"{fold[name]:.3f}" for fold in folds["each"])
            yield (f"<tr><td>{words}</td><td class=n>{over['mean']:.3f}</td><td class=n>{over['deviation']:.3f}</td>"
                   f"<td>{each}</td></tr>")
    yield "</table></div>"


def _confusion(judged: list[Judged], limits: Thresholds) -> Iterator[str]:
    yield '<div class="wide"><table><tr><th></th>' + "".join(f"<th>{v.value}</th>" for v in _VERDICTS) + "</tr>"
    for kind in sorted({j.picture.kind for j in judged}, key=lambda kind: (kind != "good", kind)):
        yield f"<tr><th>{escape(kind)}</th>"
        for verdict in _VERDICTS:
            cell = [j for j in judged if j.picture.kind == kind and j.outcome is verdict]
            cell.sort(key=lambda j: min(abs(j.probability - limits.good_below), abs(j.probability - limits.bad_from)))
            if not cell:
                yield "<td>0</td>"
                continue
            more = len(cell) - MOST_IN_A_CELL
            yield f'<td><details><summary>{len(cell)}</summary><div class="shots">'
            yield from (_shot(j, _SMALL, heat=False) for j in cell[:MOST_IN_A_CELL])
            yield (f"<p>{escape(tr('evaluation_more', n=more))}</p>" if more > 0 else "") + "</div></details></td>"
        yield "</tr>"
    yield "</table></div>"


def _charts(figures: dict[str, Any], judged: list[Judged], limits: Thresholds) -> Iterator[str]:
    defective = np.array([j.picture.defective for j in judged])
    probability = np.array([j.probability for j in judged])
    if not defective.any() or defective.all():
        return
    masked = [j.pixel_auroc for j in judged if j.pixel_auroc is not None]
    yield '<h2>Curves</h2><div class="charts">'
    yield from map(_chart, [
        roc_figure(defective, probability, limits), precision_recall_figure(defective, probability, limits),
        calibration_figure(defective, probability), curve_figure(figures["curve"], limits),
        *([pixel_figure(masked)] if masked else []),
    ])
    yield f"</div><p>{escape(tr('evaluation_calibration'))}</p>"


def _chart(figure: "go.Figure") -> str:
    told = figure.to_html(full_html=False, include_plotlyjs=False, config={"displayModeBar": False, "responsive": True})
    return f"<div>{told}</div>"


def _worst(
    title: str, none: str, judged: Iterable[Judged], of: Callable[[Judged], bool], *, first_lowest: bool
) -> Iterator[str]:
    wrong = [j for j in judged if of(j) and (j.outcome is Outcome.GOOD) == j.picture.defective]
    wrong.sort(key=lambda j: j.probability if first_lowest else -j.probability)
    yield f"<h2>{title}</h2>"
    if not wrong:
        yield f"<p>{escape(tr(none))}</p>"
    yield '<div class="shots">'
    yield from (_shot(j, _LARGE, heat=True) for j in wrong[:MOST_WORST])
    yield "</div>"


def _shot(one: Judged, pixels: int, *, heat: bool) -> str:
    """Return one photograph, small, under its heatmap where that is asked for."""
    rgb = thumbnail(one.picture.rgb(), pixels)
    jpeg = base64.b64encode(encode_jpeg(heat_overlay(rgb, one.heat) if heat else rgb, 80)).decode()
    words = f"{one.picture.file}: {one.outcome.value}, {one.probability:.3f}"
    return (f'<figure><img alt="{escape(words)}" src="data:image/jpeg;base64,{jpeg}" width="{rgb.shape[1]}" '
            f'loading="lazy"><figcaption>{escape(words)}</figcaption></figure>')
