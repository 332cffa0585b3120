"""Lots: opened with their day and a sample, accepted or held the morning after, and what became of those held."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from core.demo.plant.inspecting import SAMPLE
from core.demo.plant.people import MANAGER, REVIEWERS
from core.demo.plant.reviewing import review_can
from core.demo.plant.site import CANS_A_LOT, LINES, SHIFTS, TIME, LineSite
from core.demo.plant.story import DRIFT_CODE, DRIFT_HEAD, DRIFT_LINE
from core.demo.plant.told import Event, Told, ToldLot, inspector_of
from core.quality.lot_ruling import Ruling
from core.quality.lot_states import LotState
from core.quality.sampling import Limit, Plan
from core.quality.verdict import Verdict
from core.records import lot_decision, lots, samples
from core.records.lot_draft import LotDraft

PLAN = Plan(f"Cannery, {SAMPLE} a day", SAMPLE, critical=Limit(0, 1), major=Limit(2, 3))
HELD_DAYS = 4
"""So many days of the drifting line, before the last one, are held for it; of the last, what there is so far."""

_JAM, _DECIDED, _AGAIN, _LAST_HOLD = time(16, 0), time(10, 0), time(14, 0), timedelta(minutes=50)
_JAMMED = ((6, "1"), (13, "3"), (19, "2"))
"""On which day a lot of which line is held after a jam, until somebody has looked at it."""

_WHY_HELD = f"{DRIFT_CODE} on seaming head {DRIFT_HEAD} of line {DRIFT_LINE}: the chart signals since the adjustment"
_KEEPS_FOR = timedelta(days=4 * 365)


def deciding(told: Told) -> Iterator[Event]:
    """The opening, the decision and the second decision of every lot that had them."""
    for line in LINES:
        for day in told.story.days:
            yield TIME.day_begins(day), partial(_open, told, line, day)
            if (told.story.days.index(day), line.name) in _JAMMED:
                jammed = TIME.moment(day, _JAM)
                yield jammed, partial(_hold_after_jam, told, line, day, jammed)
            at = TIME.moment(day + timedelta(days=1), _DECIDED)
            if at < told.story.until:
                yield at, partial(_decide, told, line, day, at)
            again = TIME.moment(day + timedelta(days=3), _AGAIN)
            if again < told.story.until and not drifted(told, line, day):
                yield again, partial(_decide_again, told, line, day, again)
    at = max(told.story.until - _LAST_HOLD, TIME.day_begins(told.story.days[-1]))
    yield at, partial(_hold_todays, told, at)


def drifted(told: Told, line: LineSite, day: date) -> bool:
    """Say whether a lot is held for the drifting seaming head until the story's end."""
    return line.name == DRIFT_LINE and day in told.story.days[-1 - HELD_DAYS:]


def _open(told: Told, line: LineSite, day: date) -> None:
    at, who = TIME.day_begins(day), inspector_of(line, SHIFTS[0].name)
    code = f"L{day:%y%j}-{line.name}"
    lot_id = told.load.act(at, who, lots.open_lot, LotDraft(
        told.story.product_on(line, day).sku, code, day, CANS_A_LOT, line.name,
        tuple(shift.name for shift in SHIFTS), day + _KEEPS_FOR,
    ))
    sample_id = told.load.act(at, who, samples.start, lot_id, PLAN)
    told.lots[line.name, day] = ToldLot(lot_id, code, line, day, sample_id)


def _hold_todays(told: Told, at: datetime) -> None:
    today = told.lots[DRIFT_LINE, told.story.days[-1]]
    told.load.act(at, REVIEWERS[0].name, lots.hold, today.id, _WHY_HELD)


def _hold_after_jam(told: Told, line: LineSite, day: date, at: datetime) -> None:
    told.load.act(at, inspector_of(line, SHIFTS[1].name), lots.hold, told.lots[line.name, day].id,
                  "A jam at the seamer: its cans have to be looked at")


def _decide(told: Told, line: LineSite, day: date, at: datetime) -> None:
    """What the manager does the morning after; a lot with a can that is not settled waits."""
    load, manager, lot = told.load, MANAGER.name, told.lots[line.name, day]
    decision = load.act(at, manager, lot_decision.of_lot, lot.id)
    found = decision.ruled
    if decision.lot.state is not LotState.OPEN or found is None:
        return
    if drifted(told, line, day):
        load.act(at, manager, lots.hold, lot.id, _WHY_HELD)
    elif found.says is Ruling.REJECT:
        load.act(at, manager, lots.hold, lot.id, f"{found.counts.major} major defects in {SAMPLE} cans")
    elif found.says is Ruling.ACCEPT:
        load.act(at, manager, lots.accept, lot.id, f"Sample in order: {found.counts.major} major in {SAMPLE} cans",
                 seen_state=LotState.OPEN)


def _decide_again(told: Told, line: LineSite, day: date, at: datetime) -> None:
    """What became of a lot that was held: rejected where its sample is against it, else looked at and released. Of one
    that waited, the cans that hold it up are looked at first."""
    load, manager, lot = told.load, MANAGER.name, told.lots[line.name, day]
    found = load.act(at, manager, lot_decision.of_lot, lot.id).ruled
    if found is not None and found.says is Ruling.UNSETTLED:
        for can in found.unsettled:
            review_can(told, at, REVIEWERS[0].name, can.inspection_id, Verdict.INCOMPLETE)
        _decide(told, line, day, at)
    if load.act(at, manager, lots.find, lot.id).state is not LotState.HELD:
        return
    critical = any("critical" in event.reason for event in load.act(at, manager, lots.events, lot.id))
    if critical or (found is not None and found.says is Ruling.REJECT):
        reason = "Swollen can: the laboratory found gas formers" if critical else "Its sample is past its number"
        load.act(at, manager, lots.reject, lot.id, reason, seen_state=LotState.HELD)
    else:
        load.act(at, manager, lots.release, lot.id, "Looked at by hand, and the sample is in order",
                 seen_state=LotState.HELD)
