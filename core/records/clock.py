"""The one clock of the records, so that tests can set it."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def plant_day(moment: datetime) -> date:
    """Return the production day a moment belongs to: the UTC day, until a plant has its own time zone."""
    return moment.astimezone(UTC).date()
