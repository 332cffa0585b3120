"""Defects move, stain or remove what they should, there and nowhere else."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from core.demo.can_format import CLUB, FORMATS, ROUND, CanFormat
from core.demo.can_shape import CanGrid, build_can
from core.demo.code_print import FAILURES, code_area, draw_code, spoil_code
from core.demo.defects import ALL_CODES, CODES, Defect, Parts, Ring, draw_defects, lay
from core.demo.dents import crease, crush, dent, knocked_down_flange, lid_rise, seam_dent, seam_vee, swell
from core.demo.lid_shape import score_distance
from core.demo.skin import Skin, lid_points
from core.quality.defects import DEFECTS


@cache
def _sound(name: str) -> CanGrid:
    return build_can(np.random.default_rng(1), FORMATS[name])


def _can(form: CanFormat = CLUB) -> CanGrid:
    sound = _sound("round" if form is ROUND else "club")
    return replace(sound, points=sound.points.copy())


def _bare(shape: tuple[int, int]) -> Skin:
    plain = np.full(shape, 0.2)
    return Skin(np.ones((*shape, 3)), plain, plain.copy(), plain * 0, plain * 0, np.zeros((*shape, 3)))


def _parts(form: CanFormat = CLUB) -> Parts:
    ink, _ = draw_code(np.random.default_rng(2), form)
    return Parts(_can(form), _bare(form.wall_shape), _bare(form.lid_shape), ink, Ring())


def _moved(can: CanGrid) -> np.ndarray:
    return np.linalg.norm(can.points - _can(can.format).points, axis=2)


def test_a_dent_presses_its_middle_inwards_by_its_depth_and_leaves_the_far_side_alone() -> None:
    can, place = _can(), CLUB.perimeter / 4
    weight = dent(can, place, 9.0, (8.0, 6.0), 2.0, 0.0)
    moved = _moved(can)
    assert moved.max() == pytest.approx(2.0, abs=0.1)
    assert moved[weight == 0].max() < 0.25
    beyond = np.abs(np.mod(can.around - place + CLUB.perimeter / 2, CLUB.perimeter) - CLUB.perimeter / 2) > 16
    assert moved[:, beyond].max() < 0.01
    deepest = np.unravel_index(moved.argmax(), moved.shape)
    inwards = (can.points - _can().points)[deepest][:2] @ can.outward[deepest[1]]
    assert inwards < 0


def test_a_crease_is_narrow_across_and_long_along_its_line() -> None:
    can = _can()
    weight = crease(can, 70.0, 9.0, 10.0, 2.0, 1.2, 0.0)
    rows, columns = np.nonzero(weight > 0.3)
    along = np.ptp(can.around[columns])
    up = np.ptp(can.points[rows, columns, 2])
    assert along > 2.5 * up
    assert _moved(can)[weight == 0].max() < 0.2


def test_a_seam_dent_moves_the_seam_but_neither_the_foot_nor_the_middle_of_the_lid() -> None:
    can = _can()
    weight = seam_dent(can, 40.0, 6.0, 1.5, 0.8, 0.3)
    moved = _moved(can)
    assert moved[can.seam_row].max() > 1.0
    assert moved[weight == 0].max() < 1e-9
    assert moved[: can.seam_row][can.points[: can.seam_row, :, 2] < 14].max() < 1e-9
    assert moved[-60:].max() < 1e-9


def test_a_swell_lifts_the_lid_s_middle_most_and_the_ring_s_place_with_it() -> None:
    can, before = _can(), _can().points
    swell(can, 4.0, 0.8)
    assert lid_rise(before, can.points, can.seam_row, 0.0, 0.0) == pytest.approx(4.0, abs=0.1)
    assert 2.0 < lid_rise(before, can.points, can.seam_row, -25.0, 0.0) < 4.0
    assert _moved(can)[can.seam_row].max() < 0.01


def test_a_crushed_wall_gives_way_from_the_foot_to_the_lid_and_the_far_side_stands() -> None:
    can, place = _can(), CLUB.perimeter / 4
    crush(can, place, 18.0, 6.0, 0.6, np.random.default_rng(1))
    moved = _moved(can)
    middle = int(place / CLUB.perimeter * len(can.around))
    assert moved[:, middle].max() > 4.0
    assert moved[can.seam_row, middle] > 1.5
    beyond = np.abs(np.mod(can.around - place + CLUB.perimeter / 2, CLUB.perimeter) - CLUB.perimeter / 2) > 18
    assert moved[:, beyond].max() == 0
    assert moved[-60:].max() < 1e-9


def test_a_vee_hangs_below_the_seam_and_a_knocked_down_flange_stands_off_it() -> None:
    for bend, longest in ((lambda can: seam_vee(can, 80.0, 2.5, 1.5), 5), (lambda can: knocked_down_flange(
            can, 80.0, 8.0, 1.2, 1.0), 16)):
        can = _can()
        weight = bend(can)
        change = can.points - _can().points
        assert change[..., 2].min() < -0.9
        outward = (change[..., :2] * can.outward[None]).sum(axis=2)
        assert outward.max() > 0.3
        assert _moved(can)[can.seam_row].max() < 0.05
        assert _moved(can)[can.points[..., 2] < 16].max() == 0
        assert np.ptp(can.around[(weight > 0).any(axis=0)]) <= longest


def test_a_swollen_round_can_has_a_high_lid_and_a_straight_wall() -> None:
    can = _can(ROUND)
    swell(can, 4.0, 0.8)
    moved = _moved(can)
    assert moved[can.seam_row:].max() > 3.5
    assert moved[: can.seam_row].max() == 0


@pytest.mark.parametrize("code", ["DNT", "DNS", "SMD", "SWL", "CRU", "SMF"])
def test_a_graver_dent_moves_more(code: str) -> None:
    depths = []
    for severity in (0.0, 0.5, 1.0):
        parts = _parts()
        lay(Defect(code, severity, 7), parts)
        depths.append(_moved(parts.can).max())
    assert 0.02 < depths[0] < depths[1] < depths[2] < 14


@pytest.mark.parametrize("code", ["RST", "RPT"])
def test_rust_covers_only_where_its_trace_says_and_grows_with_severity(code: str) -> None:
    areas = []
    for severity in (0.05, 0.9):
        parts = _parts()
        trace = lay(Defect(code, severity, 5), parts)
        for skin, weight in ((parts.body, trace.body), (parts.lid, trace.lid)):
            assert weight is not None
            assert skin.cover[weight <= 0].max() == 0
        areas.append(sum((skin.cover > 0.2).sum() for skin in (parts.body, parts.lid)))
    assert 0 < areas[0] < areas[1] / 4


@pytest.mark.parametrize("code", ["PUN", "SCF", "COT", "DRT"])
def test_what_lies_on_the_skin_changes_it_only_where_its_trace_says_and_more_the_graver_it_is(code: str) -> None:
    for seed in range(6):
        areas = []
        for severity in (0.05, 0.9):
            parts, sound = _parts(), _parts()
            trace = lay(Defect(code, severity, seed), parts)
            area = 0
            for skin, before, weight in ((parts.body, sound.body, trace.body), (parts.lid, sound.lid, trace.lid)):
                changed = (np.abs(skin.tint - before.tint).max(axis=2) > 0.1) | (skin.cover > 0.2)
                marked = np.zeros_like(changed) if weight is None else weight > 0.1
                assert not (changed & ~marked).any()
                area += int(marked.sum())
            areas.append(area)
        assert 0 < areas[0] < areas[1]


def test_a_puncture_shows_the_dark_inside() -> None:
    parts = _parts()
    trace = lay(Defect("PUN", 0.6, 3), parts)
    skin, weight = (parts.lid, trace.lid) if trace.lid is not None else (parts.body, trace.body)
    middle = skin.cover > 0.9
    assert middle.any()
    assert skin.cover_color[middle].max() < 0.05
    assert weight is not None and weight[middle].min() > 0.9


def test_a_fractured_score_line_opens_along_the_line_where_the_ring_does_not_hide_it() -> None:
    distance = score_distance(CLUB.lid, *lid_points(_parts().lid))
    for seed in range(5):
        parts = _parts()
        lay(Defect("SCF", 0.8, seed), parts)
        open_at = parts.lid.cover > 0.5
        assert open_at.sum() > 100
        assert np.abs(distance[open_at]).max() < 1.6


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_code_that_can_be_rendered_is_in_the_table_of_defects_and_leaves_a_trace(form: CanFormat) -> None:
    assert set(CODES) < set(ALL_CODES) <= set(DEFECTS)
    for code in ALL_CODES:
        trace = lay(Defect(code, 0.6, 1), _parts(form))
        weights = [weight for weight in (trace.grid, trace.body, trace.lid) if weight is not None]
        assert trace.ring or max(float(weight.max()) for weight in weights) > 0.5, code


def test_a_missing_code_leaves_no_ink_and_marks_where_it_should_be() -> None:
    parts = _parts()
    printed = parts.ink > 0.3
    trace = lay(Defect("COD", 0.5, 1), parts)
    assert trace.lid is not None
    assert parts.ink.max() == 0
    assert trace.lid[printed].min() == 1
    assert trace.lid.mean() < 0.1


@pytest.mark.parametrize("failure", FAILURES)
def test_a_spoilt_code_differs_from_the_sound_one_and_stays_near_it(failure: str) -> None:
    cover, _ = draw_code(np.random.default_rng(9))
    spoilt = spoil_code(cover, failure, 0.7, np.random.default_rng(1))
    assert np.abs(spoilt - cover).sum() > 0.25 * cover.sum()
    assert 0 <= spoilt.min() <= spoilt.max() <= 1
    assert np.maximum(code_area(cover), code_area(spoilt)).mean() < 0.25


def test_a_ring_defect_removes_the_ring_or_breaks_it() -> None:
    seen = set()
    for seed in range(12):
        parts = _parts()
        assert lay(Defect("TAB", 0.5, seed), parts).ring
        seen.add("gone" if parts.ring is None else "broken" if parts.ring.gap else "sound")
    assert seen == {"gone", "broken"}


def test_a_bad_can_has_one_or_two_defects_of_different_codes() -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_defects(CODES[k % len(CODES)], rng) for k in range(180)]
    assert {len(d) for d in drawn} == {1, 2}
    assert all(d[0].code == CODES[k % len(CODES)] for k, d in enumerate(drawn))
    assert all(len({x.code for x in d}) == len(d) for d in drawn)
    assert {x.code for d in drawn for x in d} == set(CODES)
    severities = [x.severity for d in drawn for x in d]
    assert min(severities) < 0.1
    assert max(severities) > 0.9


def test_a_bad_can_has_only_the_defects_that_were_asked_for() -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_defects("PUN", rng, ("PUN", "DRT")) for _ in range(60)]
    assert {d[-1].code for d in drawn} == {"PUN", "DRT"}
    assert all([x.code for x in draw_defects("PUN", rng, ("PUN",))] == ["PUN"] for _ in range(20))
