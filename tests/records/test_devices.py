"""Registered devices and PINs: who may change over on them, and what a PIN never opens."""

import bcrypt
import pytest

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.records import accounts, audit, devices
from core.records.sign_in import FAILURES, THROTTLED
from core.records.use_case import console
from tests.records.people import PASSWORD, add, sign_in, signed_in

PIN = "140379"


def _device(name: str = "Line 1") -> str:
    if "ada" not in [account.name for account in accounts.list_users(console())]:
        add("ada", Role.ADMIN)
    return devices.register(sign_in("ada"), name)


def test_on_a_registered_device_name_and_pin_open_a_session() -> None:
    token = _device()
    devices.set_pin(signed_in("ines"), PASSWORD, PIN)
    assert devices.names_on(token) == ["ines"]
    session = devices.sign_in_with_pin(token, "Ines", PIN)
    assert (session.name, session.role) == ("ines", Role.INSPECTOR)
    assert audit.entries(console(), "user:ines")[0].action == "signed in by PIN"


@pytest.mark.parametrize("token", ["", "made up", "\0", "\ud800"])
def test_a_pin_opens_nothing_on_another_device(token: str) -> None:
    _device()
    devices.set_pin(signed_in("ines"), PASSWORD, PIN)
    assert devices.names_on(token) == []
    with pytest.raises(Refused):
        devices.sign_in_with_pin(token, "ines", PIN)


def test_retiring_a_device_ends_what_was_opened_on_it_and_nothing_else() -> None:
    token = _device()
    mine = signed_in("ines")
    devices.set_pin(mine, PASSWORD, PIN)
    by_pin = devices.sign_in_with_pin(token, "ines", PIN)
    devices.retire(sign_in("ada"), devices.list_devices(console())[0].id)
    assert accounts.current(by_pin.id) is None
    assert accounts.current(mine.session_id) is not None
    assert devices.names_on(token) == [] and devices.list_devices(console()) == []
    with pytest.raises(Refused):
        devices.sign_in_with_pin(token, "ines", PIN)


@pytest.mark.parametrize("event", [
    lambda: accounts.disable(console(), "ines"), lambda: accounts.delete(console(), "ines"),
    lambda: accounts.reset_password(console(), "ines"), lambda: accounts.set_role(console(), "ines", Role.MANAGER),
], ids=["disabled", "deleted", "reset", "made a manager"])
def test_a_pin_is_worth_nothing_once_its_user_is(event) -> None:
    token = _device()
    devices.set_pin(signed_in("ines"), PASSWORD, PIN)
    event()
    assert devices.names_on(token) == []
    with pytest.raises(Refused, match="do not belong together"):
        devices.sign_in_with_pin(token, "ines", PIN)


def test_a_wrong_pin_counts_with_wrong_passwords_and_the_sixth_is_not_looked_at(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    token = _device()
    devices.set_pin(signed_in("ines"), PASSWORD, PIN)
    for number in range(FAILURES):
        with pytest.raises(Refused):
            if number % 2:
                accounts.sign_in("ines", "wrong wrong wrong")
            else:
                devices.sign_in_with_pin(token, "ines", "000000")
    monkeypatch.setattr(bcrypt, "checkpw", lambda *_: pytest.fail("a hash was run"))
    with pytest.raises(Refused, match=THROTTLED):
        devices.sign_in_with_pin(token, "ines", PIN)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "123456", "987654", "890123", "111111", "121212", "14037a",
                                 "١٢٣٧٨٩", " 14037"])
def test_a_pin_that_is_no_six_digits_or_easily_guessed_is_refused(pin: str) -> None:
    with pytest.raises(BadInput, match="PIN"):
        devices.set_pin(signed_in("ines"), PASSWORD, pin)


def test_setting_a_pin_asks_for_the_password() -> None:
    actor = signed_in("ines")
    with pytest.raises(BadInput, match="not your current password"):
        devices.set_pin(actor, "not this one at all", PIN)
    assert devices.names_on(_device()) == []


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "two\nlines", "\0"])
def test_a_device_has_a_name_of_one_line(name: str) -> None:
    with pytest.raises(BadInput):
        _device(name)


def test_two_devices_have_two_names_even_after_the_first_was_retired() -> None:
    _device()
    devices.retire(sign_in("ada"), devices.list_devices(console())[0].id)
    with pytest.raises(BadInput, match="already"):
        _device()


@pytest.mark.parametrize("number", [-1, 0, 7, 2**70])
def test_a_device_that_does_not_exist_cannot_be_retired(number: int) -> None:
    with pytest.raises(BadInput, match="no such device"):
        devices.retire(console(), number)


def test_the_command_line_is_no_device() -> None:
    with pytest.raises(BadInput, match="in its own browser"):
        devices.register(console(), "Line 1")


def test_the_database_does_not_hold_what_opens_a_device() -> None:
    token = _device()
    assert token not in str(audit.entries(console()))
