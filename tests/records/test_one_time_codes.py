"""One-time codes: once, for a day, for one name; and nothing else opens the account meanwhile."""

import re

import bcrypt
import pytest

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.records import accounts
from core.records.one_time_codes import WRONG_CODE
from core.records.sign_in import FAILURES, THROTTLED, WRONG
from core.records.use_case import console
from tests.records.conftest import SetClock
from tests.records.people import PASSWORD, add

NEW = "nine pale herrings"


def test_who_was_invited_chooses_a_password_with_the_code_and_signs_in() -> None:
    code = accounts.invite(console(), "Ines", Role.INSPECTOR)
    assert re.fullmatch(r"([A-Z2-9]{4}-){2}[A-Z2-9]{4}", code)
    assert [user.waits_for_code for user in accounts.list_users(console())] == [True]
    session = accounts.redeem("INES ", f" {code.lower().replace('-', ' ')} ", NEW)
    assert accounts.current(session.id) is not None
    assert [user.waits_for_code for user in accounts.list_users(console())] == [False]
    assert accounts.sign_in("ines", NEW).role is Role.INSPECTOR


def test_a_code_is_good_once() -> None:
    code = accounts.invite(console(), "ines", Role.INSPECTOR)
    accounts.redeem("ines", code, NEW)
    with pytest.raises(Refused, match=WRONG_CODE):
        accounts.redeem("ines", code, PASSWORD)
    assert accounts.sign_in("ines", NEW)


def test_a_code_is_good_for_a_day(set_clock: SetClock) -> None:
    code = accounts.invite(console(), "ines", Role.INSPECTOR)
    set_clock.goes_on(hours=24)
    with pytest.raises(Refused, match=WRONG_CODE):
        accounts.redeem("ines", code, NEW)


def test_a_newer_code_replaces_the_older_and_the_password_before_it() -> None:
    add("ines", Role.INSPECTOR)
    old, code = accounts.reset_password(console(), "ines"), accounts.reset_password(console(), "ines")
    with pytest.raises(Refused, match=WRONG_CODE):
        accounts.redeem("ines", old, NEW)
    with pytest.raises(Refused, match=WRONG):
        accounts.sign_in("ines", PASSWORD)
    accounts.redeem("ines", code, NEW)


def test_a_password_that_cannot_be_taken_does_not_use_up_the_code() -> None:
    code = accounts.invite(console(), "ines", Role.INSPECTOR)
    with pytest.raises(BadInput):
        accounts.redeem("ines", code, "short")
    accounts.redeem("ines", code, NEW)


@pytest.mark.parametrize("event", [accounts.disable, accounts.delete], ids=["disabled", "deleted"])
def test_a_code_of_somebody_who_may_not_sign_in_is_worth_nothing(event) -> None:
    code = accounts.invite(console(), "ines", Role.INSPECTOR)
    event(console(), "ines")
    with pytest.raises(Refused, match=WRONG_CODE):
        accounts.redeem("ines", code, NEW)


def test_a_code_belongs_to_one_name_and_is_throttled_with_the_passwords() -> None:
    code = accounts.invite(console(), "ines", Role.INSPECTOR)
    add("otto", Role.ADMIN)
    for _ in range(FAILURES):
        with pytest.raises(Refused, match=WRONG_CODE):
            accounts.redeem("otto", code, NEW)
    with pytest.raises(Refused, match=THROTTLED):
        accounts.sign_in("otto", PASSWORD)


def test_an_invited_name_and_an_unknown_one_cost_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.invite(console(), "ines", Role.INSPECTOR)
    checks: list[int] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda word, hashed: checks.append(1) or real(word, hashed))
    for name in ("ines", "nobody"):
        with pytest.raises(Refused, match=WRONG):
            accounts.sign_in(name, PASSWORD)
    assert len(checks) == 2
