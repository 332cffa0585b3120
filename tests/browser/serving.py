"""The app as a stranger starts it, on a free port and its own data folder; and a Chromium to visit it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PASSWORD = "sardines in oil 9"
PATIENCE = 30_000
"""Milliseconds that a visitor waits for what must come; two busy cores are slow."""

expect.set_options(timeout=PATIENCE)


@dataclass
class Server:
    """A running app: its address, its data folder and the file with what it prints."""

    url: str
    data: Path
    log: Path

    @property
    def setup_code(self) -> str:
        """The code that the terminal shows at the first start."""
        found = re.search(r"Setup code: (\S+)", self.log.read_text(encoding="utf-8"))
        assert found, "the server printed no setup code"
        return found.group(1)


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Start the app with its data in this folder, wait until it answers, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Server(f"http://localhost:{port}", folder / "data", folder / "server.log")
    environment = {**os.environ, "CANSIGHT_DATA": str(server.data)}
    environment.pop("CANSIGHT_DATABASE_URL", None)
    with server.log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "Home.py", "--server.port", str(port)],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_it_answers(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.log.read_text(encoding='utf-8')}")


def launch_chromium(playwright: Playwright) -> Browser:
    """Start Chromium with a camera that shows a test pattern."""
    return playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-background-networking", "--use-fake-device-for-media-stream",
              "--use-fake-ui-for-media-stream"],
    )


def set_up(page: Page, server: Server) -> None:
    """Create the first administrator, ada, with the code from the terminal."""
    page.goto(server.url)
    page.get_by_label("Setup code").fill(server.setup_code)
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Create and sign in").click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def settled(page: Page) -> None:
    """Wait until the run that the last step asked for is over: until then it draws anew, and not all stands yet."""
    page.wait_for_timeout(200)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def upload(page: Page, paths: list[Path]) -> None:
    """Give several files at once on the inspection page."""
    uploader = page.locator("input[type=file][multiple]:not([webkitdirectory])").first
    uploader.set_input_files([str(path) for path in paths])
