"""Charts of routine cans: their subgroups, what begins a phase, and the signals that stand."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from core.quality.can_figures import COUNTED
from core.quality.line_watch import LineEvent
from core.quality.phases import Change, Judge, judges_text
from core.quality.run_rules import Rule
from core.records import rate_chart, shifts
from core.records.counted import Scope
from core.records.database import read, write
from core.records.line_rows import add_line_event
from core.records.plant import plant_time
from core.records.rate_chart import Measure, standing_signals
from core.records.schema import can_count, user_account
from core.records.subgroups import Grain
from core.records.use_case import Actor, console
from tests.records.conftest import SetClock
from tests.records.people import can_of_lot, open_lot, signed_in

FIRST = date(2026, 10, 1)
SKU = "FOOD-CAN-7"


@pytest.fixture
def ines(set_clock: SetClock) -> Actor:
    return signed_in("ines")


@pytest.fixture
def produced(ines: Actor) -> Callable[..., None]:
    """Counts as so many cans of one day leave them."""

    def add(day: int, bad: int, n: int = 200, model: str = "food-can/1", **kind: Any) -> None:
        judged = judges_text({Judge(SKU, "lid", model, 0.3, kind.pop("bad_from", 0.5))})
        values = {"plant_day": (FIRST + timedelta(days=day)).isoformat(), "shift": "", "lot_id": 0, "line": "1",
                  "seaming_head": "", "product_sku": SKU, "judged_by": judged, "purpose": "routine", "once": 1, **kind}
        with write() as tx:
            tx.execute(insert(can_count).values(
                **dict.fromkeys(COUNTED, 0) | {"bad": bad, "good": n - bad, "defects": 2 * bad, "measured": n - bad,
                                               "probability_ppm": 100_000 * (n - bad)},
                **values, inspector_id=tx.scalar(select(user_account.c.id)),
            ))

    return add


def drawn(actor: Actor, *asked: Any, **scope: Any) -> list[rate_chart.Plotted]:
    return rate_chart.rate_chart(actor, Scope(**scope), *asked)


def test_a_day_is_a_subgroup_of_routine_cans_alone(ines: Actor) -> None:
    can_of_lot(ines, "a", probability=0.9)
    can_of_lot(ines, "b")
    for number, purpose in enumerate(("lot sample", "test can", "practice", "complaint")):
        can_of_lot(ines, str(number), purpose=purpose)
    (point,) = drawn(ines)
    assert (point.counts.bad, point.counts.judged, point.name) == (1, 2, "2026-11-23")
    assert drawn(ines, Grain.LOT) == []


def test_a_drift_is_a_signal_by_limits_that_the_drift_did_not_move(ines: Actor, produced: Callable[..., None]) -> None:
    for day in range(30):
        produced(day, 10 if day < 25 else 30)
    points = drawn(ines)
    assert [point.day for point in points if point.point.signals] == [f"2026-10-{day}" for day in range(26, 31)]
    shown = drawn(ines, first_day=date(2026, 10, 28))
    assert [one.point for one in shown] == [one.point for one in points[27:]]
    assert drawn(ines, Grain.DAY, Measure.DEFECTS)[0].point.centre == pytest.approx(0.1)
    assert Rule.BEYOND in drawn(ines, Grain.DAY, Measure.BAD_SPREAD)[-1].point.signals


def test_a_new_model_new_thresholds_and_a_moved_camera_each_begin_a_phase(
    ines: Actor, produced: Callable[..., None]
) -> None:
    for day in range(12):
        produced(day, 10, model="food-can/1" if day < 3 else "food-can/2", bad_from=0.5 if day < 6 else 0.4)
    with write() as tx:
        at = plant_time(tx).day_begins(FIRST + timedelta(days=9)) + timedelta(hours=4)
        user = tx.scalar(select(user_account.c.id))
        add_line_event(tx, user, "1", LineEvent.CAMERA_MOVED, at, "")
        add_line_event(tx, user, "2", LineEvent.CAMERA_MOVED, at + timedelta(days=1), "")
        add_line_event(tx, user, "1", LineEvent.JAM, at, "")
    points = drawn(ines, line="1")
    assert [(number, point.began) for number, point in enumerate(points) if point.began] == [
        (3, (Change("phase_model", {"what": "food-can/2"}),)),
        (6, (Change("phase_thresholds", {"what": "food-can/2 0.3 / 0.4"}),)),
        (9, (Change("phase_camera", {"what": "1"}),)),
    ]
    assert [point.point.phase for point in points] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert {event.kind for event in points[9].events} == {"camera moved", "jam"}


def test_lots_come_in_the_order_in_which_they_began_and_shifts_in_the_order_of_the_day(
    ines: Actor, produced: Callable[..., None]
) -> None:
    shifts.add(console(), "Late", time(14), time(22))
    shifts.add(console(), "Early", time(6), time(14))
    second, first = open_lot(ines, "B"), open_lot(ines, "A")
    produced(0, 5, lot_id=first, shift="Late")
    produced(0, 5, lot_id=0, shift="Early")
    produced(1, 5, lot_id=second, shift="Early")
    produced(2, 5, lot_id=first, shift="Early")
    assert [(one.name, one.counts.judged) for one in drawn(ines, Grain.LOT)] == [("A", 400), ("B", 200)]
    assert [one.name for one in drawn(ines, Grain.SHIFT)] == [
        "2026-10-01 Early", "2026-10-01 Late", "2026-10-02 Early", "2026-10-03 Early"]


def test_the_mean_probability_of_good_cans_stands_by_week(ines: Actor, produced: Callable[..., None]) -> None:
    for day in range(28):
        produced(day, 10)
    weeks = rate_chart.probability_chart(ines, Scope())
    assert [week.monday for week in weeks][:2] == ["2026-09-28", "2026-10-05"] and weeks[1].cans == 7 * 190
    assert all(week.point.value == pytest.approx(0.1) for week in weeks)


def test_the_head_that_drifts_is_the_signal_that_stands(ines: Actor, produced: Callable[..., None]) -> None:
    for day in range(30):
        for head in ("1", "2", "3", ""):
            produced(day, 40 if head == "3" and day >= 27 else 2, n=60, seaming_head=head)
        produced(day, 3, n=60, line="2")
    (signal,) = rate_chart.signals(ines)
    assert (signal.line, signal.head, signal.day, signal.bad, signal.n) == ("1", "3", "2026-10-30", 40, 60)
    assert signal.above and signal.cause == "signal:1:3:2026-10-30"


def test_signals_older_than_a_week_do_not_stand(ines: Actor, produced: Callable[..., None]) -> None:
    with read() as tx:
        assert standing_signals(tx) == []
    for day in range(40):
        produced(day, 60 if day == 25 else 10)
    with read() as tx:
        assert standing_signals(tx) == []
