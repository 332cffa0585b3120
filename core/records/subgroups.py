"""Routine cans in subgroups, in the order of time, and what began or happened on the lines with each."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from core.quality.line_watch import LineEvent
from core.quality.phases import Change, changes, judges_in
from core.quality.plant_time import running_shift
from core.records.counted import By, Counts, Scope
from core.records.plant import plant_time
from core.records.schema import line_event
from core.records.shifts import all_shifts
from core.records.statistics import count


class Grain(StrEnum):
    """What is one subgroup of a chart."""

    DAY = "day"
    SHIFT = "shift"
    LOT = "lot"


@dataclass(frozen=True)
class Event:
    """Something that happened on a line, in UTC."""

    line: str
    kind: str
    at: datetime


Place = tuple[Any, ...]
"""Production day, and what orders the subgroups of one day."""


@dataclass
class CanGroup:
    """Cans that are looked at together: their place in the order of time, which begins with the production day, their
    lot where they are one, and what judged them, as product and kept text."""

    place: Place
    lot_id: int | None
    counts: Counts
    judged: set[tuple[str, str]]


def subgroups(tx: Connection, scope: Scope, grain: Grain, by_week: bool = False) -> list[CanGroup]:
    """Return the cans in scope in subgroups, in the order of time; those without a judged can are none."""
    order = {shift.name: place for place, shift in enumerate(all_shifts(tx))} if grain is Grain.SHIFT else {}
    by = {Grain.DAY: (), Grain.SHIFT: (By.SHIFT,), Grain.LOT: (By.LOT,)}[grain]
    found: dict[Any, CanGroup] = {}
    for (day, *rest, sku, kept), counts in count(tx, scope, By.DAY, *by, By.PRODUCT, By.JUDGED_BY):
        if grain is Grain.LOT and not rest[0]:
            continue
        if by_week:
            day = monday(day)
        place: Place = (day, order.get(rest[0], len(order)), rest[0]) if grain is Grain.SHIFT else (day, *rest)
        group = found.setdefault(rest[0] if grain is Grain.LOT else place, CanGroup(
            place, rest[0] if grain is Grain.LOT else None, Counts(), set()))
        group.counts += counts
        group.judged.add((sku, kept))
    return sorted((group for group in found.values() if group.counts.judged), key=lambda group: group.place)


def what_began(
    tx: Connection, scope: Scope, grain: Grain, groups: Sequence[CanGroup]
) -> tuple[dict[int, list[Change]], dict[int, list[Event]]]:
    """Return, by its place in the list, what begins a phase at a subgroup, and what happened on the lines in scope."""
    began = changes([judges_in(frozenset(group.judged)) for group in groups])
    happened: dict[int, list[Event]] = {}
    if not groups:
        return began, happened
    clock, shifts = plant_time(tx), all_shifts(tx)
    order = {shift.name: place for place, shift in enumerate(shifts)}
    for event in _events(tx, scope.line, clock.day_begins(date.fromisoformat(groups[0].place[0]))):
        day: Place = (clock.day(event.at).isoformat(),)
        if grain is Grain.SHIFT:
            running = running_shift(clock, shifts, event.at)
            day = (*day, order[running.shift.name] if running else 0)
        place = bisect_left(groups, day, key=lambda group: group.place[:len(day)])
        if place == len(groups):
            continue
        happened.setdefault(place, []).append(event)
        if event.kind == LineEvent.CAMERA_MOVED and place:
            began.setdefault(place, []).append(Change("phase_camera", {"what": event.line}))
    return began, happened


def _events(tx: Connection, line: str | None, since: datetime) -> list[Event]:
    query = select(line_event.c.line, line_event.c.kind, line_event.c.recorded_at).where(
        line_event.c.recorded_at >= since, line_event.c.kind.not_in((LineEvent.STARTED, LineEvent.STOPPED)))
    if line is not None:
        query = query.where(line_event.c.line == line)
    return [Event(*row) for row in tx.execute(query.order_by(line_event.c.recorded_at))]


def monday(day: str) -> str:
    """Return the Monday of a day's week, both in ISO 8601."""
    of = date.fromisoformat(day)
    return (of - timedelta(days=of.weekday())).isoformat()
