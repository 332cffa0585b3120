"""When a session ends by itself, and what keeps it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.rights import Role
from core.quality.session_rules import HANDOVER, IDLE, IDLE_ROLES, LONGEST, ONE_CAN, session_ends_at
from core.quality.sides import FOOD_CAN
from core.records import accounts, inspections, lots, shifts, work_context
from core.records.use_case import console
from core.records.work_context import WorkContext
from tests.records.conftest import SetClock
from tests.records.people import open_lot, sign_in, signed_in, taken

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("role", sorted(IDLE_ROLES))
def test_whoever_decides_is_signed_out_after_a_quarter_of_an_hour_of_doing_nothing(
    role: Role, set_clock: SetClock
) -> None:
    actor = signed_in("mona", role)
    set_clock.goes_on(minutes=15, microseconds=-1)
    assert accounts.current(actor.session_id) is not None
    set_clock.goes_on(microseconds=1)
    assert accounts.current(actor.session_id) is None
    assert accounts.seen(actor.session_id) is None


def test_looking_at_the_session_does_not_keep_it_and_being_there_does(set_clock: SetClock) -> None:
    actor = signed_in("mona", Role.MANAGER)
    set_clock.goes_on(minutes=10)
    accounts.current(actor.session_id)
    lots.page(actor, lots.Wanted())
    set_clock.goes_on(minutes=4)
    accounts.seen(actor.session_id)
    set_clock.goes_on(minutes=14)
    assert accounts.current(actor.session_id) is not None
    set_clock.goes_on(minutes=1)
    assert accounts.current(actor.session_id) is None


def test_changing_something_keeps_the_session(set_clock: SetClock) -> None:
    actor = signed_in("mona", Role.MANAGER)
    set_clock.goes_on(minutes=14)
    open_lot(actor)
    set_clock.goes_on(minutes=14)
    assert accounts.current(actor.session_id) is not None


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INSPECTOR, Role.REVIEWER])
def test_others_stay_for_twelve_hours_and_no_longer(role: Role, set_clock: SetClock) -> None:
    actor = signed_in("ines", role)
    for _ in range(12 * 60 - 1):
        set_clock.goes_on(minutes=1)
    assert accounts.seen(actor.session_id) is not None
    set_clock.goes_on(minutes=1)
    assert accounts.current(actor.session_id) is None


def test_an_inspector_is_signed_out_with_the_shift_and_a_quarter_of_an_hour_to_hand_over(set_clock: SetClock) -> None:
    shifts.add(console(), "Early", time(6), time(14))
    actor = signed_in()
    work_context.choose(actor, WorkContext(FOOD_CAN.sku, shift="Early"))
    set_clock.goes_on(hours=6, minutes=15, microseconds=-1)
    assert accounts.current(actor.session_id) is not None
    set_clock.goes_on(microseconds=1)
    assert accounts.current(actor.session_id) is None


@pytest.mark.parametrize(("role", "goes_on"), [
    (Role.INSPECTOR, timedelta(hours=12)), (Role.MANAGER, timedelta(minutes=15)),
])
def test_nobody_is_signed_out_in_the_middle_of_a_can(role: Role, goes_on: timedelta, set_clock: SetClock) -> None:
    actor = signed_in("ines", role)
    begun = goes_on - timedelta(minutes=1)
    for _ in range(int(begun / timedelta(minutes=1))):
        set_clock.goes_on(minutes=1)
        accounts.seen(actor.session_id)
    can = inspections.start(actor, FOOD_CAN, key="late")
    set_clock.goes_on(minutes=29)
    inspections.add_sides(actor, can, [taken(1)])
    set_clock.goes_on(minutes=29)
    inspections.finish(actor, can)
    assert (accounts.current(actor.session_id) is None) == (role is Role.INSPECTOR)


def test_a_can_that_was_left_lying_keeps_nobody_signed_in(set_clock: SetClock) -> None:
    actor = signed_in("mona", Role.MANAGER)
    inspections.start(actor, FOOD_CAN, key="forgotten")
    set_clock.goes_on(minutes=30)
    assert accounts.current(actor.session_id) is None


def test_work_in_another_session_wakes_none_that_is_over(set_clock: SetClock) -> None:
    left, working = signed_in("mona", Role.MANAGER), sign_in("mona")
    for _ in range(16):
        set_clock.goes_on(minutes=1)
        accounts.seen(working.session_id)
    inspections.start(working, FOOD_CAN, key="elsewhere")
    assert accounts.current(working.session_id) is not None
    assert accounts.current(left.session_id) is None


moments = st.timedeltas(timedelta(0), timedelta(days=2)).map(lambda after: START + after)


@given(st.sampled_from(Role), moments, st.none() | moments, st.none() | moments)
def test_no_session_outlives_twelve_hours_but_for_a_can(role, last_seen, shift_ends, can) -> None:
    ends = session_ends_at(role, START, last_seen, shift_ends, can)
    assert ends <= max(START + LONGEST, can + ONE_CAN if can else START)
    if can is not None and can > last_seen:
        can = None
    if role in IDLE_ROLES and can is None:
        assert ends <= last_seen + IDLE
    elif shift_ends is not None and can is None:
        assert ends <= shift_ends + HANDOVER
    if can is not None:
        assert ends >= can + ONE_CAN
