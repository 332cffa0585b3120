"""A lot and its list in Chromium, where the address lives."""

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.serving import Server
from tests.browser.test_first_can import enter


def test_the_address_follows_from_a_lot_back_to_the_list_and_the_next_click_stays_there(
    server: Server, visitor: Visitor
) -> None:
    page = visitor.page
    enter(page, server, "lotte")
    page.get_by_role("link", name="Lots", exact=True).click()
    page.get_by_role("button", name="Open a lot").click()
    page.get_by_label("Code").first.fill("L26327A")
    quantity = page.get_by_label("Quantity in cans")
    quantity.fill("12000")
    quantity.press("Tab")
    expect(quantity).to_have_value("12000")
    page.get_by_role("button", name="Open the lot").click()
    expect(page.get_by_text("Lot L26327A is open.")).to_be_visible()
    for way_back in (page.get_by_role("link", name="All lots"), page.get_by_role("link", name="Lots", exact=True)):
        way_back.click()
        expect(page).to_have_url(f"{server.url}/Lots")
        page.get_by_role("button", name="Open a lot").click()
        expect(page.get_by_role("button", name="Open the lot")).to_be_visible()
        page.keyboard.press("Escape")
        page.get_by_role("link", name="L26327A").click()
        expect(page.get_by_role("heading", name="History")).to_be_visible()
    assert visitor.strayed == []
