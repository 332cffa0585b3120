"""Cookies that no script in a page can read: a route of our own sets them, for a ticket that is good once.

A page cannot set a cookie by itself: it answers over a websocket. So it shows the browser a ticket, and the browser
fetches the cookie for it.
"""

import secrets
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SESSION, DEVICE = "cansight_session", "cansight_device"
BROWSER = "_streamlit_xsrf"
"""Streamlit's own cookie, which marks the browser."""
TICKET_SECONDS = 30.0
_MOST_TICKETS = 10_000
PENDING = "cookies.pending"
"""Where a tab keeps the ticket that it still has to show."""


@dataclass(frozen=True)
class _Ticket:
    cookie: str
    value: str
    lives: timedelta
    issued: float


class _Tickets:
    """Tickets that were not taken yet; each is given out once, and only for half a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, _Ticket] = {}

    def issue(self, cookie: str, value: str, lives: timedelta) -> str:
        number = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old()
            self._waiting[number] = _Ticket(cookie, value, lives, time.monotonic())
        return number

    def take(self, number: str) -> _Ticket | None:
        with self._lock:
            self._forget_old()
            return self._waiting.pop(number, None)

    def waits(self, number: str) -> bool:
        with self._lock:
            self._forget_old()
            return number in self._waiting

    def _forget_old(self) -> None:
        since = time.monotonic() - TICKET_SECONDS
        for number, ticket in list(self._waiting.items()):
            if ticket.issued > since and len(self._waiting) <= _MOST_TICKETS:
                break  # they stand in the order in which they were issued
            del self._waiting[number]


_tickets = _Tickets()


def read_cookie(name: str) -> str | None:
    """Return what the browser sent with this page's connection."""
    value = st.context.cookies.get(name)
    return value if isinstance(value, str) else None


def give_cookie(name: str, value: str, lives: timedelta) -> None:
    """Have this page's browser keep a cookie; it is sent from the next connection on, after a reload."""
    st.session_state[PENDING] = _tickets.issue(name, value, lives)


def draw_ticket() -> None:
    """Show the browser the ticket for as long as it was not taken, so that no earlier click can lose it."""
    number = st.session_state.get(PENDING)
    if isinstance(number, str) and _tickets.waits(number):
        st.html(f"<script>fetch('cookie', {{method: 'POST', headers: {{'X-Ticket': '{number}'}}}})</script>",
                unsafe_allow_javascript=True)  # the number is ours: letters, digits, - and _


async def _set_cookie(request: Request) -> Response:
    # A page of another site cannot send this header without asking first, and nobody answers that.
    ticket = _tickets.take(request.headers.get("x-ticket", ""))
    if ticket is None:
        return Response(status_code=403)
    response = Response(status_code=204, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        ticket.cookie, ticket.value, max_age=int(ticket.lives.total_seconds()), path="/", httponly=True,
        samesite="strict", secure=request.url.scheme == "https",
    )
    return response


ROUTES = [Route("/cookie", _set_cookie, methods=["POST"])]
