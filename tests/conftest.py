"""Every test has its own installation: an empty data folder and its own database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from core.demo.plant import fill
from core.records import database, files, passwords, room
from tests.telling import SEED, UNTIL


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if "long" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="takes minutes: run with --long"))


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that this test alone writes to."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("CANSIGHT_DATA", str(data))
    monkeypatch.delenv("CANSIGHT_DATABASE_URL", raising=False)
    monkeypatch.delenv("CANSIGHT_MODELS", raising=False)
    monkeypatch.setattr(room, "disk", lambda folder: (100, 50))  # whatever disk the tests run on
    return data


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database of the newest schema, made once by all migrations."""
    data = tmp_path_factory.mktemp("migrated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANSIGHT_DATA", str(data))
        patch.delenv("CANSIGHT_DATABASE_URL", raising=False)
        database.prepare()
    return data / "cansight.db"


@pytest.fixture(autouse=True)
def _migrations_once(migrated: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Begin a new SQLite database as a copy of the migrated one; a test about migrations runs them itself."""
    if request.node.get_closest_marker("migrations"):
        return
    migrate = database._upgrade

    def copy(engine: Engine) -> None:
        if engine.dialect.name != "sqlite" or inspect(engine).get_table_names():
            migrate(engine)
            return
        with closing(sqlite3.connect(migrated)) as source, closing(sqlite3.connect(str(engine.url.database))) as target:
            source.backup(target)

    monkeypatch.setattr(database, "_upgrade", copy)


@pytest.fixture(scope="session")
def demonstration_plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demonstration, filled when the first test asks for it; no test may change it."""
    data = tmp_path_factory.mktemp("demonstration") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANSIGHT_DATA", str(data))
        patch.delenv("CANSIGHT_DATABASE_URL", raising=False)
        patch.setattr(passwords, "COST", 4)
        patch.setattr(files.os, "fsync", lambda handle: None)
        fill.fill(SEED, UNTIL)
    return data
