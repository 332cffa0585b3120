"""``python -m core user`` and ``python -m core verify``, and how little they load."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.__main__ import main
from core.quality.rights import Role
from core.records import accounts, audit
from core.records.use_case import console
from tests.records.people import PASSWORD, signed_in, whole_can


def _user(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = f"{PASSWORD}\n") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return main(["user", *arguments])


def test_a_user_is_added_from_standard_input_and_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _user(monkeypatch, "add", " Ada", "--role", "admin", "--password-stdin") == 0
    assert accounts.sign_in("ada", PASSWORD).role is Role.ADMIN
    assert audit.entries(console())[-1].actor == "console"


def test_a_password_is_asked_for_twice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    answers = iter([PASSWORD, "another", PASSWORD, PASSWORD])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    assert main(["user", "add", "ada", "--role", "admin"]) == 2
    assert "differ" in capsys.readouterr().err
    assert main(["user", "add", "ada", "--role", "admin"]) == 0


def test_every_verb_on_a_user_does_its_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _user(monkeypatch, "list")
    assert "no user yet" in capsys.readouterr().out
    _user(monkeypatch, "add", "ines", "--role", "viewer", "--password-stdin")
    _user(monkeypatch, "role", "ines", "inspector")
    _user(monkeypatch, "disable", "ines")
    _user(monkeypatch, "list")
    assert capsys.readouterr().out == "ines  inspector  disabled\n"
    _user(monkeypatch, "enable", "ines")
    _user(monkeypatch, "reset", "ines")
    accounts.redeem("ines", capsys.readouterr().out.strip(), "nine pale herrings")
    _user(monkeypatch, "unlock", "ines")
    assert accounts.sign_in("ines", "nine pale herrings").role is Role.INSPECTOR


def test_what_cannot_be_done_is_said_with_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _user(monkeypatch, "disable", "nobody") == 2
    assert "no user 'nobody'" in capsys.readouterr().err
    assert _user(monkeypatch, "add", "ada", "--role", "admin", "--password-stdin", typed="") == 2
    with pytest.raises(SystemExit):
        _user(monkeypatch, "add", "ada", "--role", "emperor", "--password-stdin")


def test_verify_says_what_was_checked_and_found(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole_can(signed_in(), "one")
    assert main(["verify"]) == 0
    assert capsys.readouterr().out == "Checked 4 audit rows and 7 photographs.\nAll is as it was recorded.\n"
    next((installation / "photographs").glob("??/*")).write_bytes(b"")
    assert main(["verify", "--json", "-"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["audit_rows"], said["photographs"], len(said["findings"])) == (4, 7, 1)


def test_signing_in_loads_nothing_heavy() -> None:
    heavy = ("alembic", "numpy", "pandas", "streamlit", "torch", "zxcvbn", "cv2", "PIL")
    code = (
        "import sys; from core.records import accounts, audit, inspections, secret; "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
