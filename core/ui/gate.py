"""The gate of every page: nobody gets past ``require_user`` without a session that is alive in the records.

Who somebody is comes from the sessions table on every run, never from ``st.session_state``: our key there holds no
more than the session's id, which counts only in the browser that signed in.
"""

from dataclasses import dataclass
from datetime import datetime

import jwt
import streamlit as st

from core.quality.rights import Right, Role, may
from core.records import accounts, clock, devices, secret, sessions
from core.records.use_case import Actor
from core.ui import menu, resources
from core.ui.cookies import BROWSER, DEVICE, PENDING, SESSION, draw_ticket, give_cookie, read_cookie
from core.ui.page import page_frame, show_plain
from core.ui.sign_in_forms import draw_forms
from core.ui.watching import draw_watch
from core.words import tr

_SESSION, _PERSON = "gate.session", "gate.person"


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


def require_user(title: str, right: Right) -> SignedIn:
    """Draw the page's frame and return the acting user, or draw the sign-in form or the refusal and stop the run."""
    page_frame(title)
    if st.session_state.get("gate.sign_out"):
        _sign_out()
    user = _current_user()
    device = read_cookie(DEVICE)
    # Always there, so that the form and the ticket, which come and go, move nothing on the page: a moved widget is
    # made anew in the browser and loses an upload under way.
    with st.container(key="gate"):
        if user is None:
            user = _sign_in(device)
        _forget_another_persons(user.name)
        draw_ticket()
        draw_watch(user.actor.session_id)
    resources.warm_up()
    on_device = device is not None and devices.device_of(device) is not None
    menu.draw(user, _ask_to_sign_out, "Change inspector" if on_device else "Sign out")
    if not user.may(right):
        st.title(title)
        show_plain(tr("not_your_right", role=user.role), icon=":material/lock:")
        st.stop()
    return user


def _current_user() -> SignedIn | None:
    for session_id in (_remembered_session(), session_of(read_cookie(SESSION))):
        user = accounts.seen(session_id) if session_id else None
        if session_id and user:
            return SignedIn(Actor(session_id), user.name, user.role)
    return None


def _forget_another_persons(name: str) -> None:
    """Drop what this tab holds of whoever was signed in before: begun work, answers, a code that was to be shown."""
    if st.session_state.get(_PERSON, name) != name:
        for key in [key for key in st.session_state if key not in (_SESSION, PENDING)]:
            del st.session_state[key]
    st.session_state[_PERSON] = name


def _remembered_session() -> str | None:
    kept, browser = st.session_state.get(_SESSION), read_cookie(BROWSER)
    if isinstance(kept, _Remembered) and browser and kept.xsrf == browser:
        return kept.session_id
    return None


def session_of(token: str | None) -> str | None:
    """Return the session id in a cookie that we signed and that has not expired, else None, whatever it holds."""
    if not token:
        return None
    try:
        claims = jwt.decode(token, secret.cookie_key(), algorithms=["HS256"], options={"require": ["exp"]})
    except jwt.PyJWTError:
        return None
    session_id = claims.get("session")
    return session_id if isinstance(session_id, str) else None


def _sign_in(device_token: str | None) -> SignedIn:
    form = st.empty()
    with form.container(key="sign_in_frame"):
        session = draw_forms(_address(), device_token)
    if session is None:
        st.stop()
    form.empty()
    st.session_state[_SESSION] = _Remembered(session.id, read_cookie(BROWSER))
    give_cookie(SESSION, _token(session, clock.now() + sessions.LIFETIME), sessions.LIFETIME)
    return SignedIn(Actor(session.id), session.name, session.role)


def _token(session: accounts.Session, expires_at: datetime) -> str:
    claims = {"username": session.name, "session": session.id, "exp": expires_at}
    return jwt.encode(claims, secret.cookie_key(), algorithm="HS256")


def _address() -> str:
    """Where this page's connection comes from, empty on this machine. uvicorn believes X-Forwarded-For only of a
    proxy that FORWARDED_ALLOW_IPS names, by default one on this machine."""
    address = st.context.ip_address
    return address if isinstance(address, str) else ""


def _ask_to_sign_out() -> None:
    st.session_state["gate.sign_out"] = True


def _sign_out() -> None:
    """End the session in the records; a cookie that the browser still holds opens nothing any more."""
    for session_id in (_remembered_session(), session_of(read_cookie(SESSION))):
        if session_id:
            accounts.sign_out(session_id)
    st.session_state.clear()
