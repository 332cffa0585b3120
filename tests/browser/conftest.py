"""A server of its own and a real Chromium that may talk to nothing but that server."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, sync_playwright

from tests.browser.serving import CHROMIUM, PATIENCE, Server, launch_chromium, running_server


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one server, and the first start comes first
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="needs Chromium: install Debian's package chromium"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One app for all browser tests, empty at first."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = launch_chromium(playwright)
    yield browser
    browser.close()


@dataclass
class Visitor:
    """A page in a browser context of its own, and every address outside the server that it asked for."""

    page: Page
    strayed: list[str] = field(default_factory=list)


@pytest.fixture
def visitor(chromium: Browser, server: Server) -> Iterator[Visitor]:
    """Someone at an empty browser; whatever is not the server is blocked and noted."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, permissions=["camera"])
    someone = Visitor(context.new_page())

    def pass_or_note(route: Route) -> None:
        if route.request.url.startswith((server.url, "data:", "blob:")):
            route.continue_()
        else:
            someone.strayed.append(route.request.url)
            route.abort()

    context.route("**/*", pass_or_note)
    someone.page.set_default_timeout(PATIENCE)
    yield someone
    context.close()
