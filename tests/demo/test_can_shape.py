"""The can's meshes: closed, outward, the right size, the same for the same seed."""

import numpy as np
import pytest

from core.demo.can_format import CLUB, FORMATS, ROUND, CanFormat
from core.demo.can_model import build_model
from core.demo.can_shape import Mesh, body_mesh, build_can, lid_mesh, outline
from core.demo.lid_shape import ring_path, ring_points

formats = pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)


def _meshes(form: CanFormat) -> tuple[Mesh, Mesh]:
    can = build_can(np.random.default_rng(3), form)
    return body_mesh(can), lid_mesh(can)


def _joined(*meshes: Mesh) -> tuple[np.ndarray, np.ndarray]:
    """Vertices welded by their place, and the faces that are no slivers."""
    points = np.concatenate([m.vertices for m in meshes])
    starts = np.cumsum([0] + [len(m.vertices) for m in meshes[:-1]])
    faces = np.concatenate([m.faces.astype(np.int64) + s for m, s in zip(meshes, starts, strict=True)])
    _, first, welded = np.unique(np.round(points, 5), axis=0, return_index=True, return_inverse=True)
    faces = welded.ravel()[faces]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    return points[first], faces[whole]


def _edges_met_once_each_way(faces: np.ndarray) -> bool:
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    code = np.sort(edges[:, 0] * (faces.max() + 1) + edges[:, 1])
    back = np.sort(edges[:, 1] * (faces.max() + 1) + edges[:, 0])
    return bool(np.all(np.diff(code) > 0) and np.array_equal(code, back))


def _volume(points: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (points[faces[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


@pytest.mark.parametrize("form, least, most", [
    (CLUB, 95_000, 125_000),  # about 104 x 60 x 19 mm less the corners
    (ROUND, 215_000, 250_000),  # about 84 mm across and 42 mm high
], ids=["club", "round"])
def test_body_and_lid_together_close_round_the_can_s_volume(form: CanFormat, least: float, most: float) -> None:
    points, faces = _joined(*_meshes(form))
    assert _edges_met_once_each_way(faces)
    assert least < _volume(points, faces) < most


@formats
def test_normals_are_unit_and_agree_with_the_outward_faces(form: CanFormat) -> None:
    for mesh in _meshes(form):
        assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-6)
        a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
        area = np.cross(b - a, c - a)
        agree = np.einsum("ij,ij->i", area, mesh.normals[mesh.faces[:, 0]])
        big = np.linalg.norm(area, axis=1) > 1e-6
        assert (agree[big] > 0).mean() > 0.999


@pytest.mark.parametrize("form, size", [(CLUB, (104, 60, 22)), (ROUND, (87.3, 87.3, 44.5))], ids=["club", "round"])
def test_the_can_is_as_large_as_its_format_says(form: CanFormat, size: tuple[float, float, float]) -> None:
    points = np.concatenate([m.vertices for m in _meshes(form)])
    length, width, height = points.max(axis=0) - points.min(axis=0)
    assert (length, width, height) == pytest.approx(size, abs=0.8)


def test_a_round_can_is_equally_wide_in_every_direction() -> None:
    can = build_can(np.random.default_rng(3), ROUND)
    radius = np.linalg.norm(can.points[can.seam_row, :, :2], axis=1)
    assert np.ptp(radius) < 0.1


@formats
def test_the_outline_closes_and_its_normals_point_outwards(form: CanFormat) -> None:
    around = np.linspace(0, form.perimeter, 400, endpoint=False)
    points, normals = outline(form, around)
    wider, _ = outline(form, around, 2.0)
    assert np.allclose(wider - points, 2.0 * normals)
    assert np.all(np.einsum("ij,ij->i", points, normals) > 0)
    assert np.allclose(outline(form, np.array([0.0]))[0], outline(form, np.array([form.perimeter]))[0])


@formats
def test_texture_coordinates_stay_on_the_texture(form: CanFormat) -> None:
    for mesh in _meshes(form):
        assert mesh.uv.min() >= 0
        assert mesh.uv.max() <= 1


def test_the_same_seed_gives_the_same_can_and_another_seed_another() -> None:
    first, again, other = (build_can(np.random.default_rng(seed)).points for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert np.abs(first - other).max() > 0.02


@formats
def test_the_ring_is_closed_and_solid_and_lies_within_the_seam(form: CanFormat) -> None:
    model, _ = build_model(4, [], form)
    assert np.linalg.norm(model.ring.vertices[:, :2] / (form.half_length, form.half_width), axis=1).max() < 1
    points, faces = _joined(model.ring)
    assert _edges_met_once_each_way(faces)
    assert _volume(points, faces) > 50


def test_a_broken_ring_lacks_its_gap_and_keeps_the_rest() -> None:
    broken = ring_points(19.3, gap=(0.4, 0.6))

    def near(turn: float) -> float:
        return float(np.min(np.hypot(*(broken[..., :2] - ring_path(np.array([turn]))[0]).T)))

    assert near(0.5) > 3
    assert near(0.2) < 1.3
    assert near(0.8) < 1.3
