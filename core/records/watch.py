"""What nobody taps and somebody has to know: looked for twice a minute by the server, and when Home is opened."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from core.quality.alerts import AlertKind
from core.quality.verdict import Reason
from core.records import clock
from core.records.alert_causes import alert_for_overdue_checks, overdue_checks
from core.records.alert_rows import raise_alert, was_raised
from core.records.database import read, write
from core.records.rate_chart import StandingSignal, standing_signals
from core.settings import settings

EVERY = timedelta(seconds=30)

_looked: dict[Path, datetime] = {}
"""When each installation was looked at last by this process."""


def look() -> None:
    """Raise the alerts that time and the charts give reason for; nothing is written where there is none that is new."""
    at = clock.now()
    with read() as tx:
        late, signals = overdue_checks(tx, at), _new_signals(tx)
    if late or signals:
        with write() as tx:
            alert_for_overdue_checks(tx, at)
            for signal in signals:
                _alert_for_signal(tx, signal)
    _looked[settings().data] = at


def look_again() -> None:
    """Look, unless that was done within the last ``EVERY``."""
    last = _looked.get(settings().data)
    if last is None or not timedelta() <= clock.now() - last < EVERY:
        look()


def _new_signals(tx: Connection) -> list[StandingSignal]:
    """Return the standing signals of the control charts of which no alert says so yet."""
    return [signal for signal in standing_signals(tx) if not was_raised(tx, signal.cause)]


def _alert_for_signal(tx: Connection, signal: StandingSignal) -> None:
    """Raise a signal of a control chart as an alert."""
    of = f"Line {signal.line}" if signal.line else "Cans without a line"
    raise_alert(tx, AlertKind.SIGNAL, signal.cause, Reason("standing_above" if signal.above else "standing_below", {
        "of": f"{of}, seaming head {signal.head}" if signal.head else of, "bad": signal.bad, "n": signal.n,
        "day": signal.day, "rate": 100 * signal.rate, "limit": 100 * signal.limit, "head": signal.head or "",
    }), line=signal.line or None)
