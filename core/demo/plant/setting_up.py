"""The day before the first: accounts, the plant, its products and its warehouses, and the lines started."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from core.demo.plant.people import MANAGER, PASSWORD, PEOPLE
from core.demo.plant.site import LINES, NAME, PRODUCTS, SHIFTS, TIME, WAREHOUSES
from core.demo.plant.told import Event, Told
from core.records import accounts, lines, plant, products, racks, shifts, warehouses


def setting_up(told: Told) -> Iterator[Event]:
    """Everything that has to be there before the first can."""
    yield told.story.begins - timedelta(days=1), partial(_set_up, told)


def _set_up(told: Told) -> None:
    load, at, manager = told.load, told.story.begins - timedelta(days=1), MANAGER.name
    for person in PEOPLE:
        load.act(at, None, accounts.add_user, person.name, person.role, PASSWORD)
    load.act(at, manager, plant.set_up, NAME, TIME.time_zone, TIME.day_starts)
    for line in LINES:
        load.act(at, manager, lines.add, line.name, line.heads)
    for shift in SHIFTS:
        load.act(at, manager, shifts.add, shift.name, shift.starts, shift.ends)
    for draft in PRODUCTS:
        load.act(at, manager, products.add, draft)
    for house in WAREHOUSES:
        load.act(at, manager, warehouses.add, house.draft)
        for rack in house.racks:
            load.act(at, manager, racks.add_rack, house.draft.code, rack)
