"""The studio: the one module that renders, with Mitsuba 3, imported when a Studio is made.

The scene is loaded once and only its values change from can to can (vertices, textures, light, camera), so that
compiled kernels are used again.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import CLUB, CanFormat
from core.demo.can_model import CanModel
from core.demo.can_shape import Mesh
from core.demo.skin import Skin
from core.demo.surroundings import ENVIRONMENT_SHAPE, FLOOR_SHAPE, Camera, Surroundings
from core.errors import BadInput

Floats = NDArray[np.float64]
PARTS = ("body", "lid", "ring")
_BOUNCES = 3
_MAP_PLACE = {
    "cover": "weight", "cover_color": "bsdf_1.reflectance", "bump": "bsdf_0.nested_texture",
    "rough_u": "bsdf_0.nested_bsdf.alpha_u", "rough_v": "bsdf_0.nested_bsdf.alpha_v",
    "tint": "bsdf_0.nested_bsdf.specular_reflectance",
}


@dataclass(frozen=True)
class Hits:
    """What each pixel's middle sees: index into PARTS (-1: none), triangle, barycentrics and uv (h, w, 2), distance."""

    part: NDArray[np.int64]
    triangle: NDArray[np.int64]
    weights: Floats
    uv: Floats
    depth: Floats


def choose_variant(mi: Any) -> str:
    """Set Mitsuba to the GPU where it can trace rays there, else to LLVM where that is found, else to the slow scalar
    variant; returns its name."""
    known = sorted(Path("/usr/lib").glob("*/libLLVM*19*.so*")) + sorted(Path("/usr/lib").glob("*/libLLVM.so.19*"))
    if "DRJIT_LIBLLVM_PATH" not in os.environ and known:
        os.environ["DRJIT_LIBLLVM_PATH"] = str(known[0])
    for variant in ("cuda_ad_rgb", "llvm_ad_rgb"):
        if _traces_rays(mi, variant):
            return variant
    mi.set_variant("scalar_rgb")
    return "scalar_rgb"


def _traces_rays(mi: Any, variant: str) -> bool:
    try:
        mi.set_variant(variant)
        floor = mi.load_dict({"type": "scene", "floor": {"type": "rectangle"}}, optimize=False)
        return bool(np.all(floor.ray_test(mi.Ray3f([0.0, 0.0, 1.0], [0.0, 0.0, -1.0]))))
    except Exception:  # Mitsuba raises several types when CUDA, OptiX or LLVM is absent or too old
        return False


class Studio:
    """Renders one can of a format after another; `width` in pixels, `samples` paths a pixel."""

    def __init__(self, width: int, samples: int, form: CanFormat = CLUB) -> None:
        try:
            import mitsuba
        except ImportError as error:
            raise BadInput(
                "Rendering needs Mitsuba 3: install it with pip install -r requirements-dev.txt."
            ) from error
        self._mi: Any = mitsuba
        self.variant = choose_variant(mitsuba)
        mitsuba.set_log_level(mitsuba.LogLevel.Error)  # it logs to standard output
        self.width, self.samples, self.format = width, _even(samples), form
        self._scene: Any = None
        self._sensors: dict[str, Any] = {}

    def set_can(self, model: CanModel) -> None:
        """Put this can in the scene in place of the last one."""
        if self._scene is None:
            self._load(model)
        values = self._values
        for name, mesh in (("body", model.body), ("lid", model.lid), ("ring", model.ring)):
            values[f"{name}.vertex_positions"] = np.ascontiguousarray(mesh.vertices, np.float32).ravel()
            values[f"{name}.vertex_normals"] = np.ascontiguousarray(mesh.normals, np.float32).ravel()
        for name, skin in (("body", model.body_skin), ("lid", model.lid_skin)):
            for key, data in _skin_maps(skin).items():
                values[f"{name}.bsdf.{_MAP_PLACE[key]}.data"] = self._mi.TensorXf(data)
        values.update()

    def set_surroundings(self, surroundings: Surroundings, azimuth: float) -> None:
        """Light the can so that column 0 of the environment lies towards `azimuth` (degrees, as a camera's)."""
        mi = self._mi
        data = np.pad(surroundings.environment, ((0, 0), (1, 1), (0, 0)), mode="wrap")
        self._values["light.data"] = mi.TensorXf(np.ascontiguousarray(data))
        turn = mi.ScalarTransform4f().rotate([0, 0, 1], azimuth - 90) @ mi.ScalarTransform4f().rotate([1, 0, 0], 90)
        self._values["light.to_world"] = mi.Transform4f(turn.matrix)
        self._values["floor.bsdf.reflectance.data"] = mi.TensorXf(surroundings.floor)
        self._values.update()

    def photograph(self, side: int, camera: Camera, seed: int) -> NDArray[np.float32]:
        """Linear radiance (height, width, 3) of the can as this camera sees it."""
        sensor = self._aim(self._sensors, side, camera)
        image = self._mi.render(self._scene, sensor=sensor, spp=self.samples, seed=seed)
        return np.array(image, dtype=np.float32)[..., :3]

    def hits(self, side: int, camera: Camera) -> Hits:
        """What lies in the middle of every pixel of this camera, without lens blur."""
        mi = self._mi
        group = self.format.views[side].group
        sensor = self._aim(self._sensors, side, camera)
        width, height = self.format.frame_size(group, self.width)
        x, y = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
        if self.variant == "scalar_rgb":
            return self._scalar_hits(sensor, x, y)
        place = mi.Point2f(x.ravel().astype(np.float32), y.ravel().astype(np.float32))
        ray, _ = sensor.sample_ray(mi.Float(0), mi.Float(0.5), place, mi.Point2f(0.5, 0.5))
        found = self._scene.ray_intersect_preliminary(ray, coherent=True)
        detail = found.compute_surface_interaction(ray, mi.RayFlags.UV)
        part = np.full(x.size, -1, np.int64)
        for number, shape in enumerate(self._shapes):
            part[np.array(found.shape == mi.ShapePtr(shape))] = number
        grid = x.shape
        return Hits(
            part.reshape(grid),
            np.array(found.prim_index).astype(np.int64).reshape(grid),
            np.nan_to_num(np.array(found.prim_uv)).T.reshape(*grid, 2).astype(np.float64),
            np.nan_to_num(np.array(detail.uv)).T.reshape(*grid, 2).astype(np.float64),
            np.array(found.t).reshape(grid).astype(np.float64),
        )

    def _scalar_hits(self, sensor: Any, x: Floats, y: Floats) -> Hits:
        mi = self._mi
        part, triangle = np.full(x.shape, -1, np.int64), np.zeros(x.shape, np.int64)
        weights, uv, depth = np.zeros((*x.shape, 2)), np.zeros((*x.shape, 2)), np.full(x.shape, np.inf)
        names = {shape.id(): number for number, shape in enumerate(self._shapes)}
        for row, column in np.ndindex(*x.shape):
            ray, _ = sensor.sample_ray(0.0, 0.5, mi.Point2f(x[row, column], y[row, column]), mi.Point2f(0.5, 0.5))
            found = self._scene.ray_intersect_preliminary(ray)
            if not found.is_valid():
                continue
            detail = found.compute_surface_interaction(ray, int(mi.RayFlags.UV))
            part[row, column] = names.get(detail.shape.id(), -1)
            triangle[row, column], depth[row, column] = found.prim_index, found.t
            weights[row, column], uv[row, column] = found.prim_uv, detail.uv
        return Hits(part, triangle, weights, uv, depth)

    def _load(self, model: CanModel) -> None:
        mi = self._mi
        scene: dict[str, Any] = {"type": "scene", "integrator": {"type": "path", "max_depth": _BOUNCES}}
        for name, mesh, look in (
            ("body", model.body, _metal(self.format.wall_shape, mi)),
            ("lid", model.lid, _metal(self.format.lid_shape, mi)),
            ("ring", model.ring, {"type": "roughconductor", "material": "Al", "alpha": 0.16}),
        ):
            scene[name] = self._mesh(name, mesh, look)
        floor = np.full((*FLOOR_SHAPE, 3), 0.1, np.float32)
        scene["floor"] = {
            "type": "rectangle", "to_world": mi.ScalarTransform4f().scale([700, 700, 1]),
            "bsdf": {"type": "diffuse", "reflectance": _bitmap(mi, floor)},
        }
        light = np.ones((*ENVIRONMENT_SHAPE, 3), np.float32)
        scene["light"] = {"type": "envmap", "bitmap": mi.Bitmap(light)}
        self._scene = mi.load_dict(scene, optimize=False)
        self._values = mi.traverse(self._scene)
        by_name = {shape.id(): shape for shape in self._scene.shapes()}
        self._shapes = [by_name[name] for name in PARTS]

    def _mesh(self, name: str, mesh: Mesh, look: dict[str, Any]) -> Any:
        mi = self._mi
        holder = mi.Properties()
        holder["bsdf"] = mi.load_dict(look, optimize=False)
        made = mi.Mesh(name, len(mesh.vertices), len(mesh.faces), holder, True, True)
        values = mi.traverse(made)
        values["vertex_positions"] = np.ascontiguousarray(mesh.vertices, np.float32).ravel()
        values["vertex_normals"] = np.ascontiguousarray(mesh.normals, np.float32).ravel()
        values["vertex_texcoords"] = np.ascontiguousarray(mesh.uv, np.float32).ravel()
        values["faces"] = np.ascontiguousarray(mesh.faces, np.uint32).ravel()
        values.update()
        return made

    def _aim(self, sensors: dict[str, Any], side: int, camera: Camera) -> Any:
        mi = self._mi
        group = self.format.views[side].group
        if group not in sensors:
            width, height = self.format.frame_size(group, self.width)
            sensors[group] = mi.load_dict({
                "type": "thinlens", "fov": camera.field, "fov_axis": "x", "aperture_radius": camera.aperture,
                "focus_distance": camera.focus, "near_clip": 10.0, "far_clip": 3000.0,
                "film": {
                    "type": "hdrfilm", "width": width, "height": height, "pixel_format": "rgb",
                    "rfilter": {"type": "box"},
                },
                "sampler": {"type": "multijitter", "sample_count": self.samples},
            })
        values = mi.traverse(sensors[group])
        look = mi.ScalarTransform4f().look_at(
            origin=camera.origin.tolist(), target=camera.target.tolist(), up=camera.up.tolist()
        )
        values["to_world"] = mi.Transform4f(look.matrix)
        values["x_fov"] = camera.field
        values["aperture_radius"] = self._variable(camera.aperture)
        values["focus_distance"] = self._variable(camera.focus)
        values.update()
        return sensors[group]

    def _variable(self, value: float) -> Any:
        """The value as one that compiled kernels read, rather than one compiled into them."""
        number = self._mi.Float(value)
        if self.variant != "scalar_rgb":
            import drjit

            drjit.make_opaque(number)
        return number


def _metal(shape: tuple[int, int], mi: Any) -> dict[str, Any]:
    """Rough metal with matter on it; every map is a texture so that its values can change without a new scene."""
    plain = _bitmap(mi, np.full((*shape, 1), 0.1, np.float32))
    coloured = _bitmap(mi, np.full((*shape, 3), 0.5, np.float32))
    metal = {
        "type": "roughconductor", "material": "Al", "distribution": "ggx", "alpha_u": plain, "alpha_v": plain,
        "specular_reflectance": coloured,
    }
    return {
        "type": "blendbsdf", "weight": plain, "metal": {"type": "bumpmap", "arbitrary": plain, "nested": metal},
        "matter": {"type": "diffuse", "reflectance": coloured},
    }


def _even(samples: int) -> int:
    """The number of samples that the stratified sampler makes of it: rows times columns of a nearly square grid."""
    rows = max(1, int((samples + 0.25) ** 0.5))
    return rows * -(-samples // rows)


def _bitmap(mi: Any, data: NDArray[np.float32]) -> dict[str, Any]:
    return {"type": "bitmap", "bitmap": mi.Bitmap(data), "raw": True, "wrap_mode": "clamp", "format": "variant"}


def _skin_maps(skin: Skin) -> dict[str, NDArray[np.float32]]:
    maps = {name: value if value.ndim == 3 else value[..., None] for name, value in vars(skin).items()}
    return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in maps.items()}
