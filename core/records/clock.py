"""The one clock of the records, so that tests can set it, and a story of the past can be told by its own time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the present moment in UTC, or the one that is told."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Let everything that is recorded here meanwhile be of that moment (UTC)."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
