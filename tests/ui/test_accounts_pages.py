"""Users, my account and the audit trail, on their pages."""

import pytest

from core.errors import Refused
from core.quality.rights import Role
from core.records import accounts, devices
from core.records.use_case import Actor, console
from core.ui import cookies
from tests.ui.conftest import PASSWORD, shown
from tests.ui.conftest import sign_in as sign_in_to


def names() -> dict[str, Role]:
    return {account.name: account.role for account in accounts.list_users(console())}


def test_an_administrator_adds_a_user_who_chooses_their_password_with_a_code_that_is_shown_once(open_page):
    app = open_page(Role.ADMIN, "Users")
    app.text_input(key="users_add_name").set_value("Grace")
    app.selectbox(key="users_add_role").set_value(Role.REVIEWER)
    app.button(key="users_add_submit").click().run()
    assert not app.exception
    assert names()["grace"] is Role.REVIEWER
    code = app.code[0].value
    assert not app.run().code
    visitor = choose_password(open_page(), "grace", code, "short")
    assert "10 to 128" in shown(visitor)
    assert "grace\nreviewer" in shown(choose_password(visitor, "grace", code, PASSWORD))
    assert "code is used" in shown(choose_password(open_page(), "grace", code, PASSWORD))
    assert accounts.sign_in("grace", PASSWORD)


def choose_password(app, name: str, code: str, password: str):
    for key, value in {"name": name, "code": code, "password": password, "again": password}.items():
        app.text_input(key=f"sign_in_code_{key}").set_value(value)
    app.button(key="sign_in_code_submit").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("name", ["admin", "gr ace!"])
def test_a_user_who_cannot_be_added_is_refused_in_a_sentence(open_page, name):
    app = open_page(Role.ADMIN, "Users")
    app.text_input(key="users_add_name").set_value(name)
    app.button(key="users_add_submit").click().run()
    assert not app.exception and "was added" not in shown(app) and not app.code
    assert list(names()) == ["admin"]


def test_an_administrator_resets_ends_sessions_and_deletes(open_page):
    app = open_page(Role.ADMIN)
    accounts.add_user(console(), "grace", Role.VIEWER, PASSWORD)
    first = accounts.sign_in("grace", PASSWORD)
    app = app.switch_page("pages/Users.py").run()
    assert "last seen" in shown(app)
    app.button(key="users_end_grace").click().run()
    assert accounts.current(first.id) is None
    app.button(key="users_reset_grace").click().run()
    assert app.code and "waits for the one-time code" in shown(app)
    assert app.button(key="users_delete_grace").disabled
    app.toggle(key="users_sure_grace").set_value(True).run()
    app.button(key="users_delete_grace").click().run()
    assert not app.exception and list(names()) == ["admin"]


def test_failed_tries_are_shown_to_the_administrator(open_page):
    app = open_page(Role.ADMIN)
    with pytest.raises(Refused):
        accounts.sign_in("admin", "not the password")
    assert "failed tries in 24 hours: 1" in shown(app.switch_page("pages/Users.py").run())


def test_on_a_registered_device_inspectors_change_over_by_name_and_pin(open_page, one_browser):
    app = open_page(Role.INSPECTOR, "Account")
    app.text_input(key="account_pin_current").set_value(PASSWORD)
    app.text_input(key="account_pin_new").set_value("140379")
    app.button(key="account_pin_submit").click().run()
    assert not app.exception and "Your PIN is set" in shown(app)
    accounts.add_user(console(), "ada", Role.ADMIN, PASSWORD)
    one_browser[cookies.DEVICE] = devices.register(Actor(accounts.sign_in("ada", PASSWORD).id), "Line 1")
    app.run()
    assert app.button(key="menu_sign_out").label == "Change inspector"
    app.button(key="menu_sign_out").click().run()
    app.selectbox(key="sign_in_pin_name").set_value("inspector")
    app.text_input(key="sign_in_pin_digits").set_value("140379")
    app.button(key="sign_in_pin_submit").click().run()
    assert not app.exception and "inspector\ninspector" in shown(app)
    del one_browser[cookies.DEVICE]
    assert "sign_in_pin_name" not in {box.key for box in open_page().selectbox}


def test_an_administrator_registers_and_retires_the_device_in_their_hands(open_page):
    app = open_page(Role.ADMIN, "Users")
    app.text_input(key="users_register_name").set_value("Line 2")
    app.button(key="users_register_submit").click().run()
    assert not app.exception
    (device,) = devices.list_devices(console())
    assert (device.name, device.registered_by) == ("Line 2", "admin")
    app.button(key=f"users_retire_{device.id}").click().run()
    assert not app.exception and devices.list_devices(console()) == []


def test_the_last_administrator_cannot_disable_or_demote_themselves(open_page):
    app = open_page(Role.ADMIN, "Users")
    app.button(key="users_turn_admin").click().run()
    assert "last active administrator" in shown(app)
    app.selectbox(key="users_role_admin").set_value(Role.VIEWER)
    app.button(key="users_set_role_admin").click().run()
    assert "last active administrator" in shown(app)
    assert names() == {"admin": Role.ADMIN}


def test_a_new_password_ends_the_session_and_the_old_one_is_worth_nothing(open_page):
    app = open_page(Role.VIEWER, "Account")
    app.text_input(key="account_current").set_value(PASSWORD)
    app.text_input(key="account_new").set_value("mackerel in brine 3")
    app.text_input(key="account_again").set_value("mackerel in brine 3")
    app.button(key="account_submit").click().run()
    assert not app.exception and app.text_input(key="sign_in_name")
    assert "Sign in" in shown(sign_in_to(app, "viewer"))
    assert "My account" in shown(sign_in_to(app, "viewer", "mackerel in brine 3"))


def test_a_wrong_current_password_changes_nothing(open_page):
    app = open_page(Role.VIEWER, "Account")
    app.text_input(key="account_current").set_value("not my password")
    app.text_input(key="account_new").set_value("mackerel in brine 3")
    app.text_input(key="account_again").set_value("mackerel in brine 3")
    app.button(key="account_submit").click().run()
    assert "not your current password" in shown(app)
    assert accounts.sign_in("viewer", PASSWORD)


def test_the_audit_trail_shows_who_did_what_and_can_be_narrowed_to_one_subject(open_page):
    app = open_page(Role.MANAGER, "Audit")
    accounts.add_user(console(), "grace", Role.VIEWER, PASSWORD)
    assert "user:grace" in list(app.run().dataframe[0].value["Of"])
    app.text_input(key="audit_subject").set_value("user:grace").run()
    assert set(app.dataframe[0].value["Of"]) == {"user:grace"}
    app.text_input(key="audit_subject").set_value("can:99").run()
    assert not app.dataframe and "Nothing is recorded of that" in shown(app)
