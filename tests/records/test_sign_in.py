"""Signing in, being throttled, and sessions that end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import bcrypt
import pytest
from sqlalchemy import select, update

from core.errors import Refused
from core.quality.rights import Role
from core.records import accounts, audit, database
from core.records.schema import session, sign_in_attempt, user_account
from core.records.sign_in import FAILURES, THROTTLED, TRIES_KEPT, WRONG
from core.records.use_case import console
from tests.records.conftest import SetClock
from tests.records.people import PASSWORD, add, sign_in, signed_in


def _fails(name: str, password: str | None = None) -> str:
    with pytest.raises(Refused) as refusal:
        accounts.sign_in(name, password or "wrong wrong wrong")
    return str(refusal.value)


def test_wrong_name_wrong_password_and_disabled_say_the_same_after_the_same_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add("ines", Role.INSPECTOR)
    add("gone", Role.INSPECTOR)
    accounts.disable(console(), "gone")
    checks: list[bytes] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda word, hashed: checks.append(hashed[:7]) or real(word, hashed))
    said = [_fails("ines"), _fails("nobody"), _fails("gone", PASSWORD), _fails("no name at all\0"), _fails("\ud800")]
    assert said == [WRONG] * 5
    assert checks == [b"$2b$04$"] * 5


def test_the_sixth_try_in_a_quarter_of_an_hour_is_refused_before_any_hash(
    set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("ines", Role.INSPECTOR)
    add("otto", Role.INSPECTOR)
    assert [_fails("ines") for _ in range(FAILURES)] == [WRONG] * FAILURES
    with monkeypatch.context() as patched:
        patched.setattr(bcrypt, "checkpw", lambda *_: pytest.fail("a hash was run"))
        assert _fails("ines", PASSWORD) == THROTTLED
        assert _fails("INES ", PASSWORD) == THROTTLED
    assert accounts.sign_in("otto", PASSWORD).name == "otto"
    assert [user.locked for user in accounts.list_users(console())] == [True, False]
    set_clock.goes_on(minutes=15)
    assert accounts.sign_in("ines", PASSWORD).name == "ines"


def test_tries_are_kept_for_as_long_as_an_administrator_is_shown_them_and_no_longer(set_clock: SetClock) -> None:
    add("ines", Role.INSPECTOR)
    _fails("ines")
    set_clock.goes_on(hours=1)
    _fails("ines")
    set_clock.time += TRIES_KEPT - timedelta(hours=1)
    assert accounts.sign_in("ines", PASSWORD).name == "ines"
    assert accounts.list_users(console())[0].failed_tries == 1
    with database.read() as tx:
        assert tx.scalars(select(sign_in_attempt.c.outcome).order_by(sign_in_attempt.c.id)).all() == [
            "failed", "succeeded"]


def test_refused_tries_do_not_make_the_wait_longer(set_clock: SetClock) -> None:
    add("ines", Role.INSPECTOR)
    for _ in range(FAILURES):
        _fails("ines")
    set_clock.goes_on(minutes=14)
    assert _fails("ines") == THROTTLED
    set_clock.goes_on(minutes=1)
    assert accounts.sign_in("ines", PASSWORD)


def test_unknown_names_are_throttled_alike() -> None:
    assert [_fails("nobody") for _ in range(FAILURES + 1)] == [WRONG] * FAILURES + [THROTTLED]


def test_many_wrong_passwords_at_once_are_not_checked_more_than_five_times(monkeypatch: pytest.MonkeyPatch) -> None:
    add("ines", Role.INSPECTOR)
    checks: list[int] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda word, hashed: checks.append(1) or real(word, hashed))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: _fails("ines"), range(40)))
    assert len(checks) == FAILURES


def test_an_administrator_lets_a_locked_user_try_again() -> None:
    add("ines", Role.INSPECTOR)
    for _ in range(FAILURES):
        _fails("ines")
    accounts.unlock(console(), "ines")
    assert accounts.sign_in("ines", PASSWORD).name == "ines"


def test_succeeding_is_no_failure() -> None:
    add("ines", Role.INSPECTOR)
    for _ in range(FAILURES + 1):
        accounts.sign_in("ines", PASSWORD)


def test_a_session_is_its_user_until_it_ends(set_clock: SetClock) -> None:
    add("ines", Role.INSPECTOR)
    opened = accounts.sign_in("ines", PASSWORD)
    assert (opened.name, opened.role, opened.issued_at) == ("ines", Role.INSPECTOR, set_clock.time)
    set_clock.goes_on(hours=11, minutes=59)
    user = accounts.current(opened.id)
    assert user is not None and (user.name, user.role) == ("ines", Role.INSPECTOR)
    set_clock.goes_on(minutes=1)
    assert set_clock.time == opened.expires_at
    assert accounts.current(opened.id) is None


def test_signing_out_ends_one_session_and_leaves_one_row() -> None:
    first, second = signed_in("ines"), sign_in("ines")
    before = audit.examine().audit_rows
    accounts.sign_out(first.session_id)
    accounts.sign_out(first.session_id)
    assert accounts.current(first.session_id) is None
    assert accounts.current(second.session_id) is not None
    assert audit.examine().audit_rows == before + 1


@pytest.mark.parametrize("forged", ["", "console", "1", "\0", "\ud800", "' OR 1=1 --"])
def test_an_unknown_session_is_nobody(forged: str) -> None:
    signed_in("ines")
    assert accounts.current(forged) is None


def test_the_database_does_not_hold_what_opens_a_session() -> None:
    actor = signed_in("ines")
    with database.read() as tx:
        (kept,) = tx.execute(select(session)).mappings()
    assert actor.session_id not in str(dict(kept))
    assert accounts.current(kept["token_hash"]) is None


@pytest.mark.parametrize("change", [{"disabled": 1}, {"sessions_valid_after": "later"}], ids=["disabled", "outdated"])
def test_a_live_session_is_nobodys_once_the_row_of_its_user_says_so(change: dict, set_clock: SetClock) -> None:
    actor = signed_in("ines")
    if "sessions_valid_after" in change:
        change = {"sessions_valid_after": set_clock.time + timedelta(microseconds=1)}
    with database.write() as tx:
        tx.execute(update(user_account).values(**change))
    assert accounts.current(actor.session_id) is None
