"""Users, my account and the audit trail, on their pages."""

import pytest

from core.quality.rights import Role
from core.records import accounts
from core.records.use_case import console
from tests.ui.conftest import PASSWORD, shown
from tests.ui.conftest import sign_in as sign_in_to


def names() -> dict[str, Role]:
    return {account.name: account.role for account in accounts.list_users(console())}


def test_an_administrator_adds_a_user_who_can_sign_in(open_page):
    app = open_page(Role.ADMIN, "Users")
    app.text_input(key="users_add_name").set_value("Grace")
    app.selectbox(key="users_add_role").set_value(Role.REVIEWER)
    app.text_input(key="users_add_password").set_value(PASSWORD)
    app.button(key="users_add_submit").click().run()
    assert not app.exception
    assert names()["grace"] is Role.REVIEWER


@pytest.mark.parametrize(("name", "password"), [("admin", PASSWORD), ("gr ace!", PASSWORD), ("grace", "short")])
def test_a_user_who_cannot_be_added_is_refused_in_a_sentence(open_page, name, password):
    app = open_page(Role.ADMIN, "Users")
    app.text_input(key="users_add_name").set_value(name)
    app.text_input(key="users_add_password").set_value(password)
    app.button(key="users_add_submit").click().run()
    assert not app.exception and "may sign in now" not in shown(app)
    assert list(names()) == ["admin"]


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
