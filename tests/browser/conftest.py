"""A server of its own and a real Chromium that may talk to nothing but that server."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PASSWORD = "sardines in oil 9"
PATIENCE = 30_000
"""Milliseconds that a test waits for what must come; two busy cores are slow."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="needs Chromium: install Debian's package chromium"))


@dataclass
class Server:
    """A running app: its address, its data folder and what it has printed."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]
    seconds_to_answer: float

    @property
    def setup_code(self) -> str:
        found = re.search(r"Setup code: (\S+)", self.log.read_text(encoding="utf-8"))
        assert found, "the server printed no setup code"
        return found.group(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as a stranger starts it, on a free port and an empty data folder."""
    data, log = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("log") / "server.log"
    port = _free_port()
    environment = {**os.environ, "CANSIGHT_DATA": str(data)}
    environment.pop("CANSIGHT_DATABASE_URL", None)
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "Home.py", "--server.port", str(port)],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
        )
    url = f"http://localhost:{port}"
    try:
        _wait_until_it_answers(url, process, log)
        yield Server(url, data, log, process, time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-background-networking", "--use-fake-device-for-media-stream",
              "--use-fake-ui-for-media-stream"],
    )
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
