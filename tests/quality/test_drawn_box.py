"""What a pointer drew becomes a box on the photograph, or none."""

from hypothesis import given
from hypothesis import strategies as st

from core.quality.drawn_box import LEAST_PIXELS, DrawnBox, drawn_between

EDGES = st.lists(st.floats(), max_size=4)


def test_corners_in_any_order_give_the_box_between_them_cut_at_the_edges() -> None:
    assert drawn_between([40.4, 9.6], [-12, 30], 640, 480) == DrawnBox(10, 0, 40, 30)
    assert drawn_between([600, 9000], [400, 4000], 640, 480) == DrawnBox(600, 400, 640, 480)


def test_a_slip_of_the_hand_and_a_box_beside_the_photograph_are_none() -> None:
    assert drawn_between([10, 11], [10, 200], 640, 480) is None
    assert drawn_between([700, 800], [10, 200], 640, 480) is None


@given(EDGES, EDGES, st.integers(1, 5000), st.integers(1, 5000))
def test_whatever_a_browser_sends_a_box_lies_on_the_photograph(
    across: list[float], down: list[float], width: int, height: int
) -> None:
    box = drawn_between(across, down, width, height)
    assert box is None or (box.lies_in(width, height)
                           and min(box.x1 - box.x0, box.y1 - box.y0) >= LEAST_PIXELS)
