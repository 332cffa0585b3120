"""What nobody taps and somebody has to know: looked for twice a minute by the server, and when Home is opened."""

from core.records import clock
from core.records.alert_causes import alert_for_overdue_checks, overdue_checks
from core.records.database import read, write


def look() -> None:
    """Raise the alerts that time alone gives reason for; nothing is written where there is none that is new."""
    at = clock.now()
    with read() as tx:
        if not overdue_checks(tx, at):
            return
    with write() as tx:
        alert_for_overdue_checks(tx, at)
