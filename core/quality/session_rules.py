"""When a session ends by itself: the longest, the idle and the shift, and never in the middle of a can."""

from datetime import datetime, timedelta

from core.quality.rights import Role

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=15)
IDLE_ROLES = frozenset({Role.MANAGER, Role.ADMIN})
HANDOVER = timedelta(minutes=15)
"""For whoever works on: the page asks for the new shift, and choosing it keeps the session."""
DEVICE_LIVES = timedelta(days=365)
"""How long a browser keeps that its device was registered."""
ONE_CAN = timedelta(minutes=30)
"""Counted from the last photograph, so that a can that was left lying keeps nobody signed in."""


def session_ends_at(
    role: Role, started_at: datetime, last_seen_at: datetime, shift_ends_at: datetime | None,
    can_worked_on_at: datetime | None,
) -> datetime:
    """Return the moment at which the session is over, unless something is done before.

    ``shift_ends_at`` is the end of the shift that was chosen in it, None without one; ``can_worked_on_at`` is when the
    unfinished can was started or last given a photograph, None without one.
    It counts only where this session was seen since, so that work in another one wakes none that is over.
    """
    ends = started_at + LONGEST
    if role in IDLE_ROLES:
        ends = min(ends, last_seen_at + IDLE)
    elif shift_ends_at is not None:
        ends = min(ends, shift_ends_at + HANDOVER)
    if can_worked_on_at is None or can_worked_on_at > last_seen_at:
        return ends
    return max(ends, can_worked_on_at + ONE_CAN)
