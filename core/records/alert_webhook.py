"""Alerts to another system: each posted once to the address that the installation names, retried until it is taken.

Nothing of this happens while somebody inspects: the watch sends, outside of every transaction, what has been raised.
"""

import hashlib
import hmac
import json
import logging
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from core.records import clock
from core.records.can_rows import reason_of
from core.records.database import read, write
from core.records.plant import current_plant
from core.records.schema import alert, alert_delivery
from core.settings import settings
from core.words import sentence

log = logging.getLogger(__name__)

Post = Callable[[str, bytes, dict[str, str]], None]
SECONDS, AT_ONCE, MOST_TRIES, NEWEST = 10, 20, 40, timedelta(days=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


class NotTaken(Exception):
    """The other system did not take an alert; says why."""


def deliver(post: Post | None = None) -> int:
    """Send the alerts whose turn it is, at most ``AT_ONCE``; returns how many were taken.

    An alert is sent until it is taken once, each time after a longer wait, at most ``MOST_TRIES`` times; its id lets
    the receiver know one that came twice. Alerts older than a day are not sent at all, so that an address that is
    named later starts with what is new.
    """
    address = settings().alert_webhook
    if not address:
        return 0
    with read() as tx:
        due = [(row, _message(tx, row)) for row in tx.execute(_due())]
    return sum(_send(address, row, message, post or _post) for row, message in due)


def signature(secret: str, body: bytes) -> str:
    """Return what proves to the receiver, who knows the secret, that a body is ours and unchanged."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _due() -> Any:
    now = clock.now()
    waiting = or_(alert_delivery.c.alert_id.is_(None), alert_delivery.c.next_try_at <= now)
    return (
        select(alert, alert_delivery.c.tries).outerjoin(alert_delivery, alert_delivery.c.alert_id == alert.c.id)
        .where(alert.c.raised_at >= now - NEWEST, waiting).order_by(alert.c.id).limit(AT_ONCE)
    )


def _message(tx: Connection, row: Row[Any]) -> bytes:
    return json.dumps({
        "id": row.id, "kind": row.kind, "text": sentence(reason_of(row.details)), "plant": current_plant(tx).name,
        "line": row.line, "lot_id": row.lot_id, "can_id": row.inspection_id,
        "raised_at": row.raised_at.isoformat(), "taken": row.taken_at is not None,
    }, ensure_ascii=False).encode()


def _send(address: str, row: Row[Any], message: bytes, post: Post) -> bool:
    headers = {"Content-Type": "application/json", "User-Agent": "Cansight"}
    if settings().alert_secret:
        headers["X-Cansight-Signature"] = signature(settings().alert_secret, message)
    try:
        post(address, message, headers)
    except NotTaken as problem:
        log.warning("alert %s was not taken: %s", row.id, problem)
        _keep(row, str(problem))
        return False
    _keep(row, None)
    return True


def _keep(row: Row[Any], problem: str | None) -> None:
    """Write down what came of a try, and when the next one is; None after the last."""
    tries, now = (row.tries or 0) + 1, clock.now()
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries - 1, 10))
    again = None if problem is None or tries >= MOST_TRIES else now + wait
    values = {"tries": tries, "next_try_at": again, "delivered_at": now if problem is None else None,
              "problem": (problem or "")[:500]}
    with write() as tx:
        of = alert_delivery.c.alert_id == row.id
        if tx.execute(update(alert_delivery).where(of).values(**values)).rowcount == 0:
            tx.execute(insert(alert_delivery).values(alert_id=row.id, **values))


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: alerts go to the address that was named, or nowhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return no request to go on with."""
        return


def _post(address: str, body: bytes, headers: dict[str, str]) -> None:
    if not address.startswith(("https://", "http://")):
        raise NotTaken("the address begins with neither https:// nor http://")
    try:
        request = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310
        with urllib.request.build_opener(_Stays).open(request, timeout=SECONDS):
            pass
    except (OSError, HTTPException, ValueError) as problem:
        raise NotTaken(f"{type(problem).__name__}: {problem}") from problem
