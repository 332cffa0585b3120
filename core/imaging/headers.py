"""What a file is, read from its first bytes alone, before any decoder sees it."""

import re

_ISO_MEDIA_AT = 4
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

_NOT_TAKEN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP"),
    (b"PK\x05\x06", "an empty ZIP"),
    (b"GIF8", "a GIF"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF or raw picture"),
    (b"MM\x00*", "a TIFF or raw picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"<svg", "an SVG drawing"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
)


def media_type(content: bytes) -> str | None:
    """Return ``image/jpeg``, ``image/png`` or ``image/webp`` by the first bytes, or None for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def other_kind(content: bytes) -> str | None:
    """Return in words what a file is that is not taken, such as ``a PDF``, or None where that cannot be told."""
    brand = content[_ISO_MEDIA_AT + 4 : _ISO_MEDIA_AT + 8]
    if content[_ISO_MEDIA_AT : _ISO_MEDIA_AT + 4] == b"ftyp":
        return "an HEIC picture" if brand in _HEIC_BRANDS else "an AVIF picture" if brand == b"avif" else "a film"
    return next((kind for start, kind in _NOT_TAKEN if content.startswith(start)), None)


def webp_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a WebP from its first chunk; ValueError for a chunk that is none of the three.

    Needed because libwebp's decoder allocates its canvas as soon as it is opened.
    """
    chunk, data = content[12:16], content[20:30]
    if len(data) == 10 and chunk == b"VP8X":
        return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
    if len(data) == 10 and chunk == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if len(data) == 10 and chunk == b"VP8 ":
        return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF
    raise ValueError("not a WebP chunk")


_NEXT_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)


def jpeg_scans(content: bytes) -> int:
    """Return how many scans a JPEG holds, up to its end marker. Each one costs a pass over the whole picture."""
    scans, at = 0, 2
    while marker := _NEXT_MARKER.search(content, at):
        code = marker[1][0]
        if code == 0xD9:
            break
        scans += code == 0xDA
        at = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2], "big")
    return scans
