"""Whatever bytes come: a checked picture or BadInput, nothing else."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.imaging.decode import decode
from core.imaging.headers import jpeg_scans, media_type, other_kind
from core.imaging.names import LONGEST_SHOWN
from tests.imaging.pictures import encoded, picture

WHOLE = [
    encoded(picture(1)), encoded(picture(1), progressive=True), encoded(picture(1), "PNG"), encoded(picture(1), "WEBP"),
    encoded(picture(1)[:, :, 0]), encoded(picture(1), "WEBP", lossless=True),
]
STARTS = [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\x00\x00\x00WEBPVP8 ", b"PK\x03\x04"]
WITHIN_SECONDS = settings(max_examples=150, deadline=None)


def check(name: str, content: bytes) -> None:
    try:
        rgb = decode(name, content).rgb
    except BadInput as error:
        assert str(error).startswith("“") and str(error).endswith((".", ")."))
        return
    assert rgb.dtype == np.uint8 and rgb.ndim == 3 and rgb.shape[2] == 3 and min(rgb.shape[:2]) >= 64


@WITHIN_SECONDS
@given(st.text(max_size=2 * LONGEST_SHOWN), st.sampled_from(STARTS), st.binary(max_size=2000))
def test_random_bytes_are_refused_in_a_sentence(name: str, start: bytes, rest: bytes) -> None:
    check(name, start + rest)
    media_type(rest), other_kind(rest), jpeg_scans(rest)


@WITHIN_SECONDS
@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)),
                                        min_size=1, max_size=6), st.floats(0.02, 1))
def test_a_mutated_photograph_is_a_whole_picture_or_refused(whole: bytes, changes: list[tuple[float, bytes]],
                                                           keep: float) -> None:
    content = bytearray(whole)
    for at, patch in changes:
        start = int(at * len(content))
        content[start:start + len(patch)] = patch
    check("mutated.jpg", bytes(content[:int(keep * len(content))]))


@WITHIN_SECONDS
@given(st.sampled_from(WHOLE), st.integers(8, 120), st.integers(0, 255))
def test_a_changed_header_is_a_whole_picture_or_refused(whole: bytes, at: int, value: int) -> None:
    content = bytearray(whole)
    content[at % len(content)] = value
    check("mutated.jpg", bytes(content))
