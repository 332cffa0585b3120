"""A visitor without a browser: speaks the app's own websocket, opens pages, fills in, clicks, uploads, and counts."""

import http.client
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from core.words import tr

HOST = "127.0.0.1"
PATIENCE_S = 120.0
_XSRF = "_streamlit_xsrf"
_ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)


@dataclass
class Shown:
    """What one run of a page sent: the seconds until it was whole, its bytes, words, and widgets by their key."""

    seconds: float = 0.0
    bytes: int = 0
    words: list[str] = field(default_factory=list)
    widgets: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def says(self, words: str) -> bool:
        """Whether these words stand anywhere on the page."""
        return any(words in each for each in self.words)


class Visitor:
    """One tab of one browser of its own; raises TimeoutError when the app does not answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._token = self._fetch_token()
        self._socket = connect(
            f"ws://{HOST}:{port}/_stcore/stream", subprotocols=[Subprotocol("streamlit"), Subprotocol(self._token)],
            additional_headers={"Cookie": f"{_XSRF}={self._token}"}, origin=Origin(f"http://{HOST}:{port}"),
            max_size=None, compression=None, open_timeout=PATIENCE_S,
        )
        self._pages: dict[str, str] = {}
        self._page = self._session = ""
        self._filled: dict[str, WidgetState] = {}
        self.shown = Shown()
        self.run()

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def open(self, page: str, query: str = "") -> Shown:
        """Open a page by the name of its script."""
        self._page = self._pages[page]
        self._filled.clear()
        return self.run(query=query)

    def fill(self, key: str, text: str) -> None:
        """Fill a text field in; the next run takes it along."""
        identity = self.shown.widgets[key]
        self._filled[identity] = WidgetState(id=identity, string_value=text)

    def click(self, key: str) -> Shown:
        """Press a button."""
        return self.run(WidgetState(id=self.shown.widgets[key], trigger_value=True))

    def upload(self, key: str, files: Iterable[tuple[str, bytes]]) -> Shown:
        """Give files to an uploader."""
        contents = dict(files)
        state = WidgetState(id=self.shown.widgets[key])
        for place in self._places(list(contents)):
            content = contents[place.name]
            self._put(place.file_urls.upload_url, place.name, content)
            state.file_uploader_state_value.uploaded_file_info.append(UploadedFileInfo(
                file_id=place.file_urls.file_id, name=place.name, size=len(content), file_urls=place.file_urls))
        return self.run(state)

    def run(self, *changed: WidgetState, query: str = "") -> Shown:
        """Let the page run once with what is filled in and what was changed just now."""
        message = BackMsg()
        message.rerun_script.page_script_hash, message.rerun_script.query_string = self._page, query
        message.rerun_script.widget_states.widgets.extend([*self._filled.values(), *changed])
        began = time.perf_counter()
        self._socket.send(message.SerializeToString())
        self.shown = Shown()
        while not self._take(self._receive(), self.shown):
            pass
        self.shown.seconds = time.perf_counter() - began
        return self.shown

    def _receive(self) -> bytes:
        data = self._socket.recv(timeout=PATIENCE_S)
        return data if isinstance(data, bytes) else data.encode()

    def _take(self, data: bytes, shown: Shown) -> bool:
        """Note what a message brings; True when the run is over."""
        message = ForwardMsg()
        message.ParseFromString(data)
        shown.bytes += len(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            started = message.new_session
            self._session = started.initialize.session_id or self._session
            self._page = started.page_script_hash
            named = {page.url_pathname.replace(" ", "_"): page.page_script_hash for page in started.app_pages}
            self._pages = named or self._pages
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            _note(element.WhichOneof("type") or "", getattr(element, element.WhichOneof("type") or "empty"), shown)
        return kind == "script_finished" and message.script_finished in _ENDED

    def _places(self, names: list[str]) -> list[Any]:
        message = BackMsg()
        message.file_urls_request.request_id = uuid.uuid4().hex
        message.file_urls_request.file_names.extend(names)
        message.file_urls_request.session_id = self._session
        self._socket.send(message.SerializeToString())
        answer = ForwardMsg()
        while answer.WhichOneof("type") != "file_urls_response":
            answer.ParseFromString(self._receive())
        return [_Place(name, urls) for name, urls in zip(names, answer.file_urls_response.file_urls, strict=True)]

    def _put(self, path: str, name: str, content: bytes) -> None:
        mark = uuid.uuid4().hex
        body = (f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                f"Content-Type: image/jpeg\r\n\r\n").encode() + content + f"\r\n--{mark}--\r\n".encode()
        connection = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE_S)
        connection.request("PUT", path, body, {
            "Content-Type": f"multipart/form-data; boundary={mark}", "X-Xsrftoken": self._token,
            "Cookie": f"{_XSRF}={self._token}"})
        if connection.getresponse().status >= 300:
            raise OSError(f"the app did not take {name}")

    def _fetch_token(self) -> str:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE_S)
        connection.request("GET", "/_stcore/health")
        cookies = SimpleCookie(connection.getresponse().getheader("Set-Cookie", ""))
        return cookies[_XSRF].value


@dataclass(frozen=True)
class _Place:
    name: str
    file_urls: Any


def _note(kind: str, element: Any, shown: Shown) -> None:
    if kind == "exception":
        shown.errors.append(getattr(element, "message", ""))
    for name in ("body", "label"):
        words = getattr(element, name, "")
        if isinstance(words, str) and words:
            shown.words.append(words)
            if words == tr("page_failed"):
                shown.errors.append(words)
    identity = getattr(element, "id", "")
    if isinstance(identity, str) and identity.count("-") >= 2:  # $$ID-<hash>-<key>
        shown.widgets[identity.split("-", 2)[2]] = identity
