"""The plant: its name, its time zone and the start of its production day. Records keep UTC, people see the plant's."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core.errors import BadInput
from core.quality.plant_time import PlantTime, time_zones
from core.quality.rights import Right
from core.records.plain_text import checked_name
from core.records.schema import plant
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

LONGEST_NAME = 80


@dataclass(frozen=True)
class Plant:
    """The plant; before anybody has set it up it has no name, and its days are those of UTC."""

    name: str = ""
    time: PlantTime = field(default_factory=PlantTime)


@use_case(Right.SET_UP_PLANT)
def set_up(tx: Connection, user: User, name: str, time_zone: str, day_starts: time | None
           ) -> Changed[None] | Unchanged[None]:
    """Set the plant's name, its IANA time zone and the wall clock's time at which its production day starts.

    A can keeps the production day on which it was started: what is changed here holds for the cans to come.
    Raises BadInput for a name that is none, a time zone that is unknown or a time that is missing.
    """
    name = checked_name(name, "plant's name", LONGEST_NAME)
    if time_zone not in time_zones():
        raise BadInput("There is no such time zone: choose one from the list, such as Africa/Casablanca.")
    minute = minute_of(day_starts)
    before, after = _load(tx), Plant(name, PlantTime(time_zone, time_of(minute)))
    if before == after:
        return Unchanged(None)
    values = {"name": name, "time_zone": time_zone, "day_starts_minute": minute}
    if tx.execute(update(plant).values(**values)).rowcount == 0:
        tx.execute(insert(plant).values(id=1, **values))
    return Changed(None, Entry("plant set up", "plant", _told(before), _told(after)))


@reading(Right.READ)
def current(tx: Connection, user: User) -> Plant:
    """Return the plant as it is set up now."""
    return _load(tx)


def current_plant(tx: Connection) -> Plant:
    """Return the plant as it is set up now, inside a transaction."""
    return _load(tx)


def plant_time(tx: Connection) -> PlantTime:
    """Return the plant's time: UTC, and days from midnight, until it is set up."""
    return _load(tx).time


def plant_day(tx: Connection, moment: datetime) -> date:
    """Return the production day to which a moment belongs as the plant is set up now."""
    return plant_time(tx).day(moment)


def minute_of(clock: time | None) -> int:
    """Return the minute of the day; raises BadInput for None, as an empty field gives it."""
    if clock is None:
        raise BadInput("A time is missing: give it in hours and minutes, such as 06:00.")
    return clock.hour * 60 + clock.minute


def time_of(minute: int) -> time:
    """Return the time of a minute of the day."""
    return time(minute // 60, minute % 60)


def _load(tx: Connection) -> Plant:
    row = tx.execute(select(plant)).one_or_none()
    return Plant(row.name, PlantTime(row.time_zone, time_of(row.day_starts_minute))) if row else Plant()


def _told(of: Plant) -> dict[str, Any]:
    return {"name": of.name, "time_zone": of.time.time_zone, "day_starts": f"{of.time.day_starts:%H:%M}"}
