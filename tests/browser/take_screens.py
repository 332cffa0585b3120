"""Take README's pictures of the pages anew: ``python -m tests.browser.take_screens``. The can is drawn by code."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.serving import PATIENCE, ROOT, launch_chromium, running_server, set_up, upload
from tests.drawing import drawn_can

SCREENS = ROOT / "data" / "samples" / "screens"


def take(page: Page, name: str) -> None:
    """Write one picture, when the page has come to rest."""
    page.wait_for_timeout(2500)
    page.screenshot(path=SCREENS / f"{name}.jpg", type="jpeg", quality=82)


def main() -> None:
    """Set up an empty installation, inspect a drawn can with a dent, and take the pages on the way."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        can = Path(folder) / "can"
        can.mkdir()
        for number, content in drawn_can(seed=3, bad=2).items():
            (can / f"{number}.jpg").write_bytes(content)
        with running_server(Path(folder)) as server:
            browser = launch_chromium(playwright)
            page = browser.new_page(viewport={"width": 1440, "height": 1180}, color_scheme="dark")
            page.set_default_timeout(PATIENCE)
            set_up(page, server)
            page.get_by_role("link", name="Inspect", exact=True).click()
            upload(page, sorted(can.glob("*.jpg")))
            expect(page.locator("[class*=st-key-board_side_] .js-plotly-plot")).to_have_count(7)
            take(page, "inspect")
            page.set_viewport_size({"width": 390, "height": 1180})
            page.reload()
            expect(page.locator("[class*=st-key-board_side_] .js-plotly-plot")).to_have_count(7)
            take(page, "inspect-phone")
            page.set_viewport_size({"width": 1440, "height": 900})
            page.get_by_role("button", name="I see a defect").click()
            page.get_by_role("button", name="UNK Anomaly").wait_for()
            take(page, "defects")
            page.get_by_role("button", name="SMD Dent on the double seam").click()
            for name in ("Gallery", "Products", "Home", "Audit trail"):
                page.get_by_role("link", name=name, exact=True).click()
                page.get_by_role("heading", name="Today" if name == "Home" else name).first.wait_for()
                take(page, name.lower().replace(" ", "-"))
            browser.close()


if __name__ == "__main__":
    main()
