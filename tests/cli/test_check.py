"""``check`` finds each point that makes an installation unfit to be exposed, and no other."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from core.__main__ import main
from core.cli import check
from core.quality.rights import Role
from core.records import accounts, backup, clock, passwords, secret
from core.records.use_case import console
from core.settings import DEMONSTRATION
from core.words import deploying

PASSWORD = "wet dog likes 9 sardines"


@pytest.fixture
def fit(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in which every point is fit."""
    monkeypatch.setattr(passwords, "COST", 4)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", "qc.example.com")
    for variable in ("FORWARDED_ALLOW_IPS", "STREAMLIT_SERVER_ADDRESS"):
        monkeypatch.delenv(variable, raising=False)
    installation.chmod(0o700)
    for name in ("ada", "bo"):
        accounts.add_user(console(), name, Role.ADMIN, PASSWORD)
    secret.cookie_key()
    backup.record(console(), backup.Backup("folder", "now", 1, 1, 0, 0, []))
    return installation


def unfit() -> list[str]:
    return [point.code for point in check.examine() if not point.fit]


def test_an_installation_as_the_readme_says_is_fit(fit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert unfit() == []
    assert main(["check"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert all(line.endswith((".", "DIR")) for line in said) and "UNFIT" not in "".join(said)


@pytest.mark.parametrize(("variable", "value", "code"), [
    ("STREAMLIT_SERVER_ADDRESS", "::", "address"), ("STREAMLIT_SERVER_ADDRESS", "10.0.0.7", "address"),
    ("STREAMLIT_SERVER_ALLOWED_HOSTS", "", "hosts"), ("STREAMLIT_SERVER_ALLOWED_HOSTS", "*", "hosts"),
    ("STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION", "false", "xsrf"), ("STREAMLIT_SERVER_ENABLE_CORS", "false", "xsrf"),
    ("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full", "errors"), ("STREAMLIT_SERVER_ENABLE_AGENT_API", "true", "agents"),
    ("FORWARDED_ALLOW_IPS", "*", "proxies"),
])
def test_an_option_that_opens_a_door_is_found(
    fit: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)
    assert unfit() == [code]
    assert main(["check"]) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("UNFIT")]


@pytest.mark.parametrize(("fault", "code"), [
    (lambda data: data.chmod(0o755), "files"),
    (lambda data: (data / "cansight.db").chmod(0o644), "files"),
    (lambda data: (data / "cookie-key").write_text("secret"), "key"),
    (lambda data: (data / "cookie-key").chmod(0o644), "key"),
    (lambda data: (data / DEMONSTRATION).write_text("{}"), "demonstration"),
    (lambda data: accounts.disable(console(), "bo"), "admins"),
    (lambda data: accounts.reset_password(console(), "bo"), "admins"),
])
def test_a_fault_in_files_or_records_is_found(fit: Path, fault, code: str) -> None:
    fault(fit)
    assert unfit() == [code]


def test_an_old_backup_root_and_a_readable_tls_key_are_found(
    fit: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "server.key").write_text("key")
    (tmp_path / "server.key").chmod(0o644)
    monkeypatch.setenv("STREAMLIT_SERVER_SSL_KEY_FILE", str(tmp_path / "server.key"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    later = clock.now() + check.OLDEST_BACKUP + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert unfit() == ["user", "tls_key", "backup"]


def test_where_nothing_is_installed_it_says_so_and_makes_nothing(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "installed" in unfit()
    assert list(installation.iterdir()) == []


def test_every_point_has_both_its_sentences() -> None:
    codes = {code.removeprefix("check_").rsplit("_", 1)[0] for code in deploying.ENGLISH if code.count("_") > 1}
    assert {point for code in codes for point in (f"check_{code}_fit", f"check_{code}_unfit")} < set(deploying.ENGLISH)
