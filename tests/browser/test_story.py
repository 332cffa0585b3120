"""The story that is shown to people, on the plant that the command makes up."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import PATIENCE, Server, running_server
from tests.browser.story_walk import walk


@pytest.fixture
def demonstration(demonstration_plant: Path, tmp_path: Path) -> Iterator[Server]:
    """The app on a copy of the demonstration plant."""
    shutil.copytree(demonstration_plant, tmp_path / "served" / "data")
    with running_server(tmp_path / "served") as running:
        yield running


def test_every_step_of_the_story_shows_what_it_says(demonstration: Server, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.set_default_timeout(PATIENCE)
    walk(page, demonstration.url, lambda page, name: None)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    page.close()
