"""The map of a warehouse under a finger: a tap on a place opens it, and again when it was closed."""

import pytest
from playwright.sync_api import Locator, Page, expect

from core.quality.rights import Role
from core.records import accounts, sign_in, stock
from core.records.use_case import Actor, console
from tests.browser.conftest import Visitor
from tests.browser.serving import PASSWORD, Server
from tests.records.warehousing import a_lot, a_warehouse, lot_of, place_id, set_state


@pytest.fixture
def held_in_a_place(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warehouse MAP in the server's own records, with two held pallets in A01-01-1, and the keeper wanda."""
    monkeypatch.setenv("CANSIGHT_DATA", str(server.data))
    accounts.add_user(console(), "wanda", Role.INSPECTOR, PASSWORD)
    a_warehouse("MAP", bays=20, levels=3)
    wanda = Actor(sign_in.sign_in("wanda", PASSWORD).id)
    ids = stock.receive(wanda, a_lot("open", code="TAPPED"), 2, 100, place_id("A01-01-1", "MAP"))
    set_state(lot_of(ids[0]), "held")


def tap(page: Page, bar: Locator) -> None:
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.mark.usefixtures("held_in_a_place")
def test_a_tap_on_a_place_opens_it_and_a_second_one_opens_it_again(server: Server, visitor: Visitor):
    page = visitor.page
    page.goto(f"{server.url}/Warehouses?warehouse=MAP")
    page.get_by_label("Name").fill("wanda")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("TAPPED: 2 of 2 held pallets still to move into quarantine.")).to_be_visible()
    first = page.locator(".stPlotlyChart").first.locator("g.point path").first
    for _ in range(2):
        first.scroll_into_view_if_needed()
        tap(page, first)
        drawer = page.get_by_role("dialog")
        expect(drawer.get_by_text("TAPPED · Sardines")).to_be_visible()
        expect(drawer.get_by_role("button", name="Ship")).to_be_disabled()
        page.keyboard.press("Escape")
        expect(drawer).to_have_count(0)
        page.wait_for_timeout(1000)  # the run after closing draws the map anew
    page.set_viewport_size({"width": 390, "height": 900})
    panel = page.locator("[class*=st-key-warehouse_wide_map_A01]")
    expect(panel).to_be_visible()
    page.wait_for_timeout(1000)
    assert panel.evaluate("it => it.scrollWidth > it.clientWidth + 100")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert visitor.strayed == []
