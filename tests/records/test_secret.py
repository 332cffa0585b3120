"""The key that signs cookies."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import BadInput
from core.records import secret
from core.records.secret import cookie_key

pytestmark = pytest.mark.sqlite


def test_the_key_is_made_once_of_32_random_bytes_for_its_owner_only(installation: Path) -> None:
    key = cookie_key()
    assert len(bytes.fromhex(key)) == 32
    assert cookie_key() == key
    assert stat.S_IMODE((installation / "cookie-key").stat().st_mode) == 0o600


def test_two_installations_have_different_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = cookie_key()
    monkeypatch.setenv("CANSIGHT_DATA", str(tmp_path / "other"))
    assert cookie_key() != key


def test_a_key_that_another_made_meanwhile_is_taken(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = "0123456789abcdef" * 4

    @contextmanager
    def waits_for_another() -> Iterator[None]:
        (installation / "cookie-key").write_text(theirs)
        (installation / "cookie-key").chmod(0o600)
        yield

    monkeypatch.setattr(secret, "writer_lock", waits_for_another)
    assert cookie_key() == theirs


@pytest.mark.parametrize("weak", [b"", b"secret", b"0" * 64, b"0123456789abcdef" * 3, b"\xff" * 64])
def test_a_weak_key_is_refused(installation: Path, weak: bytes) -> None:
    cookie_key()
    (installation / "cookie-key").write_bytes(weak)
    with pytest.raises(BadInput, match="too weak"):
        cookie_key()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o602])
def test_a_key_that_others_can_read_is_refused(installation: Path, mode: int) -> None:
    cookie_key()
    (installation / "cookie-key").chmod(mode)
    with pytest.raises(BadInput, match="Others on this machine"):
        cookie_key()
