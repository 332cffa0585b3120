"""The demonstration on the command line: in a folder of its own, and never over anybody's records."""

import json
from pathlib import Path

import pytest

from core.__main__ import main
from core.cli import demo
from core.demo.plant import fill
from core.demo.plant.people import PASSWORD
from core.settings import DEMONSTRATION, settings


@pytest.fixture(autouse=True)
def filled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, Path, str]]:
    """Fill with a marker alone; returns what was asked for: seed, folder, database."""
    asked: list[tuple[int, Path, str]] = []
    monkeypatch.setenv("CANSIGHT_MODELS", "of the real installation")
    monkeypatch.setenv("CANSIGHT_DATABASE_URL", "postgresql+psycopg://real/records")

    def stand_in(seed: int, until: object) -> None:
        fill.require_empty()
        here = settings()
        asked.append((seed, here.data, here.database_url))
        here.data.mkdir(parents=True, exist_ok=True)
        (here.data / DEMONSTRATION).write_text(json.dumps({"filled": True, "until": str(until), "seed": seed}))
        (here.data / "cansight.db").write_text(f"seed {seed}")

    monkeypatch.setattr(fill, "fill", stand_in)
    return asked


def demo_command(folder: Path, *options: str) -> int:
    return main(["demo", "--data", str(folder), "--no-serve", *options])


def test_it_fills_a_folder_of_its_own_and_says_who_may_sign_in(filled, tmp_path, capsys) -> None:
    assert demo_command(tmp_path / "demo", "--seed", "5") == 0
    assert filled == [(5, tmp_path / "demo", f"sqlite:///{tmp_path / 'demo' / 'cansight.db'}")]
    assert settings().models == tmp_path / "demo" / "models"
    told = capsys.readouterr().out
    assert PASSWORD in told
    assert all(role in told for role in ("viewer", "inspector", "reviewer", "manager", "admin"))


def test_a_second_time_it_is_left_as_people_have_changed_it_and_reset_puts_it_back(filled, tmp_path) -> None:
    folder = tmp_path / "demo"
    demo_command(folder)
    (folder / "cansight.db").write_text("changed by people")
    assert demo_command(folder) == 0
    assert (folder / "cansight.db").read_text() == "changed by people"
    assert demo_command(folder, "--reset") == 0
    assert (folder / "cansight.db").read_text() == f"seed {demo.SEED}"
    assert len(filled) == 2


def test_one_that_was_broken_off_is_filled_anew(filled, tmp_path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / DEMONSTRATION).write_text("{")
    (folder / "cansight.db").write_text("half")
    assert demo_command(folder) == 0
    assert (folder / "cansight.db").read_text() == f"seed {demo.SEED}"


@pytest.mark.parametrize("options", [[], ["--reset"]])
def test_a_real_installation_is_refused_whatever_is_asked_and_stays_as_it_is(filled, tmp_path, capsys, options) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "cansight.db").write_text("real records")
    assert demo_command(tmp_path / "real", *options) == 2
    assert "is no demonstration" in capsys.readouterr().err
    assert (tmp_path / "real" / "cansight.db").read_text() == "real records" and filled == []


def test_a_seed_that_is_none_is_refused(tmp_path, capsys) -> None:
    assert demo_command(tmp_path / "demo", "--seed", "-1") == 2
    assert "seed of 0 or more" in capsys.readouterr().err


def test_all_of_it_is_told_as_json_too(tmp_path, capsys) -> None:
    demo_command(tmp_path / "demo", "--json", "-")
    told = json.loads(capsys.readouterr().out)
    assert told["data"] == str(tmp_path / "demo") and told["address"] is None
    assert set(told["sign_ins"]) == {"viewer", "inspector", "reviewer", "manager", "admin"}


def test_it_serves_the_app_on_that_folder_and_says_where(tmp_path, capsys, monkeypatch) -> None:
    served = []
    monkeypatch.setattr(demo, "_serve", lambda port: served.append((port, settings().data)) or 0)
    assert main(["demo", "--data", str(tmp_path / "demo")]) == 0
    [(port, data)] = served
    assert data == tmp_path / "demo" and f"http://localhost:{port}" in capsys.readouterr().out
