"""A page left open when its session ends has no further effect: by form, dialog, fragment or callback."""

from collections.abc import Callable

import pytest

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import accounts, audit, clock, lines, lots, work_context
from core.records.lot_draft import LotDraft
from core.records.use_case import Actor, console
from core.records.work_context import WorkContext
from core.ui.watching import LOOKS_EVERY
from tests.browser.waiting import installation
from tests.security.conftest import Door
from tests.security.tab import Tab, request
from tests.ui.conftest import (  # noqa: F401
    components_found_once,
    inspector,
    no_models,
    nothing_cached,
    one_browser,
    open_page,
    quick_hashes,
)

EVENTS: dict[str, Callable[[str, str], object]] = {
    "demotion": lambda name, session: accounts.set_role(console(), name, Role.VIEWER),
    "disabling": lambda name, session: accounts.disable(console(), name),
    "deletion": lambda name, session: accounts.delete(console(), name),
    "sign out elsewhere": lambda name, session: accounts.sign_out(session),
    "ending all sessions": lambda name, session: accounts.end_sessions_of(console(), name),
}
_events = pytest.mark.parametrize("event", EVENTS)


def changes(door: Door, by: str) -> int:
    """How many changes this person has made, refusals left out."""
    with installation(door.data):
        return len([row for row in audit.entries(console(), limit=10_000)
                    if row.actor == by and row.action not in ("refused", "signed in", "signed out")])


def end(door: Door, event: str, name: str, cookies: dict[str, str]) -> None:
    with installation(door.data):
        EVENTS[event](name, door.session_id(cookies))


@_events
def test_a_form_has_no_effect_after(door: Door, event: str) -> None:
    name = f"form-{list(EVENTS).index(event)}"
    cookies = door.let_in(name, Role.ADMIN)
    with Tab(door.url, cookies) as tab:
        tab.open("Users")
        end(door, event, name, cookies)
        before = changes(door, name)
        tab.fill("Name", f"{name}-friend")
        assert tab.press("Add").is_form
    assert changes(door, name) == before
    with installation(door.data):
        assert f"{name}-friend" not in [account.name for account in accounts.list_users(console())]


@_events
def test_a_dialog_has_no_effect_after(door: Door, event: str) -> None:
    """A dialog runs as a fragment: without the page, and so without its gate."""
    name = f"dialog-{list(EVENTS).index(event)}"
    cookies = door.let_in(name, Role.INSPECTOR)
    with installation(door.data):
        lot = lots.open_lot(Actor(door.session_id(cookies)),
                            LotDraft(FOOD_CAN.sku, name, clock.now().date(), 100))
    with Tab(door.url, cookies) as tab:
        tab.open("Lots", f"lot={lot}")
        tab.press("Hold")
        assert tab.shown.fragment_of.get(tab.shown.widgets["Hold the lot"]), "the dialog is no fragment"
        end(door, event, name, cookies)
        before = changes(door, name)
        tab.fill("Reason", "because I can")
        tab.press("Hold the lot")
    assert changes(door, name) == before
    with installation(door.data):
        assert lots.find(console(), lot).state == "open"


def test_the_same_dialog_has_its_effect_while_the_session_lives(door: Door) -> None:
    cookies = door.let_in("dialog-alive", Role.INSPECTOR)
    with installation(door.data):
        lot = lots.open_lot(Actor(door.session_id(cookies)),
                            LotDraft(FOOD_CAN.sku, "alive", clock.now().date(), 100))
    with Tab(door.url, cookies) as tab:
        tab.open("Lots", f"lot={lot}")
        tab.press("Hold")
        tab.fill("Reason", "a jam at the seamer")
        tab.press("Hold the lot")
    with installation(door.data):
        assert lots.find(console(), lot).state == "held"


@_events
def test_a_page_that_looks_by_itself_is_blank_after(door: Door, event: str) -> None:
    name = f"looks-{list(EVENTS).index(event)}"
    cookies = door.let_in(name, Role.MANAGER)
    with Tab(door.url, cookies) as tab:
        looking = {"X-Session": tab.open("Gallery").session_hash}
    assert request(door.url, "/alive", headers=looking)[0] == 204
    end(door, event, name, cookies)
    assert request(door.url, "/alive", headers=looking)[0] == 403
    with Tab(door.url, cookies) as anew:
        shown = anew.open("Gallery")
        assert shown.is_form and "Gallery" not in shown.titles and shown.session_hash == ""


def test_a_page_looks_often_enough_and_its_hash_opens_nothing(door: Door) -> None:
    """tests/browser/test_sessions.py sees a page blank itself."""
    assert LOOKS_EVERY.total_seconds() < 15
    with Tab(door.url, door.cookies[Role.VIEWER]) as tab:
        known = tab.open().session_hash
    with installation(door.data):
        assert accounts.current(known) is None
    for other in ("", "0" * 64, "made up", known[:-1]):
        assert request(door.url, "/alive", headers={"X-Session": other})[0] == 403


@_events
def test_a_callback_has_no_effect_after(open_page, inspector, event: str) -> None:  # noqa: F811
    """Callbacks run before the page, and so before its gate."""
    lines.add(console(), "1", ["1", "2"])
    app = open_page(Role.INSPECTOR)
    kept = app.session_state["gate.session"].session_id
    work_context.choose(Actor(kept), WorkContext(FOOD_CAN.sku, "1", "1"))
    app = app.switch_page("pages/Inspect.py").run()
    EVENTS[event](Role.INSPECTOR, kept)
    before = [row.action for row in audit.entries(console())]
    app.pills(key="work_head").set_value("2").run()
    after = [row.action for row in audit.entries(console())]
    assert after[:len(after) - len(before)] in (["refused"], [])
    assert "seaming head changed" not in after
