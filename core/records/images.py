"""Photographs as content-addressed files: data/photographs/ab/<sha256>, each checked against its name when read."""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock

from core.records.files import sync_folder, write_durably
from core.settings import settings

PHOTOGRAPHS = "photographs"
"""The name of their folder, in an installation and in a backup of it."""

STRAY_AFTER_SECONDS = 600
_SHA256 = re.compile(r"[0-9a-f]{64}")


class DamagedPhotograph(Exception):
    """A photograph is gone or is no longer what was recorded."""


def digest(content: bytes) -> str:
    """Return the sha256 of the content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def store(content: bytes) -> str:
    """Keep the content durably and return its sha256; storing it again changes nothing, or mends a damaged file."""
    sha256 = digest(content)
    target = _path(sha256)
    if target.exists() and digest(target.read_bytes()) == sha256:
        return sha256
    _make_folder(target.parent)
    _make_folder(_incoming())
    write_durably(target, content, _incoming() / f"{uuid4().hex}.tmp")
    return sha256


def load(sha256: str) -> bytes:
    """Return the photograph of that hash; raises DamagedPhotograph when it is absent or does not match."""
    if not _SHA256.fullmatch(sha256):
        raise DamagedPhotograph(f"{sha256!r} names no photograph.")
    try:
        content = _path(sha256).read_bytes()
    except OSError as error:
        raise DamagedPhotograph(f"Photograph {sha256} is missing: restore it from a backup.") from error
    if digest(content) != sha256:
        raise DamagedPhotograph(f"Photograph {sha256} was changed on disk: restore it from a backup.")
    return content


def exists(sha256: str) -> bool:
    """Say whether there is a file for the photograph of that hash; it is not read."""
    return _path(sha256).exists()


def remove(sha256: str) -> None:
    """Delete the photograph of that hash; it may be gone already. Only under ``none_removed``."""
    _path(sha256).unlink(missing_ok=True)


@contextmanager
def none_removed(wait_seconds: float) -> Iterator[None]:
    """Keep every other process from removing a photograph; raises filelock.Timeout when one keeps it for so long."""
    with FileLock(settings().data / "photographs.lock", timeout=wait_seconds, mode=0o600):
        yield


def sweep(older_than: float = STRAY_AFTER_SECONDS) -> None:
    """Delete temporary files that a killed process left behind, this many seconds ago or more."""
    for stray in _incoming().glob("*.tmp"):
        with suppress(FileNotFoundError):  # its writer is alive and was faster
            if stray.stat().st_mtime <= time.time() - older_than:
                stray.unlink()


def name_in_folder(sha256: str) -> str:
    """Return where the photograph of that hash lies in a folder of photographs."""
    return f"{sha256[:2]}/{sha256}"


def _root() -> Path:
    return settings().data / PHOTOGRAPHS


def _incoming() -> Path:
    return _root() / "incoming"


def _path(sha256: str) -> Path:
    return _root() / name_in_folder(sha256)


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        _root().mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(_root())
        sync_folder(_root().parent)
