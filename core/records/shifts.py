"""Shifts of the plant, by the clock on its wall. They are retired, never deleted, because cans name them."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.errors import BadInput
from core.quality.plant_time import Shift
from core.quality.rights import Right
from core.records.plain_text import checked_name
from core.records.plant import minute_of, time_of
from core.records.schema import shift
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

LONGEST_NAME, MOST_SHIFTS = 32, 50


@dataclass(frozen=True)
class ListedShift:
    """A shift in the list."""

    shift: Shift
    retired: bool = False


@use_case(Right.SET_UP_PLANT)
def add(tx: Connection, user: User, name: str, starts: time | None, ends: time | None) -> Changed[None]:
    """Add a shift; one that ends before it starts passes midnight.

    Raises BadInput for a name that is none, or taken whatever its case, or for times that are missing or the same.
    """
    name, minutes = checked_name(name, "shift's name", LONGEST_NAME), _minutes(starts, ends)
    known = list(tx.scalars(select(shift.c.name).limit(MOST_SHIFTS)))
    if name.casefold() in (other.casefold() for other in known):
        raise BadInput(f"There is a shift {name} already: choose another name, or bring that shift back.")
    if len(known) == MOST_SHIFTS:
        raise BadInput(f"There are {MOST_SHIFTS} shifts, and more are not kept.")
    tx.execute(insert(shift).values(name=name, retired=0, **minutes))
    return Changed(None, Entry("shift added", f"shift:{name}", new=_told(minutes)))


@use_case(Right.SET_UP_PLANT)
def change_times(
    tx: Connection, user: User, name: str, starts: time | None, ends: time | None
) -> Changed[None] | Unchanged[None]:
    """Change when a shift starts and ends; who works in it now is asked at the end they were told."""
    row, minutes = _row(tx, name), _minutes(starts, ends)
    old = {key: getattr(row, key) for key in minutes}
    if old == minutes:
        return Unchanged(None)
    tx.execute(update(shift).where(shift.c.id == row.id).values(**minutes))
    return Changed(None, Entry("shift changed", f"shift:{row.name}", _told(old), _told(minutes)))


@use_case(Right.SET_UP_PLANT)
def retire(tx: Connection, user: User, name: str) -> Changed[None] | Unchanged[None]:
    """Offer a shift no more; what is recorded of it stays."""
    return _set_retired(tx, name, True)


@use_case(Right.SET_UP_PLANT)
def bring_back(tx: Connection, user: User, name: str) -> Changed[None] | Unchanged[None]:
    """Offer a retired shift again."""
    return _set_retired(tx, name, False)


@reading(Right.READ)
def list_shifts(tx: Connection, user: User, with_retired: bool = False) -> list[ListedShift]:
    """Return the shifts by the time at which they start."""
    return _listed(tx, with_retired)


def offered_shifts(tx: Connection) -> list[Shift]:
    """Return the shifts that are not retired, inside a transaction."""
    return [listed.shift for listed in _listed(tx, with_retired=False)]


def all_shifts(tx: Connection) -> list[Shift]:
    """Return every shift, retired ones as well, by the time at which they start, inside a transaction."""
    return [listed.shift for listed in _listed(tx, with_retired=True)]


def _listed(tx: Connection, with_retired: bool) -> list[ListedShift]:
    query = select(shift).order_by(shift.c.starts_minute, shift.c.id).limit(MOST_SHIFTS)
    if not with_retired:
        query = query.where(shift.c.retired == 0)
    return [ListedShift(Shift(row.name, time_of(row.starts_minute), time_of(row.ends_minute)), bool(row.retired))
            for row in tx.execute(query)]


def _set_retired(tx: Connection, name: str, retired: bool) -> Changed[None] | Unchanged[None]:
    row = _row(tx, name)
    if bool(row.retired) == retired:
        return Unchanged(None)
    tx.execute(update(shift).where(shift.c.id == row.id).values(retired=int(retired)))
    return Changed(None, Entry("shift retired" if retired else "shift brought back", f"shift:{row.name}",
                               {"retired": not retired}, {"retired": retired}))


def _row(tx: Connection, name: str) -> Row[Any]:
    name = checked_name(name, "shift's name", LONGEST_NAME)
    row = tx.execute(select(shift).where(shift.c.name == name)).one_or_none()
    if row is None:
        raise BadInput(f"There is no shift {name}: choose one from the list.")
    return row


def _minutes(starts: time | None, ends: time | None) -> dict[str, int]:
    minutes = {"starts_minute": minute_of(starts), "ends_minute": minute_of(ends)}
    if minutes["starts_minute"] == minutes["ends_minute"]:
        raise BadInput("The shift starts and ends at the same time: give it an end of its own.")
    return minutes


def _told(minutes: dict[str, int]) -> dict[str, str]:
    return {key.removesuffix("_minute"): f"{time_of(minute):%H:%M}" for key, minute in minutes.items()}
