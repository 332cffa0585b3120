"""From a fresh start to a kept can, as a person does it in Chromium."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.serving import PASSWORD, ROOT, Server, set_up, settled, upload
from tests.drawing import drawn_can


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven photographs of one can with a dent on side 2."""
    folder = tmp_path_factory.mktemp("can")
    for number, content in drawn_can(seed=3, bad=2).items():
        (folder / f"{number}.jpg").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def by_command_line(folder: Path) -> dict:
    """What ``python -m core inspect`` says of the same can."""
    done = subprocess.run([sys.executable, "-m", "core", "inspect", str(folder), "--json", "-"],
                          cwd=ROOT, capture_output=True, check=True)
    return json.loads(done.stdout)


def enter(page: Page, server: Server, name: str) -> None:
    """Add an inspector on the command line and sign in as them on the inspection page."""
    subprocess.run(
        [sys.executable, "-m", "core", "user", "add", name, "--role", "inspector", "--password-stdin"],
        cwd=ROOT, env={**os.environ, "CANSIGHT_DATA": str(server.data)}, input=f"{PASSWORD}\n".encode(), check=True,
    )
    page.goto(f"{server.url}/Inspect")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Take the first side", exact=False)).to_be_visible()


def wait_for_cookie(page: Page) -> None:
    for _ in range(50):
        if any(cookie["name"] == "cansight_session" for cookie in page.context.cookies()):
            return
        page.wait_for_timeout(100)
    pytest.fail("no cookie was set")


def test_a_stranger_sets_up_signs_in_inspects_raises_a_defect_and_signs_out(
    server: Server, visitor: Visitor, folder: Path, by_command_line: dict
):
    page = visitor.page
    set_up(page, server)
    wait_for_cookie(page)
    page.reload()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()

    page.get_by_role("link", name="Inspect", exact=True).click()
    upload(page, sorted(folder.glob("*.jpg")))
    expect(page.locator("[class*=st-key-board_side_] .js-plotly-plot")).to_have_count(7)
    settled(page)
    on_page = [chip.split()[-1] for chip in page.locator(".st-key-board .chip").all_inner_texts()]
    assert on_page == [side["verdict"] for side in by_command_line["sides"]]
    expect(page.locator(f".st-key-verdict_{by_command_line['verdict']}")).to_be_visible()
    expect(page.get_by_text(by_command_line["reason"], exact=False).first).to_be_visible()

    page.reload()
    expect(page.locator("[class*=st-key-board_side_] .js-plotly-plot")).to_have_count(7)

    page.get_by_role("button", name="I see a defect").click()
    page.get_by_role("button", name="SMD Dent on the double seam").click()
    expect(page.get_by_text("Bad because ada saw Dent on the double seam (SMD)", exact=False).first).to_be_visible()

    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    page.goto(f"{server.url}/Inspect")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    assert visitor.strayed == []


def test_the_camera_takes_a_side_and_steps_to_the_next(server: Server, visitor: Visitor):
    page = visitor.page
    enter(page, server, "cam")
    page.get_by_role("tab", name="Camera").click()
    page.wait_for_function("document.querySelector('[data-testid=stCameraInput] video')?.videoWidth > 0")
    page.get_by_role("button", name="Take Photo").click()
    expect(page.locator(".st-key-board_side_1 .chip-missing")).to_have_count(0)
    expect(page.get_by_text("Long side back:", exact=False)).to_be_visible()
    assert visitor.strayed == []


def test_the_page_is_no_wider_than_a_phone_held_at_the_line(server: Server, visitor: Visitor, folder: Path):
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, server, "phil")
    page.locator(".st-key-board_side_2 input[type=file]").set_input_files(str(folder / "2.jpg"))
    expect(page.locator(".st-key-board_side_2 .js-plotly-plot")).to_be_visible()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
