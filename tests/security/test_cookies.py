"""Cookies that were forged, mutated, replayed or taken over: none opens anything, and the form is always drawn."""

import base64
import json
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import jwt
import pytest

from core.quality.rights import Role
from core.records import accounts, clock
from core.records.use_case import Actor, console
from core.ui import cookies, gate
from core.ui.cookies import BROWSER, DEVICE, SESSION
from tests.browser.serving import PASSWORD, ROOT
from tests.browser.waiting import installation
from tests.security.conftest import Door
from tests.security.tab import Shown, Tab, request

NEVER = clock.now() + timedelta(hours=12)


def signed(door: Door, claims: object, key: str = "", algorithm: str = "HS256") -> str:
    """A token as whoever had the key could make it, whatever it claims."""
    encoded = json.dumps(claims, default=lambda moment: int(moment.timestamp())).encode()
    return jwt.api_jws.encode(encoded, key or door.key(), algorithm=algorithm)


def unsigned(claims: object) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part, default=str).encode()).rstrip(b"=").decode()
                    for part in parts) + "."


def alive(door: Door) -> str:
    return door.session_id(door.sign_in(Role.ADMIN))


FORGERIES: dict[str, Callable[[Door], str]] = {
    "the default key": lambda d: signed(d, {"session": alive(d), "exp": NEVER}, "some_default_key"),
    "an empty key": lambda d: jwt.encode({"session": alive(d), "exp": NEVER}, "x", algorithm="HS256"),
    "no algorithm": lambda d: unsigned({"session": alive(d), "exp": NEVER.timestamp()}),
    "another algorithm": lambda d: signed(d, {"session": alive(d), "exp": NEVER}, algorithm="HS512"),
    "expired": lambda d: signed(d, {"session": alive(d), "exp": clock.now() - timedelta(seconds=1)}),
    "no expiry": lambda d: signed(d, {"session": alive(d)}),
    "an expiry that is no number": lambda d: signed(d, {"session": alive(d), "exp": "tomorrow"}),
    "an endless expiry": lambda d: signed(d, {"session": alive(d), "exp": float("inf")}),
    "not before tomorrow": lambda d: signed(d, {"session": alive(d), "exp": NEVER, "nbf": NEVER}),
    "a name and no session": lambda d: signed(d, {"username": "admin", "exp": NEVER}),
    "a list as session": lambda d: signed(d, {"session": [alive(d)], "exp": NEVER}),
    "a list as name": lambda d: signed(d, {"session": "made up", "username": ["admin"], "exp": NEVER}),
    "the console": lambda d: signed(d, {"session": "console", "username": "console", "exp": NEVER}),
    "an empty session": lambda d: signed(d, {"session": "", "exp": NEVER}),
    "a number as session": lambda d: signed(d, {"session": 1, "exp": NEVER}),
    "half a surrogate pair": lambda d: signed(d, {"session": "\ud800", "exp": NEVER}),
    "no claims at all": lambda d: signed(d, []),
    "nesting without an end": lambda d: unsigned([]) + "[" * 2000,
    "the bare session": alive,
    "the hash in the database": lambda d: signed(d, {"session": "0" * 64, "exp": NEVER}),
    "a signature cut off": lambda d: d.sign_in(Role.ADMIN)[SESSION].rpartition(".")[0] + ".",
    "two parts": lambda d: d.sign_in(Role.ADMIN)[SESSION].rpartition(".")[0],
    "the device's cookie": lambda d: d.sign_in(Role.ADMIN)[SESSION],
}


def refused(shown: Shown) -> bool:
    return shown.is_form and not shown.errors


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_cookie_opens_nothing_and_the_form_is_drawn(door: Door, forgery: str) -> None:
    name = DEVICE if forgery == "the device's cookie" else SESSION
    with Tab(door.url, {name: FORGERIES[forgery](door)}) as tab:
        assert refused(tab.open("Users")), tab.shown.text
    assert door.failures() == ""


EVENTS: dict[str, Callable[[str, str], object]] = {
    "sign out": lambda name, session: accounts.sign_out(session),
    "a new password": lambda name, session: accounts.change_password(
        Actor(session), PASSWORD, "ten pale herrings"),
    "a reset password": lambda name, session: accounts.reset_password(console(), name),
    "disabling": lambda name, session: accounts.disable(console(), name),
    "deletion": lambda name, session: accounts.delete(console(), name),
    "another role": lambda name, session: accounts.set_role(console(), name, Role.VIEWER),
    "signing out everywhere": lambda name, session: accounts.sign_out_everywhere(Actor(session)),
}


@pytest.mark.parametrize("event", EVENTS)
def test_a_cookie_is_replayed_in_vain_after(door: Door, event: str) -> None:
    name = f"replayed-{list(EVENTS).index(event)}"
    mine = door.let_in(name, Role.INSPECTOR)
    with Tab(door.url, mine) as tab:
        assert tab.open().is_open
    with installation(door.data):
        EVENTS[event](name, door.session_id(mine))
    with Tab(door.url, mine) as tab:
        assert refused(tab.open()), tab.shown.text


def mutations(token: str, n: int) -> list[str]:
    """Tokens that differ from a good one: letters changed, parts swapped, cut or doubled; the same at every run."""
    chance, letters = random.Random(8), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.=%"
    made: list[str] = []
    while len(made) < n:
        signs = list(token)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(signs))
            kind = chance.randrange(4)
            if kind == 0:
                signs[at] = chance.choice(letters)
            elif kind == 1:
                del signs[at:at + chance.randint(1, 20)]
            elif kind == 2:
                signs[at:at] = signs[at:at + 10]
            else:
                signs[at:at + 2] = reversed(signs[at:at + 2])
        mutated = "".join(signs)
        if mutated and not same(mutated, token):
            made.append(mutated)
    return made


def same(mutated: str, token: str) -> bool:
    """Whether both say the same: the last letter of a part holds bits that no decoder reads."""
    def parts(text: str) -> list[bytes]:
        return [base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in text.split(".")]
    try:
        return parts(mutated) == parts(token)
    except ValueError:
        return False


def test_a_thousand_mutated_cookies_open_nothing(door: Door) -> None:
    """Through what reads the cookie on every page; a few of them through the open door as well."""
    token = door.sign_in(Role.ADMIN)[SESSION]
    with installation(door.data):
        assert gate.session_of(token)
        assert [mutated for mutated in mutations(token, 1000) if gate.session_of(mutated)] == []
    for mutated in mutations(token, 20):
        with Tab(door.url, {SESSION: mutated}) as tab:
            assert refused(tab.open())
    assert door.failures() == ""


@pytest.mark.long
def test_a_thousand_mutated_cookies_at_the_open_door(door: Door) -> None:
    for mutated in mutations(door.sign_in(Role.ADMIN)[SESSION], 1000):
        with Tab(door.url, {SESSION: mutated}) as tab:
            assert refused(tab.open())
    assert door.failures() == ""


@pytest.mark.parametrize("browser", [{}, {BROWSER: "another browser"}], ids=["no cookie", "another browser's"])
def test_the_id_of_a_tab_takes_no_session_over(door: Door, browser: dict[str, str]) -> None:
    """Whoever reads the id in a proxy's log reconnects to the tab, and stands before the form."""
    mine = {BROWSER: "my browser"}
    tab = Tab(door.url, mine)
    shown = sign_in(tab)
    tab.__exit__()
    with Tab(door.url, browser, session_id=tab.session_id) as thief:
        assert refused(thief.rerun()), thief.shown.text
    with Tab(door.url, {**mine, SESSION: cookie_for(door, shown)}) as again:
        assert again.open().is_open


def sign_in(tab: Tab, name: str = Role.VIEWER) -> Shown:
    tab.open()
    tab.fill("Name", name)
    tab.fill("Password", PASSWORD)
    shown = tab.press("Sign in")
    assert shown.is_open, shown.text
    return shown


def cookie_for(door: Door, shown: Shown) -> str:
    status, headers = request(door.url, "/cookie", "POST", {"X-Ticket": shown.ticket})
    assert status == 204
    return headers["set-cookie"].partition("=")[2].partition(";")[0]


def test_the_cookie_is_given_once_and_no_script_reads_it(door: Door) -> None:
    with Tab(door.url, {BROWSER: "my browser"}) as tab:
        ticket = {"X-Ticket": sign_in(tab).ticket}
    status, headers = request(door.url, "/cookie", "POST", ticket)
    assert status == 204
    given = headers["set-cookie"].lower()
    assert all(part in given for part in ("httponly", "samesite=strict", "path=/", "max-age="))
    assert "secure" not in given
    assert request(door.url, "/cookie", "POST", ticket)[0] == 403


@pytest.mark.parametrize("ticket", ["", "made up", "0" * 43])
def test_without_a_ticket_there_is_no_cookie(door: Door, ticket: str) -> None:
    status, headers = request(door.url, "/cookie", "POST", {"X-Ticket": ticket})
    assert status == 403 and SESSION not in headers.get("set-cookie", "")
    assert request(door.url, f"/cookie?ticket={quote(ticket)}")[0] != 204


def test_a_ticket_is_good_for_thirty_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr(cookies.time, "monotonic", lambda: moment[0])
    tickets = cookies._Tickets()
    first, second = (tickets.issue(SESSION, "value", timedelta(hours=1)) for _ in range(2))
    moment[0] += cookies.TICKET_SECONDS - 0.001
    assert tickets.take(first) is not None and tickets.take(first) is None
    moment[0] += 0.001
    assert not tickets.waits(second) and tickets.take(second) is None


def test_the_server_does_not_start_with_a_weak_key(installation) -> None:
    (installation / "cookie-key").write_text("secret")
    (installation / "cookie-key").chmod(0o600)
    program = "import asyncio, core.ui.server as server; server._prepare()"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0 and "too weak" in done.stderr
