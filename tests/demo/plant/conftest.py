"""Looking at the demonstration plant, which is filled once for all tests."""

from pathlib import Path

import pytest


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))  # where the plant is filled for the walk, too


@pytest.fixture
def demonstration(demonstration_plant: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Look at the demonstration plant in this test, changing nothing."""
    monkeypatch.setenv("CANSIGHT_DATA", str(demonstration_plant))
    return demonstration_plant
