"""A kept side as a picture for paper: the photograph, and the same with its heat and boxes."""

import numpy as np

from core.errors import BadInput
from core.imaging import overlay
from core.imaging.decode import decode
from core.records import images
from core.records.can import Heat, KeptSide

PIXELS = 560


def photograph(kept: KeptSide) -> np.ndarray | None:
    """Return the photograph with heat and boxes over it; None where it was not kept or is damaged."""
    if kept.photograph is None:
        return None
    try:
        rgb = decode(kept.photograph, images.load(kept.photograph)).rgb
    except (images.DamagedPhotograph, BadInput):
        return None
    if kept.heat is not None:
        rgb = overlay.heat_overlay(rgb, _values(kept.heat))
    return overlay.thumbnail(overlay.draw_boxes(rgb, kept.result.boxes), PIXELS)


def _values(heat: Heat) -> np.ndarray:
    values = np.frombuffer(heat.values, np.float16).reshape(heat.height, heat.width).astype(np.float32)
    return np.nan_to_num(values)
