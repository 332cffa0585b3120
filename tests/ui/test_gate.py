"""Nobody gets past the gate without a living session; everybody sees the pages of their role."""

from dataclasses import replace

import pytest

from core.quality.rights import Role, may
from core.records import accounts, first_admin
from core.records.use_case import console
from core.ui import resources
from core.ui.menu import ENTRIES
from tests.ui.conftest import HOME, PASSWORD, shown, sign_in

PAGES = sorted(path.stem for path in (HOME.parent / "pages").glob("[!_]*.py"))


def problem(app) -> str:
    """The sentence that the form shows, if any."""
    texts = [text.value for text in app.text]
    return "\n".join(text for text in texts if "setup code stands in the terminal" not in text)


def signed_in(app) -> bool:
    return any(button.key == "menu_sign_out" for button in app.button)


def test_the_first_visitor_creates_the_administrator_with_the_code_from_the_terminal(open_page):
    code = first_admin.issue_setup_code()
    app = open_page()
    app.text_input(key="sign_in_setup_code").set_value(code)
    app.text_input(key="sign_in_setup_name").set_value("Ada")
    app.text_input(key="sign_in_setup_password").set_value(PASSWORD)
    app.text_input(key="sign_in_setup_again").set_value(PASSWORD)
    app.button(key="sign_in_setup_submit").click().run()
    assert not app.exception
    assert signed_in(app) and "ada\nadmin" in shown(app)


def test_a_wrong_setup_code_creates_nobody(open_page):
    first_admin.issue_setup_code()
    app = open_page()
    app.text_input(key="sign_in_setup_code").set_value("0000-0000")
    app.text_input(key="sign_in_setup_name").set_value("eve")
    app.text_input(key="sign_in_setup_password").set_value(PASSWORD)
    app.text_input(key="sign_in_setup_again").set_value(PASSWORD)
    app.button(key="sign_in_setup_submit").click().run()
    assert problem(app) and not signed_in(app)
    assert accounts.needs_setup()


def test_two_different_passwords_create_nobody(open_page):
    code = first_admin.issue_setup_code()
    app = open_page()
    app.text_input(key="sign_in_setup_code").set_value(code)
    app.text_input(key="sign_in_setup_name").set_value("ada")
    app.text_input(key="sign_in_setup_password").set_value(PASSWORD)
    app.text_input(key="sign_in_setup_again").set_value(PASSWORD + "x")
    app.button(key="sign_in_setup_submit").click().run()
    assert problem(app) and accounts.needs_setup()


def test_the_right_password_signs_in_and_signing_out_brings_the_form_back(open_page):
    app = open_page(Role.INSPECTOR)
    assert signed_in(app)
    app.button(key="menu_sign_out").click().run()
    assert not signed_in(app) and app.text_input(key="sign_in_name")


@pytest.mark.parametrize(("name", "password"), [
    ("inspector", "wrong password 1"), ("nobody", PASSWORD), ("", PASSWORD), ("inspector", ""),
])
def test_a_wrong_name_or_password_gets_one_sentence_and_nothing_else(open_page, name, password):
    open_page(Role.INSPECTOR)
    app = sign_in(open_page(), name, password)
    assert len(problem(app).splitlines()) == 1 and not signed_in(app) and not app.exception


def test_session_state_that_claims_to_be_signed_in_opens_nothing(open_page):
    open_page(Role.ADMIN)
    app = open_page()
    for key, value in {"username": "admin", "name": "admin", "authentication_status": True,
                       "roles": ["admin"]}.items():
        app.session_state[key] = value
    assert not signed_in(app.run())


def test_a_session_taken_over_by_another_browser_opens_nothing(open_page):
    app = open_page(Role.ADMIN)
    app.session_state["gate.session"] = replace(app.session_state["gate.session"], xsrf="of the first browser")
    assert not signed_in(app.run())


def test_whoever_signs_in_next_finds_nothing_of_the_one_before_in_the_tab(open_page):
    app = open_page(Role.ADMIN)
    accounts.add_user(console(), "grace", Role.VIEWER, PASSWORD)
    app.session_state["users.code"] = ("grace", "K7QF-2MZX-9RTC")
    accounts.end_sessions_of(console(), "admin")
    app = sign_in(app.run(), "admin")
    assert app.session_state["users.code"]
    accounts.end_sessions_of(console(), "admin")
    app = sign_in(app.run(), "grace")
    assert signed_in(app) and "users.code" not in app.session_state


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_page_shows_nobody_the_sign_in_form_and_nothing_else(open_page, page):
    accounts.add_user(console(), "ada", Role.ADMIN, PASSWORD)
    app = open_page(page=page)
    assert not app.exception
    assert app.text_input(key="sign_in_name") and not app.title and not signed_in(app)


@pytest.mark.parametrize("role", list(Role))
def test_every_page_opens_for_the_roles_that_the_table_of_rights_names(open_page, role):
    entries = {entry.script: entry.right for entry in ENTRIES}
    app = open_page(role)
    for page in PAGES:
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, page
        allowed = may(role, entries.get(f"pages/{page}.py", next(iter(entries.values()))))
        assert ("does not open this page" in shown(app)) != allowed, page


def test_the_models_begin_to_load_at_a_sign_in_and_not_for_a_visitor(open_page, monkeypatch):
    asked = []
    monkeypatch.setattr(resources, "warm_up", lambda: asked.append("to load"))
    open_page()
    assert not asked
    open_page(Role.INSPECTOR)
    assert asked


@pytest.mark.parametrize("end", [
    lambda: accounts.disable(console(), "inspector"),
    lambda: accounts.reset_password(console(), "inspector"),
    lambda: accounts.set_role(console(), "inspector", Role.VIEWER),
    lambda: accounts.delete(console(), "inspector"),
    lambda: accounts.end_sessions_of(console(), "inspector"),
])
def test_a_page_left_open_is_closed_by_disabling_a_new_password_or_another_role(open_page, end):
    app = open_page(Role.INSPECTOR, "Inspect")
    end()
    assert not signed_in(app.run())


def test_every_page_of_the_menu_exists_and_calls_the_gate():
    for entry in ENTRIES:
        assert (HOME.parent / entry.script).is_file()
    for page in PAGES:
        assert "require_user(" in (HOME.parent / "pages" / f"{page}.py").read_text(encoding="utf-8")
