"""From radiance to JPEG, and where a defect counts as visible."""

import dataclasses

import cv2
import numpy as np

from core.demo.can_model import CanModel, DefectTrace
from core.demo.can_shape import Mesh
from core.demo.defects import Defect
from core.demo.photograph import develop, draw_sensor, encode, meter, tone
from core.demo.scene import Hits
from core.demo.skin import draw_lid_skin
from core.demo.visibility import Shown, defect_mask, measure

SENSOR = draw_sensor(np.random.default_rng(4))


def _light(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.1, 3.0, (40, 90, 3)).astype(np.float32)


def test_the_same_radiance_and_sensor_give_the_same_picture_and_other_grain_another() -> None:
    light = _light()
    picture = develop(light, SENSOR, 0.3)
    assert picture.dtype == np.uint8
    assert np.array_equal(picture, develop(light, SENSOR, 0.3))
    assert not np.array_equal(picture, develop(light, dataclasses.replace(SENSOR, seed=1), 0.3))


def test_the_meter_brings_a_bright_and_a_dim_scene_to_the_same_picture() -> None:
    light = _light()
    bright, dim = tone(light * 50, SENSOR, meter(light * 50, SENSOR)), tone(light, SENSOR, meter(light, SENSOR))
    assert np.allclose(bright, dim, atol=0.01)


def test_encoding_keeps_size_and_colours_in_order() -> None:
    picture = np.zeros((30, 60, 3), np.uint8)
    picture[..., 0] = 200
    back = cv2.imdecode(np.frombuffer(encode(picture, 95), np.uint8), cv2.IMREAD_COLOR)
    assert back.shape == (30, 60, 3)
    assert back[15, 30, 2] > 150 > back[15, 30, 0]


def _flat_can() -> tuple[CanModel, Hits]:
    """A 'can' whose body is two triangles; the left half of the picture sees the first, the right half the second."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float)
    mesh = Mesh(corners, corners, corners[:, :2], np.array([[0, 1, 2], [0, 2, 3]], np.uint32))
    skin = draw_lid_skin(np.random.default_rng(0))
    triangle = np.zeros((20, 40), np.int64)
    triangle[:, 20:] = 1
    part = np.zeros((20, 40), np.int64)
    part[:4] = -1
    hits = Hits(part, triangle, np.full((20, 40, 2), 1 / 3), np.full((20, 40, 2), 0.5), np.ones((20, 40)))
    return CanModel(mesh, mesh, mesh, skin, skin), hits


def test_a_mask_covers_the_pixels_whose_triangles_are_dented_and_no_background() -> None:
    can, hits = _flat_can()
    weight = np.array([0.0, 1.0, 0.0, 0.0])  # only the first triangle has this corner
    trace = DefectTrace(Defect("DNT", 0.5, 0), weight, None, None, None, False)
    mask = defect_mask(trace, can, can, hits, hits)
    assert mask[4:, :20].all()
    assert not mask[:, 20:].any()
    assert not mask[:4].any()


def test_a_mask_of_the_ring_is_where_ring_and_lid_changed_places() -> None:
    can, here = _flat_can()
    part = here.part.copy()
    part[8:14, 10:30] = 2
    twin = dataclasses.replace(here, part=part)
    mask = defect_mask(DefectTrace(Defect("TAB", 0.5, 0), None, None, None, None, True), can, can, here, twin)
    assert mask[8:14, 10:30].all()
    assert mask.sum() == 6 * 20


def test_contrast_grows_with_the_difference_and_is_nothing_without_one() -> None:
    sound = np.full((140, 320, 3), 0.5, np.float32)
    mask = np.zeros((140, 320), bool)
    mask[50:70, 100:130] = True
    trace = DefectTrace(Defect("RST", 0.5, 0), None, None, None, None, False)
    figures = []
    for change in (0.0, 0.1, 0.3):
        other = sound.copy()
        other[mask] -= change
        figures.append(measure(trace, mask, other, sound))
    assert figures[0].contrast == 0
    assert 0.05 < figures[1].contrast < figures[2].contrast <= 0.31
    assert figures[2].box == (100, 50, 130, 70)
    assert figures[2].visible_px == 600
    assert [f.counts for f in figures] == [False, True, True]


def test_a_defect_counts_before_a_person_would_see_it() -> None:
    mask = np.zeros((140, 320), bool)
    faint = Shown("DNT", 0.1, mask, (0, 0, 9, 9), 60, 0.05)
    assert faint.counts
    assert not faint.seen
    assert dataclasses.replace(faint, visible_px=200, contrast=0.2).seen
    assert not dataclasses.replace(faint, visible_px=2000).seen
    assert not dataclasses.replace(faint, contrast=0.2).seen
    assert not dataclasses.replace(faint, visible_px=10).counts
