"""One file's untrusted bytes to a checked photograph, or to a sentence that says what to do instead."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import simplejpeg
from PIL import Image, ImageCms, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from core.errors import BadInput
from core.imaging.headers import jpeg_scans, media_type, other_kind, webp_size
from core.imaging.names import plain_name

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 12 * MEGABYTE
MAX_PIXELS = 25_000_000
MIN_PIXELS_A_SIDE = 64
MAX_JPEG_SCANS = 32
"""A progressive JPEG has about ten; hundreds are an attack on the decoder's time."""

BEHIND_TRANSPARENCY = 128
"""Grey put behind transparent pixels: the one tone that the exposure check counts neither as dark nor as bright."""

# The classes are named, rather than Image.open used: a phone's JPEG with a second picture inside (a depth or gain map)
# would open as MPO, a film of two frames.
_OPENERS: dict[str, type[ImageFile.ImageFile]] = {
    "image/jpeg": JpegImageFile, "image/png": PngImageFile, "image/webp": WebPImageFile,
}
_ON_ITS_SIDE = (5, 6, 7, 8)
_EXIF_ORIENTATION, _EXIF_IFD, _EXIF_TAKEN, _EXIF_OFFSET, _EXIF_FRACTION = 0x0112, 0x8769, 0x9003, 0x9011, 0x9291


@dataclass(frozen=True, eq=False)
class Photograph:
    """A photograph that can be read: its bytes as they came and its picture as it is looked at.

    ``rgb`` is (h, w, 3) uint8, sRGB, turned upright by its EXIF orientation: the whole picture of ``height`` and
    ``width`` pixels, or a half, a quarter or an eighth of it each way. ``taken_at`` is the EXIF time of capture: with a
    time zone where the camera wrote one (OffsetTimeOriginal), else naive, the camera's own clock, which whoever keeps
    it reads in the plant's time zone; None where there is none.
    """

    name: str
    content: bytes
    sha256: str
    media_type: str
    rgb: np.ndarray
    height: int
    width: int
    taken_at: datetime | None


def decode(name: str, content: bytes, least: int | None = None) -> Photograph:
    """Read one JPEG, PNG or WebP, told by its content, of at most 12 MB and 25 megapixels.

    Whoever needs no more than ``least`` pixels on the shorter edge gets a JPEG as small as its format can be read with
    as many, in a fraction of the time; all of the file is read, and its damage seen, all the same.

    16 bits a channel become 8, transparent pixels stand on mid grey, CMYK and colour profiles become sRGB. Raises
    BadInput with a sentence that names the file for everything else: nothing damaged comes through as a picture where
    the format lets the damage be seen.
    """
    shown = plain_name(name)
    try:
        return _decode(shown, content, least)
    except BadInput:
        raise
    except Exception as error:  # the decoders raise whatever damaged bytes lead them to, SyntaxError and IndexError too
        raise BadInput(f"“{shown}” is damaged and cannot be read: take or send it again.") from error


def _decode(shown: str, content: bytes, least: int | None) -> Photograph:
    if not content:
        raise BadInput(f"“{shown}” is empty: take or send it again.")
    kind = media_type(content)
    if kind is None:
        raise BadInput(_refusal(shown, other_kind(content)))
    if len(content) > MAX_FILE_BYTES:
        raise BadInput(f"“{shown}” is larger than {MAX_FILE_BYTES // MEGABYTE} MB: save it smaller, or take it with a "
                       "lower resolution.")
    if kind == "image/webp":
        _check_size(shown, webp_size(content))
    picture = _OPENERS[kind](BytesIO(content))
    _check_size(shown, picture.size)
    if kind != "image/jpeg" and getattr(picture, "n_frames", 1) > 1:
        raise BadInput(f"“{shown}” is animated: send a single photograph as JPEG or PNG.")
    exif = _exif(picture)
    rgb = _in_srgb(_pixels(picture, kind, content, least), picture.info.get("icc_profile"))
    orientation = exif.get(_EXIF_ORIENTATION)
    width, height = picture.size if orientation not in _ON_ITS_SIDE else picture.size[::-1]
    return Photograph(shown, content, hashlib.sha256(content).hexdigest(), kind, _upright(rgb, orientation),
                      height, width, _taken_at(exif))


def _refusal(shown: str, kind: str | None) -> str:
    if kind == "an HEIC picture":
        return (f"“{shown}” is an HEIC picture, which cannot be read here: save it as JPEG (on an iPhone: Settings, "
                "Camera, Formats, Most Compatible).")
    if kind == "a ZIP":
        return f"“{shown}” is a ZIP where a photograph belongs: unpack it and send the photographs."
    return f"“{shown}” is {kind or 'not a photograph'}: send a photograph as JPEG or PNG."


def _check_size(shown: str, size: tuple[int, int]) -> None:
    """Refuse by the header, before anything of the picture's size is allocated."""
    width, height = size
    if width * height > MAX_PIXELS:
        raise BadInput(f"“{shown}” has {width * height / 1e6:.0f} megapixels: at most {MAX_PIXELS // 1_000_000} can be "
                       "read, so save it smaller or take it with a lower resolution.")
    if min(width, height) < MIN_PIXELS_A_SIDE:
        raise BadInput(f"“{shown}” is {width} × {height} pixels, too small to see a defect: at least "
                       f"{MIN_PIXELS_A_SIDE} each way are needed, so send the original photograph.")


def _pixels(picture: ImageFile.ImageFile, kind: str, content: bytes, least: int | None) -> np.ndarray:
    """Decode strictly: what Pillow would fill up with grey is an error here."""
    if kind == "image/jpeg":
        if jpeg_scans(content) > MAX_JPEG_SCANS:
            raise ValueError("too many scans")
        if picture.mode != "CMYK":
            reduced = {} if least is None else {"min_height": least, "min_width": least, "min_factor": 2}
            return simplejpeg.decode_jpeg(content, colorspace="RGB", strict=True, **reduced)
        simplejpeg.decode_jpeg(content, colorspace="CMYK", strict=True)
    elif kind == "image/png":
        PngImageFile(BytesIO(content)).verify()  # Pillow's own reading skips the checksums of the pixels
    picture.load()
    return _eight_bit_rgb(picture)


def _eight_bit_rgb(picture: Image.Image) -> np.ndarray:
    if picture.mode == "CMYK":
        return _cmyk_to_rgb(picture)
    if picture.mode.startswith("I"):  # 16-bit grey, which Pillow's convert would clip at 255
        grey = (np.asarray(picture).astype(np.float32) * (255 / 65535) + 0.5).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if picture.has_transparency_data:
        behind = Image.new("RGBA", picture.size, (BEHIND_TRANSPARENCY,) * 3 + (255,))
        picture = Image.alpha_composite(behind, picture.convert("RGBA"))
    return np.array(picture.convert("RGB"))


def _cmyk_to_rgb(picture: Image.Image) -> np.ndarray:
    """By the press's own profile where the file has a usable one, else by the plain complement."""
    try:
        return np.array(ImageCms.profileToProfile(
            picture, BytesIO(picture.info["icc_profile"]), ImageCms.createProfile("sRGB"), outputMode="RGB"))
    except (KeyError, ImageCms.PyCMSError):
        return np.array(picture.convert("RGB"))


def _in_srgb(rgb: np.ndarray, profile: bytes | None) -> np.ndarray:
    """Convert from another RGB profile (a phone's Display P3), so that one can looks alike from every camera.

    A profile that cannot be used is passed over, as viewers do: the photograph is whole without it.
    """
    if not profile:
        return rgb
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip() != "RGB" or "srgb" in (source.profile.profile_description or "").lower():
            return rgb
        converted = ImageCms.profileToProfile(Image.fromarray(rgb), source, ImageCms.createProfile("sRGB"))
    except (OSError, ImageCms.PyCMSError):
        return rgb
    return np.array(converted)


def _exif(picture: Image.Image) -> Image.Exif:
    """Return the EXIF data, empty where it is absent or damaged: many programs write it wrongly round good pixels."""
    try:
        return picture.getexif()
    except SyntaxError:
        return Image.Exif()


def _upright(rgb: np.ndarray, orientation: object) -> np.ndarray:
    if orientation in _ON_ITS_SIDE:
        rgb = rgb.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        rgb = rgb[:, ::-1]
    if orientation in (3, 4, 7, 8):
        rgb = rgb[::-1]
    return np.ascontiguousarray(rgb)


def _taken_at(exif: Image.Exif) -> datetime | None:
    try:
        tags = exif.get_ifd(_EXIF_IFD)
        taken = datetime.strptime(str(tags[_EXIF_TAKEN]).strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except (KeyError, ValueError, TypeError, SyntaxError):  # absent, all zeros where there is no clock, or damaged
        return None
    fraction = str(tags.get(_EXIF_FRACTION, "")).strip("\0 ")
    if fraction.isascii() and fraction.isdigit():
        taken = taken.replace(microsecond=int(fraction[:6].ljust(6, "0")))
    try:
        offset = datetime.strptime(str(tags[_EXIF_OFFSET]).strip("\0 "), "%z").tzinfo
        return taken.replace(tzinfo=offset).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return taken
