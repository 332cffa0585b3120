"""Where a defect shows in a picture, how large it is there, and how strongly it differs from the sound can.

The level a person sees, fixed before any training: SEEN_SHARE and SEEN_CONTRAST, both to be reached. On a screen at
arm's length a difference of some two per cent of the range is the least that a trained eye notices on an even surface;
brushed metal with grain needs about three times as much, so SEEN_CONTRAST is 0.06. SEEN_SHARE is a spot of about 2 mm
on a side view (nine pixels across at 320), below which an inspector at line speed is not expected to find a mark.
MIN_SHARE and MIN_CONTRAST are lower: under them the picture is, but for its grain, the sound can's, and its side is
good.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.demo.can_model import CanModel, DefectTrace
from core.demo.scene import PARTS, Hits

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SEEN_SHARE, SEEN_CONTRAST = 0.0018, 0.06
MIN_SHARE, MIN_CONTRAST = 0.0005, 0.035
_WEIGHT = 0.15


@dataclass(frozen=True)
class Shown:
    """One defect in one picture: mask, box (x0, y0, x1, y1; x1, y1 beyond the last pixel), pixels and contrast 0..1."""

    code: str
    severity: float
    mask: Mask
    box: tuple[int, int, int, int]
    visible_px: int
    contrast: float

    @property
    def share(self) -> float:
        return self.visible_px / self.mask.size

    @property
    def counts(self) -> bool:
        """Whether the side is labelled with it at all."""
        return self.share >= MIN_SHARE and self.contrast >= MIN_CONTRAST

    @property
    def seen(self) -> bool:
        """Whether a person would see it."""
        return self.share >= SEEN_SHARE and self.contrast >= SEEN_CONTRAST


def defect_mask(trace: DefectTrace, model: CanModel, sound: CanModel, here: Hits, twin: Hits) -> Mask:
    """Pixels where this defect is, from what the pixels' middles meet on the can (`here`) and on its sound `twin`."""
    if trace.ring:
        ring = PARTS.index("ring")
        return _closed((here.part == ring) != (twin.part == ring))
    mask = np.zeros(here.part.shape, bool)
    for hits, can in ((here, model), (twin, sound)):
        for part, mesh, vertices, skin in (
            ("body", can.body, trace.body_vertices, trace.body_skin),
            ("lid", can.lid, trace.lid_vertices, trace.lid_skin),
        ):
            on = hits.part == PARTS.index(part)
            if vertices is not None:
                corners = vertices[mesh.faces[hits.triangle[on]]]
                u, v = hits.weights[on].T
                mask[on] |= corners[:, 0] * (1 - u - v) + corners[:, 1] * u + corners[:, 2] * v > _WEIGHT
            if skin is not None:
                rows = np.clip((hits.uv[on][:, 1] * skin.shape[0]).astype(int), 0, skin.shape[0] - 1)
                columns = np.clip((hits.uv[on][:, 0] * skin.shape[1]).astype(int), 0, skin.shape[1] - 1)
                mask[on] |= skin[rows, columns] > _WEIGHT
    return _closed(mask)


def measure(trace: DefectTrace, mask: Mask, picture: NDArray[np.float32], sound: NDArray[np.float32]) -> Shown:
    """Area and contrast of a defect in noise-free pictures (h, w, 3) in 0..1 with it and without it.

    The contrast is the mean difference of lightness over the quarter of the mask that differs most, after smoothing
    away what is finer than a pixel or two.
    """
    difference = cv2.GaussianBlur(np.abs(_lightness(picture) - _lightness(sound)), (0, 0), 1.2 * mask.shape[1] / 320)
    inside = np.sort(difference[mask])[::-1]
    contrast = float(inside[: max(1, inside.size // 4)].mean()) if inside.size else 0.0
    rows, columns = np.nonzero(mask)
    box = (0, 0, 0, 0)
    if rows.size:
        box = (int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return Shown(trace.defect.code, trace.defect.severity, mask, box, int(mask.sum()), round(contrast, 4))


def _closed(mask: Mask) -> Mask:
    side = max(3, round(5 * mask.shape[1] / 320))
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)) > 0)


def _lightness(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    smooth = cv2.GaussianBlur(picture, (0, 0), 1.8 * picture.shape[1] / 320)
    return np.asarray(smooth @ np.array([0.3, 0.55, 0.15], np.float32), dtype=np.float32)
