"""Racks drawn by code: the same rack empty and with pallets, under other light and from a camera that was moved.

A rack is drawn in three dimensions, so that what stands behind the frame shifts against it as the camera moves. Two
styles: "development", which the detector may be tuned on, and "held out", with other walls, loads, lamps, shadows and
colours, which only the final figure looks at.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from tests.imaging.rack_textures import STYLES, Picture, Style, plain

WIDTH, HEIGHT = 1200, 900
DEPTH = 1.1
"""Metres from the front of a rack to its back."""

@dataclass(frozen=True)
class DrawnRack:
    """Two pictures (height, width, 3) uint8 RGB of one rack, its corners in the empty one as a person marks them
    (top left, top right, bottom right, bottom left), and which places are occupied, [level from below, bay]."""

    empty: Picture
    now: Picture
    corners: tuple[tuple[float, float], ...]
    occupied: np.ndarray


class _Camera:
    """Projects metres (right, up, into the rack) to pixels."""

    def __init__(self, at: np.ndarray, look: np.ndarray, roll: float, focal: float) -> None:
        forward = (look - at) / np.linalg.norm(look - at)
        right = np.cross(np.array([0.0, 1.0, 0.0]), forward)
        right /= np.linalg.norm(right)
        up = np.cross(forward, right)
        c, s = np.cos(roll), np.sin(roll)
        self._axes = np.stack([c * right + s * up, c * up - s * right, forward])
        self._at, self._focal = at, focal

    def pixels(self, points: np.ndarray) -> np.ndarray:
        x, y, z = self._axes @ (np.asarray(points, float) - self._at).T
        return np.stack([WIDTH / 2 + self._focal * x / z, HEIGHT / 2 - self._focal * y / z], axis=1)


def _put(picture: Picture, camera: _Camera, corners: list[tuple[float, float, float]], texture: Picture) -> None:
    """Draw a texture on a rectangle in space, given from its top left corner clockwise."""
    height, width = texture.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    target = camera.pixels(np.array(corners)).astype(np.float32)
    shape = cv2.getPerspectiveTransform(source, target)
    cv2.warpPerspective(texture, shape, (WIDTH, HEIGHT), picture, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)


def _front(x0: float, x1: float, y0: float, y1: float, z: float) -> list[tuple[float, float, float]]:
    return [(x0, y1, z), (x1, y1, z), (x1, y0, z), (x0, y0, z)]


def _put_box(picture: Picture, camera: _Camera, x: tuple[float, float], y: tuple[float, float],
             z: tuple[float, float], texture: Picture) -> None:
    """Draw a box: both sides and the top, darker, then the front."""
    (x0, x1), (y0, y1), (z0, z1) = x, y, z
    _put(picture, camera, [(x0, y1, z1), (x0, y1, z0), (x0, y0, z0), (x0, y0, z1)], texture * 0.6)
    _put(picture, camera, [(x1, y1, z0), (x1, y1, z1), (x1, y0, z1), (x1, y0, z0)], texture * 0.6)
    _put(picture, camera, [(x0, y1, z1), (x1, y1, z1), (x1, y1, z0), (x0, y1, z0)], texture * 0.85)
    _put(picture, camera, _front(x0, x1, y0, y1, z0), texture)


def _pallet_front() -> Picture:
    wood = np.full((36, 200, 3), (0.55, 0.42, 0.27), np.float32)
    wood[10:28, 18:88] = wood[10:28, 112:182] = 0.05
    return wood


def _draw_scene(camera: _Camera, seed: int, style: Style, bays: int, levels: int, bay: float, level: float,
                pallets: list[tuple[float, float, float, float, int]]) -> Picture:
    """Draw the rack with pallets (left, below, width, height, seed of the load); all else follows from the seed."""
    rng = np.random.default_rng(seed)
    wide, high = bays * bay, levels * level
    picture = np.full((HEIGHT, WIDTH, 3), 0.3, np.float32)
    wall = style.walls[rng.integers(len(style.walls))](rng)
    behind = DEPTH + rng.uniform(0.1, 0.8)
    _put(picture, camera, _front(-6, wide + 6, -0.05, high + 4, behind), wall)
    floor = plain(rng, 200, 400, rng.uniform(0.3, 0.5, 3))
    _put(picture, camera, [(-6, 0, behind), (wide + 6, 0, behind), (wide + 6, 0, -3), (-6, 0, -3)], floor)
    upright = np.array(style.uprights[rng.integers(len(style.uprights))], np.float32)
    beam = np.array(style.beams[rng.integers(len(style.beams))], np.float32)
    post = plain(rng, 400, 12, upright)
    post[::16, 4:8] = 0.03
    bar = plain(rng, 12, 300, beam)
    bar[-3:] *= 0.6
    for z in (DEPTH, 0.0):
        if z == 0.0:
            for left, below, width, height, kind in pallets:
                chance = np.random.default_rng(kind)
                load = style.loads[chance.integers(len(style.loads))](chance)
                depth = (chance.uniform(0.02, 0.15), DEPTH - 0.05)
                _put_box(picture, camera, (left, left + width), (below, below + 0.14), depth, _pallet_front())
                if height > 0.15:
                    _put_box(picture, camera, (left, left + width), (below + 0.14, below + height), depth, load)
        for number in range(bays + 1):
            _put(picture, camera, _front(number * bay - 0.05, number * bay + 0.05, 0, high + 0.1, z), post)
        for number in range(1, levels + 1):
            _put(picture, camera, _front(0, wide, number * level - 0.06, number * level + 0.06, z), bar)
    return picture


def _lit(picture: Picture, rng: np.random.Generator, style: Style) -> Picture:
    """Photograph a scene: lamps, shadows, glare, exposure, white balance, noise, JPEG."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    light = np.ones((HEIGHT, WIDTH, 3), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        cx, cy = rng.uniform(0, WIDTH), rng.uniform(-100, HEIGHT * 0.8)
        sx, sy = (rng.uniform(300, 600), rng.uniform(40, 90)) if style.long_lamps else (rng.uniform(90, 350),) * 2
        spot = np.exp(-((x - cx) / sx) ** 2 - ((y - cy) / sy) ** 2)[..., None]
        light *= 1 + rng.uniform(0.2, 0.9) * spot * (1 + rng.normal(0, 0.05, 3)).astype(np.float32)
    for _ in range(int(rng.integers(1, 4))):
        light *= _shadow(rng, style)[..., None]
    out = picture * light * rng.uniform(0.7, 1.15) * (1 + rng.normal(0, 0.04, 3)).astype(np.float32)
    for _ in range(int(rng.integers(0, 3))):
        cx, cy, size = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(10, 40)
        out = out + rng.uniform(0.2, 0.8) * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / size**2)[..., None]
    out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.5, 1.1)))
    out += rng.normal(0, rng.uniform(0.006, 0.02), out.shape)
    pixels = (np.clip(out, 0, 1) ** (1 / 1.6) * 255).astype(np.uint8)
    jpeg = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 96))])[1]
    return cv2.imdecode(jpeg, cv2.IMREAD_COLOR)


def _shadow(rng: np.random.Generator, style: Style) -> Picture:
    shade = np.ones((HEIGHT, WIDTH), np.float32)
    dark = float(rng.uniform(0.4, 0.8))
    if style.barred_shadows and rng.random() < 0.5:
        slope, width = rng.uniform(-0.6, 0.6), int(rng.integers(20, 70))
        for start in range(-600, WIDTH + 600, int(rng.integers(130, 300))):
            end = start + slope * HEIGHT
            bar = [(start, 0), (start + width, 0), (end + width, HEIGHT), (end, HEIGHT)]
            cv2.fillPoly(shade, [np.array(bar, np.int32)], dark)
    elif style.barred_shadows:
        centre = rng.integers((0, HEIGHT // 2), (WIDTH, HEIGHT))
        size = rng.integers((50, 150), (140, 420))
        cv2.ellipse(shade, tuple(int(v) for v in centre), tuple(int(v) for v in size), 0, 0, 360, dark, -1)
    else:
        corners = rng.uniform((-200, -200), (WIDTH + 200, HEIGHT + 200), (int(rng.integers(3, 6)), 2))
        cv2.fillPoly(shade, [cv2.convexHull(corners.astype(np.int32))], dark)
    return cv2.GaussianBlur(shade, (0, 0), float(rng.uniform(1.5, 25)))


def draw_rack(seed: int, style: str = "development") -> DrawnRack:
    """Draw a rack of 2 to 6 bays and 2 to 5 levels, of one to three pallets a place, about half its places occupied."""
    rng = np.random.default_rng((seed, list(STYLES).index(style)))
    of = STYLES[style]
    bays, levels, capacity = int(rng.integers(2, 7)), int(rng.integers(2, 6)), int(rng.integers(1, 4))
    bay, level = capacity * 0.9 + 0.2, float(rng.uniform(1.3, 1.9))
    wide, high = bays * bay, levels * level
    occupied = rng.random((levels, bays)) < rng.uniform(0.2, 0.9)
    pallets = []
    for row, column in np.argwhere(occupied):
        slots = rng.permutation(capacity)[:rng.integers(1, capacity + 1)]
        for slot in sorted(slots):
            width = rng.uniform(0.75, 0.85)
            left = column * bay + 0.1 + slot * 0.9 + rng.uniform(0.0, 0.9 - width)
            height = float(rng.uniform(0.3, level - 0.2))
            below = row * level + (0.06 if row else 0)
            pallets.append((left, below, width, height, int(rng.integers(1 << 30))))
    distance = float(max(wide, high * WIDTH / HEIGHT) * rng.uniform(1.0, 1.4))
    focal = 0.86 * distance * min(WIDTH / (wide + 0.6), HEIGHT / (high + 0.6))
    at = np.array([wide / 2 + rng.normal(0, 0.08) * distance, rng.uniform(1.2, 2.0), -distance])
    look = np.array([wide / 2, high / 2, 0.0])
    cameras = [
        _Camera(at, look, rng.normal(0, 0.01), focal),
        _Camera(at + rng.uniform(-1, 1, 3) * (0.2, 0.12, 0.2), look + rng.uniform(-0.02, 0.02, 3) * distance,
                rng.uniform(-0.025, 0.025), focal * rng.uniform(0.96, 1.04)),
    ]
    scene = int(rng.integers(1 << 30))
    empty, now = (
        _lit(_draw_scene(camera, scene, of, bays, levels, bay, level, stock), rng, of)
        for camera, stock in zip(cameras, ([], pallets), strict=True)
    )
    corners = cameras[0].pixels(np.array(_front(0, wide, 0, high, 0))) + rng.uniform(-4, 4, (4, 2))
    return DrawnRack(empty, now, tuple((float(x), float(y)) for x, y in corners), occupied)
