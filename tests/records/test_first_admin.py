"""Setting up: the one-time code and the first administrator."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import BadInput
from core.quality.rights import Role
from core.records import accounts, audit
from core.records.use_case import console
from tests.records.people import PASSWORD, add


def test_the_code_makes_the_first_administrator_once() -> None:
    assert accounts.needs_setup()
    code = accounts.issue_setup_code()
    assert code is not None and re.fullmatch(r"\d{4}-\d{4}", code)
    accounts.create_first_admin(f" {code.replace('-', ' ')} ", "Ada", PASSWORD)
    assert not accounts.needs_setup()
    assert accounts.sign_in("ada", PASSWORD).role is Role.ADMIN
    with pytest.raises(BadInput, match="exists already"):
        accounts.create_first_admin(code, "eve", PASSWORD)


def test_no_code_is_issued_once_there_is_a_user() -> None:
    add("ada", Role.ADMIN)
    assert accounts.issue_setup_code() is None


def test_a_newer_code_replaces_the_older() -> None:
    old, new = accounts.issue_setup_code(), accounts.issue_setup_code()
    assert old and new and old != new
    with pytest.raises(BadInput, match="not the setup code"):
        accounts.create_first_admin(old, "ada", PASSWORD)
    accounts.create_first_admin(new, "ada", PASSWORD)


def test_after_ten_wrong_codes_the_right_one_is_refused_until_a_new_one_is_issued() -> None:
    code = accounts.issue_setup_code()
    assert code
    wrong = f"{(int(code.replace('-', '')) + 1) % 10**8:08d}"
    for _ in range(10):
        with pytest.raises(BadInput, match="not the setup code"):
            accounts.create_first_admin(wrong, "ada", PASSWORD)
    with pytest.raises(BadInput, match="Too many wrong codes"):
        accounts.create_first_admin(code, "ada", PASSWORD)
    assert accounts.needs_setup()
    accounts.create_first_admin(str(accounts.issue_setup_code()), "ada", PASSWORD)


@pytest.mark.parametrize("code", ["", "none", "0000-0000-0000", "\0"])
def test_without_an_issued_code_nobody_gets_in(code: str) -> None:
    with pytest.raises(BadInput):
        accounts.create_first_admin(code, "ada", PASSWORD)
    assert accounts.needs_setup()


def test_a_bad_name_or_password_does_not_use_up_the_code() -> None:
    code = str(accounts.issue_setup_code())
    for name, password in (("a b", PASSWORD), ("ada", "password123")):
        with pytest.raises(BadInput):
            accounts.create_first_admin(code, name, password)
    accounts.create_first_admin(code, "ada", PASSWORD)


def test_of_two_at_once_one_becomes_administrator() -> None:
    code = str(accounts.issue_setup_code())

    def create(name: str) -> bool:
        try:
            accounts.create_first_admin(code, name, PASSWORD)
        except BadInput:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(create, ["ada", "eve", "bo", "cy"])) == [False, False, False, True]
    assert len(accounts.list_users(console())) == 1
    assert [row.action for row in audit.entries(console())] == ["user added"]
