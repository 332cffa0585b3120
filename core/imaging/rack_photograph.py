"""Which places of a rack are occupied, from a photograph of its front and one of the same rack empty.

The two are laid over each other by the rack's frame, which stands before whatever is stored, cut into the rack's
places, and compared cell by cell: by the directions of their edges, whose strength light and shade change but whose
course they do not, and by their hue. What stands behind the frame may shift a little, as it does when a camera moves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from core.errors import BadInput

Corner = tuple[float, float]
"""A point of a picture in pixels: right from its left edge, down from its top edge."""

OCCUPIED_FROM = 0.5
MOST_BAYS, MOST_LEVELS = 40, 20
SMALLEST_PLACE = 24
"""Pixels that a place has to be wide and high in a photograph."""

FRAME_AGREES_FROM = 0.3
"""How well the frame's slopes agree, -1..1: racks drawn by code agree by 0.6 or more with themselves, and by less than
0.1 with another rack."""

_CELLS, _CELL = 8, 12
_PLACE = _CELLS * _CELL
_MARGIN = 16
_LONGEST = 1400
_SHIFTS = range(-4, 5)
_DARK = 0.04
_STRUCTURE_FLOOR = 0.004
_WEIGHTS, _WITHOUT_CHANGE = (4.6, 9.6, 7.4), 6.4
"""Logistic regression on 120 racks drawn by code in the style "development" of the tests, seeds 0 to 119."""


@dataclass(frozen=True)
class PlaceState:
    """One place: bay from the left, level from below, both from 1; ``score`` 0..1, occupied from ``OCCUPIED_FROM``."""

    bay: int
    level: int
    score: float

    @property
    def occupied(self) -> bool:
        """Whether something stands there."""
        return self.score >= OCCUPIED_FROM


@dataclass(frozen=True, eq=False)
class RackReading:
    """What a photograph shows: every place, level by level from below, and how far the pictures differ.

    ``heat`` (levels * 8, bays * 8) float32 0..1 covers the rack's front from its top left; ``corners`` are the rack's
    in the new photograph, in its own pixels, from the top left clockwise.
    """

    places: tuple[PlaceState, ...]
    heat: np.ndarray
    corners: tuple[Corner, ...]


def check_corners(corners: Sequence[Corner], width: int, height: int, bays: int, levels: int) -> None:
    """Raise BadInput unless the corners, from the top left clockwise, frame a rack of that size in the picture."""
    quad = np.array(corners, float)
    if quad.shape != (4, 2) or not np.isfinite(quad).all():
        raise BadInput("Mark all four corners of the rack's front.")
    if (quad < 0).any() or (quad > (width, height)).any():
        raise BadInput("A corner lies outside the picture: mark the corners where they are seen, or take the picture "
                       "from further away.")
    ahead = np.roll(quad, -1, axis=0) - quad
    turns = ahead[:, 0] * np.roll(ahead[:, 1], -1) - ahead[:, 1] * np.roll(ahead[:, 0], -1)
    (top_left, top_right, bottom_right, bottom_left) = quad
    upright = top_left[1] < bottom_left[1] and top_right[1] < bottom_right[1] and top_left[0] < top_right[0]
    if (turns <= 0).any() or not upright:
        raise BadInput("The four corners do not frame a rack: mark top left, top right, bottom right and bottom left, "
                       "each where it is seen.")
    across, up = np.linalg.norm(ahead[[0, 2]], axis=1).min(), np.linalg.norm(ahead[[1, 3]], axis=1).min()
    if not (1 <= bays <= MOST_BAYS and 1 <= levels <= MOST_LEVELS):
        raise BadInput(f"A photograph shows at most {MOST_BAYS} bays and {MOST_LEVELS} levels: take it of a part.")
    if across < bays * SMALLEST_PLACE or up < levels * SMALLEST_PLACE:
        raise BadInput(f"The places are too small in this picture: each must be {SMALLEST_PLACE} pixels wide and high, "
                       "so go nearer or use the original photograph.")


def read_rack(empty: np.ndarray, now: np.ndarray, corners: Sequence[Corner], bays: int, levels: int) -> RackReading:
    """Say of each place whether it is occupied ``now``; both pictures are (height, width, 3) uint8 RGB.

    ``corners`` are those of the rack's front in the ``empty`` picture, from the top left clockwise, in its pixels. The
    camera may have moved a little between the two. Raises BadInput for corners that frame no rack and for pictures in
    which the rack's frame is not found in the same place.
    """
    check_corners(corners, empty.shape[1], empty.shape[0], bays, levels)
    if min(now.shape[:2]) < SMALLEST_PLACE * max(2, min(bays, levels)):
        raise BadInput("The new photograph is too small: use the original one.")
    moved, agreement = _register(empty, now, np.array(corners, np.float32), bays, levels)
    if agreement < FRAME_AGREES_FROM:
        raise BadInput("The rack's frame is not found in both photographs: take the new one from where the empty rack "
                       "was photographed, or mark the empty rack anew.")
    size = bays * _PLACE, levels * _PLACE
    before, after = _rectified(empty, np.array(corners, np.float32), size), _rectified(now, moved, size)
    structure, hue = _changes(before, after, bays, levels)
    scores = _scores(structure, hue, bays, levels)
    places = tuple(PlaceState(bay + 1, level + 1, float(scores[levels - 1 - level, bay]))
                   for level in range(levels) for bay in range(bays))
    heat = np.clip(np.maximum(structure, hue), 0, 1).astype(np.float32)
    return RackReading(places, heat, tuple((float(x), float(y)) for x, y in moved))


def _register(
    empty: np.ndarray, now: np.ndarray, corners: np.ndarray, bays: int, levels: int
) -> tuple[np.ndarray, float]:
    """Return the rack's corners in the new picture, and how well its frame agrees there, -1..1."""
    size = bays * _PLACE, levels * _PLACE
    frame = _frame_mask(bays, levels)
    before = _gradients(_rectified(empty, corners, size))
    best, agreement = corners, -1.0
    for candidate in _candidates(empty, now, corners, bays, levels):
        refined = _refine(empty, now, corners, candidate, bays, levels)
        for tried in (candidate, refined):
            found = _agreement(before, _gradients(_rectified(now, tried, size)), frame)
            if found > agreement:
                best, agreement = tried, found
    return best, agreement


def _candidates(
    empty: np.ndarray, now: np.ndarray, corners: np.ndarray, bays: int, levels: int
) -> Iterator[np.ndarray]:
    """Guess where the rack's corners are in the new picture: where they were, and where matching points move them."""
    scaled = corners * (now.shape[1] / empty.shape[1], now.shape[0] / empty.shape[0])
    yield scaled.astype(np.float32)
    shrink = _LONGEST / max(*empty.shape[:2], *now.shape[:2], _LONGEST)
    sift = cv2.SIFT.create(nfeatures=6000, contrastThreshold=0.02)
    points = []
    for picture in (empty, now):
        small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        points.append(sift.detectAndCompute(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), None))
    (from_points, from_looks), (to_points, to_looks) = points
    if from_looks is None or to_looks is None or len(to_points) < 2:
        return
    pairs = [near for near, *far in cv2.BFMatcher().knnMatch(from_looks, to_looks, k=2)
             if far and near.distance < 0.85 * far[0].distance]
    source = np.array([from_points[pair.queryIdx].pt for pair in pairs], np.float32).reshape(-1, 2) / shrink
    target = np.array([to_points[pair.trainIdx].pt for pair in pairs], np.float32).reshape(-1, 2) / shrink
    to_front = cv2.getPerspectiveTransform(corners, _outline((bays, levels), 0))
    if len(source):
        on_front = cv2.perspectiveTransform(source[:, None], to_front)[:, 0]
        off_lines = np.abs(on_front - np.round(on_front)).min(axis=1)
        inside = ((on_front > -0.1) & (on_front < (bays + 0.1, levels + 0.1))).all(axis=1)
        for chosen in (inside & (off_lines < 0.08), inside):
            if chosen.sum() >= 8:
                shape, _ = cv2.findHomography(source[chosen], target[chosen], cv2.USAC_MAGSAC, 3.0 / shrink)
                if shape is not None:
                    yield cv2.perspectiveTransform(corners[:, None], shape)[:, 0].astype(np.float32)


def _refine(
    empty: np.ndarray, now: np.ndarray, corners: np.ndarray, guess: np.ndarray, bays: int, levels: int
) -> np.ndarray:
    """Move the guessed corners so that the frame's edges lie on each other, first coarsely, then finely."""
    size = bays * _PLACE, levels * _PLACE
    mask = (_frame_mask(bays, levels, 0.16) * 255).astype(np.uint8)
    before = _edge_strength(_rectified(empty, corners, size))
    after = _edge_strength(_rectified(now, guess, size))
    shape: np.ndarray = np.eye(3, dtype=np.float32)
    for blur in (13, 5):
        try:
            _, shape = cv2.findTransformECC(
                cv2.GaussianBlur(before, (0, 0), blur / 3), cv2.GaussianBlur(after, (0, 0), blur / 3), shape,
                cv2.MOTION_HOMOGRAPHY, (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-5), mask, 3)
        except cv2.error:
            return guess
    to_picture = cv2.getPerspectiveTransform(_outline(size), guess)
    return cv2.perspectiveTransform(_outline(size)[:, None], to_picture @ shape)[:, 0].astype(np.float32)


def _outline(size: tuple[int, int], margin: int = _MARGIN) -> np.ndarray:
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) + np.float32(margin)


def _rectified(picture: np.ndarray, corners: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return the rack's front as a rectangle of ``size`` with a margin round it, float32 0..1."""
    shape = cv2.getPerspectiveTransform(corners.astype(np.float32), _outline(size))
    whole = (size[0] + 2 * _MARGIN, size[1] + 2 * _MARGIN)
    reduce = np.linalg.norm(corners[1] - corners[0]) / size[0]
    if reduce > 1.5:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 * float(reduce))
    return cv2.warpPerspective(picture, shape, whole, flags=cv2.INTER_LINEAR,
                               borderMode=cv2.BORDER_REPLICATE).astype(np.float32) / 255


def _gradients(front: np.ndarray) -> np.ndarray:
    """Return (2, height, width): the slope of the logarithm of light, which an even change of light leaves alone."""
    grey = cv2.GaussianBlur(cv2.cvtColor(front, cv2.COLOR_RGB2GRAY), (0, 0), 1.2)
    light = np.log(grey + _DARK)
    return np.stack([cv2.Sobel(light, cv2.CV_32F, 1, 0, ksize=3), cv2.Sobel(light, cv2.CV_32F, 0, 1, ksize=3)]) / 4


def _edge_strength(front: np.ndarray) -> np.ndarray:
    return np.sqrt(np.hypot(*_gradients(front)))


def _frame_mask(bays: int, levels: int, width: float = 0.06) -> np.ndarray:
    """Return where uprights and beams are, as a share of a place to both sides of the lines between places."""
    y, x = np.mgrid[:levels * _PLACE + 2 * _MARGIN, :bays * _PLACE + 2 * _MARGIN].astype(np.float32)
    x, y = (x - _MARGIN) / _PLACE, (y - _MARGIN) / _PLACE
    return (np.abs(x - np.round(x)) < width) | (np.abs(y - np.round(y)) < width)


def _agreement(before: np.ndarray, after: np.ndarray, frame: np.ndarray) -> float:
    """Return the median over the frame's parts of how the slopes agree, -1..1."""
    parts = []
    for start in range(0, frame.shape[0], _PLACE // 2):
        for left in range(0, frame.shape[1], _PLACE // 2):
            here = np.s_[start:start + _PLACE // 2, left:left + _PLACE // 2]
            a, b = before[:, *here][:, frame[here]], after[:, *here][:, frame[here]]
            size = float(np.sqrt((a * a).sum() * (b * b).sum()))
            if size > 0:
                parts.append(float((a * b).sum()) / size)
    return float(np.median(parts)) if parts else -1.0


def _changes(before: np.ndarray, after: np.ndarray, bays: int, levels: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each cell, from the top left, how far the structure and the hue changed, both 0..1."""
    a, b = _gradients(before), _gradients(after)
    window = (_CELL + 6, _CELL + 6)
    of_a = cv2.boxFilter((a * a).sum(axis=0), -1, window)
    least = np.full(of_a.shape, np.inf, np.float32)
    for dy in _SHIFTS:
        for dx in _SHIFTS:
            shifted = np.roll(b, (dy, dx), (1, 2))
            total = of_a + cv2.boxFilter((shifted * shifted).sum(axis=0), -1, window)
            apart = total - 2 * cv2.boxFilter((a * shifted).sum(axis=0), -1, window)
            np.minimum(least, apart / (total + _STRUCTURE_FLOOR), out=least)
    hue = _hue(after) - _hue(before)
    frame = _frame_mask(bays, levels, 0.04)
    hue = np.hypot(*(hue - np.median(hue[:, frame], axis=1)[:, None, None]))
    centres = np.s_[_MARGIN + _CELL // 2:-_MARGIN:_CELL, _MARGIN + _CELL // 2:-_MARGIN:_CELL]
    return np.clip(least[centres], 0, 1), np.clip(hue[centres], 0, 1)


def _hue(front: np.ndarray) -> np.ndarray:
    """Return (2, height, width): the colour without its lightness, averaged over a cell."""
    red, green, blue = np.log(cv2.boxFilter(front, -1, (_CELL, _CELL)) + _DARK).transpose(2, 0, 1)
    return np.stack([red - green, blue - green])


def _scores(structure: np.ndarray, hue: np.ndarray, bays: int, levels: int) -> np.ndarray:
    """Return (levels, bays) scores 0..1, the top level first: how much changed where a load would stand."""
    scores = np.empty((levels, bays))
    for level in range(levels):
        for bay in range(bays):
            here = np.s_[level * _CELLS + 1:(level + 1) * _CELLS, bay * _CELLS + 1:(bay + 1) * _CELLS - 1]
            low = slice(3, None)  # what stands in a place stands on its floor
            evidence = (_top(structure[here][low], 6), _top(hue[here][low], 6), _top(structure[here][-2:], 4))
            scores[level, bay] = 1 / (1 + np.exp(_WITHOUT_CHANGE - np.dot(_WEIGHTS, evidence)))
    return scores


def _top(cells: np.ndarray, count: int) -> float:
    """Return the mean of the cells that changed most, because a single pallet leaves most of a wide place as it was."""
    return float(np.sort(cells, axis=None)[-count:].mean())
