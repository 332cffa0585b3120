"""A session in a real browser: its cookie, a reload, and a page left open after the session has ended."""

from playwright.sync_api import expect

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import accounts, clock, lots
from core.records.lot_draft import LotDraft
from core.records.use_case import Actor, console
from core.ui.cookies import SESSION
from core.ui.watching import LOOKS_EVERY
from tests.browser.conftest import Visitor
from tests.browser.serving import PASSWORD, Server
from tests.browser.waiting import installation

BLANK_WITHIN = 15_000
"""Milliseconds after which nothing may be left to read."""


def sign_in(visitor: Visitor, server: Server, name: str, path: str = "") -> None:
    page = visitor.page
    page.goto(f"{server.url}/{path}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def a_user(server: Server, name: str) -> None:
    with installation(server.data):
        accounts.add_user(console(), name, Role.INSPECTOR, PASSWORD)


def test_the_cookie_is_hidden_from_scripts_survives_a_reload_and_dies_with_the_session(
    server: Server, visitor: Visitor
) -> None:
    a_user(server, "cookie")
    page = visitor.page
    with page.expect_response(lambda response: response.url.endswith("/cookie")) as answered:
        sign_in(visitor, server, "cookie")
    assert answered.value.status == 204
    (kept,) = [cookie for cookie in page.context.cookies() if cookie["name"] == SESSION]
    assert (kept["httpOnly"], kept["sameSite"], kept["secure"]) == (True, "Strict", False)
    assert SESSION not in page.evaluate("document.cookie")
    page.reload()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_a_page_left_open_blanks_itself_within_15_seconds(server: Server, visitor: Visitor) -> None:
    a_user(server, "leaver")
    sign_in(visitor, server, "leaver", "Gallery")
    expect(visitor.page.get_by_role("heading", name="Gallery")).to_be_visible()
    with installation(server.data):
        accounts.disable(console(), "leaver")
    expect(visitor.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible(timeout=BLANK_WITHIN)
    expect(visitor.page.get_by_role("heading", name="Gallery")).to_have_count(0)
    assert visitor.strayed == []


def test_looking_for_the_end_of_the_session_closes_no_dialog_and_loses_no_word(
    server: Server, visitor: Visitor
) -> None:
    a_user(server, "talker")
    with installation(server.data):
        lot = lots.open_lot(Actor(accounts.sign_in("talker", PASSWORD).id),
                            LotDraft(FOOD_CAN.sku, "TALK", clock.now().date(), 100))
    page = visitor.page
    sign_in(visitor, server, "talker", f"Lots?lot={lot}")
    page.locator(".st-key-lot_hold button").click()
    page.get_by_label("Reason").fill("half a sen")
    page.wait_for_timeout(LOOKS_EVERY.total_seconds() * 1000 + 1500)
    page.get_by_label("Reason").press_sequentially("tence")
    page.get_by_role("button", name="Hold the lot").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    with installation(server.data):
        assert lots.events(console(), lot)[0].reason == "half a sentence"
