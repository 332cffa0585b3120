"""One can put together for the camera: meshes, skins and where its defects are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import CLUB, CanFormat
from core.demo.can_shape import CanGrid, Mesh, body_mesh, build_can, grid_normals, lid_mesh
from core.demo.code_print import draw_code
from core.demo.defects import Defect, Parts, Ring, Trace, lay
from core.demo.dents import lid_rise
from core.demo.lid_shape import RIVET_X, plate_points, ring_points
from core.demo.skin import Skin, draw_body_skin, draw_lid_skin

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CanModel:
    """What the renderer needs of one can. A missing ring is folded into a point inside the can."""

    body: Mesh
    lid: Mesh
    ring: Mesh
    body_skin: Skin
    lid_skin: Skin


@dataclass(frozen=True)
class DefectTrace:
    """Where one defect is: weight of each body and lid vertex, and of each texel of their skins (None: nowhere)."""

    defect: Defect
    body_vertices: Floats | None
    lid_vertices: Floats | None
    body_skin: Floats | None
    lid_skin: Floats | None
    ring: bool


def build_model(seed: int, defects: list[Defect], form: CanFormat = CLUB) -> tuple[CanModel, list[DefectTrace]]:
    """The can of that seed with these defects; the same seed without defects is the same can, sound."""
    rng = np.random.default_rng([seed, 11])
    can = build_can(rng, form)
    ink, colour = draw_code(rng, form)
    body, lid = draw_body_skin(rng, form), draw_lid_skin(rng, form)
    ring_turn = rng.normal(0, 0.012)
    sound = can.points.copy()
    parts = Parts(can, body, lid, ink, Ring(lift=abs(float(rng.normal(0, 0.012)))))
    traces = [lay(defect, parts) for defect in defects]
    lid.lay(parts.ink, colour)
    shift = form.lid.ring_shift
    level = form.lid_level + lid_rise(sound, can.points, can.seam_row, shift - 25.0, 0.0)
    model = CanModel(body_mesh(can), lid_mesh(can), _ring_mesh(parts.ring, level, ring_turn, shift), body, lid)
    return model, [_on_meshes(d, t, can) for d, t in zip(defects, traces, strict=True)]


def _on_meshes(defect: Defect, trace: Trace, can: CanGrid) -> DefectTrace:
    body = lid = None
    if trace.grid is not None:
        closed = np.concatenate([trace.grid, trace.grid[:, :1]], axis=1)
        body, lid = closed[: can.seam_row + 1].ravel(), closed[can.seam_row :].ravel()
    return DefectTrace(defect, body, lid, trace.body, trace.lid, trace.ring)


def _ring_mesh(ring: Ring | None, level: float, turn: float, shift: float) -> Mesh:
    shape = ring or Ring()
    tube, plate = ring_points(level, shape.gap, shape.lift), plate_points(level, shape.lift)
    meshes = [_closed_grid(tube, loop=True), _closed_grid(plate, loop=False)]
    vertices = np.concatenate([m.vertices for m in meshes])
    x, y = vertices[:, 0] - RIVET_X, vertices[:, 1].copy()
    vertices[:, 0] = RIVET_X + shift + x * np.cos(turn) - y * np.sin(turn)
    vertices[:, 1] = x * np.sin(turn) + y * np.cos(turn)
    faces = np.concatenate([meshes[0].faces, meshes[1].faces + len(meshes[0].vertices)]).astype(np.uint32)
    if ring is None:
        vertices = vertices * 1e-3 + np.array([0.0, 0.0, 8.0])
    normals = np.concatenate([m.normals for m in meshes])
    return Mesh(vertices, normals, np.concatenate([m.uv for m in meshes]), faces)


def _closed_grid(points: Floats, loop: bool) -> Mesh:
    """A tube closed on itself (`loop`) or a pillow with a pole at either end, as a mesh with outward normals."""
    if loop:
        padded = np.concatenate([points[-1:], points, points[:1]])
        normals = grid_normals(padded)[1:-1]
    else:
        normals = grid_normals(points)
    middle = points.mean(axis=1, keepdims=True) if loop else points.mean(axis=(0, 1), keepdims=True)
    inwards = float(np.sum(normals * (points - middle))) < 0
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    below, above = (index, np.roll(index, -1, 0)) if loop else (index[:-1], index[1:])
    a, b, c, d = below, np.roll(below, -1, 1), np.roll(above, -1, 1), above
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    if inwards:
        normals, faces = -normals, faces[:, ::-1]
    uv = np.stack(np.meshgrid(np.arange(rows) / rows, np.arange(columns) / columns, indexing="ij"), -1)
    return Mesh(points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), faces)
