"""Every test has its own installation: an empty data folder and its own database."""

from pathlib import Path

import pytest

from core.demo.plant import fill
from core.records import files, passwords, room
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
