"""What a can is depends on (seed, number) alone, and its light does not depend on its defects."""

import dataclasses
from collections import Counter

import numpy as np
import pytest

from core.demo.can_format import CLUB, FORMATS, ROUND, CanFormat
from core.demo.can_model import build_model
from core.demo.defects import CODES
from core.demo.plan import plan_can, sides_to_render
from core.demo.surroundings import ANY_COLOUR, ANY_LAMPS, BACKGROUND_FAMILIES, LAMP_FAMILIES
from core.quality.sides import TEMPLATES


def test_the_same_number_is_the_same_can_and_another_another() -> None:
    assert plan_can(3, 5) == plan_can(3, 5)
    assert plan_can(3, 5).metal_seed != plan_can(3, 6).metal_seed
    assert plan_can(3, 5).metal_seed != plan_can(4, 5).metal_seed
    assert np.array_equal(plan_can(3, 5).camera(2).origin, plan_can(3, 5).camera(2).origin)
    assert not np.array_equal(plan_can(3, 5).camera(2).origin, plan_can(3, 9).camera(2).origin)


def test_a_bad_can_has_the_camera_light_sensor_and_metal_it_would_have_if_it_were_good() -> None:
    bad = plan_can(8, 1)
    good = dataclasses.replace(bad, defects=())
    assert bad.defects
    for side in CLUB.sides:
        assert np.array_equal(bad.camera(side).origin, good.camera(side).origin)
        assert bad.sensor(side) == good.sensor(side)
        assert bad.render_seed(side) == good.render_seed(side)
    assert np.array_equal(bad.surroundings("lid").environment, good.surroundings("lid").environment)
    assert bad.metal_seed == good.metal_seed


def test_defects_change_nothing_of_a_can_s_skin_beyond_themselves() -> None:
    bad = plan_can(8, 1)
    assert {d.code for d in bad.defects} <= {"DNT", "DNS", "SMD", "SWL"}
    with_defects, traces = build_model(bad.metal_seed, list(bad.defects))
    without, none = build_model(bad.metal_seed, [])
    assert len(traces) == len(bad.defects)
    assert none == []
    assert np.array_equal(with_defects.body_skin.tint, without.body_skin.tint)
    assert np.array_equal(with_defects.lid_skin.cover, without.lid_skin.cover)
    assert np.abs(with_defects.body.vertices - without.body.vertices).max() > 0.05


def test_good_and_bad_cans_meet_the_same_lamps_and_backgrounds() -> None:
    for split in ("train", "test"):
        plans = [plan_can(1, index, split) for index in range(1200)]
        for name in ("lamp", "background"):
            good = Counter(getattr(p, name) for p in plans if not p.defects)
            bad = Counter(getattr(p, name) for p in plans if p.defects)
            assert set(good) == set(bad)
            assert all(abs(good[k] - bad[k]) < 75 for k in good)


def test_half_the_cans_of_each_split_are_bad_and_each_code_comes_as_often() -> None:
    plans = [plan_can(2, index) for index in range(4 * 9 * 5)]
    for split in ("train", "test"):
        mine = [p for p in plans if p.split == split]
        assert len(mine) == len(plans) / 2
        assert sum(bool(p.defects) for p in mine) == len(mine) / 2
        assert Counter(p.defects[0].code for p in mine if p.defects) == dict.fromkeys(CODES, 5)


def test_testing_has_lamps_and_backgrounds_that_training_never_has() -> None:
    for families in (LAMP_FAMILIES, BACKGROUND_FAMILIES):
        assert not set(families["train"]) & set(families["test"])
    plan = plan_can(1, 2)
    assert plan.split == "test"
    assert plan.lamp in LAMP_FAMILIES["test"]


def test_half_the_training_cans_stand_in_light_of_no_family_and_no_can_for_testing_does() -> None:
    plans = [plan_can(3, index) for index in range(800)]
    free = [p for p in plans if p.lamp == ANY_LAMPS]
    assert {p.split for p in free} == {"train"}
    assert {p.background for p in free} == {ANY_COLOUR}
    assert 150 < len(free) < 250
    assert 75 < sum(bool(p.defects) for p in free) < 125


def test_few_renders_one_side_a_group_of_a_good_can_and_only_what_shows_of_a_bad_one() -> None:
    good, bad = plan_can(1, 0), plan_can(1, 1)
    assert sides_to_render(good, few=False, shows=lambda side: False) == list(CLUB.sides)
    few = sides_to_render(good, few=True, shows=lambda side: False)
    assert len(few) == 3
    assert 4 in few
    assert sides_to_render(bad, few=True, shows=lambda side: side in (2, 3)) == [2, 3]


def test_walls_are_framed_wide_and_the_lid_as_it_is() -> None:
    assert CLUB.frame_size("side", 320) == CLUB.frame_size("corner", 320) == (320, 140)
    assert CLUB.frame_size("lid", 320) == (320, 188)
    assert ROUND.frame_size("lid", 320) == (320, 320)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_the_sides_and_groups_are_those_of_the_product(form: CanFormat) -> None:
    product = TEMPLATES[form.product]
    assert {side.number: side.group for side in product.sides} == {n: view.group for n, view in form.views.items()}


def test_the_walls_of_a_round_can_are_seen_at_even_steps_from_outside_the_can() -> None:
    plan = plan_can(1, 0, form=ROUND)
    walls = [plan.camera(side) for side in ROUND.sides_of("wall")]
    steps = np.diff(sorted(camera.azimuth % 360 for camera in walls))
    assert np.allclose(steps, 60, atol=20)
    for camera in walls:
        assert np.hypot(*camera.origin[:2]) > 2 * ROUND.half_width
        assert np.hypot(*camera.target[:2]) == pytest.approx(ROUND.half_width, abs=2)


def test_few_of_a_round_can_are_one_wall_and_the_lid() -> None:
    few = sides_to_render(plan_can(1, 0, form=ROUND), few=True, shows=lambda side: False)
    assert len(few) == 2
    assert 4 in few
