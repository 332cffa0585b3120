"""A session in a real browser: its cookie, a reload, and a page left open after the session has ended."""

from playwright.sync_api import expect

from core.quality.rights import Role
from core.records import accounts
from core.records.use_case import console
from core.ui.cookies import SESSION
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
