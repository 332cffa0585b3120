"""Take README's pictures of the pages anew, on the demonstration plant: ``python -m tests.browser.take_screens``.

A folder that ``python -m core demo`` has filled can be given, which saves filling another; it is copied.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.serving import PATIENCE, ROOT, launch_chromium, running_server
from tests.browser.story_walk import walk

SCREENS = ROOT / "data" / "samples" / "screens"
_WIDE, _PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 1180}
_OTHERS = ("Gallery", "Review", "Lines", "Products", "Audit trail")


def take(page: Page, name: str) -> None:
    """Write one picture, when the page has come to rest."""
    page.wait_for_timeout(2500)
    page.screenshot(path=SCREENS / f"{name}.jpg", type="jpeg", quality=72)


def _fill(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "core", "demo", "--data", str(folder), "--no-serve"], cwd=ROOT, check=True)


def _take_others(page: Page) -> None:
    """The pages beside the story, the board on a phone, and the defects to choose from."""
    for name in _OTHERS:
        page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=name, exact=True).first.wait_for()
        take(page, name.lower().replace(" ", "-"))
    page.get_by_test_id("stSidebar").get_by_role("link", name="Story", exact=True).click()
    page.get_by_role("button", name="A bad can").click()
    expect(page.locator("[class*=st-key-board_side_] .js-plotly-plot")).to_have_count(7)
    page.get_by_role("button", name="I see a defect").click()
    page.get_by_role("button", name="UNK Anomaly").wait_for()
    take(page, "defects")
    page.keyboard.press("Escape")
    page.set_viewport_size(_PHONE)
    page.reload()
    expect(page.locator("[class*=st-key-board_side_] .js-plotly-plot")).to_have_count(7)
    take(page, "inspect-phone")


def main() -> None:
    """Walk through the story, and take every page on the way."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        if sys.argv[1:]:
            shutil.copytree(sys.argv[1], data)
        else:
            _fill(data)
        with running_server(Path(folder)) as server:
            browser = launch_chromium(playwright)
            page = browser.new_page(viewport=_WIDE, color_scheme="dark")
            page.set_default_timeout(PATIENCE)
            walk(page, server.url, take)
            _take_others(page)
            browser.close()


if __name__ == "__main__":
    main()
