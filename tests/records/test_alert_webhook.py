"""Alerts to another system: sent once each, retried, signed, and never while a record is being written."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from core.quality.alerts import AlertKind
from core.quality.verdict import Reason
from core.records import clock, database, inspections
from core.records.alert_rows import raise_alert
from core.records.alert_webhook import MOST_TRIES, NotTaken, deliver, signature
from core.records.schema import alert_delivery
from tests.records.conftest import SetClock
from tests.records.people import can_of_lot, signed_in


class Receiver:
    """Another system that keeps what it is sent, and takes nothing while it is ``down``."""

    def __init__(self) -> None:
        self.down = False
        self.seen: list[tuple[bytes, dict[str, str]]] = []

    def post(self, address: str, body: bytes, headers: dict[str, str]) -> None:
        if self.down:
            raise NotTaken("it is down")
        self.seen.append((body, headers))


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch, set_clock: SetClock) -> Receiver:
    monkeypatch.setenv("CANSIGHT_ALERT_WEBHOOK", "https://example.com/alerts")
    monkeypatch.setenv("CANSIGHT_ALERT_SECRET", "herring")
    return Receiver()


def overdue(line: str = "2") -> None:
    with database.write() as tx:
        raise_alert(tx, AlertKind.OVERDUE, f"overdue:{line}:{clock.now()}", Reason("alert_overdue", {"line": line}),
                    line=line)


def test_an_alert_is_sent_once_in_words_and_signed(receiver: Receiver) -> None:
    overdue()
    assert (deliver(receiver.post), deliver(receiver.post)) == (1, 0)
    ((body, headers),) = receiver.seen
    told = json.loads(body)
    assert (told["kind"], told["text"], told["line"]) == ("check overdue", "Line 2: the seam check is overdue.", "2")
    assert headers["X-Cansight-Signature"] == signature("herring", body) != signature("sprat", body)


def test_what_was_not_taken_is_sent_again_after_longer_waits(receiver: Receiver, set_clock: SetClock) -> None:
    overdue()
    receiver.down = True
    waits = []
    for _ in range(3):
        assert deliver(receiver.post) == 0
        with database.read() as tx:
            row = tx.execute(select(alert_delivery)).one()
        waits.append(row.next_try_at - clock.now())
        assert deliver(receiver.post) == 0 and row.problem == "it is down"  # not before its turn
        set_clock.time = row.next_try_at
    assert waits == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    receiver.down = False
    assert deliver(receiver.post) == 1 and deliver(receiver.post) == 0


def test_after_its_last_try_an_alert_is_left(receiver: Receiver, set_clock: SetClock) -> None:
    overdue()
    receiver.down = True
    for _ in range(MOST_TRIES + 5):
        deliver(receiver.post)
        set_clock.goes_on(minutes=20)
    with database.read() as tx:
        row = tx.execute(select(alert_delivery)).one()
    assert row.tries <= MOST_TRIES and row.delivered_at is None


def test_one_that_is_not_taken_holds_up_no_other(receiver: Receiver) -> None:
    overdue("1")
    overdue("2")

    def only_the_second(address: str, body: bytes, headers: dict[str, str]) -> None:
        if json.loads(body)["line"] == "1":
            raise NotTaken("not this one")

    assert deliver(only_the_second) == 1


def test_records_are_written_while_an_alert_is_on_its_way(receiver: Receiver) -> None:
    ines = signed_in("ines")
    inspections.raise_defect(ines, can_of_lot(ines, "one"), side=4, code="LEK")

    def slow(address: str, body: bytes, headers: dict[str, str]) -> None:
        can_of_lot(ines, "two")

    assert deliver(slow) == 1
    assert len(inspections.recent(ines)) == 2


def test_nothing_is_sent_without_an_address_nor_what_is_older_than_a_day(
    receiver: Receiver, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CANSIGHT_ALERT_WEBHOOK")
    overdue("1")
    assert deliver(receiver.post) == 0
    monkeypatch.setenv("CANSIGHT_ALERT_WEBHOOK", "https://example.com/alerts")
    set_clock.goes_on(hours=25)
    overdue("2")
    assert deliver(receiver.post) == 1


class _Handler(BaseHTTPRequestHandler):
    answers: list[int] = []  # noqa: RUF012 - set by the fixture for its one server
    bodies: list[bytes] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(self.answers.pop(0))
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Handler]]:
    http = HTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    monkeypatch.setenv("CANSIGHT_ALERT_WEBHOOK", f"http://127.0.0.1:{http.server_port}/alerts")
    _Handler.answers, _Handler.bodies = [], []
    yield _Handler
    http.shutdown()


def test_over_http_an_error_and_a_redirect_are_not_taken_and_a_success_is(
    server: type[_Handler], set_clock: SetClock
) -> None:
    overdue()
    server.answers[:] = [500, 302, 200]
    for taken in (0, 0, 1):
        assert deliver() == taken
        set_clock.goes_on(minutes=10)
    assert len(server.bodies) == 3 and json.loads(server.bodies[0])["line"] == "2"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:1/", "http://[", "x"])
def test_an_address_that_leads_nowhere_is_a_try_and_no_accident(
    set_clock: SetClock, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("CANSIGHT_ALERT_WEBHOOK", address)
    overdue()
    assert deliver() == 0
    with database.read() as tx:
        assert tx.execute(select(alert_delivery.c.tries)).scalar_one() == 1
