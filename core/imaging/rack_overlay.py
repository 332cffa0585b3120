"""What was read from a photograph of a rack, drawn over it: where it differs from the empty rack, and its places."""

from collections.abc import Collection

import cv2
import numpy as np

from core.imaging.overlay import heat_overlay, thumbnail
from core.imaging.rack_photograph import Corner, RackReading

FREE_COLOUR, OCCUPIED_COLOUR, DIFFERS_COLOUR = (66, 195, 202), (230, 159, 0), (213, 94, 0)
PIXELS = 1280


def drawn_reading(
    rgb: np.ndarray, reading: RackReading, differing: Collection[tuple[int, int]] = (), *, heat: bool = True
) -> np.ndarray:
    """Return the photograph, at most ``PIXELS`` wide or high, with the places framed: a disc in each occupied one, a
    ring in each free one, a thick frame round those, as (bay, level), that the books say otherwise of."""
    small = thumbnail(rgb, PIXELS)
    scale = np.array((small.shape[1] / rgb.shape[1], small.shape[0] / rgb.shape[0]))
    bays = max(one.bay for one in reading.places)
    levels = max(one.level for one in reading.places)
    front = np.array([(0, 0), (bays, 0), (bays, levels), (0, levels)], np.float32)
    shape = cv2.getPerspectiveTransform(front, (np.array(reading.corners) * scale).astype(np.float32))
    if heat:
        to_cells = np.diag((bays / reading.heat.shape[1], levels / reading.heat.shape[0], 1.0))
        small = heat_overlay(small, cv2.warpPerspective(reading.heat, shape @ to_cells, small.shape[1::-1]))
    line = max(1, round(max(small.shape[:2]) / 500))
    for one in sorted(reading.places, key=lambda one: (one.bay, one.level) in differing):
        left, top = one.bay - 1 + 0.04, levels - one.level + 0.04
        corners = np.array([(left, top), (left + 0.92, top), (left + 0.92, top + 0.92), (left, top + 0.92)], np.float32)
        frame, (x, y) = _at(shape, corners), _at(shape, np.array([(left + 0.12, top + 0.14)], np.float32))[0]
        colour = OCCUPIED_COLOUR if one.occupied else FREE_COLOUR
        if (one.bay, one.level) in differing:
            cv2.polylines(small, [frame], True, (255, 255, 255), 5 * line, cv2.LINE_AA)
            cv2.polylines(small, [frame], True, DIFFERS_COLOUR, 3 * line, cv2.LINE_AA)
        else:
            cv2.polylines(small, [frame], True, colour, line, cv2.LINE_AA)
        size = max(3, round(float(np.linalg.norm(frame[1] - frame[0])) * 0.05))
        cv2.circle(small, (int(x), int(y)), size + line, (20, 24, 29), -1, cv2.LINE_AA)
        cv2.circle(small, (int(x), int(y)), size, colour, -1 if one.occupied else max(1, size // 3), cv2.LINE_AA)
    return small


def drawn_corners(rgb: np.ndarray, corners: dict[int, Corner]) -> np.ndarray:
    """Return a copy of the picture with the corners marked so far, 0 to 3 from the top left clockwise, joined."""
    drawn = np.array(rgb)
    line = max(2, round(max(rgb.shape[:2]) / 350))
    points = {number: (round(x), round(y)) for number, (x, y) in corners.items()}
    for number, start in points.items():
        end = points.get((number + 1) % 4)
        if end:
            cv2.line(drawn, start, end, (255, 255, 255), 2 * line, cv2.LINE_AA)
            cv2.line(drawn, start, end, FREE_COLOUR, line, cv2.LINE_AA)
    for point in points.values():
        cv2.circle(drawn, point, 5 * line, (255, 255, 255), -1, cv2.LINE_AA)
        cv2.circle(drawn, point, 4 * line, DIFFERS_COLOUR, -1, cv2.LINE_AA)
        cv2.circle(drawn, point, line, (255, 255, 255), -1, cv2.LINE_AA)
    return drawn


def _at(shape: np.ndarray, points: np.ndarray) -> np.ndarray:
    return np.round(cv2.perspectiveTransform(points[:, None], shape)[:, 0]).astype(np.int32)
