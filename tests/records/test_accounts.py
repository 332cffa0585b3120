"""Users, their names and passwords, and who may be taken away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.records import accounts, audit, passwords
from core.records.use_case import console
from core.records.user_names import normal_name
from tests.records.people import PASSWORD, add, sign_in, signed_in


def test_names_are_compared_without_case_and_surrounding_space() -> None:
    add(" Inès ", Role.INSPECTOR)
    assert accounts.sign_in("INÈS", PASSWORD).name == "inès"
    with pytest.raises(BadInput, match="already"):
        add("inès", Role.VIEWER)


@pytest.mark.parametrize("name", ["", " ", "a b", "a" * 65, "a\0", "a\ud800", "<b>", "a/b", "console", "Console", "x;"])
def test_names_that_could_be_mistaken_are_refused(name: str) -> None:
    with pytest.raises(BadInput):
        add(name, Role.VIEWER)


@given(st.text(max_size=70))
def test_a_name_that_is_taken_is_its_own_normal_form(name: str) -> None:
    try:
        normal = normal_name(name)
    except BadInput:
        return
    assert normal_name(normal) == normal


@pytest.mark.parametrize("password", ["", "short", "x" * 9, "x" * 129, "password123", "1234567890", "aaaaaaaaaaaa",
                                      "ines.ines1", "half a \ud800 surrogate pair"])
def test_passwords_that_are_short_long_common_or_no_text_are_refused(password: str) -> None:
    with pytest.raises(BadInput):
        accounts.add_user(console(), "ines.ines", Role.VIEWER, password)
    assert accounts.list_users(console()) == []


def test_a_password_counts_to_its_last_character() -> None:
    long = "Pale herring, seven tins a day; " * 4
    assert len(long) == 128
    accounts.add_user(console(), "ada", Role.ADMIN, long.strip())
    with pytest.raises(Refused):
        accounts.sign_in("ada", long.strip()[:-1])
    assert accounts.sign_in("ada", long).name == "ada"


def test_the_same_password_typed_in_another_unicode_form_fits() -> None:
    accounts.add_user(console(), "ada", Role.ADMIN, "caf\u00e9 and nine herrings")
    assert accounts.sign_in("ada", " cafe\u0301 and nine herrings ").name == "ada"


def test_passwords_are_kept_as_bcrypt_at_the_set_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    assert passwords.hash_password(PASSWORD).startswith("$2b$04$")
    monkeypatch.undo()
    assert passwords.COST == 12


@pytest.mark.parametrize("act", [
    lambda: accounts.disable(console(), "ada"), lambda: accounts.set_role(console(), "ada", Role.MANAGER),
    lambda: accounts.delete(console(), "ada"),
], ids=["disable", "demote", "delete"])
def test_the_last_active_administrator_stays(act) -> None:
    add("ada", Role.ADMIN)
    add("bo", Role.ADMIN)
    accounts.disable(console(), "bo")
    with pytest.raises(BadInput, match="last active administrator"):
        act()
    accounts.enable(console(), "bo")
    act()


@pytest.mark.parametrize("event", [
    lambda name: accounts.disable(console(), name),
    lambda name: accounts.set_role(console(), name, Role.VIEWER),
    lambda name: accounts.reset_password(console(), name),
    lambda name: accounts.end_sessions_of(console(), name),
    lambda name: accounts.delete(console(), name),
    lambda name: accounts.change_password(sign_in(name), PASSWORD, "nine pale herrings"),
    lambda name: accounts.sign_out_everywhere(sign_in(name)),
], ids=["disabled", "role changed", "password reset", "sessions ended", "deleted", "password changed",
        "signed out everywhere"])
def test_what_changes_an_account_ends_all_its_sessions_and_nobody_elses(event) -> None:
    mine, again, other = signed_in("ines"), sign_in("ines"), signed_in("otto")
    event("ines")
    assert accounts.current(mine.session_id) is None
    assert accounts.current(again.session_id) is None
    assert accounts.current(other.session_id) is not None


def test_enabling_again_does_not_wake_an_old_session() -> None:
    actor = signed_in("ines")
    accounts.disable(console(), "ines")
    accounts.enable(console(), "ines")
    assert accounts.current(actor.session_id) is None
    assert accounts.current(sign_in("ines").session_id) is not None


def test_changing_a_password_asks_for_the_current_one() -> None:
    actor = signed_in("ines")
    with pytest.raises(BadInput, match="not your current password"):
        accounts.change_password(actor, "not this one at all", "nine pale herrings")
    accounts.change_password(actor, PASSWORD, "nine pale herrings")
    assert accounts.sign_in("ines", "nine pale herrings").name == "ines"
    with pytest.raises(Refused):
        accounts.sign_in("ines", PASSWORD)


def test_what_changes_nothing_leaves_no_row_in_the_trail() -> None:
    add("ines", Role.INSPECTOR)
    before = audit.examine().audit_rows
    accounts.set_role(console(), "ines", Role.INSPECTOR)
    accounts.enable(console(), "ines")
    assert audit.examine().audit_rows == before


def test_no_password_reaches_the_trail() -> None:
    actor = signed_in("ines")
    accounts.change_password(actor, PASSWORD, "nine pale herrings")
    code = accounts.reset_password(console(), "ines")
    accounts.redeem("ines", code, "ten pale herrings")
    secrets = ("herrings", "sardines", code, code.replace("-", ""))
    assert not [row for row in audit.entries(console()) if any(secret in str(row) for secret in secrets)]


@pytest.mark.parametrize("name", ["nobody", "\0", "", "\ud800"])
def test_a_user_that_does_not_exist_is_named_in_a_sentence(name: str) -> None:
    with pytest.raises(BadInput, match="There is no user"):
        accounts.disable(console(), name)
