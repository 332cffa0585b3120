"""Heat, boxes and sheets look as they should, and good metal does not glow."""

import io

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.imaging.overlay import (
    BOX_COLOUR,
    CLEAR_BELOW,
    COLOUR_MAP,
    DRAWN_COLOUR,
    SHEET_GROUND,
    contact_sheet,
    draw_boxes,
    draw_drawn_boxes,
    encode_jpeg,
    encode_png,
    heat_overlay,
    picture_rows,
    thumbnail,
    upsample,
)
from core.quality.drawn_box import DrawnBox
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Box
from tests.imaging.pictures import picture


def opened(content: bytes) -> np.ndarray:
    return np.array(Image.open(io.BytesIO(content)))


def test_heat_is_enlarged_smoothly_to_the_photograph() -> None:
    heat = np.zeros((14, 14))
    heat[3, 10] = 1
    large = upsample(heat, 280, 140)
    assert large.shape == (280, 140) and large.dtype == np.float32
    assert np.unravel_index(large.argmax(), large.shape)[0] // 20 == 3
    assert large.min() >= 0 and large.max() <= 1 and len(np.unique(large)) > 20


@pytest.mark.parametrize("heat", [np.full((14, 14), np.nan), np.zeros((2, 14, 14)), np.full((3, 3), np.inf)])
def test_heat_that_is_no_map_of_numbers_is_refused(heat: np.ndarray) -> None:
    with pytest.raises(ValueError, match="finite"):
        upsample(heat, 20, 20)


def test_low_heat_leaves_the_photograph_untouched_and_high_heat_colours_it() -> None:
    rgb = picture(1)
    assert (heat_overlay(rgb, np.full((14, 14), CLEAR_BELOW)) == rgb).all()
    assert (heat_overlay(rgb, np.ones((14, 14)), opacity=0) == rgb).all()
    hot = heat_overlay(rgb, np.ones((14, 14)), opacity=1)
    assert hot.shape == rgb.shape and hot.dtype == np.uint8 and np.abs(hot - COLOUR_MAP[255].astype(int)).max() <= 1


def test_the_colours_grow_lighter_with_the_heat_and_stay_colours() -> None:
    lightness = COLOUR_MAP @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(lightness) >= -1).all() and lightness[-1] > 2 * lightness[0]
    assert (np.ptp(COLOUR_MAP.astype(int), axis=1) > 60).all()


def test_boxes_are_drawn_inside_the_picture_on_a_copy() -> None:
    rgb = picture(2)
    before = rgb.copy()
    drawn = draw_boxes(rgb, [Box(10, 20, 60, 50, 0.9), Box(-5, -5, 500, 500, 0.5)])
    assert (rgb == before).all() and drawn.shape == rgb.shape
    assert (drawn[20, 35] != rgb[20, 35]).any() and (drawn[35, 35] == rgb[35, 35]).all()
    assert (draw_boxes(rgb, []) == rgb).all()


def test_png_keeps_every_pixel_and_jpeg_nearly() -> None:
    rgb = picture(3)
    assert (opened(encode_png(rgb)) == rgb).all()
    assert np.abs(opened(encode_jpeg(rgb, 95)).astype(int) - rgb).mean() < 4
    assert len(encode_jpeg(rgb[:, ::-1], 30)) < len(encode_jpeg(rgb[:, ::-1], 95))


@example(5, 7, 50)
@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 100))
@settings(max_examples=50, deadline=None)
def test_a_thumbnail_keeps_the_proportions_and_is_never_enlarged(height: int, width: int, longest: int) -> None:
    small = thumbnail(np.zeros((height, width, 3), np.uint8), longest)
    assert max(small.shape[:2]) == min(longest, max(height, width)) and min(small.shape[:2]) >= 1
    assert abs(small.shape[0] / small.shape[1] - height / width) <= (height / width + 1) / min(small.shape[:2])


def test_seven_sides_lie_on_the_sheet_as_round_the_can() -> None:
    tones = {number: np.full((300, 400, 3), 30 * number, np.uint8) for number in range(1, 8)}
    sheet = opened(contact_sheet(tones, FOOD_CAN.sides))
    assert sheet.shape == (480, 640, 3)
    for number, (x, y) in {1: (107, 80), 2: (320, 80), 3: (533, 80), 4: (320, 240), 5: (107, 400), 6: (320, 400),
                           7: (533, 400)}.items():
        assert np.abs(sheet[y, x].astype(int) - 30 * number).max() < 6
    assert np.abs(sheet[240, 40].astype(int) - SHEET_GROUND).max() < 12


def test_a_wide_lid_takes_the_whole_middle_row() -> None:
    sheet = opened(contact_sheet({4: np.full((150, 600, 3), 200, np.uint8)}, FOOD_CAN.sides))
    assert sheet[240, 40].min() > 180 and sheet[240, 600].min() > 180


def test_other_counts_lie_in_rows_of_three_and_missing_sides_are_empty_fields() -> None:
    assert opened(contact_sheet({}, FOOD_CAN.sides[:4])).shape == (320, 640, 3)
    assert opened(contact_sheet({}, FOOD_CAN.sides[:2], width=300)).shape == (75, 300, 3)


def test_a_sheet_of_the_busiest_pictures_stays_small() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (500, 700, 3)).astype(np.uint8)
    assert len(contact_sheet({side.number: noise for side in FOOD_CAN.sides}, FOOD_CAN.sides)) < 60_000


def test_rows_of_pictures_have_fields_of_the_flattest_one_and_leave_what_is_missing_empty() -> None:
    flat, high = np.full((50, 100, 3), 200, np.uint8), np.full((200, 100, 3), 60, np.uint8)
    sheet = opened(picture_rows([[flat, high, flat, flat], [high]], across=4))
    assert sheet.shape == (2 * 80, 640, 3)
    assert sheet[40, 80].min() > 180 and abs(int(sheet[40, 240].mean()) - 60) < 15
    assert abs(int(sheet[120, 80].mean()) - 60) < 15
    assert np.abs(sheet[120, 400].astype(int) - SHEET_GROUND).max() < 12


def test_a_persons_box_is_dashed_where_the_models_is_whole() -> None:
    grey = np.full((200, 300, 3), 128, np.uint8)
    along = draw_drawn_boxes(grey, [DrawnBox(40, 40, 260, 160)])[40, 50:250]
    blue = (along == DRAWN_COLOUR).all(axis=1)
    assert 0.3 < blue.mean() < 0.7 and (draw_boxes(grey, [Box(40, 40, 260, 160, 0.9)])[40, 50:250] ==
                                        BOX_COLOUR).all()
