"""A browser's tab without a browser: it speaks Streamlit's websocket itself, with any cookie and any message."""

from __future__ import annotations

import http.client
import re
import ssl
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

PATIENCE = 60.0
"""Seconds for one run of a page; two busy cores are slow."""


@dataclass
class Shown:
    """What one run of a page sent: words by kind of element, and widgets by label."""

    words: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    widgets: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    fragment_of: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join([*self.titles, *self.words])

    @property
    def ticket(self) -> str:
        """The number for which the browser fetches its cookie; empty without one."""
        found = re.search(r"'X-Ticket': '([\w-]+)'", "".join(self.html))
        return found.group(1) if found else ""

    @property
    def session_hash(self) -> str:
        """By what the page looks whether its session still lives; empty where nobody is signed in."""
        found = re.search(r"'X-Session': '(\w+)'", "".join(self.html))
        return found.group(1) if found else ""

    @property
    def is_form(self) -> bool:
        """The sign-in form and nothing behind it."""
        return {"Name", "Password"} <= set(self.widgets) and not self.is_open and self.titles[:1] == ["Sign in"]

    @property
    def is_open(self) -> bool:
        """Somebody is signed in."""
        return bool({"Sign out", "Change inspector"} & set(self.widgets))


class Tab:
    """One connection; ``session_id`` reconnects to a tab that another opened."""

    def __init__(
        self, url: str, cookies: dict[str, str] | None = None, *, session_id: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        where, secure = urlsplit(url).netloc, url.startswith("https:")
        sent = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        protocols: Any = ["streamlit", "no-token", *([session_id] if session_id else [])]
        self._socket = connect(
            f"{'wss' if secure else 'ws'}://{where}/_stcore/stream", subprotocols=protocols,
            origin=url.rstrip("/"), ssl=unverified() if secure else None,  # type: ignore[arg-type]
            additional_headers={**({"Cookie": sent} if sent else {}), **(headers or {})},
            max_size=None, compression=None, open_timeout=PATIENCE, proxy=None,
        )
        self.session_id = ""
        self.page = self._query = ""
        self._filled: dict[str, WidgetState] = {}
        self.shown = Shown()

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def open(self, page: str = "", query: str = "") -> Shown:
        """Ask for a page by its address."""
        self._filled.clear()
        self._query = query
        return self._run(page_name=page)

    def follow(self, page: str) -> Shown:
        """Ask for a page as a click in the menu does: by what ``page`` was when it was open."""
        self.page, self._query = page, ""
        self._filled.clear()
        return self._run()

    def fill(self, label: str, value: str) -> None:
        """Type into a field that the last run showed."""
        state = WidgetState(id=self.shown.widgets[label])
        state.string_value = value
        self._filled[state.id] = state

    def press(self, label: str, *, times: int = 1, wait: bool = True) -> Shown:
        """Press a button that the last run showed, so many times at once."""
        widget = self.shown.widgets[label]
        for _ in range(times):
            self._send(pressed=widget, fragment=self.shown.fragment_of.get(widget, ""))
        return self._read() if wait else self.shown

    def rerun(self) -> Shown:
        return self._run()

    def _run(self, page_name: str = "") -> Shown:
        self._send(page_name=page_name)
        return self._read()

    def _send(self, *, page_name: str = "", pressed: str = "", fragment: str = "") -> None:
        message = BackMsg()
        run = message.rerun_script
        run.page_name, run.page_script_hash = page_name, "" if page_name else self.page
        run.query_string = self._query
        run.fragment_id = fragment
        run.widget_states.widgets.extend(self._filled.values())
        if pressed:
            state = WidgetState(id=pressed)
            state.trigger_value = True
            run.widget_states.widgets.append(state)
        self._socket.send(message.SerializeToString())

    def _read(self) -> Shown:
        until = time.monotonic() + PATIENCE
        shown = Shown()
        while time.monotonic() < until:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(timeout=PATIENCE))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "new_session":
                start = message.new_session
                self.session_id = start.initialize.session_id or self.session_id
                self.page = start.page_script_hash
                shown = Shown()
            elif kind == "navigation":
                self.page = message.navigation.page_script_hash or self.page
            elif kind == "delta":
                _note(message.delta, shown)
            elif kind == "script_finished" and message.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
                ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            ):
                self.shown = shown
                return shown
        raise AssertionError("the page did not finish")


def unverified() -> ssl.SSLContext:
    """Trust whatever certificate the server shows: it was made for this test."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _note(delta: Any, shown: Shown) -> None:
    if delta.WhichOneof("type") != "new_element":
        return
    element = delta.new_element
    kind = element.WhichOneof("type")
    content = getattr(element, kind)
    if kind == "heading":
        shown.titles.append(content.body)
    elif kind == "exception":
        shown.errors.append(f"{content.type}: {content.message}")
    elif kind == "html":
        shown.html.append(content.body)
    elif kind in ("markdown", "text", "alert"):
        shown.words.append(content.body)
    label, widget = getattr(content, "label", ""), getattr(content, "id", "")
    if widget:
        shown.widgets.setdefault(label, widget)
        if delta.fragment_id:
            shown.fragment_of[widget] = delta.fragment_id


def request(
    url: str, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str]]:
    """Ask the server for something plainly; returns the status and the headers, in small letters."""
    where = urlsplit(url)
    host, port = where.hostname or "", where.port
    asking = (http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=unverified())
              if where.scheme == "https" else http.client.HTTPConnection(host, port, timeout=PATIENCE))
    asking.request(method, path, headers=headers or {})
    answer = asking.getresponse()
    answer.read()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}
