"""A smaller picture in place of a photograph, for as long as it only has to be looked at."""

from dataclasses import dataclass
from math import ceil

from core.imaging.decode import decode
from core.imaging.overlay import encode_jpeg, thumbnail

MEDIA_TYPE = "image/jpeg"
QUALITY = 80
_LEAST_GAIN = 0.8


@dataclass(frozen=True)
class Smaller:
    """A photograph re-encoded as JPEG, upright and in sRGB, with its own width and height."""

    content: bytes
    width: int
    height: int


def smaller(content: bytes, width: int, height: int, longest: int) -> Smaller | None:
    """Return a photograph of so many pixels as a JPEG with at most ``longest`` on its longer edge, never enlarged.

    None where that would not take a fifth off its bytes. The same content gives the same bytes. Raises BadInput for
    content that cannot be read as a photograph.
    """
    least = ceil(min(width, height) * min(1.0, longest / max(width, height)))
    rgb = thumbnail(decode("", content, least).rgb, longest)
    made = encode_jpeg(rgb, QUALITY)
    return Smaller(made, rgb.shape[1], rgb.shape[0]) if len(made) <= _LEAST_GAIN * len(content) else None
