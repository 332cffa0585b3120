"""The report of one month, on two pages: how much was good and bad and why, and what happened."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.quality.defects import DEFECTS
from core.quality.pareto import pareto
from core.quality.purposes import COMPLAINT
from core.quality.shares import wilson
from core.quality.verdict import Verdict
from core.records import known_rounds, month_events, plant, statistics
from core.records.counted import By, Counts, Group, Scope
from core.records.known_rounds import Round
from core.reports.charts import draw_bars, draw_key, draw_stacks
from core.reports.occasion import Occasion
from core.reports.paper import INSIDE, MARGIN, QUIET, VERDICT_COLOURS, Paper
from core.reports.rates import rate_words
from core.words import tr

MONTHS_SHOWN, MOST_DEFECTS, MOST_LOTS, MOST_EVENTS, MOST_COMPLAINTS, MOST_ROUNDS, MOST_CHANGES = 13, 8, 8, 10, 6, 6, 6
LONGEST, _SMALL = 110, 7.8


@dataclass(frozen=True)
class _Month:
    """A month of production days, and the moments between which it lies."""

    first: date
    last: date
    since: datetime
    until: datetime

    @property
    def scope(self) -> Scope:
        return Scope(self.first, self.last)


def month_report(occasion: Occasion, year: int, month: int) -> bytes:
    """Return the PDF of a month, two pages; ValueError for a month that is none."""
    of = _month(occasion, year, month)
    name = f"{calendar.month_name[month]} {year}"
    paper = Paper(f"{tr('report_month')} {name}", occasion.made)
    paper.set_auto_page_break(False)
    paper.draw_title(name, plant.current(occasion.actor).name)
    _draw_figures(paper, occasion, of)
    _draw_months(paper, occasion, of)
    _draw_days(paper, occasion, of)
    _draw_pareto(paper, occasion, of)
    paper.add_page()
    _draw_worst_lots(paper, occasion, of)
    _draw_changes(paper, occasion, of)
    _draw_complaints(paper, occasion, of)
    _draw_rounds(paper, occasion, of)
    _draw_models(paper, occasion, of)
    return paper.content()


def _month(occasion: Occasion, year: int, month: int) -> _Month:
    first = date(year, month, 1)
    last = first.replace(day=calendar.monthrange(year, month)[1])
    begins = occasion.plant_time.day_begins
    return _Month(first, last, begins(first), begins(last + timedelta(days=1)))


def _draw_figures(paper: Paper, occasion: Occasion, of: _Month) -> None:
    counts = _together(statistics.counted(occasion.actor, of.scope))
    complaints = _together(statistics.counted(occasion.actor, Scope(of.first, of.last, purpose=COMPLAINT)))
    rate, interval = rate_words(counts.bad, counts.judged)
    paper.draw_tiles([
        (tr("report_cans"), f"{counts.all:,}", tr("report_cans_of"), QUIET),
        (Verdict.GOOD.value, f"{counts.good:,}", tr("report_of", n=counts.judged), VERDICT_COLOURS[Verdict.GOOD]),
        (Verdict.BAD.value, f"{counts.bad:,}", tr("report_of", n=counts.judged), VERDICT_COLOURS[Verdict.BAD]),
        (tr("report_rate"), rate, interval, VERDICT_COLOURS[Verdict.BAD]),
        (tr("report_waiting"), f"{counts.review + counts.incomplete:,}",
         tr("report_waiting_of", review=counts.review, incomplete=counts.incomplete),
         VERDICT_COLOURS[Verdict.REVIEW]),
        (tr("report_complaints"), f"{complaints.all:,}", tr("report_complaints_of"), QUIET),
    ])


def _draw_months(paper: Paper, occasion: Occasion, of: _Month) -> None:
    first = of.first
    for _ in range(MONTHS_SHOWN - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    found = _by_key(statistics.counted(occasion.actor, Scope(first, of.last), By.MONTH))
    months, one = [], first
    while one <= of.first:
        months.append(one)
        one = (one + timedelta(days=31)).replace(day=1)
    _draw_chart(paper, tr("report_by_month"), [
        (f"{one:%b %y}", found.get(f"{one:%Y-%m}", Counts())) for one in months])


def _draw_days(paper: Paper, occasion: Occasion, of: _Month) -> None:
    found = _by_key(statistics.counted(occasion.actor, of.scope, By.DAY))
    days = [of.first + timedelta(days=n) for n in range((of.last - of.first).days + 1)]
    _draw_chart(paper, tr("report_by_day"), [(str(day.day), found.get(day.isoformat(), Counts())) for day in days])


def _draw_chart(paper: Paper, heading: str, bars: Sequence[tuple[str, Counts]]) -> None:
    total = sum(counts.judged for _, counts in bars)
    paper.draw_heading(heading)
    y = paper.get_y()
    draw_stacks(paper, MARGIN, y, INSIDE, 56, [(label, counts.good, counts.bad) for label, counts in bars],
                tr("report_cans_judged", n=total))
    draw_key(paper, MARGIN + INSIDE - 27, y - 5.5)
    paper.set_xy(MARGIN, y + 58)


def _draw_pareto(paper: Paper, occasion: Occasion, of: _Month) -> None:
    counts: dict[str, int] = {}
    for found in statistics.defects(occasion.actor, of.scope):
        counts[found.code] = counts.get(found.code, 0) + found.count
    paper.draw_heading(tr("report_pareto", n=sum(counts.values())))
    bars = pareto(counts)
    if not bars:
        paper.draw_words(tr("report_no_defects"))
        return
    end = draw_bars(paper, MARGIN, paper.get_y(), INSIDE, [
        (f"{bar.kind}  {DEFECTS[bar.kind].name}", bar.count,
         tr("report_share", n=bar.count, share=100 * bar.cumulative))
        for bar in bars[:MOST_DEFECTS]
    ])
    paper.set_xy(MARGIN, end)
    if len(bars) > MOST_DEFECTS:
        paper.draw_words(tr("report_more", n=len(bars) - MOST_DEFECTS), size=7.5, colour=QUIET)


def _draw_worst_lots(paper: Paper, occasion: Occasion, of: _Month) -> None:
    paper.draw_heading(tr("report_worst_lots"))
    groups = [group for group in statistics.counted(occasion.actor, of.scope, By.LOT)
              if group.key[0] and group.counts.bad]
    groups.sort(key=lambda group: wilson(group.counts.bad, group.counts.judged), reverse=True)
    if not groups:
        paper.draw_words(tr("report_no_bad_lot"))
        return
    shown = groups[:MOST_LOTS]
    codes = month_events.lot_codes(occasion.actor, [group.key[0] for group in shown])
    paper.draw_table(
        (tr("report_lot"), tr("report_bad"), tr("report_judged"), tr("report_rate"), tr("report_surely")),
        [(codes[group.key[0]], f"{group.counts.bad:,}", f"{group.counts.judged:,}",
          *rate_words(group.counts.bad, group.counts.judged)) for group in shown],
        (50, 22, 22, 26, 60), right=(1, 2, 3),
    )


def _draw_changes(paper: Paper, occasion: Occasion, of: _Month) -> None:
    changes = month_events.lot_changes(occasion.actor, of.since, of.until)
    holds = sum(month_events.is_hold(change.act) for change in changes)
    paper.draw_heading(tr("report_changes", n=len(changes), holds=holds))
    _draw_lines(paper, (tr("report_when"), tr("report_lot"), tr("report_act"), tr("report_who"), tr("report_reason")), [
        (occasion.minute(one.at), one.code, one.act, one.who, _line(one.reason)) for one in changes
    ], (28, 28, 24, 24, 78), MOST_EVENTS)


def _draw_complaints(paper: Paper, occasion: Occasion, of: _Month) -> None:
    groups = statistics.counted(occasion.actor, Scope(of.first, of.last, purpose=COMPLAINT), By.LOT)
    paper.draw_heading(tr("report_complaints_by_lot", n=_together(groups).all))
    codes = month_events.lot_codes(occasion.actor, [group.key[0] for group in groups if group.key[0]])
    groups.sort(key=lambda group: -group.counts.all)
    _draw_lines(paper, (tr("report_lot"), tr("report_complaints"), tr("report_confirmed")), [
        (codes.get(group.key[0], tr("no_lot")), f"{group.counts.all:,}", f"{group.counts.bad:,}") for group in groups
    ], (60, 30, 92), MOST_COMPLAINTS)


def _draw_rounds(paper: Paper, occasion: Occasion, of: _Month) -> None:
    rounds = [one for one in known_rounds.ended(occasion.actor) if of.since <= one.closed_at < of.until]
    score = [sum(getattr(one.score, name) for one in rounds) for name in ("answered", "missed", "false_alarms")]
    paper.draw_heading(tr("report_rounds", n=len(rounds), answered=score[0], missed=score[1], alarms=score[2],
                          model=sum(one.model_missed for one in rounds)))
    _draw_lines(paper, (tr("report_when"), tr("report_who"), tr("report_line"), tr("report_purpose"),
                        tr("report_answers")), [_round(occasion, one) for one in rounds],
                (28, 30, 18, 24, 82), MOST_ROUNDS)


def _round(occasion: Occasion, one: Round) -> tuple[str, ...]:
    return (occasion.minute(one.closed_at), one.who, one.line or "–", one.purpose,
            tr("report_round", right=one.score.right, of=one.score.answered, missed=one.score.missed,
               alarms=one.score.false_alarms, model=one.model_missed))


def _draw_models(paper: Paper, occasion: Occasion, of: _Month) -> None:
    changes = month_events.model_changes(occasion.actor, of.since, of.until)
    paper.draw_heading(tr("report_model_changes", n=len(changes)))
    _draw_lines(paper, (tr("report_when"), tr("report_model_version"), tr("report_act"), tr("report_who"),
                        tr("report_reason")), [
        (occasion.minute(one.at), one.version, one.action, one.who, _line(one.why)) for one in changes
    ], (28, 34, 30, 22, 68), MOST_CHANGES)


def _draw_lines(
    paper: Paper, head: Sequence[str], rows: Sequence[tuple[str, ...]], widths: Sequence[float], most: int
) -> None:
    """The first few rows of a table, each in one line, and how many more there are; a word where there is none."""
    if not rows:
        paper.draw_words(tr("report_none"), colour=QUIET)
        return
    paper.write_in(_SMALL)
    wide = [INSIDE * share / sum(widths) - 3.5 for share in widths]
    paper.draw_table(head, [tuple(map(paper.cut, row, wide)) for row in rows[:most]], widths, size=_SMALL)
    if len(rows) > most:
        paper.draw_words(tr("report_more", n=len(rows) - most), size=7.5, colour=QUIET)


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST - 1] + "…"


def _by_key(groups: Sequence[Group]) -> dict[str, Counts]:
    return {group.key[0]: group.counts for group in groups}


def _together(groups: Sequence[Group]) -> Counts:
    return sum((group.counts for group in groups), Counts())
