"""The demonstration plant, filled once for all tests that only look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.demo.plant import fill
from core.records import files, passwords

UNTIL = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
SEED = 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("demonstration"))  # filled once, by one worker


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demonstration, which no test may change."""
    data = tmp_path_factory.mktemp("demonstration") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANSIGHT_DATA", str(data))
        patch.delenv("CANSIGHT_DATABASE_URL", raising=False)
        patch.setattr(passwords, "COST", 4)
        patch.setattr(files.os, "fsync", lambda handle: None)
        fill.fill(SEED, UNTIL)
    return data


@pytest.fixture
def demonstration(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Look at the demonstration plant in this test."""
    monkeypatch.setenv("CANSIGHT_DATA", str(filled))
    yield filled
