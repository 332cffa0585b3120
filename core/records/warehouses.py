"""Warehouses: added, changed and retired. A warehouse is never deleted, because records name its places."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import BadInput
from core.quality.rights import Right
from core.records import clock
from core.records.plain_text import checked
from core.records.schema import pallet, place, warehouse
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

LONGEST_NAME, LONGEST_ADDRESS = 80, 300

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


@dataclass(frozen=True)
class WarehouseDraft:
    """A warehouse as a person sets it up."""

    code: str
    name: str
    address: str = ""


@dataclass(frozen=True)
class ListedWarehouse:
    """A warehouse in the list, with how many places it has."""

    code: str
    name: str
    address: str
    retired: bool
    places: int


@use_case(Right.SET_UP_WAREHOUSES)
def add(tx: Connection, user: User, draft: WarehouseDraft) -> Changed[str]:
    """Add a warehouse and return its code; raises BadInput for a code that is taken or a draft that is not usable."""
    values = _checked(draft)
    try:
        tx.execute(insert(warehouse).values(**values, retired=0, added_at=clock.now()))
    except IntegrityError as clash:
        raise BadInput(f"There is a warehouse {values['code']} already: choose another code.") from clash
    return Changed(values["code"], Entry("warehouse added", f"warehouse:{values['code']}", new=values))


@use_case(Right.SET_UP_WAREHOUSES)
def change(tx: Connection, user: User, draft: WarehouseDraft) -> Changed[None] | Unchanged[None]:
    """Change the name and address of the warehouse of that code; raises BadInput when there is none."""
    values = _checked(draft)
    row = warehouse_row(tx, values["code"])
    old = {key: value for key, value in _values(row).items() if value != values[key]}
    if not old:
        return Unchanged(None)
    new = {key: values[key] for key in old}
    tx.execute(update(warehouse).where(warehouse.c.id == row.id).values(**new))
    return Changed(None, Entry("warehouse changed", f"warehouse:{row.code}", old, new))


@use_case(Right.SET_UP_WAREHOUSES)
def retire(tx: Connection, user: User, code: str) -> Changed[None] | Unchanged[None]:
    """Offer a warehouse no more; raises BadInput while stock stands in it."""
    row = warehouse_row(tx, code)
    standing = tx.scalar(select(func.count(pallet.c.id)).join(place, place.c.id == pallet.c.place_id)
                         .where(place.c.warehouse_id == row.id))
    if standing:
        raise BadInput(f"Pallets that stand in {row.code}: {standing}. Move or ship them before you retire it.")
    return _set_retired(tx, row, True)


@use_case(Right.SET_UP_WAREHOUSES)
def bring_back(tx: Connection, user: User, code: str) -> Changed[None] | Unchanged[None]:
    """Offer a retired warehouse again."""
    return _set_retired(tx, warehouse_row(tx, code), False)


@reading(Right.READ)
def list_warehouses(tx: Connection, user: User, with_retired: bool = False) -> list[ListedWarehouse]:
    """Return the warehouses by code, each with the number of its places."""
    query = (
        select(warehouse, func.count(place.c.id).label("places"))
        .outerjoin(place, (place.c.warehouse_id == warehouse.c.id) & (place.c.taken_out == 0))
        .group_by(warehouse.c.id).order_by(warehouse.c.code)
    )
    if not with_retired:
        query = query.where(warehouse.c.retired == 0)
    return [ListedWarehouse(row.code, row.name, row.address, bool(row.retired), row.places)
            for row in tx.execute(query)]


def warehouse_row(tx: Connection, code: str) -> Row[Any]:
    """Return the warehouse of this code, in whatever case it is written; raises BadInput when there is none."""
    code = _normal_code(code)
    row = tx.execute(select(warehouse).where(warehouse.c.code == code)).one_or_none()
    if row is None:
        raise BadInput(f"There is no warehouse {code}: look at the list of warehouses.")
    return row


def _set_retired(tx: Connection, row: Row[Any], retired: bool) -> Changed[None] | Unchanged[None]:
    if bool(row.retired) == retired:
        return Unchanged(None)
    tx.execute(update(warehouse).where(warehouse.c.id == row.id).values(retired=int(retired)))
    action = "warehouse retired" if retired else "warehouse brought back"
    return Changed(None, Entry(action, f"warehouse:{row.code}", {"retired": not retired}, {"retired": retired}))


def _normal_code(code: str) -> str:
    if not _CODE.fullmatch(code.strip()):
        raise BadInput("A warehouse's code has 1 to 20 letters A to Z or digits, within it also the signs . _ -: "
                       "please correct it.")
    return code.strip().upper()


def _checked(draft: WarehouseDraft) -> dict[str, str]:
    code = _normal_code(draft.code)
    if not checked(draft.name, "name", LONGEST_NAME).strip():
        raise BadInput("The name is empty: please fill it in.")
    checked(draft.address, "address", LONGEST_ADDRESS)
    return {**asdict(draft), "code": code}


def _values(row: Row[Any]) -> Mapping[str, str]:
    return {"code": row.code, "name": row.name, "address": row.address}
