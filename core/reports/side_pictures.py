"""A kept side as a picture for paper: its photograph with heat, the model's boxes and those that people drew."""

import numpy as np

from core.errors import BadInput
from core.imaging import overlay
from core.imaging.decode import decode
from core.records import photograph_rows
from core.records.can import Heat, KeptSide
from core.records.images import DamagedPhotograph
from core.words import tr

PIXELS = 560


def photograph(kept: KeptSide) -> np.ndarray | None:
    """Return the photograph with all that over it; None where it was not kept or is damaged."""
    if kept.photograph is None:
        return None
    try:
        found = photograph_rows.kept(kept.photograph)
        rgb = decode(kept.photograph, found.content).rgb
    except (DamagedPhotograph, BadInput):
        return None
    if found.came_as and (kept.result.boxes or kept.drawn):
        rgb = overlay.stretched(rgb, *found.came_as)
    if kept.heat is not None:
        rgb = overlay.heat_overlay(rgb, _values(kept.heat))
    rgb = overlay.draw_boxes(rgb, kept.result.boxes)
    return overlay.thumbnail(overlay.draw_drawn_boxes(rgb, [drawn.box for drawn in kept.drawn]), PIXELS)


def drawn_by(kept: KeptSide) -> str:
    """Say who drew boxes on a side; "" where nobody did."""
    names = ", ".join(dict.fromkeys(drawn.by for drawn in kept.drawn))
    return tr("drawn_by", name=names) if names else ""


def _values(heat: Heat) -> np.ndarray:
    values = np.frombuffer(heat.values, np.float16).reshape(heat.height, heat.width).astype(np.float32)
    return np.nan_to_num(values)
