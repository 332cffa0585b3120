"""Reviewers, four times a day: they clear the queue in its own order and name what they find."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from core.demo.plant.people import REVIEWERS
from core.demo.plant.site import TIME
from core.demo.plant.told import Event, Told
from core.quality.reviewing import needs_reason, proposed
from core.quality.severity import settle, worst
from core.quality.verdict import Verdict
from core.records import reviews
from core.records.reviews import Named

SESSIONS = (time(7, 30), time(11, 30), time(15, 30), time(19, 30))

_MOST = 500
_PACE = timedelta(seconds=20)
_WHY_GOOD = ("A reflection or a shadow", "Dirt or water, wiped off", "Seen in the hand: nothing is wrong")


def reviewing(told: Told) -> Iterator[Event]:
    """Every session that has begun before the story's end; the cans after the last one still wait."""
    for day in told.story.days:
        for number, clock in enumerate(SESSIONS):
            at = TIME.moment(day, clock)
            if told.story.begins < at < told.story.until - timedelta(minutes=40):
                who = REVIEWERS[number // 2 % len(REVIEWERS)].name
                yield at, partial(_clear, told, at, who)


def _clear(told: Told, at: datetime, who: str) -> None:
    for waiting in told.load.act(at, who, reviews.queue, size=_MOST):
        at += _PACE
        review_can(told, at, who, waiting.id, waiting.verdict)


def review_can(told: Told, at: datetime, who: str, can_id: int, held: Verdict) -> None:
    """Say what a can truly is, by somebody who sees it in the hand; ``held`` is the verdict that held before."""
    of = told.cans[can_id]
    found = told.photographer.named(of)
    verdict = Verdict.BAD if found else Verdict.GOOD
    causes = {code: number for number, code in enumerate(dict(found), 1)}
    several = len(found) > len(causes)
    named = [Named(code, side, causes[code] if several else None) for code, side in found]
    severity = worst(grade for code, _ in found if (grade := settle(code, {}).severity))
    reason = told.chance("reason", of.number).choice(_WHY_GOOD) if needs_reason(held, verdict) else ""
    seen = told.revisions.get(can_id, 0)
    told.load.act(at, who, reviews.review, can_id, seen, verdict, defects=named,
                  disposition=proposed(verdict, severity), reason=reason)
    told.revisions[can_id] = seen + 1
