"""From an empty page to stock that cannot leave: what a manager does in the first hour, click by click."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from core.quality.rights import Role
from core.records import accounts
from core.records.use_case import console
from tests.browser.conftest import Visitor
from tests.browser.serving import PASSWORD, Server, settled
from tests.browser.test_first_can import wait_for_cookie


@pytest.fixture
def mona(server: Server, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A manager signed in on the warehouses page."""
    monkeypatch.setenv("CANSIGHT_DATA", str(server.data))
    accounts.add_user(console(), "mona", Role.MANAGER, PASSWORD)
    page = visitor.page
    page.goto(f"{server.url}/Warehouses")
    page.get_by_label("Name").fill("mona")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Warehouses")).to_be_visible()
    wait_for_cookie(page)
    return page


def test_a_warehouse_a_product_and_a_lot_that_is_received_placed_held_moved_and_cannot_be_shipped(
    mona: Page, visitor: Visitor
) -> None:
    page = mona
    _set_up_the_warehouse(page)
    _set_up_the_product(page)
    _open_the_lot(page)
    _receive_and_place(page)
    _hold(page)
    _see_it_held_and_move_it(page)
    _find_that_it_cannot_be_shipped(page)
    assert visitor.strayed == []


def _set_up_the_warehouse(page: Page) -> None:
    page.get_by_role("button", name="Add a warehouse").click()
    _fill(page.get_by_role("dialog"), Code="CHAIN", Name="Main hall")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Make 400 places").click()
    expect(page.get_by_text("Rack A is there with 400 places.")).to_be_visible()
    _section(page, "Set up")
    for label in ("Aisles", "Bays an aisle", "Levels"):
        _fill_number(page, label, "1")
    _fill_number(page, "Pallets a place", "6")
    _choose(page, "Kind", "quarantine")
    page.get_by_role("button", name="Make 1 places").click()
    expect(page.get_by_text("Rack B is there with 1 places.")).to_be_visible()


def _set_up_the_product(page: Page) -> None:
    _menu(page, "Products")
    page.get_by_role("button", name="Add a product").click()
    dialog = page.get_by_role("dialog")
    _fill(dialog, SKU="CHAIN-7", Name="Sardines of the chain", Format="1/4 club 125 g")
    _fill_number(dialog, "Cans a case", "50")
    _fill_number(dialog, "Cases a pallet", "40")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("CHAIN-7 is set up.")).to_be_visible()


def _open_the_lot(page: Page) -> None:
    _menu(page, "Lots")
    page.get_by_role("button", name="Open a lot").click()
    dialog = page.get_by_role("dialog")
    _choose(page, "Product", "Sardines of the chain · CHAIN-7")
    _fill(dialog, Code="C26330")
    _fill_number(dialog, "Quantity in cans", "4000")
    dialog.get_by_role("button", name="Open the lot").click()
    expect(page.get_by_text("Lot C26330 is open.")).to_be_visible()


def _receive_and_place(page: Page) -> None:
    _menu(page, "Warehouses")
    _section(page, "Receive")
    _choose_lot(page)
    _fill_number(page, "Pallets", "2")
    page.get_by_role("button", name="Receive", exact=True).click()
    expect(page.get_by_text("Received of C26330: 2.")).to_be_visible()
    _section(page, "Find room")
    _choose_lot(page)
    page.get_by_role("button", name="Put 2 there").click()
    expect(page.get_by_text("Put away of C26330: 2.")).to_be_visible()


def _hold(page: Page) -> None:
    _menu(page, "Lots")
    page.get_by_role("link", name="C26330").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    settled(page)
    page.locator(".st-key-lot_hold button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Seam dents on the line")
    dialog.get_by_label("Reason").press("Tab")
    dialog.get_by_role("button", name="Hold the lot").click()
    expect(page.get_by_text("Lot C26330 is held.")).to_be_visible()


def _see_it_held_and_move_it(page: Page) -> None:
    _menu(page, "Warehouses")
    _section(page, "Map")
    expect(page.get_by_text("C26330: 2 of 2 held pallets still to move into quarantine.", exact=False)).to_be_visible()
    hatched = page.locator(".stPlotlyChart g.point path[style*='url(']")
    expect(hatched.first).to_be_attached()
    page.get_by_role("button", name="Move 2 into quarantine").click()
    expect(page.get_by_text("Held pallets of C26330 stand in quarantine now.")).to_be_visible()


def _find_that_it_cannot_be_shipped(page: Page) -> None:
    _choose(page, "Place", "B01-01-1")
    page.locator(".st-key-map_open button").click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("C26330 · Sardines of the chain")).to_be_visible()
    expect(drawer.get_by_role("button", name="Ship")).to_be_disabled()
    expect(drawer.get_by_text("Not to be shipped", exact=False)).to_be_visible()


def _menu(page: Page, name: str) -> None:
    settled(page)
    page.locator("section[data-testid=stSidebar]").get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_url(re.compile(rf"/{name}(\?warehouse=.*)?$"))
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    settled(page)


def _section(page: Page, name: str) -> None:
    settled(page)
    page.get_by_role("radio", name=name, exact=True).click()


def _choose_lot(page: Page) -> None:
    expect(page.get_by_text("lot open", exact=False)).to_be_visible()
    search = page.get_by_label("Search lots")
    search.fill("C26330")
    search.press("Enter")
    expect(page.get_by_text("Sardines of the chain · lot open", exact=False)).to_be_visible()


def _fill(within: Page | Locator, **fields: str) -> None:
    for label, text in fields.items():
        field = within.get_by_label(label, exact=True).first
        field.fill(text)
        field.press("Tab")


def _fill_number(within: Page | Locator, label: str, number: str) -> None:
    field = within.get_by_label(label, exact=True).first
    field.fill(number)
    field.press("Tab")
    expect(field).to_have_value(number)


def _choose(page: Page, label: str, option: str) -> None:
    settled(page)
    field = page.get_by_role("combobox", name=label, exact=False).first
    field.click()
    field.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
