"""The gate of every page: nobody gets past ``require_user`` without a session that is alive in the records.

The only module that knows streamlit-authenticator. Its controller strips the password, lowers the name and asks our
verifier; its component sets the cookie. Who somebody is comes from the sessions table on every run, never from
``st.session_state``: the authenticator's own keys there are ignored, and our key holds no more than the session's id,
which counts only for the browser that signed in.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import jwt
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.errors import BadInput, Refused
from core.quality.rights import Right, Role, may
from core.records import accounts, secret, sessions
from core.records.use_case import Actor
from core.ui import menu, resources
from core.ui.page import page_frame, show_plain, show_problem
from core.words import tr

if TYPE_CHECKING:
    from streamlit_authenticator import Authenticate

COOKIE = "cansight_session"
_SESSION = "gate.session"
_XSRF_COOKIE = "_streamlit_xsrf"
_COOKIE_DRAWN_FOR = 30.0
"""Seconds for which the component that sets the cookie stays on the page; an earlier click must not remove it."""


@dataclass(frozen=True)
class SignedIn:
    """The acting user of this run: ``actor`` for the use cases, the rest for the page."""

    actor: Actor
    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """Say whether the menu or the page should offer what this right allows; the use case asks again."""
        return may(self.role, right)


@dataclass(frozen=True)
class _Remembered:
    """A session begun in this tab, bound to the browser by the cookie that Streamlit gave it."""

    session_id: str
    xsrf: str | None
    token: str
    expires_at: datetime
    since: float


def require_user(title: str, right: Right) -> SignedIn:
    """Draw the page's frame and return the acting user, or draw the sign-in form or the refusal and stop the run."""
    page_frame(title)
    if st.session_state.get("gate.sign_out"):
        _sign_out()
    user = _current_user()
    # Always there, so that the form and the cookie's component, which come and go, move nothing on the page: a moved
    # widget is made anew in the browser and loses an upload under way.
    with st.container(key="gate"):
        if user is None or _cookie_is_fresh():
            authenticate = _authenticator()
            form = st.empty()
            if user is None:
                user = _sign_in_or_set_up(authenticate, form)
            _set_cookie(authenticate)
    resources.warm_up()
    menu.draw(user, _ask_to_sign_out)
    if not user.may(right):
        st.title(title)
        show_plain(tr("not_your_right", role=user.role), icon=":material/lock:")
        st.stop()
    return user


def _current_user() -> SignedIn | None:
    for session_id in (_remembered_session(), _session_of(_cookie(COOKIE))):
        user = accounts.current(session_id) if session_id else None
        if session_id and user:
            return SignedIn(Actor(session_id), user.name, user.role)
    return None


def _remembered_session() -> str | None:
    kept = st.session_state.get(_SESSION)
    if isinstance(kept, _Remembered) and kept.xsrf == _cookie(_XSRF_COOKIE):
        return kept.session_id
    return None


def _session_of(token: str | None) -> str | None:
    """Return the session id in a cookie that we signed and that has not expired, else None, whatever it holds."""
    if not token:
        return None
    try:
        claims = jwt.decode(token, secret.cookie_key(), algorithms=["HS256"], options={"require": ["exp"]})
    except jwt.PyJWTError:
        return None
    session_id = claims.get("session")
    return session_id if isinstance(session_id, str) else None


def _sign_in_or_set_up(authenticate: Authenticate, form: DeltaGenerator) -> SignedIn:
    with form.container(key="sign_in_frame"):
        st.html('<div class="brand"><span class="brand-mark"></span>Cansight</div>')
        session = _draw_setup() if accounts.needs_setup() else _draw_sign_in(authenticate)
    if session is None:
        st.stop()
    form.empty()
    return SignedIn(Actor(session.id), session.name, session.role)


def _draw_sign_in(authenticate: Authenticate) -> accounts.Session | None:
    checked: list[accounts.Session] = []

    def check(name: str, password: str) -> bool:
        checked.append(accounts.sign_in(name, password, address=_address()))
        return True

    controller = authenticate.authentication_controller
    controller.authentication_model.check_credentials = check
    with st.form("sign_in", border=False):
        st.subheader("Sign in")
        name = st.text_input("Name", key="sign_in_name", autocomplete="username")
        password = st.text_input(
            "Password", type="password", key="sign_in_password", autocomplete="current-password"
        )
        pressed = st.form_submit_button("Sign in", type="primary", width="stretch", key="sign_in_submit")
    if not pressed:
        return None
    if not name.strip() or not password.strip():
        show_problem("Give your name and your password.")
        return None
    try:
        # The library looks the name up among its own users after our verifier said yes.
        controller.authentication_model.credentials["usernames"] = {name.lower().strip(): {"name": ""}}
        controller.login(name, password)
    except Refused as refusal:
        show_problem(str(refusal))
        return None
    _remember(checked[0])
    return checked[0]


def _draw_setup() -> accounts.Session | None:
    with st.form("sign_in_setup", border=False):
        st.subheader("Create the first administrator")
        show_plain(tr("setup_code_where"))
        code = st.text_input("Setup code", key="sign_in_setup_code", autocomplete="off")
        name = st.text_input("Name", key="sign_in_setup_name", autocomplete="username")
        password = st.text_input("Password", type="password", key="sign_in_setup_password",
                                 help=tr("password_rule"), autocomplete="new-password")
        again = st.text_input("Password again", type="password", key="sign_in_setup_again",
                              autocomplete="new-password")
        pressed = st.form_submit_button("Create and sign in", type="primary", width="stretch",
                                        key="sign_in_setup_submit")
    if not pressed:
        return None
    if password != again:
        show_problem(tr("passwords_differ"))
        return None
    try:
        accounts.create_first_admin(code, name, password)
        session = accounts.sign_in(name, password, address=_address())
    except (BadInput, Refused) as problem:
        show_problem(str(problem))
        return None
    _remember(session)
    return session


def _remember(session: accounts.Session) -> None:
    claims = {"username": session.name, "session": session.id, "exp": session.expires_at}
    token = jwt.encode(claims, secret.cookie_key(), algorithm="HS256")
    st.session_state[_SESSION] = _Remembered(
        session.id, _cookie(_XSRF_COOKIE), token, session.expires_at, time.monotonic()
    )


def _cookie(name: str) -> str | None:
    value = st.context.cookies.get(name)
    return value if isinstance(value, str) else None


def _address() -> str:
    address = st.context.ip_address
    return address if isinstance(address, str) else ""


def _cookie_is_fresh() -> bool:
    kept = st.session_state.get(_SESSION)
    return isinstance(kept, _Remembered) and time.monotonic() - kept.since < _COOKIE_DRAWN_FOR


def _set_cookie(authenticate: Authenticate) -> None:
    kept: _Remembered = st.session_state[_SESSION]
    manager = authenticate.cookie_controller.cookie_model.cookie_manager
    manager.set(COOKIE, kept.token, key="gate_set_cookie", expires_at=kept.expires_at)


def _ask_to_sign_out() -> None:
    st.session_state["gate.sign_out"] = True


def _sign_out() -> None:
    """End the session in the records; a cookie that the browser still holds opens nothing any more."""
    for session_id in (_remembered_session(), _session_of(_cookie(COOKIE))):
        if session_id:
            accounts.sign_out(session_id)
    st.session_state.clear()


def _authenticator() -> Authenticate:
    """Make the authenticator of this run; it draws its cookie component when made, so it is made only when needed.

    Imported here, because its component registers itself only when it is imported while a page runs.
    """
    from streamlit_authenticator import Authenticate

    expiry_days = sessions.LIFETIME.total_seconds() / 86400
    return Authenticate(
        {"usernames": {}}, COOKIE, secret.cookie_key(), expiry_days, auto_hash=False, login_sleep_time=0
    )


