"""Pictures for people: heat over a photograph, boxes round defects, small pictures and the sheet of a whole can."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
import simplejpeg

from core.quality.drawn_box import DrawnBox
from core.quality.sides import Side
from core.quality.verdict import Box

CLEAR_BELOW = 0.25
FULL_FROM = 0.6
"""Heat that stays invisible and heat shown at full opacity; 0.5 is the level that decides."""

_TONES = np.linspace(70, 225, 256).astype(np.uint8)
COLOUR_MAP = np.ascontiguousarray(cv2.applyColorMap(_TONES[:, None], cv2.COLORMAP_INFERNO)[:, 0, ::-1])
"""Inferno from purple over red to orange: lightness grows with the heat, and its black and its near-white, which grey
metal has itself, are left out."""

BOX_COLOUR, DRAWN_COLOUR = (213, 94, 0), (0, 114, 178)
"""The model's boxes and those that people draw."""

SHEET_GROUND = (38, 42, 48)
SHEET_INK = (214, 218, 224)
SHEET_BYTES = 60_000


def upsample(heat: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return a (h, w) map of finite numbers bilinearly at (height, width), float32, clipped to 0..1."""
    if heat.ndim != 2 or not np.isfinite(heat).all():
        raise ValueError("a heatmap has two dimensions and finite numbers")
    large = cv2.resize(np.asarray(heat, dtype=np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(large, 0.0, 1.0)


def heat_overlay(rgb: np.ndarray, heat: np.ndarray, opacity: float = 0.55) -> np.ndarray:
    """Return the photograph with the heat (h, w, 0..1) over it, clear where the heat is low so that good metal does
    not glow. ``opacity`` 0..1 is that of the hottest places."""
    large = upsample(heat, *rgb.shape[:2])
    colours = cv2.applyColorMap((large * 255).astype(np.uint8), COLOUR_MAP[:, None])
    cover = np.clip((large - CLEAR_BELOW) / (FULL_FROM - CLEAR_BELOW), 0.0, 1.0) * np.float32(opacity)
    return cv2.blendLinear(colours, rgb, cover, 1 - cover)


def draw_boxes(rgb: np.ndarray, boxes: Sequence[Box]) -> np.ndarray:
    """Return a copy with a frame round each box, light outside and in the colour of a bad verdict inside."""
    drawn = np.array(rgb)
    line = max(2, round(max(rgb.shape[:2]) / 250))
    for box in boxes:
        corners = (box.x0, box.y0), (box.x1 - 1, box.y1 - 1)
        cv2.rectangle(drawn, *corners, (255, 255, 255), 2 * line)
        cv2.rectangle(drawn, *corners, BOX_COLOUR, line)
    return drawn


def draw_drawn_boxes(rgb: np.ndarray, boxes: Sequence[DrawnBox]) -> np.ndarray:
    """Return a copy with a dashed frame round each box that a person drew, told from the model's by line and colour."""
    drawn = np.array(rgb)
    line = max(2, round(max(rgb.shape[:2]) / 250))
    dash = 6 * line
    for box in boxes:
        x0, y0, x1, y1 = box.x0, box.y0, box.x1 - 1, box.y1 - 1
        cv2.rectangle(drawn, (x0, y0), (x1, y1), (255, 255, 255), 2 * line)
        for start in range(x0, x1, 2 * dash):
            for y in (y0, y1):
                cv2.line(drawn, (start, y), (min(start + dash, x1), y), DRAWN_COLOUR, line)
        for start in range(y0, y1, 2 * dash):
            for x in (x0, x1):
                cv2.line(drawn, (x, start), (x, min(start + dash, y1)), DRAWN_COLOUR, line)
    return drawn


def mask_png(width: int, height: int, boxes: Sequence[DrawnBox]) -> bytes:
    """Return a mask of that size as PNG: white inside the boxes, black elsewhere."""
    mask = np.zeros((height, width), np.uint8)
    for box in boxes:
        mask[box.y0:box.y1, box.x0:box.x1] = 255
    return _png(mask)


def encode_png(rgb: np.ndarray) -> bytes:
    """Return the picture as PNG."""
    return _png(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))


def _png(pixels: np.ndarray) -> bytes:
    done, data = cv2.imencode(".png", pixels)
    if not done:
        raise ValueError("the picture could not be encoded")
    return data.tobytes()


def encode_jpeg(rgb: np.ndarray, quality: int = 85) -> bytes:
    """Return the picture as JPEG; quality 1..100."""
    return simplejpeg.encode_jpeg(np.ascontiguousarray(rgb), quality, "RGB", "420")


def thumbnail(rgb: np.ndarray, longest: int) -> np.ndarray:
    """Return the picture with its longer side at most ``longest`` pixels, averaged over areas; never enlarged."""
    height, width = rgb.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return np.array(rgb)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)


def stretched(rgb: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return the picture at another size, for boxes that are in its pixels."""
    return cv2.resize(rgb, (width, height), interpolation=cv2.INTER_LINEAR)


def contact_sheet(pictures: Mapping[int, np.ndarray], sides: Sequence[Side], width: int = 640) -> bytes:
    """Return one JPEG of under 60 KB with all sides of a can as they lie round it, each with its number.

    Seven sides: three, the fourth (the lid) across the whole middle row, three; any other count in rows of three. A
    side without a picture is an empty field.
    """
    rows = [sides[:3], sides[3:4], sides[4:]] if len(sides) == 7 else \
        [sides[start:start + 3] for start in range(0, len(sides), 3)]
    field_width, field_height = width // 3, width // 4
    sheet = np.full((field_height * len(rows), width, 3), SHEET_GROUND, np.uint8)
    for row, in_row in enumerate(rows):
        across = width if len(sides) == 7 and len(in_row) == 1 else field_width
        for column, side in enumerate(in_row):
            field = sheet[row * field_height:(row + 1) * field_height, column * across:(column + 1) * across]
            _fill(field, pictures.get(side.number), side.number)
    for quality in (80, 65, 50, 35, 20, 10):
        data = encode_jpeg(sheet, quality)
        if len(data) < SHEET_BYTES:
            break
    return data


def picture_rows(rows: Sequence[Sequence[np.ndarray]], across: int, width: int = 640) -> bytes:
    """Return a JPEG of pictures in rows, ``across`` fields in each; a field is as high as the flattest picture needs.

    Raises ValueError without a picture.
    """
    field_width = width // across
    field_height = min(round(field_width * p.shape[0] / p.shape[1]) for row in rows for p in row)
    sheet = np.full((field_height * len(rows), field_width * across, 3), SHEET_GROUND, np.uint8)
    for row, pictures in enumerate(rows):
        for column, picture in enumerate(pictures[:across]):
            _place(sheet[row * field_height:(row + 1) * field_height,
                         column * field_width:(column + 1) * field_width], picture)
    return encode_jpeg(sheet, 80)


def _place(field: np.ndarray, picture: np.ndarray) -> None:
    """Draw a picture, whole and centred, into a field."""
    height, width = field.shape[:2]
    scale = min((height - 4) / picture.shape[0], (width - 4) / picture.shape[1])
    size = max(1, int(picture.shape[1] * scale)), max(1, int(picture.shape[0] * scale))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    field[top:top + small.shape[0], left:left + small.shape[1]] = small


def _fill(field: np.ndarray, picture: np.ndarray | None, number: int) -> None:
    """Draw a picture, whole and centred, and its side's number into a field of the sheet."""
    if picture is not None:
        _place(field, picture)
    label = np.ascontiguousarray(field)
    for colour, thickness in ((SHEET_GROUND, 4), (SHEET_INK, 1)):
        cv2.putText(label, str(number), (8, 22), cv2.FONT_HERSHEY_SIMPLEX, 0.6, colour, thickness, cv2.LINE_AA)
    field[:] = label
