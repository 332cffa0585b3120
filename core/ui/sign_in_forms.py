"""The forms at the closed door: password, PIN on a registered device, one-time code, and the very first start.

The only module that knows streamlit-authenticator: its controller strips the password, lowers the name and asks our
verifier. What it keeps in ``st.session_state`` is ignored.
"""

from collections.abc import Callable

import streamlit as st

from core.errors import BadInput, Refused
from core.records import accounts, devices
from core.ui.page import plain_label, show_plain, show_problem
from core.words import tr


def draw_forms(address: str, device_token: str | None) -> accounts.Session | None:
    """Draw what this visitor may fill in; return the session when somebody has just signed in."""
    st.html('<div class="brand"><span class="brand-mark"></span>Cansight</div>')
    if accounts.needs_setup():
        return _draw_setup(address)
    names = devices.names_on(device_token) if device_token else []
    session = None
    if names and device_token:
        session = _draw_pin(names, device_token, address)
        with st.expander("With a password", key="sign_in_by_password"):
            session = _draw_password(address) or session
    else:
        session = _draw_password(address)
    with st.expander("I have a one-time code", key="sign_in_by_code"):
        return _draw_code(address) or session


def _draw_password(address: str) -> accounts.Session | None:
    with st.form("sign_in", border=False):
        st.subheader("Sign in")
        name = st.text_input("Name", key="sign_in_name", autocomplete="username")
        password = _password("Password", "sign_in_password", "current-password")
        pressed = _submit("Sign in", "sign_in_submit")
    if not pressed:
        return None
    if not name.strip() or not password.strip():
        show_problem(tr("sign_in_empty"))
        return None
    return _attempt(lambda: _checked_by_the_library(name, password, address))


def _draw_pin(names: list[str], device_token: str, address: str) -> accounts.Session | None:
    with st.form("sign_in_pin", border=False):
        st.subheader("Change of inspector")
        name = st.selectbox("Name", names, index=None, key="sign_in_pin_name", format_func=plain_label)
        pin = _password("PIN", "sign_in_pin_digits", "off")
        pressed = _submit("Start", "sign_in_pin_submit")
    if not pressed:
        return None
    if not name or not pin:
        show_problem(tr("sign_in_pin_empty"))
        return None
    return _attempt(lambda: devices.sign_in_with_pin(device_token, name, pin, address))


def _draw_code(address: str) -> accounts.Session | None:
    with st.form("sign_in_code", border=False):
        name = st.text_input("Account", key="sign_in_code_name", autocomplete="username")
        code = st.text_input("One-time code", key="sign_in_code_code", autocomplete="one-time-code")
        password, again = _new_password("sign_in_code", "New password")
        pressed = _submit("Keep it and sign in", "sign_in_code_submit")
    if not pressed:
        return None
    return _attempt(lambda: accounts.redeem(name, code, _same(password, again), address))


def _draw_setup(address: str) -> accounts.Session | None:
    with st.form("sign_in_setup", border=False):
        st.subheader("Create the first administrator")
        show_plain(tr("setup_code_where"))
        code = st.text_input("Setup code", key="sign_in_setup_code", autocomplete="off")
        name = st.text_input("Name", key="sign_in_setup_name", autocomplete="username")
        password, again = _new_password("sign_in_setup")
        pressed = _submit("Create and sign in", "sign_in_setup_submit")
    if not pressed:
        return None

    def create() -> accounts.Session:
        accounts.create_first_admin(code, name, _same(password, again))
        return accounts.sign_in(name, password, address=address)

    return _attempt(create)


def _checked_by_the_library(name: str, password: str, address: str) -> accounts.Session:
    # Imported here: it takes most of a second, and registers a component that wants a running page.
    from streamlit_authenticator.controllers import AuthenticationController

    checked: list[accounts.Session] = []

    def check(name: str, password: str) -> bool:
        checked.append(accounts.sign_in(name, password, address=address))
        return True

    # The library looks the name up among its own users after our verifier said yes.
    controller = AuthenticationController({"usernames": {name.lower().strip(): {"name": ""}}}, auto_hash=False)
    controller.authentication_model.check_credentials = check
    controller.login(name, password)
    return checked[0]


def _attempt(act: Callable[[], accounts.Session]) -> accounts.Session | None:
    try:
        return act()
    except (BadInput, Refused) as problem:
        show_problem(str(problem))
        return None


def _same(password: str, again: str) -> str:
    if password != again:
        raise BadInput(tr("passwords_differ"))
    return password


def _new_password(prefix: str, label: str = "Password") -> tuple[str, str]:
    password = _password(label, f"{prefix}_password", "new-password", tr("password_rule"))
    return password, _password(f"{label} again", f"{prefix}_again", "new-password")


def _password(label: str, key: str, autocomplete: str, rule: str | None = None) -> str:
    return st.text_input(label, type="password", key=key, autocomplete=autocomplete, help=rule)


def _submit(label: str, key: str) -> bool:
    return st.form_submit_button(label, type="primary", width="stretch", key=key)
