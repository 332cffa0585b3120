"""What one can adds to the figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.can_figures import GRID, on_grid, probability_figures, standing_defects, verdict_figures
from core.quality.defects import Severity
from core.quality.verdict import Verdict

MAJOR, MINOR = ("SMD", Severity.MAJOR, 4), ("RST", Severity.MINOR, 2)


@pytest.mark.parametrize(("holds", "model", "word"), [
    (Verdict.GOOD, Verdict.GOOD, "confirmed_good"), (Verdict.BAD, Verdict.BAD, "confirmed_bad"),
    (Verdict.GOOD, Verdict.BAD, "false_alarm"), (Verdict.BAD, Verdict.GOOD, "missed"),
])
def test_the_model_is_measured_only_where_a_person_looked(holds: Verdict, model: Verdict, word: str) -> None:
    assert verdict_figures(holds, model, by_person=True) == {holds.value: 1, word: 1}
    assert verdict_figures(holds, model, by_person=False) == {holds.value: 1}


def test_what_the_model_left_to_a_person_measures_it_not() -> None:
    assert verdict_figures(Verdict.BAD, Verdict.REVIEW, by_person=True) == {"bad": 1}


def test_only_good_cans_have_a_mean_probability() -> None:
    assert probability_figures(Verdict.GOOD, [0.1, 0.3]) == {"measured": 1, "probability_ppm": 200_000}
    assert probability_figures(Verdict.BAD, [0.9]) == probability_figures(Verdict.GOOD, []) == {}


def test_defects_of_one_cause_count_once_at_their_worst() -> None:
    assert standing_defects(Verdict.BAD, [(1, MINOR), (1, MAJOR), (None, MINOR)], []) == [MINOR, MAJOR]


def test_a_bad_can_without_a_named_defect_has_one_on_each_bad_side_and_a_good_can_has_none() -> None:
    assert standing_defects(Verdict.BAD, [], [2, 4]) == [("UNK", Severity.REVIEW, 2), ("UNK", Severity.REVIEW, 4)]
    assert standing_defects(Verdict.GOOD, [(None, MAJOR)], [2]) == []


edge = st.tuples(st.integers(0, 500), st.integers(0, 500)).filter(lambda pair: pair[0] < pair[1])


@given(edge, edge)
def test_a_box_covers_its_own_part_of_the_grid(across: tuple[int, int], down: tuple[int, int]) -> None:
    x0, y0, x1, y1 = on_grid(across[0], down[0], across[1], down[1], 500, 500)
    assert 0 <= x0 < x1 <= GRID and 0 <= y0 < y1 <= GRID
    assert x0 * 500 <= across[0] * GRID and x1 * 500 >= across[1] * GRID


def test_a_box_outside_of_the_photograph_is_on_no_grid() -> None:
    assert on_grid(0, 0, 501, 10, 500, 500) is None and on_grid(5, 5, 5, 9, 500, 500) is None
