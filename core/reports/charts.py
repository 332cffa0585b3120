"""Charts drawn on paper: bars of what was counted, with their numbers and units on them."""

from collections.abc import Sequence

from fpdf.enums import Align

from core.quality.verdict import Verdict
from core.reports.paper import GROUND, INK, QUIET, RULE, VERDICT_COLOURS, Paper

_STACKED = (Verdict.GOOD, Verdict.BAD)


def draw_stacks(
    paper: Paper, x: float, y: float, width: float, height: float, stacks: Sequence[tuple[str, int, int]], unit: str,
) -> None:
    """Draw good and bad in one bar each: (label, good, bad); the bad stand on top, and their number over them."""
    tallest = _round_above(max((good + bad for _, good, bad in stacks), default=0))
    paper.write_in(7, colour=QUIET)
    paper.set_xy(x, y)
    paper.cell(width, 3.5, unit)
    top, ground = y + 6, y + height - 5
    _draw_scale(paper, x, top, width, ground, tallest)
    step = (width - 12) / max(1, len(stacks))
    for place, (label, good, bad) in enumerate(stacks):
        left, thick = x + 12 + place * step + step * 0.14, step * 0.72
        base = ground
        for verdict, number in zip(_STACKED, (good, bad), strict=True):
            if not number:
                continue
            high = (ground - top) * number / tallest
            paper.set_fill_color(*VERDICT_COLOURS[verdict])
            paper.rect(left, base - high, thick, high, style="F")
            base -= high
        every = -(-len(stacks) // 16)
        if place % every == 0:
            paper.write_in(6.4, colour=QUIET)
            paper.set_xy(left - 4, ground + 0.8)
            paper.cell(thick + 8, 3, label, align=Align.C)
        if bad and step > 4.5:
            paper.write_in(6.4, bold=True, colour=VERDICT_COLOURS[Verdict.BAD])
            paper.set_xy(left - 4, base - 3.2)
            paper.cell(thick + 8, 3, f"{bad:,}", align=Align.C)


def draw_bars(paper: Paper, x: float, y: float, width: float, bars: Sequence[tuple[str, int, str]]) -> float:
    """Draw lying bars, (label, number, what is written behind it), and return where they end."""
    most = max((number for _, number, _ in bars), default=0)
    label_width, words_width = width * 0.42, width * 0.2
    room = width - label_width - words_width
    for label, number, words in bars:
        paper.write_in(8)
        paper.set_xy(x, y)
        paper.cell(label_width - 2, 4.6, paper.fitted(label, label_width - 2))
        paper.set_fill_color(*GROUND)
        paper.rect(x + label_width, y + 0.7, room, 3.2, style="F")
        paper.set_fill_color(*VERDICT_COLOURS[Verdict.BAD])
        paper.rect(x + label_width, y + 0.7, room * number / most if most else 0, 3.2, style="F")
        paper.write_in(8, colour=INK)
        paper.set_xy(x + label_width + room, y)
        paper.cell(words_width, 4.6, words, align=Align.R)
        y += 5.4
    return y


def draw_key(paper: Paper, x: float, y: float) -> None:
    """Say which colour is which."""
    for verdict in _STACKED:
        paper.set_fill_color(*VERDICT_COLOURS[verdict])
        paper.rect(x, y + 0.6, 2.6, 2.6, style="F")
        paper.write_in(7.2, colour=QUIET)
        paper.set_xy(x + 3.2, y)
        paper.cell(12, 3.8, verdict.value)
        x += 14


def _round_above(most: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100 and so on, which a scale can be halved at."""
    top = 2
    while top < most:
        top = top * 5 // 2 if str(top).startswith("4") else top * 2
    return top


def _draw_scale(paper: Paper, x: float, top: float, width: float, ground: float, most: int) -> None:
    paper.set_draw_color(*RULE)
    paper.set_line_width(0.15)
    for share in (0.0, 0.5, 1.0):
        y = ground - (ground - top) * share
        paper.line(x + 11, y, x + width, y)
        paper.write_in(6.4, colour=QUIET)
        paper.set_xy(x, y - 1.6)
        paper.cell(10, 3.2, f"{most * share:,.0f}", align=Align.R)
