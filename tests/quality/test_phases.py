"""A chart begins a new phase with another model version or other thresholds, and with nothing else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.quality.phases import Change, Judge, changes, judges_of, judges_text

LID = Judge("CAN", "lid", "lid/1", 0.3, 0.5)
WALL = Judge("CAN", "wall", "wall/1", 0.3, 0.5)
NEW_LID, STRICT_LID = replace(LID, model="lid/2"), replace(LID, bad_from=0.4)


def test_a_new_version_and_new_thresholds_begin_a_phase_and_say_what_they_are() -> None:
    assert changes([{LID, WALL}, {LID, WALL}, {NEW_LID, WALL}, {NEW_LID}]) == {
        2: [Change("phase_model", {"what": "lid/2"})]}
    assert changes([{LID}, {STRICT_LID}]) == {1: [Change("phase_thresholds", {"what": "lid/1 0.3 / 0.4"})]}


def test_a_change_in_the_middle_of_a_subgroup_begins_one_phase_and_going_back_begins_another() -> None:
    assert list(changes([{LID}, {LID, NEW_LID}, {NEW_LID}, {NEW_LID}])) == [1]
    assert list(changes([{LID}, {NEW_LID}, {LID}])) == [1, 2]


def test_sides_left_out_and_other_products_begin_nothing() -> None:
    assert changes([{LID, WALL}, {WALL}, {LID, WALL}, set(), {replace(LID, product_sku="OTHER"), WALL}]) == {}


@given(st.sets(st.builds(Judge, st.just("CAN"), st.text(max_size=4), st.text(max_size=4),
                         st.none() | st.floats(0, 1), st.none() | st.floats(0, 1))))
def test_what_judged_a_can_comes_back_from_its_text_whatever_the_names(judges: set[Judge]) -> None:
    assert judges_of("CAN", judges_text(judges)) == judges
