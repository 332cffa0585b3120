"""Each kind of file works as a person expects or is refused in a sentence that names it."""

import io
import zlib
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image, ImageCms

from core.errors import BadInput
from core.imaging import decode as module
from core.imaging.decode import BEHIND_TRANSPARENCY, MAX_FILE_BYTES, decode
from core.imaging.headers import jpeg_scans
from tests.imaging.pictures import encoded, jpeg_bomb, picture, png_bomb, png_chunk, taken, webp_bomb


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        decode(name, content)
    return str(caught.value)


def distance(rgb: np.ndarray, other: np.ndarray) -> float:
    assert rgb.shape == other.shape and rgb.dtype == np.uint8
    return float(np.abs(rgb.astype(int) - other.astype(int)).mean())


@pytest.mark.parametrize("kind, media_type", [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_photograph_is_told_by_its_content_whatever_its_name(kind: str, media_type: str) -> None:
    content = encoded(picture(1), kind, quality=95)
    photograph = decode("folder/can.pdf", content)
    assert photograph.media_type == media_type and photograph.name == "can.pdf"
    assert photograph.content == content and len(photograph.sha256) == 64 and photograph.taken_at is None
    assert distance(photograph.rgb, picture(1)) < 4


def test_a_progressive_jpeg_is_read_like_any_other() -> None:
    assert distance(decode("a.jpg", encoded(picture(2), progressive=True, quality=95)).rgb, picture(2)) < 4


@pytest.mark.parametrize("orientation, turn", [
    (1, lambda a: a), (2, np.fliplr), (3, lambda a: np.rot90(a, 2)), (4, np.flipud),
    (5, lambda a: a.transpose(1, 0, 2)), (6, lambda a: np.rot90(a, -1)),
    (7, lambda a: np.rot90(a, 2).transpose(1, 0, 2)), (8, np.rot90),
])
def test_all_eight_exif_orientations_come_out_upright(orientation: int, turn) -> None:
    photograph = decode("turned.jpg", taken(3, "2026:05:01 10:00:00", orientation=orientation))
    assert distance(photograph.rgb, turn(picture(3))) < 4
    assert photograph.rgb.flags.c_contiguous


def test_the_time_of_capture_has_a_zone_where_the_camera_wrote_one() -> None:
    assert decode("a.jpg", taken(1, "2026:05:01 10:00:00", "+02:00")).taken_at == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert decode("a.jpg", taken(1, "2026:05:01 10:00:00")).taken_at == datetime(2026, 5, 1, 10)
    assert decode("a.jpg", taken(1, "2026:05:01 10:00:00", "rubbish")).taken_at == datetime(2026, 5, 1, 10)
    assert decode("a.jpg", taken(1, "0000:00:00 00:00:00")).taken_at is None


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_exif_does_not_cost_the_photograph(kind: str) -> None:
    for damaged in (b"II*\x00\xff\xff\xff\xff" + bytes(range(200)), b"rubbish!" * 9):
        assert decode("a", encoded(picture(1), kind, exif=b"Exif\x00\x00" + damaged)).taken_at is None


def test_sixteen_bit_grey_is_scaled_and_not_clipped() -> None:
    ramp = np.tile(np.linspace(0, 65535, 128).astype(np.uint16), (64, 1))
    rgb = decode("deep.png", encoded(Image.fromarray(ramp), "PNG")).rgb
    assert distance(rgb[:, :, 0], (ramp / 257).round().astype(np.uint8)) < 0.01
    assert (rgb[:, :, 0] == rgb[:, :, 2]).all()


def test_sixteen_bit_colour_is_scaled_and_not_clipped() -> None:
    rows = b"".join(b"\x00" + bytes([0x12, 0xFF, 0x80, 0x00, 0xFE, 0x01]) * 64 for _ in range(64))
    content = (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", bytes([0, 0, 0, 64, 0, 0, 0, 64, 16, 2, 0, 0, 0]))
               + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b""))
    assert np.abs(decode("deep.png", content).rgb.astype(int) - [0x12, 0x80, 0xFE]).max() <= 1


@pytest.mark.parametrize("mode", ["L", "P", "1"])
def test_grey_palette_and_black_and_white_become_three_channels(mode: str) -> None:
    image = Image.fromarray(picture(4)).convert(mode)
    assert distance(decode("a.png", encoded(image, "PNG")).rgb, np.array(image.convert("RGB"))) == 0


def test_a_grey_jpeg_becomes_three_channels() -> None:
    grey = picture(4)[:, :, 1]
    assert distance(decode("a.jpg", encoded(grey, quality=95)).rgb, np.repeat(grey[:, :, None], 3, axis=2)) < 3


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparent_pixels_stand_on_mid_grey(kind: str) -> None:
    rgba = np.dstack([picture(5), np.full((72, 96), 255, np.uint8)])
    rgba[:, :48, 3] = 0
    rgb = decode("cut", encoded(rgba, kind, lossless=True)).rgb
    assert (rgb[:, :48] == BEHIND_TRANSPARENCY).all()
    assert distance(rgb[:, 48:], picture(5)[:, 48:]) == 0


def test_a_transparent_palette_colour_stands_on_mid_grey() -> None:
    image = Image.new("P", (80, 70), 3)
    image.putpalette([200] * 768)
    assert (decode("a.png", encoded(image, "PNG", transparency=3)).rgb == BEHIND_TRANSPARENCY).all()


def test_a_press_cmyk_with_adobes_inversion_looks_as_printed() -> None:
    content = encoded(Image.fromarray(picture(6)).convert("CMYK"), quality=95)
    assert b"Adobe" in content and distance(decode("print.jpg", content).rgb, picture(6)) < 4


def test_another_colour_profile_is_converted_and_srgb_and_rubbish_are_left() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    plain = decode("a.png", encoded(picture(7), "PNG")).rgb
    assert distance(decode("a.png", encoded(picture(7), "PNG", icc_profile=srgb.tobytes())).rgb, plain) == 0
    assert distance(decode("a.png", encoded(picture(7), "PNG", icc_profile=b"rubbish" * 30)).rgb, plain) == 0
    swapped = bytearray(srgb.tobytes())  # red's and blue's primaries exchanged, under another name
    swapped = bytearray(bytes(swapped).replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
                        .replace("sRGB".encode("utf-16-be"), "qRGB".encode("utf-16-be")).replace(b"sRGB b", b"qRGB b"))
    converted = decode("a.png", encoded(picture(7), "PNG", icc_profile=bytes(swapped))).rgb
    assert distance(converted, plain[:, :, ::-1]) < 3


def test_a_phones_jpeg_with_a_second_picture_inside_is_one_photograph() -> None:
    file = io.BytesIO()
    Image.fromarray(picture(8)).save(file, "MPO", save_all=True, append_images=[Image.fromarray(picture(9))])
    assert distance(decode("phone.jpg", file.getvalue()).rgb, picture(8)) < 6


@pytest.mark.parametrize("content, words", [
    (b"", "is empty"),
    (b"hello, this is no picture", "not a photograph"),
    (b"%PDF-1.7 ...", "is a PDF"),
    (b"GIF89a....", "is a GIF"),
    (b"\x00\x00\x00\x18ftypheic....", "Most Compatible"),
    (b"\x00\x00\x00\x18ftypisom....", "a film"),
    (b"PK\x03\x04....", "unpack it"),
])
def test_what_is_no_photograph_is_refused_by_name_and_kind(content: bytes, words: str) -> None:
    said = refusal("../../3.jpg", content)
    assert said.startswith("“3.jpg” ") and words in said and said.endswith(".")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(kind: str) -> None:
    frames = [Image.fromarray(picture(seed)) for seed in (1, 2)]
    assert "animated" in refusal("a", encoded(frames[0], kind, save_all=True, append_images=frames[1:]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_truncation_is_refused(kind: str) -> None:
    whole = encoded(picture(1), kind)
    assert whole[-2:] == b"\xff\xd9" or kind != "JPEG"
    for length in range(12, len(whole) - 1, max(1, len(whole) // 60)):
        assert "“cut.jpg” is damaged" in refusal("cut.jpg", whole[:length])


def test_a_png_whose_pixels_fail_their_checksum_is_refused() -> None:
    rows = b"".join(b"\x00" + bytes(3 * 64) for _ in range(64))
    header = png_chunk(b"IHDR", bytes([0, 0, 0, 64, 0, 0, 0, 64, 8, 2, 0, 0, 0]))
    pixels = bytearray(png_chunk(b"IDAT", zlib.compress(rows, 0)))
    pixels[40] ^= 1  # a stored pixel: it would decode to another picture
    assert "damaged" in refusal("a.png", b"\x89PNG\r\n\x1a\n" + header + pixels + png_chunk(b"IEND", b""))


def test_a_jpeg_with_hundreds_of_scans_is_refused_before_they_cost_time(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = encoded(picture(1), progressive=True)
    last = whole.rindex(b"\xff\xda")
    endless = whole[:-2] + whole[last:-2] * 200 + b"\xff\xd9"
    assert jpeg_scans(whole) == 10 and jpeg_scans(endless) == 210 and jpeg_scans(encoded(picture(1))) == 1
    decoded: list[object] = []
    monkeypatch.setattr(module.simplejpeg, "decode_jpeg", lambda *given, **_: decoded.append(given))
    assert "damaged" in refusal("slow.jpg", endless) and decoded == []


BOMBS = {
    "png_of_ten_gigapixels": png_bomb(100_000, 100_000),
    "png_just_above_the_limit": png_bomb(5_001, 5_000),
    "png_of_sixteen_bits": png_bomb(30_000, 30_000, 16, 6),
    "png_as_a_mere_line": png_bomb(2_000_000_000, 1),
    "jpeg_as_large_as_the_format": jpeg_bomb(65_500, 65_500),
    "jpeg_of_forty_megapixels": jpeg_bomb(8_000, 5_000),
    "webp_extended": webp_bomb(16_384, 16_384, b"VP8X"),
    "webp_lossless": webp_bomb(16_383, 16_383, b"VP8L"),
    "webp_lossy": webp_bomb(16_383, 16_383, b"VP8 "),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_decompression_bomb_is_refused_by_its_header(bomb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def went_off(*_: object) -> None:
        raise AssertionError("the picture was about to be decoded")

    monkeypatch.setattr(module, "_pixels", went_off)
    monkeypatch.setitem(module._OPENERS, "image/webp", went_off)  # libwebp allocates its canvas on opening
    said = refusal("bomb", BOMBS[bomb])
    assert "megapixels: at most 25" in said and "damaged" not in said


def test_forty_megapixels_are_refused_in_words_and_a_picture_at_the_limit_is_not() -> None:
    assert refusal("big.jpg", jpeg_bomb(8_000, 5_000)).startswith("“big.jpg” has 40 megapixels")
    assert decode("edge.png", encoded(np.zeros((5_000, 5_000), np.uint8), "PNG")).rgb.shape == (5_000, 5_000, 3)


def test_a_photograph_of_less_than_64_pixels_is_refused() -> None:
    assert "63 × 200" in refusal("tiny.png", encoded(picture(1, 63, 200), "PNG"))
    assert decode("small.png", encoded(picture(1, 64, 200), "PNG")).rgb.shape == (200, 64, 3)


def test_a_file_of_more_than_twelve_megabytes_is_refused() -> None:
    whole = encoded(picture(1))
    assert decode("a.jpg", whole + bytes(MAX_FILE_BYTES - len(whole)))
    assert "12 MB" in refusal("a.jpg", whole + bytes(MAX_FILE_BYTES - len(whole) + 1))


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("least, factor", [(37, 1), (36, 2), (18, 4), (1, 8)])
def test_a_photograph_that_need_not_be_large_comes_small_and_says_its_whole_size(
    orientation: int, least: int, factor: int
) -> None:
    content = taken(3, "2026:05:01 10:00:00", orientation=orientation)  # 96 x 72
    whole, small = decode("a.jpg", content), decode("a.jpg", content, least)
    height, width = whole.rgb.shape[:2]
    assert (small.height, small.width) == (whole.height, whole.width) == (height, width)
    averaged = whole.rgb.reshape(height // factor, factor, width // factor, factor, 3).mean(axis=(1, 3))
    assert distance(small.rgb, averaged.astype(np.uint8)) < 4


def test_damage_is_seen_in_a_photograph_that_is_read_small() -> None:
    content = encoded(picture(2), quality=95)
    with pytest.raises(BadInput):
        decode("a.jpg", content[:len(content) // 2], least=1)
