"""Small pictures drawn by code, and files made of them, whole and hostile."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

import cv2
import numpy as np
from PIL import Image


def picture(seed: int = 0, width: int = 96, height: int = 72) -> np.ndarray:
    """Soft coloured clouds: smooth enough to survive JPEG almost unchanged, different for each seed."""
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)
    return cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 5), None, 20, 235, cv2.NORM_MINMAX).astype(np.uint8)


def encoded(image: np.ndarray | Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """A file of a picture, as Pillow writes it."""
    file = io.BytesIO()
    (Image.fromarray(image) if isinstance(image, np.ndarray) else image).save(file, kind, **options)
    return file.getvalue()


def taken(seed: int, moment: str, offset: str | None = None, orientation: int | None = None) -> bytes:
    """A JPEG with an EXIF time such as ``2026:05:01 10:00:00``."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = moment
    if offset:
        exif.get_ifd(0x8769)[0x9011] = offset
    if orientation:
        exif[0x0112] = orientation
    return encoded(picture(seed), exif=exif, quality=95)


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of files, in their order."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return file.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG chunk with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG whose header promises a huge picture, with a little well-packed nothing behind it."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header)
            + png_chunk(b"IDAT", zlib.compress(bytes(2_000_000), 9)) + png_chunk(b"IEND", b""))


def jpeg_bomb(width: int, height: int) -> bytes:
    """A small JPEG whose header says that it is huge."""
    content = bytearray(encoded(picture()))
    at = content.index(b"\xff\xc0") + 5
    content[at:at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def webp_bomb(width: int, height: int, chunk: bytes) -> bytes:
    """A WebP whose first chunk promises a huge picture."""
    if chunk == b"VP8X":
        data = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif chunk == b"VP8L":
        data = b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + bytes(5)
    else:
        data = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width, height)
    body = b"WEBP" + chunk + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body
