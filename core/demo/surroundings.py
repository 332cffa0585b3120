"""Where a can is photographed: lamps, cards and background as an environment picture, the floor, and the camera.

All of it is drawn by `np.random.Generator`s that know nothing of a can's defects, so that no lamp, background or
camera can tell the class. Families of lamps and backgrounds differ between the splits, so that an evaluation on the
test split meets light that no training picture had. Half of the training cans stand in light of no family, which
teaches what lamps do rather than which there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.demo.can_format import CanFormat, Framing
from core.demo.noise import smooth_noise

Floats = NDArray[np.float64]
Size = Sequence[float] | Floats

LAMP_FAMILIES = {"train": ("softbox", "strips", "window"), "test": ("tubes", "frame", "spot and card")}
BACKGROUND_FAMILIES = {"train": ("dark cloth", "grey card", "wood"), "test": ("blue bench", "black plate", "paper")}
ANY_LAMPS, ANY_COLOUR = "any lamps", "any colour"
"""Lamps of any number, size, place and strength, and a background as dark and as coloured as may be."""
ENVIRONMENT_SHAPE = (192, 384)
FLOOR_SHAPE = (256, 256)


@dataclass(frozen=True)
class Camera:
    """A thin-lens camera in the can's millimetres; `field` is the horizontal angle of view in degrees."""

    origin: Floats
    target: Floats
    up: Floats
    field: float
    aperture: float
    focus: float
    azimuth: float


@dataclass(frozen=True)
class Surroundings:
    """Linear radiance round the can (rows from zenith to nadir, column 0 towards the camera) and the floor's colour."""

    environment: NDArray[np.float32]
    floor: NDArray[np.float32]


def draw_camera(form: CanFormat, side: int, rng: np.random.Generator) -> Camera:
    """The camera for a side, with the small differences of a hand-set can: position, height, roll, focus."""
    view = form.views[side]
    framing = form.framing[view.group]
    if view.group == "lid":
        return _camera_above(form, framing, rng)
    surface = _wall_point(form, _heading(view.azimuth), 0.8)
    width, distance = rng.uniform(*framing.width), rng.uniform(*framing.distance)
    azimuth = view.azimuth + rng.normal(0, framing.turned) + view.lean
    direction = _heading(azimuth)
    across = np.array([-direction[1], direction[0]])
    shift = across * rng.normal(0, 1.2)
    target = np.array([*(surface + shift), form.height / 2 + rng.normal(0.1, 0.25)])
    origin = np.array([*(surface + shift + direction * distance), rng.uniform(*framing.height)])
    field = 2 * np.degrees(np.arctan(width / 2 / distance))
    up = np.array([*(across * rng.normal(0, 0.008)), 1.0])
    focus = distance + rng.uniform(-1, 12)
    return Camera(origin, target, up, float(field), float(rng.uniform(0.3, 1.6)), float(focus), float(azimuth))


def _heading(azimuth: float) -> Floats:
    return np.array([np.cos(np.radians(azimuth)), np.sin(np.radians(azimuth))])


def _wall_point(form: CanFormat, direction: Floats, outside: float) -> Floats:
    """The point of the wall (x, y) that faces that way, `outside` mm before it; of a flat wall its middle."""
    corner = np.array([form.half_length, form.half_width]) - form.corner_radius
    return np.sign(np.round(direction, 9)) * corner + direction * (form.corner_radius + outside)


def _camera_above(form: CanFormat, framing: Framing, rng: np.random.Generator) -> Camera:
    distance, width = rng.uniform(*framing.distance), rng.uniform(*framing.width)
    target = np.array([rng.normal(0, 0.5), rng.normal(0, 0.5), form.lid_level])
    origin = target + np.array([rng.normal(0, framing.aside), rng.normal(0, framing.aside), distance])
    up = np.array([rng.normal(0, 0.012), 1.0, 0.0])
    field = 2 * np.degrees(np.arctan(width / 2 / distance))
    return Camera(origin, target, up, float(field), float(rng.uniform(0.3, 2.0)), distance - 2.0, 90.0)


def draw_surroundings(group: str, lamp: str, background: str, rng: np.random.Generator) -> Surroundings:
    """Light and background for one side group of one can, out of the named families."""
    directions = _directions()
    up = directions[..., 2]
    sky = np.exp(rng.uniform(np.log(0.012), np.log(0.11))) * _tint(rng, 0.08)
    far = _backdrop(background, rng)
    light = sky * (0.6 + 0.8 * np.clip(up, 0, 1))[..., None] + 0 * directions
    behind = _soft_box(directions, np.pi, 0.06, (1.2, 0.75), 0.5)
    light = light * (1 - 0.8 * behind[..., None]) + far * behind[..., None]
    for _ in range(int(rng.integers(2, 6))):
        place = rng.uniform(-np.pi, np.pi), rng.uniform(-0.1, 1.1)
        card = _soft_box(directions, *place, rng.uniform(0.1, 0.5, 2), rng.uniform(0.05, 0.3))
        light += card[..., None] * rng.uniform(0.02, 0.5) ** 1.3 * _tint(rng, 0.42)
    for place, size, softness, power in _lamps(lamp, group, rng):
        light += _soft_box(directions, *place, size, softness)[..., None] * power * _tint(rng, 0.13)
    if rng.random() < 0.45:
        tent = _soft_box(directions, rng.uniform(-0.8, 0.8), rng.uniform(0.1, 0.5), rng.uniform(0.5, 0.9, 2), 0.6)
        light += tent[..., None] * rng.uniform(0.25, 0.8) * _tint(rng, 0.12)
    if rng.random() < 0.55:
        gap = _soft_box(directions, rng.uniform(-0.9, 0.9), rng.uniform(-0.1, 0.9), (rng.uniform(0.05, 0.2), 0.8), 0.08)
        light *= (1 - rng.uniform(0.4, 0.9) * gap)[..., None]
    return Surroundings(light.astype(np.float32), _floor(background, rng))


Lamp = tuple[tuple[float, float], Size, float, float]


def _lamps(family: str, group: str, rng: np.random.Generator) -> list[Lamp]:
    """Lamps as (azimuth, elevation), half sizes (tangents), softness, power; a lid needs its light from above."""
    lid = group == "lid"
    az, sign = rng.uniform(-0.55, 0.55), rng.choice([-1, 1])
    above: Lamp = ((rng.uniform(-3, 3), rng.uniform(1.2, 1.57)), rng.uniform(0.25, 0.7, 2), rng.uniform(0.15, 0.5), 1.0)
    low = rng.uniform(0.12, 0.42)
    lamps: list[Lamp]
    if family == ANY_LAMPS:
        lamps = [((rng.uniform(-1.4, 1.4), rng.uniform(0.05, 1.3)), np.exp(rng.uniform(np.log(0.05), np.log(0.8), 2)),
                  rng.uniform(0.04, 0.4), float(np.exp(rng.uniform(np.log(0.5), np.log(3.2)))))
                 for _ in range(int(rng.integers(2, 7)))]
        lamps.append(above)
    elif family == "softbox":
        lamps = [above, ((az, low), (rng.uniform(0.25, 0.6), rng.uniform(0.08, 0.2)), rng.uniform(0.05, 0.2), 1.3)]
    elif family == "strips":
        lamps = [((side * rng.uniform(0.35, 0.9), low), (rng.uniform(0.06, 0.18), 0.4), 0.08, 1.8) for side in (-1, 1)]
        lamps.append(above)
    elif family == "window":
        size = (rng.uniform(0.35, 0.7), rng.uniform(0.3, 0.5))
        lamps = [((sign * rng.uniform(0.5, 1.2), rng.uniform(0.3, 0.6)), size, 0.12, 1.5), above]
        lamps.append(((-sign * rng.uniform(0.1, 0.7), low), (0.3, 0.1), 0.2, 0.5))
    elif family == "tubes":
        lamps = [((az, low + 0.3 * k), (rng.uniform(0.6, 1.0), 0.06), 0.06, 1.7) for k in range(4)]
        lamps.append((above[0], above[1], 0.3, 0.6))
    elif family == "frame":
        lamps = [((side * 0.45, 0.3), (0.09, 0.4), 0.06, 1.6) for side in (-1, 1)]
        lamps += [((0.0, 0.65), (0.5, 0.1), 0.08, 1.4), above]
    else:
        lamps = [((az, low + 0.1), (0.14, 0.14), 0.1, 3.2), ((-np.sign(az) * 0.5, 0.2), (0.5, 0.25), 0.2, 0.7), above]
    if lid:
        tilt = rng.uniform(1.15, 1.6)
        lamps = [(place, size, softness, 0.35 * power) for place, size, softness, power in lamps]
        lamps.append(((rng.uniform(-3, 3), tilt), rng.uniform(0.15, 0.5, 2), rng.uniform(0.15, 0.7), 1.6))
    return lamps


def _directions() -> Floats:
    rows, columns = ENVIRONMENT_SHAPE
    down = (np.arange(rows) + 0.5)[:, None] * np.pi / rows
    azimuth = (np.arange(columns) + 0.5)[None] * 2 * np.pi / columns
    parts = np.sin(down) * np.cos(azimuth), np.sin(down) * np.sin(azimuth), np.cos(down)
    return np.stack(np.broadcast_arrays(*parts), axis=-1)


def _soft_box(directions: Floats, azimuth: float, elevation: float, size: Size, softness: float) -> Floats:
    """Coverage 0..1 of a soft-edged rectangle on the sky; `size` its half width and height as tangents."""
    flat, rise = np.cos(elevation), np.sin(elevation)
    axis = np.array([flat * np.cos(azimuth), flat * np.sin(azimuth), rise])
    right = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
    top = np.cross(axis, right)
    depth = directions @ axis
    safe = np.where(depth > 0.05, depth, 0.05)
    beyond = [np.abs(directions @ a / safe) - half for a, half in zip((right, top), size, strict=True)]
    inside = [np.clip(0.5 - b / max(softness, 1e-3), 0, 1) for b in beyond]
    return np.where(depth > 0.05, inside[0] * inside[1], 0.0)


def _tint(rng: np.random.Generator, spread: float) -> Floats:
    warm = float(np.clip(rng.normal(0, spread), -0.75, 0.75))
    return np.array([1 + warm, 1 + rng.normal(0, spread / 5), 1 - warm])


_BACKDROPS = {
    "dark cloth": ((0.012, 0.05), 0.05), "grey card": ((0.1, 0.35), 0.04), "wood": ((0.03, 0.12), 0.2),
    "blue bench": ((0.05, 0.2), -0.2), "black plate": ((0.004, 0.02), 0.03), "paper": ((0.3, 0.6), 0.05),
}


def _backdrop(family: str, rng: np.random.Generator) -> Floats:
    (low, high), warm = _colour(family, rng)
    return rng.uniform(low, high) * np.array([1 + warm, 1.0, 1 - warm]) * _tint(rng, 0.05)


def _colour(family: str, rng: np.random.Generator) -> tuple[tuple[float, float], float]:
    if family != ANY_COLOUR:
        return _BACKDROPS[family]
    brightness = float(np.exp(rng.uniform(np.log(0.004), np.log(0.6))))
    return (0.8 * brightness, 1.2 * brightness), float(rng.uniform(-0.25, 0.25))


def _floor(family: str, rng: np.random.Generator) -> NDArray[np.float32]:
    (low, high), warm = _colour(family, rng)
    stretch = (1.0, 14.0) if family == "wood" else (1.0, 1.0)
    grain = smooth_noise(rng, FLOOR_SHAPE, (2.5 * stretch[0], 2.5 * stretch[1])) * 0.25
    patch = smooth_noise(rng, FLOOR_SHAPE, (40.0, 40.0)) * 0.2
    base = rng.uniform(low, high) * 1.1 * np.array([1 + warm, 1.0, 1 - warm])
    return np.clip(base * (1 + grain + patch)[..., None], 0.002, 0.85).astype(np.float32)
