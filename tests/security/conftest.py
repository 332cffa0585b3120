"""A running app with a user of every kind, whose cookies are made as the gate makes them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from core.quality.rights import Role
from core.records import accounts, clock, passwords, secret
from core.records.use_case import console
from core.ui import gate
from core.ui.cookies import SESSION
from tests.browser.serving import PASSWORD, Server, running_server
from tests.browser.waiting import installation

CLOSED = ("anonymous", "disabled", "deleted", "signed out")
IDENTITIES = (*CLOSED, *Role)


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and "door" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("door"))  # one server for all of them


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 4)


class Door:
    """The running app, and the cookies with which each kind of visitor comes."""

    def __init__(self, server: Server) -> None:
        self.url, self.data, self.log = server.url, server.data, server.log
        self.cookies: dict[str, dict[str, str]] = {"anonymous": {}}

    def let_in(self, name: str, role: Role) -> dict[str, str]:
        """Add a user and return the cookie of a session that was just opened."""
        with installation(self.data):
            accounts.add_user(console(), name, role, PASSWORD)
            return self.sign_in(name)

    def sign_in(self, name: str) -> dict[str, str]:
        """Return the cookie of a new session of a user."""
        with installation(self.data):
            session = accounts.sign_in(name, PASSWORD)
            return {SESSION: gate._token(session, clock.now() + timedelta(hours=12))}

    def session_id(self, cookies: dict[str, str]) -> str:
        """Return the session that a cookie proves."""
        with installation(self.data):
            found = gate.session_of(cookies[SESSION])
        assert found
        return found

    def key(self) -> str:
        """Return the key of this installation, which no attacker has."""
        with installation(self.data):
            return secret.cookie_key()

    def failures(self) -> str:
        """Return what the server printed of errors."""
        printed = self.log.read_text(encoding="utf-8")
        return printed[printed.find("Traceback"):] if "Traceback" in printed else ""


def fill(door: Door) -> None:
    """Give the app one user of every kind."""
    for role in Role:
        door.cookies[role] = door.let_in(role, role)
    for name in ("disabled", "deleted", "signed out"):
        user = name.replace(" ", "-")
        door.cookies[name] = door.let_in(user, Role.ADMIN)
        with installation(door.data):
            if name == "disabled":
                accounts.disable(console(), user)
            elif name == "deleted":
                accounts.delete(console(), user)
            else:
                accounts.sign_out(door.session_id(door.cookies[name]))


@pytest.fixture(scope="package")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One app for the tests that only look and try to get in."""
    with running_server(tmp_path_factory.mktemp("door")) as server, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", 4)
        opened = Door(server)
        fill(opened)
        yield opened
