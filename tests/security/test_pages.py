"""Every page for every visitor, by address, by click, and as the first request after a start; pages find themselves."""

import ast
from pathlib import Path

import pytest

from core.quality.rights import Right, Role, may
from core.ui.menu import ENTRIES
from tests.browser.serving import ROOT, running_server
from tests.security.conftest import CLOSED, IDENTITIES, Door, fill
from tests.security.tab import Shown, Tab, request

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("[!_]*.py"))
REFUSED = "does not open this page"


def right_of(page: str) -> Right:
    """The right that a page's own source asks of its visitor, before anything else."""
    source = ast.parse((ROOT / "pages" / f"{page}.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(source) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Name) and node.func.id == "require_user"]
    assert len(calls) == 1, f"{page} does not call the gate once"
    asked = calls[0].args[1]
    assert isinstance(asked, ast.Attribute)
    return Right[asked.attr]


def wrong(page: str, identity: str, shown: Shown) -> str:
    """Say what is wrong with what a visitor was shown, or nothing."""
    if shown.errors or "Something went wrong" in shown.text:
        return f"{page} for {identity}: an error: {shown.errors}"
    if identity in CLOSED:
        return "" if shown.is_form else f"{page} for {identity}: {shown.text[:200]!r}"
    if not shown.is_open:
        return f"{page} for {identity}: not signed in"
    if may(Role(identity), right_of(page)):
        return f"{page} for {identity}: refused" if REFUSED in shown.text else ""
    # The refusal and the menu, and not a word of the page itself.
    only = len(shown.titles) == 1 and len([words for words in shown.words if REFUSED in words]) == 1
    return "" if only else f"{page} for {identity}: {shown.text[:200]!r}"


@pytest.mark.parametrize("identity", IDENTITIES)
def test_every_page_opens_by_address_for_whom_it_is_meant_and_for_nobody_else(door: Door, identity: str) -> None:
    found = []
    for page in PAGES:
        with Tab(door.url, door.cookies[identity]) as tab:
            found.append(wrong(page, identity, tab.open(page)))
    assert [one for one in found if one] == []


@pytest.fixture(scope="module")
def targets(door: Door) -> dict[str, str]:
    """What a click on each page's link asks for, as anyone finds out who was ever let in."""
    found = {}
    for page in PAGES:
        with Tab(door.url, door.cookies[Role.ADMIN]) as tab:
            tab.open(page)
            found[page] = tab.page
    assert len(set(found.values())) == len(PAGES)
    return found


@pytest.mark.parametrize("identity", IDENTITIES)
def test_every_page_opens_by_a_click_for_whom_it_is_meant_and_for_nobody_else(
    door: Door, targets: dict[str, str], identity: str
) -> None:
    found = []
    with Tab(door.url, door.cookies[identity]) as tab:
        tab.open()
        for page in PAGES:
            found.append(wrong(page, identity, tab.follow(targets[page])))
    assert [one for one in found if one] == []


def first_request(folder: Path, page: str, identities: tuple[str, ...]) -> list[str]:
    """Start the app anew for each visitor, whose first request is for this page."""
    found = []
    with running_server(folder) as server:
        fill(door := Door(server))
    for identity in identities:
        with running_server(folder) as server, Tab(server.url, door.cookies[identity]) as tab:
            found.append(wrong(page, identity, tab.open(page)))
    return [one for one in found if one]


def test_a_page_that_is_the_first_request_after_a_start_is_closed(tmp_path: Path) -> None:
    """One page for nobody and one for somebody here; with ``--long`` every page for everybody."""
    assert first_request(tmp_path, "Users", ("anonymous", Role.VIEWER)) == []


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_every_page_as_the_first_request_after_a_start(tmp_path: Path, page: str) -> None:
    assert first_request(tmp_path, page, IDENTITIES) == []


def test_the_menu_offers_a_page_by_the_right_that_the_page_itself_asks_for() -> None:
    offered = {Path(entry.script).stem: entry.right for entry in ENTRIES if entry.script.startswith("pages/")}
    assert offered == {page: right_of(page) for page in offered}


def test_paths_beside_the_pages_give_nothing_away(door: Door) -> None:
    for path in ("/pages/Users.py", "/core/settings.py", "/data/cansight.db", "/app/static/Home.py",
                 "/../data/cookie-key", "/%2e%2e/data/cookie-key"):
        status, headers = request(door.url, path)
        assert status in (400, 403, 404) or headers.get("content-type", "").startswith("text/html"), path
    assert request(door.url, "/_stcore/agent/interact", "POST")[0] in (403, 404, 405)
