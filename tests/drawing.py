"""Photographs drawn by code: a tin can's wall or lid, good or dented, with a camera's grain."""

import cv2
import numpy as np


def drawn_side(seed: int, *, lid: bool = False, bad: bool = False, width: int = 480, height: int = 640) -> np.ndarray:
    """Return an (height, width, 3) uint8 RGB picture of one side of a can on a dark bench."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width, 3), rng.integers(40, 70), np.uint8)
    x, y = width // 2, height // 2
    if lid:
        for radius, tone in ((0.42, 175), (0.38, 120), (0.36, 190), (0.22, 140), (0.21, 185)):
            cv2.circle(picture, (x, y), int(radius * width), (tone, tone, tone - 5), -1, cv2.LINE_AA)
    else:
        left, right, top, bottom = int(0.16 * width), int(0.84 * width), int(0.1 * height), int(0.9 * height)
        across = np.linspace(-1, 1, right - left)
        shine = 120 + 80 * np.exp(-((across - rng.uniform(-0.4, 0.4)) ** 2) / 0.08) - 50 * across**2
        ribs = 1 + 0.18 * np.sin(np.linspace(0, 60, bottom - top))[:, None]
        wall = np.clip(shine[None, :] * ribs, 0, 255).astype(np.uint8)
        picture[top:bottom, left:right] = wall[..., None]
        for edge in (top, bottom):
            cv2.line(picture, (left - 8, edge), (right + 8, edge), (205, 205, 195), 14, cv2.LINE_AA)
    if bad:
        at = (x + int(rng.integers(-40, 40)), y + int(rng.integers(-60, 60)))
        cv2.ellipse(picture, at, (90, 46), 25, 0, 360, (45, 40, 40), -1, cv2.LINE_AA)
        cv2.ellipse(picture, at, (92, 48), 25, 20, 160, (235, 235, 235), 8, cv2.LINE_AA)
        cv2.circle(picture, (at[0] + 60, at[1] + 70), 26, (150, 80, 30), -1, cv2.LINE_AA)
    grain = rng.normal(0, 4, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def as_jpeg(rgb: np.ndarray, quality: int = 92) -> bytes:
    """Return a picture as JPEG bytes."""
    return bytes(cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def drawn_can(seed: int = 0, bad: int | None = None) -> dict[int, bytes]:
    """Return the seven sides of a round can as JPEG bytes; side ``bad`` is dented."""
    return {n: as_jpeg(drawn_side(seed * 10 + n, lid=n == 4, bad=n == bad)) for n in range(1, 8)}


def drawn_cat(seed: int, size: int = 480) -> np.ndarray:
    """Return a (size, size, 3) uint8 RGB picture of a cat on a rug."""
    rng = np.random.default_rng(seed)
    picture = cv2.resize(rng.integers(60, 220, (6, 6, 3)).astype(np.uint8), (480, 480), interpolation=cv2.INTER_CUBIC)
    fur, x, y = tuple(int(v) for v in rng.integers(40, 230, 3)), *(int(v) for v in rng.integers(200, 280, 2))
    cv2.ellipse(picture, (x, y + 110), (120, 150), 0, 0, 360, fur, -1, cv2.LINE_AA)
    cv2.circle(picture, (x, y - 60), 85, fur, -1, cv2.LINE_AA)
    for side in (-1, 1):
        ear = np.array([[x + side * 80, y - 80], [x + side * 75, y - 170], [x + side * 20, y - 135]])
        cv2.fillConvexPoly(picture, ear, fur, cv2.LINE_AA)
        cv2.ellipse(picture, (x + side * 35, y - 70), (16, 22), 0, 0, 360, (90, 200, 80), -1, cv2.LINE_AA)
        cv2.ellipse(picture, (x + side * 35, y - 70), (5, 20), 0, 0, 360, (10, 10, 10), -1, cv2.LINE_AA)
        for slope in (-18, 0, 18):
            cv2.line(picture, (x + side * 15, y - 35), (x + side * 110, y - 35 + slope), (240,) * 3, 2, cv2.LINE_AA)
    for stripe in range(-90, 91, 30):
        cv2.line(picture, (x + stripe, y + 40), (x + stripe, y + 220), tuple(v // 2 for v in fur), 9, cv2.LINE_AA)
    grain = rng.normal(0, 6, picture.shape)
    return cv2.resize(np.clip(picture + grain, 0, 255).astype(np.uint8), (size, size))
