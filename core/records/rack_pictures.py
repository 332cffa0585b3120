"""Photographs of empty racks, what the books say of a rack, and counting a rack against the books."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from core.errors import BadInput
from core.imaging.decode import Photograph
from core.imaging.rack_photograph import Corner, check_corners
from core.quality.rights import Right
from core.records import clock, images
from core.records.photograph_rows import add_photograph
from core.records.plain_text import checked
from core.records.room import require_room
from core.records.schema import pallet, place, rack, rack_picture, user_account, warehouse
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import CONSOLE, Changed, reading, use_case
from core.records.warehouses import warehouse_row

WAYS = ("photograph", "taps")
LONGEST_NOTE = 500


@dataclass(frozen=True)
class RackPicture:
    """A kept photograph of an empty rack, by its sha256; ``corners`` of its front from the top left clockwise, in
    pixels."""

    photograph: str
    corners: tuple[Corner, ...]
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True)
class BookedPlace:
    """A place of a rack, bay and level from 1, and how many pallets stand in it by the books."""

    id: int
    name: str
    bay: int
    level: int
    pallets: int


@dataclass(frozen=True)
class Disagreement:
    """A place where a person saw something other than the books say; one of the two is right."""

    place: str
    pallets: int
    seen_occupied: bool


def _store(rack_id: int, aisle: int, photograph: Photograph, corners: Sequence[Corner]) -> None:
    require_room()
    check_corners(corners, photograph.width, photograph.height, 1, 1)
    images.store(photograph.content)


@use_case(Right.SET_UP_WAREHOUSES, first=_store)
def keep(
    tx: Connection, user: User, rack_id: int, aisle: int, photograph: Photograph, corners: Sequence[Corner]
) -> Changed[None]:
    """Keep a photograph of the empty rack with the corners of its front; an earlier one stays on record.

    Raises BadInput when there is no such rack or aisle, or the corners frame no rack of its bays and levels.
    """
    if user is CONSOLE:
        raise BadInput("The command line has no person's name to record: sign in to photograph a rack.")
    bays, levels = grid_size(_places(tx, rack_id, aisle))
    check_corners(corners, photograph.width, photograph.height, bays, levels)
    sha256 = add_photograph(tx, photograph.content, photograph.media_type, photograph.width, photograph.height)
    marked = [[round(float(x), 1), round(float(y), 1)] for x, y in corners]
    tx.execute(insert(rack_picture).values(
        rack_id=rack_id, aisle=aisle, photograph_sha256=sha256, corners=json.dumps(marked), user_id=user.id,
        recorded_at=clock.now(),
    ))
    return Changed(None, Entry("empty rack photographed", f"rack:{rack_id}", new={
        "rack": _rack_name(tx, rack_id), "aisle": aisle, "photograph": sha256, "corners": marked,
    }))


@reading(Right.READ)
def aisles(tx: Connection, user: User, warehouse_code: str) -> dict[str, tuple[int, int]]:
    """Return what can be counted in a warehouse, in order: "A, aisle 1" to (rack's id, aisle)."""
    house = warehouse_row(tx, warehouse_code)
    rows = tx.execute(
        select(rack.c.id, rack.c.code, place.c.aisle).join(place, place.c.rack_id == rack.c.id)
        .where(rack.c.warehouse_id == house.id, place.c.taken_out == 0).distinct()
        .order_by(rack.c.code, place.c.aisle)
    )
    return {f"{row.code}, aisle {row.aisle}": (row.id, row.aisle) for row in rows}


@reading(Right.READ)
def newest(tx: Connection, user: User, rack_id: int, aisle: int) -> RackPicture | None:
    """Return the newest photograph of this rack's empty front, None when there is none."""
    row = tx.execute(
        select(rack_picture, user_account.c.name).join(user_account, rack_picture.c.user_id == user_account.c.id)
        .where(rack_picture.c.rack_id == rack_id, rack_picture.c.aisle == aisle)
        .order_by(rack_picture.c.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    corners = tuple((float(x), float(y)) for x, y in json.loads(row.corners))
    return RackPicture(row.photograph_sha256, corners, row.name, row.recorded_at)


@reading(Right.READ)
def booked_places(tx: Connection, user: User, rack_id: int, aisle: int) -> list[BookedPlace]:
    """Return the places of one aisle of a rack, level by level from below; raises BadInput when there are none."""
    return _places(tx, rack_id, aisle)


@use_case(Right.MOVE_STOCK)
def record_count(
    tx: Connection, user: User, rack_id: int, aisle: int, seen: Mapping[int, bool], way: str, note: str = ""
) -> Changed[list[Disagreement]]:
    """Note that this person counted a rack: for each place seen, by its id, whether it is occupied. Returns where the
    books disagree; neither they nor the pallets are changed.

    ``way`` is one of ``WAYS``. Raises BadInput for a place of another rack, or when nothing was seen.
    """
    if way not in WAYS:
        raise BadInput(f"A rack is counted by {' or '.join(WAYS)}, not by {way!r}.")
    checked(note, "note", LONGEST_NOTE)
    places = {one.id: one for one in _places(tx, rack_id, aisle)}
    if not seen or set(seen) - set(places):
        raise BadInput("The places of this rack were changed meanwhile: count it again.")
    differing = disagreements([places[one] for one in places if one in seen], seen)
    return Changed(differing, Entry("rack counted", f"rack:{rack_id}", new={
        "rack": _rack_name(tx, rack_id), "aisle": aisle, "by": way, "places": len(seen),
        "disagreements": {one.place: {"pallets": one.pallets, "seen": "occupied" if one.seen_occupied else "free"}
                          for one in differing},
    }, why=note))


def disagreements(places: Sequence[BookedPlace], seen: Mapping[int, bool]) -> list[Disagreement]:
    """Return where what was seen, by the place's id, is not what the books say; a place not seen agrees."""
    return [Disagreement(one.name, one.pallets, seen[one.id]) for one in places
            if one.id in seen and seen[one.id] != (one.pallets > 0)]


def grid_size(places: Sequence[BookedPlace]) -> tuple[int, int]:
    """Return how many bays and levels the rack's front has."""
    return max(one.bay for one in places), max(one.level for one in places)


def _places(tx: Connection, rack_id: int, aisle: int) -> list[BookedPlace]:
    rows: Sequence[Row[Any]] = tx.execute(
        select(place.c.id, place.c.name, place.c.bay, place.c.level, func.count(pallet.c.id).label("pallets"))
        .outerjoin(pallet, pallet.c.place_id == place.c.id)
        .where(place.c.rack_id == rack_id, place.c.aisle == aisle, place.c.taken_out == 0)
        .group_by(place.c.id).order_by(place.c.level, place.c.bay)
    ).all() if 0 < rack_id < 2**63 and 0 <= aisle < 2**31 else []
    if not rows:
        raise BadInput("There is no such rack any more: choose one from the map.")
    return [BookedPlace(row.id, row.name, row.bay, row.level, row.pallets) for row in rows]


def _rack_name(tx: Connection, rack_id: int) -> str:
    row = tx.execute(
        select(warehouse.c.code, rack.c.code.label("rack")).join(rack, rack.c.warehouse_id == warehouse.c.id)
        .where(rack.c.id == rack_id)
    ).one()
    return f"{row.code} {row.rack}"

