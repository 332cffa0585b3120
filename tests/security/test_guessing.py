"""Guessing passwords: five looks an account in a quarter of an hour, whoever asks, from wherever, across restarts."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bcrypt
import pytest
from sqlalchemy import select

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.records import accounts, database, files, sign_in_bench
from core.records.database import read, write
from core.records.schema import sign_in_attempt
from core.records.sign_in import FAILURES, FAILURES_OF_AN_ADDRESS, THROTTLED, WRONG, forgive
from core.records.use_case import console
from tests.browser.serving import ROOT, running_server
from tests.browser.waiting import installation as installation_of
from tests.records.conftest import SetClock, set_clock  # noqa: F401
from tests.records.people import PASSWORD, add, sign_in, signed_in
from tests.security.conftest import Door
from tests.security.tab import Tab

NAMES = ["ada", "bo", "cy", "eve", "mona"]
GUESSES, SESSIONS = 1000, 20
PROGRAM = """
import bcrypt
from tests.security.test_guessing import guess
from core.records import passwords
passwords.COST = 4
print(len(guess(first=500, n=500)))
"""


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda handle: None)


def guess(first: int, n: int) -> list[bytes]:
    """Try so many wrong passwords over all names from many sessions at once; returns every look at a password."""
    looks: list[bytes] = []
    real = bcrypt.checkpw

    def one(number: int) -> str:
        try:
            accounts.sign_in(NAMES[number % len(NAMES)], f"wrong password number {number}")
        except Refused as refusal:
            return str(refusal)
        raise AssertionError("a wrong password was right")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bcrypt, "checkpw", lambda word, hashed: looks.append(hashed) or real(word, hashed))
        with ThreadPoolExecutor(SESSIONS) as sessions:
            assert set(sessions.map(one, range(first, first + n))) <= {WRONG, THROTTLED}
    return looks


def test_a_thousand_guesses_across_a_restart_are_looked_at_five_times_an_account(installation: Path) -> None:
    for name in NAMES:
        add(name, Role.ADMIN)
    add("otto", Role.INSPECTOR)
    looks = guess(first=0, n=GUESSES // 2)
    assert len(looks) == FAILURES * len(NAMES)
    assert accounts.sign_in("otto", PASSWORD).name == "otto"
    restarted = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True,
                               env={**os.environ, "CANSIGHT_DATA": str(installation)})
    assert restarted.stdout.strip() == "0"
    assert accounts.sign_in("otto", PASSWORD).name == "otto"


def test_an_address_fails_a_hundred_times_for_all_its_names_and_others_sign_in(
    set_clock: SetClock  # noqa: F811
) -> None:
    add("otto", Role.INSPECTOR)
    for number in range(FAILURES_OF_AN_ADDRESS):
        with pytest.raises(Refused, match=WRONG):
            accounts.sign_in(f"nobody{number}", PASSWORD, address="192.0.2.7")
    with pytest.raises(Refused, match=THROTTLED):
        accounts.sign_in("otto", PASSWORD, address="192.0.2.7")
    assert accounts.sign_in("otto", PASSWORD, address="192.0.2.8").name == "otto"
    set_clock.goes_on(minutes=15)
    assert accounts.sign_in("otto", PASSWORD, address="192.0.2.7").name == "otto"


@pytest.mark.parametrize("address", ["", "127.0.0.1", "::1", "::ffff:127.0.0.1", "127.8.0.1"])
def test_this_machine_is_no_address_to_be_throttled(address: str) -> None:
    add("otto", Role.INSPECTOR)
    for number in range(FAILURES_OF_AN_ADDRESS + 1):
        with pytest.raises(Refused, match=WRONG):
            accounts.sign_in(f"nobody{number}", PASSWORD, address=address)
    assert accounts.sign_in("otto", PASSWORD, address=address).name == "otto"


def test_succeeding_at_an_address_is_no_failure_of_it() -> None:
    add("otto", Role.INSPECTOR)
    for _ in range(FAILURES_OF_AN_ADDRESS + 1):
        accounts.sign_in("otto", PASSWORD, address="192.0.2.7")


def test_a_wrong_current_password_counts_as_a_try_to_sign_in() -> None:
    actor = signed_in("ines")
    for _ in range(FAILURES):
        with pytest.raises(BadInput, match="not your current password"):
            accounts.change_password(actor, "not this one at all", "nine pale herrings")
    with pytest.raises(Refused, match=THROTTLED):
        accounts.change_password(actor, PASSWORD, "nine pale herrings")
    with write() as tx:
        forgive(tx, "ines")
    accounts.change_password(actor, PASSWORD, "nine pale herrings")
    assert accounts.sign_in("ines", "nine pale herrings")


def test_no_password_is_hashed_while_a_write_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of a second in which nobody could save a can."""
    real = bcrypt.hashpw, bcrypt.checkpw

    def outside(original):
        def hashed(*given):
            assert not database._one_writer.locked(), "hashed inside a write"
            return original(*given)
        return hashed

    monkeypatch.setattr(bcrypt, "hashpw", outside(real[0]))
    monkeypatch.setattr(bcrypt, "checkpw", outside(real[1]))
    add("ines", Role.INSPECTOR)
    accounts.redeem("otto", accounts.invite(console(), "otto", Role.VIEWER), "ten pale herrings")
    accounts.change_password(sign_in("ines"), PASSWORD, "nine pale herrings")
    accounts.redeem("ines", accounts.reset_password(console(), "ines"), "eight pale herrings")


def test_every_kind_of_name_costs_the_same_number_of_hashes() -> None:
    figures = sign_in_bench.measure(2)
    assert {kind: figures[f"{kind}_hashes"] for kind in sign_in_bench.KINDS} == dict.fromkeys(sign_in_bench.KINDS, 1)


def test_the_address_is_a_proxys_word_only_where_the_proxy_is_trusted(door: Door) -> None:
    """The door's proxy is on this machine, which uvicorn trusts; a test of its own says whom it does not."""
    with Tab(door.url, headers={"X-Forwarded-For": "192.0.2.99, 127.0.0.1"}) as tab:
        tab.open()
        tab.fill("Name", "nobody-at-all")
        tab.fill("Password", PASSWORD)
        assert WRONG in tab.press("Sign in").text
    assert last_address(door) == "192.0.2.99"


def test_whom_the_proxy_setting_does_not_name_is_not_believed(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORWARDED_ALLOW_IPS", "198.51.100.1")
        with running_server(tmp_path) as server:
            door = Door(server)
            door.let_in("otto", Role.VIEWER)
            with Tab(door.url, headers={"X-Forwarded-For": "192.0.2.99"}) as tab:
                tab.open()
                tab.fill("Name", "nobody-at-all")
                tab.fill("Password", PASSWORD)
                assert WRONG in tab.press("Sign in").text
            assert last_address(door) == ""


def last_address(door: Door) -> str:
    with installation_of(door.data), read() as tx:
        return str(tx.scalar(select(sign_in_attempt.c.address).order_by(sign_in_attempt.c.id.desc()).limit(1)))
