"""Flipped bits: every changed photograph is reported. For those in weights see tests/vision/test_versions.py."""

import random
from pathlib import Path

import pytest

from core.records import audit, database, files, images
from core.records.photograph_rows import add_photograph

PHOTOGRAPHS = 500


def test_five_hundred_changed_photographs_are_all_reported(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda handle: None)
    chance = random.Random(7)
    contents = [chance.randbytes(chance.randint(1, 3000)) for _ in range(PHOTOGRAPHS)]
    with database.write() as tx:
        for content in contents:
            images.store(content)
            add_photograph(tx, content, "image/jpeg", None, None)
    assert audit.verify() == []
    for content in contents:
        path = installation / "photographs" / images.name_in_folder(images.digest(content))
        changed = bytearray(content)
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
    found = audit.verify()
    assert len(found) == PHOTOGRAPHS
    assert all(any(images.digest(content) in line for line in found) for content in contents)
