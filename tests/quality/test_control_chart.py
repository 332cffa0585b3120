"""Limits are those of the textbooks, stay as they were computed, and see a drift without crying wolf."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.control_chart import (
    ONE_SIDED_3_SIGMA,
    Subgroup,
    individuals_chart,
    p_chart,
    u_chart,
)
from core.quality.run_rules import Rule

ORANGE_JUICE_CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7,
                     13, 9, 6]
"""Nonconforming cans in 30 samples of 50: Montgomery, Introduction to Statistical Quality Control, table 7.1."""

ORDERS = [(12, 100), (8, 80), (6, 80), (9, 100), (10, 110), (12, 110), (11, 100), (16, 100), (10, 90), (6, 90),
          (20, 110), (15, 120), (9, 120), (8, 120), (6, 110), (8, 80), (10, 80), (7, 80), (5, 90), (8, 100), (5, 100),
          (8, 100), (10, 100), (6, 90), (9, 90)]
"""Purchase orders with errors of those of a week: the same, table 7.4."""

groups = st.integers(1, 400).flatmap(lambda n: st.builds(Subgroup, st.integers(0, n), st.just(n)))


def test_the_limits_of_the_textbooks_cans_and_its_two_points_outside() -> None:
    points = p_chart([Subgroup(bad, 50) for bad in ORANGE_JUICE_CANS], baseline=30)
    assert (points[0].centre, points[0].low, points[0].high) == pytest.approx((0.2313, 0.0524, 0.4102), abs=1e-4)
    assert [number for number, point in enumerate(points, 1) if point.signals] == [15, 23]


def test_the_limits_of_the_textbooks_weeks_of_unequal_size() -> None:
    points = p_chart([Subgroup(*week) for week in ORDERS], baseline=25)
    assert points[0].centre == pytest.approx(234 / 2450)
    assert points[1].high == pytest.approx(0.194, abs=5e-4) and points[11].high == pytest.approx(0.176, abs=5e-4)
    assert [number for number, point in enumerate(points, 1) if point.signals] == [11]


def test_limits_stay_what_the_first_twenty_made_them_however_bad_it_gets() -> None:
    quiet = [Subgroup(10, 200)] * 20
    calm, drifting = p_chart([*quiet, quiet[0]]), p_chart([*quiet, *[Subgroup(40, 200)] * 30])
    assert drifting[-1].high == calm[-1].high
    assert all(Rule.BEYOND in point.signals and point.above for point in drifting[20:])
    assert [point.baseline for point in drifting].count(True) == 20


def test_a_new_phase_has_limits_of_its_own_and_no_run_crosses_into_it() -> None:
    before, after = [Subgroup(10, 200)] * 8 + [Subgroup(12, 200)] * 8, [Subgroup(30, 200)] * 12
    points = p_chart(before + after, starts=[16], rules=frozenset(Rule))
    assert {point.phase for point in points[16:]} == {1} and points[16].centre == 0.15
    assert not any(point.signals for point in points[16:])
    assert Rule.BEYOND in p_chart(before + after, baseline=16)[16].signals


def test_where_too_few_are_expected_only_what_chance_does_not_bring_is_a_signal() -> None:
    quiet = [Subgroup(1, 100)] * 20
    for bad, signals in ((3, ()), (5, ()), (6, (Rule.BEYOND,))):
        point = p_chart([*quiet, Subgroup(bad, 100)])[-1]
        assert point.few and point.signals == signals
    by_chance = [sum(math.comb(100, k) * 0.01**k * 0.99 ** (100 - k) for k in range(bad, 101)) for bad in (5, 6)]
    assert by_chance[0] > ONE_SIDED_3_SIGMA > by_chance[1]


def test_a_baseline_without_a_bad_can_still_sees_many_at_once() -> None:
    points = p_chart([*[Subgroup(0, 50)] * 20, Subgroup(1, 50), Subgroup(5, 50)])
    assert [bool(point.signals) for point in points[-2:]] == [False, True]


@pytest.mark.parametrize(("rule", "rates"), [
    (Rule.ONE_SIDE, [30] * 9), (Rule.TREND, [18, 19, 20, 21, 22, 23]), (Rule.ALTERNATING, [19, 21] * 6 + [19]),
])
def test_a_run_is_a_signal_at_its_end_when_its_rule_is_chosen(rule: Rule, rates: list[int]) -> None:
    quiet = [Subgroup(20, 200), Subgroup(20, 200)] * 10
    subgroups = quiet + [Subgroup(bad, 200) for bad in rates]
    signals = [point.signals for point in p_chart(subgroups, rules={rule})]
    assert signals[-1] == (rule,) and not any(signals[:-1])
    assert not any(point.signals for point in p_chart(subgroups))
    assert not any(point.signals for point in p_chart(subgroups[:-1], rules={rule}))


def test_equal_large_subgroups_on_a_p_prime_chart_have_the_limits_of_an_individuals_chart() -> None:
    """The identity in Laney (2002); the numbers are those of the NIST/SEMATECH handbook, 6.3.2.2."""
    measured = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    point = individuals_chart(measured)[0]
    assert (point.centre, point.low, point.high) == pytest.approx((50.81, 45.8159, 55.8041), abs=5e-3)
    point = p_chart([Subgroup(round(10 * value), 1000) for value in measured], laney=True)[0]
    assert (point.centre, point.low, point.high) == pytest.approx((0.5081, 0.458159, 0.558041), abs=5e-5)


def test_defects_a_unit_have_the_limits_of_the_textbook() -> None:
    """Dyed cloth, here in units of 25 square metres: Montgomery, table 7.10, whose units are of 50."""
    defects, units = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [20, 16, 26, 20, 19, 20, 24, 21, 24, 25]
    points = u_chart([Subgroup(*roll) for roll in zip(defects, units, strict=True)])
    assert (2 * points[0].centre, 2 * points[0].low, 2 * points[0].high) == pytest.approx((1.42, 0.29, 2.55), abs=6e-3)
    assert not any(point.signals for point in points)


@given(st.lists(groups, min_size=1, max_size=40), st.sets(st.integers(-3, 50)), st.booleans())
def test_every_subgroup_is_a_point_between_possible_limits(
    subgroups: list[Subgroup], starts: set[int], laney: bool
) -> None:
    points = p_chart(subgroups, starts, frozenset(Rule), laney=laney)
    assert [point.value for point in points] == [one.rate for one in subgroups]
    assert all(0 <= point.low <= point.centre and 0 <= point.high <= 1 for point in points)
    assert [point.phase for point in points] == sorted(point.phase for point in points)
    assert all((Rule.BEYOND in point.signals) == (not point.low <= point.value <= point.high) for point in points)
    assert len(u_chart(subgroups, starts, frozenset(Rule))) == len(subgroups)


@pytest.mark.parametrize("impossible", [lambda: Subgroup(0, 0), lambda: Subgroup(-1, 5),
                                        lambda: p_chart([Subgroup(6, 5)])])
def test_what_is_no_subgroup_is_refused(impossible) -> None:
    with pytest.raises(ValueError, match=r"subgroup|more bad"):
        impossible()
