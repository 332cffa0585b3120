"""The plant's time: production days and shifts by the clock on its wall, through summer time and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlantTime:
    """An IANA time zone and the wall clock's time at which a production day begins."""

    time_zone: str = "UTC"
    day_starts: time = time(0, 0)

    def local(self, moment: datetime) -> datetime:
        """Return the moment by the plant's wall clock."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def moment(self, day: date, clock: time) -> datetime:
        """Return, in UTC, when the wall clock shows that time on that calendar day.

        A time that comes twice, when summer time ends, is its first; one that is skipped comes as much later.
        """
        return datetime.combine(day, clock, ZoneInfo(self.time_zone)).astimezone(UTC)

    def day_begins(self, day: date) -> datetime:
        """Return when the production day begins, in UTC. It ends when the next one begins."""
        return self.moment(day, self.day_starts)

    def day(self, moment: datetime) -> date:
        """Return the production day of a moment: the last one that has begun, so that each moment has exactly one."""
        day = self.local(moment).date() + _DAY
        while self.day_begins(day) > moment:
            day -= _DAY
        return day


@dataclass(frozen=True)
class Shift:
    """A shift by the wall clock; one that ends at or before its start ends on the next day."""

    name: str
    starts: time
    ends: time

    @property
    def passes_midnight(self) -> bool:
        """Whether it ends on the calendar day after its start."""
        return self.ends <= self.starts


@dataclass(frozen=True)
class Stretch:
    """One working of a shift: from ``begins`` until before ``ends``, in UTC."""

    shift: Shift
    begins: datetime
    ends: datetime


def running_shift(plant_time: PlantTime, shifts: Iterable[Shift], moment: datetime) -> Stretch | None:
    """Return the shift a moment falls into, of several the one that began last; None outside all shifts."""
    running = [
        stretch for shift in shifts for stretch in _stretches(plant_time, shift, moment)
        if stretch.begins <= moment < stretch.ends
    ]
    return max(running, key=lambda stretch: stretch.begins, default=None)


def next_change(plant_time: PlantTime, shifts: Iterable[Shift], chosen: str | None, moment: datetime
                ) -> datetime | None:
    """Return when somebody who works in the chosen shift has to be asked anew; None where there are no shifts.

    That is the end of the chosen shift while it runs; for one who works outside of their shift, or in none, it is
    the next moment at which any shift begins or ends.
    """
    stretches = [stretch for shift in shifts for stretch in _stretches(plant_time, shift, moment)]
    for stretch in stretches:
        if stretch.shift.name == chosen and stretch.begins <= moment < stretch.ends:
            return stretch.ends
    edges = (edge for stretch in stretches for edge in (stretch.begins, stretch.ends))
    return min((edge for edge in edges if edge > moment), default=None)


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """Return the names of all IANA time zones, sorted."""
    return tuple(sorted(available_timezones()))


def _stretches(plant_time: PlantTime, shift: Shift, moment: datetime) -> Iterable[Stretch]:
    """The workings of a shift that began on the calendar days round a moment."""
    today = plant_time.local(moment).date()
    for day in (today - _DAY, today, today + _DAY):
        last = day + _DAY if shift.passes_midnight else day
        yield Stretch(shift, plant_time.moment(day, shift.starts), plant_time.moment(last, shift.ends))
