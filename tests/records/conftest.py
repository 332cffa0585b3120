"""Cheap hashing and no waiting for the disk: neither is what most of these tests are about; and both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.records import clock, files, passwords
from tests.postgresql import PostgreSQL, running_postgresql


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test on both databases, but for those marked as being about SQLite's files or the processes on them."""
    if metafunc.definition.get_closest_marker("sqlite") is None:
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)


class SetClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def goes_on(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 4)


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda handle: None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with running_postgresql() as server:
        yield server


@pytest.fixture(autouse=True)
def database_kind(request: pytest.FixtureRequest, installation: Path, monkeypatch: pytest.MonkeyPatch
                  ) -> Iterator[str]:
    """The kind of database that the test's installation has."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        yield kind
        return
    with request.getfixturevalue("postgresql").fresh() as url:
        monkeypatch.setenv("CANSIGHT_DATABASE_URL", url)
        yield kind


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    held = SetClock()
    monkeypatch.setattr(clock, "now", held.now)
    return held

