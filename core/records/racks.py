"""Racks and their places: a whole grid in one step, and single places changed afterwards.

The places of a rack are named ``<rack><aisle>-<bay>-<level>``, aisle and bay in two digits: A01-03-2 is rack A,
aisle 1, bay 3 from the front, level 2 from the floor.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import BadInput
from core.quality.rights import Right
from core.quality.stock_rules import Place, PlaceKind, why_not_changed
from core.records import clock
from core.records.place_rows import apart_in, locked_place, warehouse_of
from core.records.plain_text import checked
from core.records.schema import place, rack
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, use_case
from core.records.warehouses import warehouse_row
from core.words import sentence

MOST_AISLES, MOST_BAYS, MOST_LEVELS, MOST_PALLETS = 99, 99, 9, 999
MOST_PLACES_A_RACK, MOST_PLACES = 2_000, 5_000
LONGEST_NAME = 24

_CODE = re.compile(r"[A-Za-z0-9]{1,6}")


@dataclass(frozen=True)
class RackDraft:
    """A rack as a grid; ``capacity`` is in pallets a place."""

    code: str
    aisles: int
    bays: int
    levels: int
    capacity: int = 1
    kind: PlaceKind = PlaceKind.STORAGE

    @property
    def places(self) -> int:
        """How many places it makes."""
        return self.aisles * self.bays * self.levels


@dataclass(frozen=True)
class PlaceDraft:
    """What a person may change of a place."""

    name: str
    kind: PlaceKind
    capacity: int
    blocked: bool = False
    taken_out: bool = False


@use_case(Right.SET_UP_WAREHOUSES)
def add_rack(tx: Connection, user: User, warehouse: str, draft: RackDraft) -> Changed[int]:
    """Add a rack with all its places to the warehouse of that code; returns how many places it has.

    Raises BadInput for a draft that is not usable, a rack code that the warehouse has already, and beyond
    ``MOST_PLACES_A_RACK`` or ``MOST_PLACES`` a warehouse.
    """
    row, draft = warehouse_row(tx, warehouse), _checked_rack(draft)
    present = tx.scalar(select(func.count(place.c.id)).where(place.c.warehouse_id == row.id)) or 0
    if present + draft.places > MOST_PLACES:
        raise BadInput(f"{row.code} would have {present + draft.places:,} places, more than {MOST_PLACES:,}: "
                       "make a second warehouse.")
    try:
        added = tx.execute(insert(rack).values(warehouse_id=row.id, code=draft.code, added_at=clock.now())
                           .returning(rack.c.id)).scalar_one()
    except IntegrityError as clash:
        raise BadInput(f"{row.code} has a rack {draft.code} already: choose another code.") from clash
    common = {"warehouse_id": row.id, "rack_id": added, "capacity": draft.capacity, "kind": draft.kind.value,
              "blocked": 0, "taken_out": 0}
    try:
        tx.execute(insert(place), [
            {**common, "aisle": aisle, "bay": bay, "level": level,
             "name": f"{draft.code}{aisle:02d}-{bay:02d}-{level}"}
            for aisle in range(1, draft.aisles + 1)
            for bay in range(1, draft.bays + 1)
            for level in range(1, draft.levels + 1)
        ])
    except IntegrityError as clash:
        raise BadInput(f"A place of {row.code} was given a name that this rack would use: "
                       "rename that place, or choose another code.") from clash
    return Changed(draft.places, Entry("rack added", f"warehouse:{row.code}", new={
        "rack": draft.code, "aisles": draft.aisles, "bays": draft.bays, "levels": draft.levels,
        "capacity": draft.capacity, "kind": draft.kind.value,
    }))


@use_case(Right.SET_UP_WAREHOUSES)
def change_place(tx: Connection, user: User, place_id: int, draft: PlaceDraft) -> Changed[None] | Unchanged[None]:
    """Rename a place, block it, take it out or put it back, change its kind or capacity.

    Raises BadInput for a name that is taken, a capacity below what stands there, for taking out a place that is not
    empty, and for making another kind of a quarantine in which held stock stands.
    """
    _check_place(draft)
    before = locked_place(tx, place_id)
    after = replace(before, name=draft.name, kind=draft.kind, capacity=draft.capacity, blocked=draft.blocked,
                    taken_out=draft.taken_out)
    old, new = _values(before), _values(after)
    if old == new:
        return Unchanged(None)
    why = why_not_changed(before, after, apart_in(tx, place_id))
    if why:
        raise BadInput(sentence(why))
    try:
        tx.execute(update(place).where(place.c.id == place_id).values(
            **{**new, "blocked": int(draft.blocked), "taken_out": int(draft.taken_out)}))
    except IntegrityError as clash:
        raise BadInput(f"There is a place {after.name} already: choose another name.") from clash
    differing = [key for key in new if old[key] != new[key]]
    return Changed(None, Entry(
        "place changed", f"warehouse:{warehouse_of(tx, place_id)}",
        {"place": before.name, **{key: old[key] for key in differing}},
        {"place": after.name, **{key: new[key] for key in differing}},
    ))


def _values(of: Place) -> dict[str, Any]:
    return {"name": of.name, "kind": of.kind.value, "capacity": of.capacity, "blocked": of.blocked,
            "taken_out": of.taken_out}


def _checked_rack(draft: RackDraft) -> RackDraft:
    if not _CODE.fullmatch(draft.code.strip()):
        raise BadInput("A rack's code has 1 to 6 letters A to Z or digits: please correct it.")
    for amount, what, most in (
        (draft.aisles, "aisles", MOST_AISLES), (draft.bays, "bays of an aisle", MOST_BAYS),
        (draft.levels, "levels", MOST_LEVELS), (draft.capacity, "pallets a place", MOST_PALLETS),
    ):
        _check_amount(amount, what, most)
    if draft.places > MOST_PLACES_A_RACK:
        raise BadInput(f"This rack would have {draft.places:,} places, more than {MOST_PLACES_A_RACK:,}: "
                       "make two racks of it.")
    return replace(draft, code=draft.code.strip().upper(), kind=PlaceKind(draft.kind))


def _check_place(draft: PlaceDraft) -> None:
    if not checked(draft.name, "name", LONGEST_NAME).strip():
        raise BadInput("The name is empty: please fill it in.")
    _check_amount(draft.capacity, "pallets a place", MOST_PALLETS)


def _check_amount(amount: int, what: str, most: int) -> None:
    if not isinstance(amount, int) or not 1 <= amount <= most:
        raise BadInput(f"Give the {what} as a whole number from 1 to {most}.")
