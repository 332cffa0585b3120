"""Pallets: received at the end of each shift, put where they fit best, moved into quarantine, and shipped."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from core.demo.plant.deciding import HELD_DAYS, drifted
from core.demo.plant.people import INSPECTORS, MANAGER
from core.demo.plant.site import LINES, PALLETS_A_SHIFT, SHIFTS, TIME, LineSite
from core.demo.plant.told import Event, Told, inspector_of
from core.quality.lot_states import LotState
from core.quality.plant_time import Shift
from core.records import free_space, lots, quarantine, stock

KEPT_DAYS = 7
"""So long after its day a lot leaves, if it may."""

_SHIPPED, _MOVED = time(11, 0), time(12, 0)


def stocking(told: Told) -> Iterator[Event]:
    """The way of every pallet."""
    for line in LINES:
        for day in told.story.days:
            for shift in SHIFTS:
                last = day + timedelta(days=1) if shift.passes_midnight else day
                at = TIME.moment(last, shift.ends) + timedelta(minutes=12)
                if at < told.story.until:
                    yield at, partial(_receive, told, line, day, shift, at)
            moved = TIME.moment(day + timedelta(days=1), _MOVED)
            if moved < told.story.until:
                yield moved, partial(_move_apart, told, line, day, moved)
            leaves = TIME.moment(day + timedelta(days=KEPT_DAYS), _SHIPPED)
            if leaves < told.story.until:
                yield leaves, partial(_ship, told, line, day, leaves)


def _receive(told: Told, line: LineSite, day: date, shift: Shift, at: datetime) -> None:
    load, lot, who = told.load, told.lots[line.name, day], inspector_of(line, shift.name)
    begins = TIME.moment(day, shift.starts)
    ids = load.act(at, who, stock.receive, lot.id, PALLETS_A_SHIFT, produced_from=begins,
                   produced_to=at - timedelta(minutes=12))
    lot.pallets += ids
    room = load.act(at, who, free_space.find, line.warehouse, lot.id, len(ids))
    puts = {place.id: pallets for place, pallets in room.plan.puts}
    if puts:
        load.act(at, who, stock.put_away, lot.id, puts)


def _move_apart(told: Told, line: LineSite, day: date, at: datetime) -> None:
    """Held pallets go into quarantine, but of the drifting line the first lot's alone: the others wait."""
    load, lot = told.load, told.lots[line.name, day]
    if drifted(told, line, day) and day != told.story.days[-1 - HELD_DAYS]:
        return
    tasks = load.act(at, MANAGER.name, quarantine.tasks, line.warehouse)
    if any(task.lot_id == lot.id and task.room for task in tasks):
        load.act(at, INSPECTORS[0].name, quarantine.move_to_quarantine, lot.id, line.warehouse)


def _ship(told: Told, line: LineSite, day: date, at: datetime) -> None:
    load, lot = told.load, told.lots[line.name, day]
    if load.act(at, MANAGER.name, lots.find, lot.id).state in (LotState.ACCEPTED, LotState.RELEASED):
        load.act(at, INSPECTORS[1].name, stock.ship, lot.pallets, f"Order {day:%y%m}-{lot.id:03d}")
