"""The files that someone gives for one can, put on its sides. No file is lost silently."""

import hashlib
import zipfile
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from core.errors import BadInput
from core.imaging.decode import MAX_FILE_BYTES, MEGABYTE, decode
from core.imaging.names import natural_order, plain_name, side_named
from core.quality.sides import Product

MAX_ZIP_BYTES = 90 * MEGABYTE
MAX_ZIP_ENTRIES = 16
MAX_UNPACKED_BYTES = 200 * MEGABYTE
MAX_LISTED_ENTRIES = 64
"""Lines of a ZIP's own list that are read at all, folders and a Mac's shadow files included."""

MAX_CAN_FILES = 32

_CHUNK = 64 * 1024
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_LIST_LINE = b"PK\x01\x02"
_BESIDE_PHOTOGRAPHS = (".json", ".txt", ".csv", ".md", ".ini", ".db")


@dataclass(frozen=True)
class Arrangement:
    """Which file, as (name, content), lies on which side.

    ``guessed`` is True when any was placed by its order, so that a person should confirm. ``problems`` are sentences,
    one for each file that was refused or left over, each naming its file.
    """

    by_side: dict[int, tuple[str, bytes]]
    guessed: bool
    problems: tuple[str, ...]


def arrange(files: Sequence[tuple[str, bytes]], product: Product, taken: Collection[int] = ()) -> Arrangement:
    """Put files, given as (name, content), on the sides of a product.

    A file named for a side goes there, readable or not: what is wrong with it is said on that side. The others go in
    the order they were taken (by EXIF time when every one of them has it, else by name) onto the sides that are free,
    those in ``taken`` being occupied already. Never raises for what a file holds: what cannot be placed becomes a
    problem, and the rest of the can is kept.
    """
    given, problems = _distinct(files)
    by_side: dict[int, tuple[str, bytes]] = {}
    unnamed: list[tuple[str, bytes]] = []
    for name, content in given:
        side = side_named(name, product)
        if side is None:
            unnamed.append((name, content))
        elif side in by_side:
            problems.append(f"“{name}” and “{by_side[side][0]}” are both named for side {side}: the second "
                            "was left out, so remove one of them or name it for its side.")
        elif side in taken:
            problems.append(f"“{name}” is for side {side}, which has a photograph already: to replace "
                            f"that one, take side {side} again.")
        else:
            by_side[side] = (name, content)
    free = [side.number for side in product.sides if side.number not in by_side and side.number not in taken]
    ordered = _in_order_taken(unnamed, problems)
    by_order = dict(zip(free, ordered, strict=False))
    problems += [f"“{name}” is left over: every side has a photograph already, so remove one of them and "
                 "give the files again." for name, _ in ordered[len(free):]]
    by_side |= by_order
    return Arrangement(dict(sorted(by_side.items())), bool(by_order), tuple(problems))


def unpack(name: str, content: bytes, room: int = MAX_UNPACKED_BYTES) -> list[tuple[str, bytes]]:
    """Return the files of a ZIP as (last part of the name, content), counted while they are unpacked.

    Folders, dot-files, a Mac's ``__MACOSX`` and lists beside the photographs (JSON, text) are passed over. A file
    larger than a photograph may be is cut just above that size, so that decoding refuses it by name and the others are
    kept. Raises BadInput when the ZIP is damaged, locked, compressed in an unusual way, larger than 90 MB, unpacks to
    more than ``room`` bytes or holds more than 16 files.
    """
    shown = plain_name(name)
    if len(content) > MAX_ZIP_BYTES:
        raise BadInput(f"“{shown}” is larger than {MAX_ZIP_BYTES // MEGABYTE} MB: send the photographs of one can.")
    too_many = BadInput(f"“{shown}” holds more than {MAX_ZIP_ENTRIES} files: send the photographs of one can.")
    # counted in the bytes, because zipfile builds an object for each of what may be millions of lines
    if content.count(_ZIP_LIST_LINE) > MAX_LISTED_ENTRIES:
        raise too_many
    files: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not _passed_over(entry.filename)]
            if len(entries) > MAX_ZIP_ENTRIES:
                raise too_many
            for entry in entries:
                files.append((entry.filename, _unpack_entry(shown, archive, entry, room)))
                room -= len(files[-1][1])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BadInput(f"“{shown}” is damaged and cannot be unpacked: make it again, or send the photographs "
                       "themselves.") from error
    return [(plain_name(path), data) for path, data in files]


def read_folder(folder: Path) -> list[tuple[str, bytes]]:
    """Read the files of one can's folder in the order of their names, not looking into folders inside it.

    Lists beside the photographs (JSON, text) and dot-files are passed over; a file is read to just above the size that
    is refused anyway. Raises BadInput when the folder cannot be read or holds the files of many cans.
    """
    try:
        paths = [path for path in folder.iterdir() if path.is_file() and not _passed_over(path.name)]
        if len(paths) > MAX_CAN_FILES:
            raise BadInput(f"{folder} holds {len(paths)} files: give the folder of one can, with at most "
                           f"{MAX_CAN_FILES} photographs.")
        files = []
        for path in sorted(paths, key=lambda path: natural_order(path.name)):
            with path.open("rb") as file:
                files.append((path.name, file.read(MAX_ZIP_BYTES + 1)))
    except OSError as error:
        raise BadInput(f"{folder} cannot be read ({error.strerror}): give the folder of one can's photographs."
                       ) from error
    return files


def _distinct(files: Sequence[tuple[str, bytes]]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Unpack within the limits of one can and leave out what is there twice; what is refused becomes a sentence."""
    given: list[tuple[str, bytes]] = []
    problems: list[str] = []
    by_hash: dict[bytes, str] = {}
    for number, (name, content) in enumerate(_unpack_all(files, problems)):
        shown = plain_name(name)
        if number >= MAX_CAN_FILES:
            problems.append(f"“{shown}” was not read, because too much was given at once: send the photographs of one "
                            "can.")
            continue
        digest = hashlib.sha256(content).digest()
        if content and digest in by_hash:
            problems.append(f"“{shown}” is the same photograph as “{by_hash[digest]}”: take its side itself.")
            continue
        by_hash[digest] = shown
        given.append((shown, content))
    return given, problems


def _unpack_all(files: Sequence[tuple[str, bytes]], problems: list[str]) -> list[tuple[str, bytes]]:
    """Return the files with every ZIP among them replaced by what it holds; a ZIP inside a ZIP stays one."""
    room = MAX_UNPACKED_BYTES
    unpacked: list[tuple[str, bytes]] = []
    for name, content in files:
        if not content.startswith(_ZIP_STARTS):
            unpacked.append((name, content))
            continue
        try:
            inside = unpack(name, content, room)
        except BadInput as error:
            problems.append(str(error))
            continue
        if not inside:
            problems.append(f"“{plain_name(name)}” holds no photographs: send a ZIP of the photographs of one can.")
        room -= sum(len(data) for _, data in inside)
        unpacked += inside
    return unpacked


def _unpack_entry(shown: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """Read one entry in pieces, believing nothing of what the ZIP says about its size."""
    if entry.flag_bits & 0x1:
        raise BadInput(f"“{shown}” is locked with a password: unpack it and send the photographs.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadInput(f"“{shown}” is compressed in an unusual way: make a plain ZIP, or send the photographs "
                       "themselves.")
    data = bytearray()
    with archive.open(entry) as stream:
        while len(data) <= MAX_FILE_BYTES and (piece := stream.read(_CHUNK)):
            data += piece
            if len(data) > room:
                raise BadInput(f"“{shown}” unpacks to more than {MAX_UNPACKED_BYTES // MEGABYTE} MB: send the "
                               "photographs of one can.")
    return bytes(data[: MAX_FILE_BYTES + 1])


def _passed_over(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return (not parts[-1] or parts[-1].startswith(".") or "__MACOSX" in parts
            or parts[-1].lower().endswith(_BESIDE_PHOTOGRAPHS))


def _in_order_taken(files: list[tuple[str, bytes]], problems: list[str]) -> list[tuple[str, bytes]]:
    """Sort by the time of capture where every photograph has it, else by name; what cannot be read is a problem.

    Clocks are compared as they stood.
    """
    clocks: list[datetime | None] = []
    readable: list[tuple[str, bytes]] = []
    for name, content in sorted(files, key=lambda file: natural_order(file[0])):
        try:
            taken_at = decode(name, content, least=1).taken_at
        except BadInput as error:
            problems.append(str(error))
            continue
        clocks.append(taken_at.replace(tzinfo=None) if taken_at else None)
        readable.append((name, content))
    known = [clock for clock in clocks if clock is not None]
    if len(known) < len(readable):
        return readable
    return [readable[index] for index in sorted(range(len(readable)), key=known.__getitem__)]
