"""What is read from photographs of racks, and what is refused rather than guessed."""

import cv2
import numpy as np
import pytest

from core.errors import BadInput
from core.imaging.overlay import thumbnail
from core.imaging.rack_overlay import PIXELS, drawn_corners, drawn_reading
from core.imaging.rack_photograph import PlaceState, RackReading, check_corners, read_rack
from tests.imaging.rack_figure import figure
from tests.imaging.racks import DrawnRack, draw_rack

SQUARE = ((100.0, 100.0), (900.0, 100.0), (900.0, 700.0), (100.0, 700.0))


def _read(drawn: DrawnRack, now: np.ndarray | None = None) -> RackReading:
    levels, bays = drawn.occupied.shape
    return read_rack(drawn.empty, drawn.now if now is None else now, drawn.corners, bays, levels)


@pytest.mark.parametrize(("style", "racks"), [
    ("held out", 5), *(pytest.param(*more, marks=pytest.mark.long) for more in (("development", 5), ("held out", 100))),
])
def test_of_the_places_of_drawn_racks_95_in_100_are_read_right(style: str, racks: int) -> None:
    counted = figure(style, racks)
    assert counted["places"] >= 10 * racks
    assert counted["right"] >= 0.95 * counted["places"], counted


def test_a_reading_has_every_place_once_a_score_each_and_heat_over_the_whole_front() -> None:
    drawn = draw_rack(0)
    levels, bays = drawn.occupied.shape
    reading = _read(drawn)
    assert [(one.level, one.bay) for one in reading.places] == [
        (level, bay) for level in range(1, levels + 1) for bay in range(1, bays + 1)]
    assert all(0 <= one.score <= 1 and one.occupied == (one.score >= 0.5) for one in reading.places)
    assert reading.heat.shape == (levels * 8, bays * 8) and reading.heat.dtype == np.float32
    assert 0 <= reading.heat.min() <= reading.heat.max() <= 1
    occupied = np.kron(drawn.occupied[::-1], np.ones((8, 8))) > 0
    assert reading.heat[occupied].mean() > reading.heat[~occupied].mean() + 0.1


def test_an_empty_rack_compared_with_itself_is_free_everywhere_and_its_corners_stay() -> None:
    drawn = draw_rack(5)
    reading = _read(drawn, drawn.empty)
    assert not any(one.occupied for one in reading.places)
    assert np.abs(np.array(reading.corners) - drawn.corners).max() < 2


def test_less_light_and_another_size_of_the_new_photograph_change_no_place() -> None:
    drawn = draw_rack(7)
    before = [one.occupied for one in _read(drawn).places]
    darker = (drawn.now * 0.6).astype(np.uint8)
    assert [one.occupied for one in _read(drawn, darker).places] == before
    half = cv2.resize(drawn.now, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA)
    assert np.mean([one.occupied == was for one, was in zip(_read(drawn, half).places, before, strict=True)]) > 0.9


@pytest.mark.parametrize("seed", range(3))
def test_another_rack_is_refused(seed: int) -> None:
    with pytest.raises(BadInput, match="frame is not found"):
        _read(draw_rack(seed), draw_rack(seed + 1).now)


@pytest.mark.parametrize("picture", [
    np.zeros((900, 1200, 3), np.uint8), np.full((900, 1200, 3), 255, np.uint8),
    np.random.default_rng(0).integers(0, 256, (900, 1200, 3), np.uint8),
], ids=["black", "white", "noise"])
def test_a_picture_of_nothing_is_refused(picture: np.ndarray) -> None:
    drawn = draw_rack(1)
    with pytest.raises(BadInput, match="frame is not found"):
        _read(drawn, picture)
    with pytest.raises(BadInput, match="frame is not found"):
        read_rack(picture, drawn.now, drawn.corners, 3, 3)


def test_a_tiny_picture_is_refused() -> None:
    drawn = draw_rack(1)
    with pytest.raises(BadInput, match="too small"):
        _read(drawn, thumbnail(drawn.now, 40))


@pytest.mark.parametrize(("corners", "why"), [
    (SQUARE[:3], "all four"), ((), "all four"), ((*SQUARE[:3], (float("nan"), 1.0)), "all four"),
    ((*SQUARE[:3], (100.0, 801.0)), "outside"), (((-1.0, 100.0), *SQUARE[1:]), "outside"),
    (SQUARE[::-1], "do not frame"), ((SQUARE[1], SQUARE[0], *SQUARE[2:]), "do not frame"),
    ((SQUARE[1], *SQUARE[2:], SQUARE[0]), "do not frame"), ((*SQUARE[:2], (300.0, 200.0), SQUARE[3]), "do not frame"),
    ((SQUARE[0],) * 4, "do not frame"), (((100.0, 100.0), (140.0, 100.0), (140.0, 700.0), (100.0, 700.0)), "too small"),
])
def test_corners_that_frame_no_rack_are_refused(corners: tuple[tuple[float, float], ...], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        check_corners(corners, 1000, 800, 4, 3)


@pytest.mark.parametrize(("bays", "levels"), [(0, 3), (3, 0), (41, 1), (1, 21)])
def test_a_rack_of_no_or_too_many_places_is_refused(bays: int, levels: int) -> None:
    with pytest.raises(BadInput, match="at most 40 bays"):
        check_corners(SQUARE, 1000, 800, bays, levels)


def test_corners_in_order_are_taken() -> None:
    check_corners(SQUARE, 1000, 800, 4, 3)


def test_what_the_books_say_otherwise_of_is_framed_over_the_photograph() -> None:
    photograph = np.full((1600, 2400, 3), 90, np.uint8)
    reading = RackReading((PlaceState(1, 1, 0.9), PlaceState(2, 1, 0.1)), np.zeros((8, 16), np.float32),
                          ((200.0, 200.0), (2200.0, 200.0), (2200.0, 1400.0), (200.0, 1400.0)))
    plain, framed = drawn_reading(photograph, reading), drawn_reading(photograph, reading, {(2, 1)})
    assert max(plain.shape) == PIXELS
    changed = np.argwhere((plain != framed).any(axis=2))
    assert changed[:, 1].min() > PIXELS // 2  # only the second bay
    hot = RackReading(reading.places, np.ones((8, 16), np.float32), reading.corners)
    assert (drawn_reading(photograph, hot) != plain).any()
    assert (drawn_reading(photograph, hot, heat=False) == plain).all()
    assert (photograph == 90).all()


def test_the_corners_marked_so_far_are_drawn_on_a_copy() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    one, two = drawn_corners(picture, {0: (20, 20)}), drawn_corners(picture, {0: (20, 20), 1: (80, 20)})
    assert not picture.any() and one.any() and two[20, 50].any() and not one[20, 50].any()
