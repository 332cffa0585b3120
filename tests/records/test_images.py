"""Photographs on disk."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.records import database, files, images


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=2000))
def test_what_was_stored_comes_back(content: bytes) -> None:
    sha256 = images.store(content)
    assert images.store(content) == sha256
    assert images.load(sha256) == content


def _only_file(data: Path, sha256: str) -> Path:
    return data / "photographs" / sha256[:2] / sha256


def test_every_flipped_bit_and_every_missing_file_is_noticed(installation: Path) -> None:
    content = bytes(range(40))
    file = _only_file(installation, sha256 := images.store(content))
    for position in range(8 * len(content)):
        changed = bytearray(content)
        changed[position // 8] ^= 1 << position % 8
        file.write_bytes(changed)
        with pytest.raises(images.DamagedPhotograph, match="changed on disk"):
            images.load(sha256)
    file.unlink()
    with pytest.raises(images.DamagedPhotograph, match="missing"):
        images.load(sha256)


def test_storing_again_mends_a_damaged_photograph(installation: Path) -> None:
    file = _only_file(installation, sha256 := images.store(b"photograph"))
    file.write_bytes(b"scratched")
    assert images.store(b"photograph") == sha256
    assert images.load(sha256) == b"photograph"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "\0"])
def test_what_is_no_hash_names_no_photograph(name: str) -> None:
    with pytest.raises(images.DamagedPhotograph, match="names no photograph"):
        images.load(name)


def test_a_photograph_is_on_the_disk_before_it_has_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    real_replace = Path.replace
    monkeypatch.setattr(files.os, "fsync", lambda fd: done.append(Path(f"/proc/self/fd/{fd}").readlink().name))
    monkeypatch.setattr(Path, "replace", lambda self, to: (done.append("rename"), real_replace(self, to))[1])
    sha256 = images.store(b"photograph")
    last = done[-3:]
    assert last[0].endswith(".tmp") and last[1:] == ["rename", sha256[:2]]


def test_the_same_photograph_stored_by_many_at_once_is_whole() -> None:
    content = bytes(100_000)
    with ThreadPoolExecutor(8) as threads:
        (sha256,) = set(threads.map(lambda _: images.store(content), range(40)))
    assert images.load(sha256) == content


def test_old_strays_are_swept_at_start_and_young_ones_left(installation: Path) -> None:
    images.store(b"photograph")
    incoming = installation / "photographs" / "incoming"
    (incoming / "old.tmp").write_bytes(b"half")
    (incoming / "young.tmp").write_bytes(b"half")
    long_ago = time.time() - images.STRAY_AFTER_SECONDS - 1
    os.utime(incoming / "old.tmp", (long_ago, long_ago))
    database.prepare()
    assert [file.name for file in incoming.iterdir()] == ["young.tmp"]
