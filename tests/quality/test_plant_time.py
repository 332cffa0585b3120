"""Production days and shifts by the plant's clock, over changes to summer time and back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.quality.plant_time import PlantTime, Shift, next_change, running_shift

ROUND_THE_CLOCK = (
    Shift("Early", time(6), time(14)), Shift("Late", time(14), time(22)), Shift("Night", time(22), time(6)),
)
PARIS = PlantTime("Europe/Paris", time(6))

ZONES = st.sampled_from(["UTC", "Europe/Paris", "Africa/Casablanca", "America/Sao_Paulo", "Australia/Lord_Howe",
                         "Pacific/Apia", "Asia/Kathmandu", "Pacific/Kiritimati"])
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
PLANT_TIMES = st.builds(PlantTime, ZONES, CLOCKS)
SHIFTS = st.tuples(CLOCKS, CLOCKS).filter(lambda two: two[0] != two[1]).map(lambda two: Shift("any", *two))


@settings(deadline=None, max_examples=400)
@given(PLANT_TIMES, MOMENTS)
@example(PlantTime("Pacific/Apia", time(6)), datetime(2011, 12, 30, 16, tzinfo=UTC))  # where a day was left out
@example(PlantTime("Europe/Paris", time(2, 30)), datetime(2026, 10, 25, 1, 15, tzinfo=UTC))  # 02:15 for the second time
@example(PlantTime("Europe/Paris", time(2, 30)), datetime(2026, 3, 29, 1, 15, tzinfo=UTC))  # 02:30 was skipped
def test_every_moment_belongs_to_exactly_one_production_day(plant_time: PlantTime, moment: datetime) -> None:
    day = plant_time.day(moment)
    holding = [other for other in (day + timedelta(days=by) for by in range(-3, 4))
               if plant_time.day_begins(other) <= moment < plant_time.day_begins(other + timedelta(days=1))]
    assert holding == [day]


@settings(deadline=None, max_examples=400)
@given(PLANT_TIMES, MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=40)))
def test_production_days_never_go_back(plant_time: PlantTime, moment: datetime, by: timedelta) -> None:
    assert plant_time.day(moment) <= plant_time.day(moment + by)


@settings(deadline=None, max_examples=400)
@given(PLANT_TIMES, st.dates(date(1995, 1, 1), date(2060, 1, 1)).filter(lambda day: day != date(2011, 12, 30)))
def test_a_production_day_holds_its_beginning_and_the_moment_before_belongs_to_an_earlier_one(
    plant_time: PlantTime, day: date
) -> None:
    begins = plant_time.day_begins(day)
    assert plant_time.day(begins) == day
    assert plant_time.day(begins - timedelta(microseconds=1)) < day


@pytest.mark.parametrize(("moment", "day"), [
    (datetime(2026, 11, 24, 4, 59, 59, tzinfo=UTC), date(2026, 11, 23)),  # 05:59:59 by the clock in Paris
    (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), date(2026, 11, 24)),
    (datetime(2026, 7, 1, 3, 59, tzinfo=UTC), date(2026, 6, 30)),
    (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), date(2026, 7, 1)),
    (datetime(2026, 10, 25, 4, 30, tzinfo=UTC), date(2026, 10, 24)),  # a night of nine hours
    (datetime(2026, 10, 25, 5, 0, tzinfo=UTC), date(2026, 10, 25)),
])
def test_a_night_shift_belongs_to_the_production_day_on_which_it_began(moment: datetime, day: date) -> None:
    assert PARIS.day(moment) == day


def test_a_plant_that_nobody_set_up_counts_days_in_utc_from_midnight() -> None:
    assert PlantTime().day(datetime(2026, 11, 23, 23, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert PlantTime().day(datetime(2026, 11, 24, tzinfo=UTC)) == date(2026, 11, 24)


@pytest.mark.parametrize(("moment", "name", "ends"), [
    (datetime(2026, 11, 24, 5, 0, tzinfo=UTC), "Early", datetime(2026, 11, 24, 13, tzinfo=UTC)),
    (datetime(2026, 11, 24, 20, 59, tzinfo=UTC), "Late", datetime(2026, 11, 24, 21, tzinfo=UTC)),
    (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "Night", datetime(2026, 11, 25, 5, tzinfo=UTC)),
    (datetime(2026, 10, 24, 21, 0, tzinfo=UTC), "Night", datetime(2026, 10, 25, 5, tzinfo=UTC)),  # nine hours
    (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), "Night", datetime(2026, 3, 29, 4, tzinfo=UTC)),  # seven hours
])
def test_a_moment_falls_into_the_shift_that_runs_and_knows_its_end(moment: datetime, name: str, ends: datetime) -> None:
    running = running_shift(PARIS, ROUND_THE_CLOCK, moment)
    assert running is not None
    assert (running.shift.name, running.ends) == (name, ends)


@settings(deadline=None, max_examples=300)
@given(ZONES, MOMENTS)
def test_three_shifts_round_the_clock_leave_no_moment_without_one(zone: str, moment: datetime) -> None:
    running = running_shift(PlantTime(zone), ROUND_THE_CLOCK, moment)
    assert running is not None and running.begins <= moment < running.ends


def test_of_two_shifts_that_overlap_the_one_that_began_last_runs_and_outside_all_there_is_none() -> None:
    day, noon = Shift("Day", time(6), time(18)), Shift("Noon", time(12), time(13))
    at = {hour: running_shift(PlantTime(), (noon, day), datetime(2026, 1, 5, hour, tzinfo=UTC))
          for hour in (5, 7, 12, 13, 18)}
    assert {hour: found.shift.name if found else None for hour, found in at.items()} == {
        5: None, 7: "Day", 12: "Noon", 13: "Day", 18: None}


@settings(deadline=None, max_examples=300)
@given(PLANT_TIMES, st.lists(SHIFTS, min_size=1, max_size=4), st.sampled_from(["any", "another", None]), MOMENTS)
def test_whoever_works_is_asked_anew_within_two_days_and_never_in_the_past(
    plant_time: PlantTime, shifts: list[Shift], chosen: str | None, moment: datetime
) -> None:
    ends = next_change(plant_time, shifts, chosen, moment)
    assert ends is not None and moment < ends <= moment + timedelta(days=2, hours=1)


def test_who_works_in_a_running_shift_is_asked_at_its_end_and_who_works_outside_at_the_next_change() -> None:
    at = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)  # 07:30 in Paris
    assert next_change(PARIS, ROUND_THE_CLOCK, "Early", at) == datetime(2026, 11, 24, 13, tzinfo=UTC)
    overlapping = (*ROUND_THE_CLOCK, Shift("Half", time(8), time(12)))
    assert next_change(PARIS, overlapping, "Early", at) == datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert next_change(PARIS, overlapping, "Late", at) == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert next_change(PARIS, overlapping, None, at) == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert next_change(PARIS, (), None, at) is None
