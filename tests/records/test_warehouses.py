"""Warehouses, racks and places: set up, changed and retired, with one row in the audit trail each."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.quality.rights import Role
from core.quality.stock_rules import PlaceKind
from core.records import audit, racks, stock, warehouse_map, warehouses
from core.records.racks import PlaceDraft, RackDraft
from core.records.use_case import Actor, console
from core.records.warehouses import WarehouseDraft
from tests.records.people import signed_in
from tests.records.test_hostile_text import HOSTILE
from tests.records.warehousing import a_lot, a_warehouse, at, place_id, standing, stocked

HALL = WarehouseDraft("W1", "Main hall", "Quai 4, Agadir")


@pytest.fixture
def manager() -> Actor:
    return signed_in("mona", Role.MANAGER)


def names(warehouse: str = "W1") -> list[str]:
    return [one.place.name for one in warehouse_map.places(console(), warehouse)]


def listed(with_retired: bool = False) -> list[tuple[str, str, str, int]]:
    return [(one.code, one.name, one.address, one.places)
            for one in warehouses.list_warehouses(console(), with_retired)]


def change(at_name: str, **changes: object) -> None:
    """Change what is named of a place as it stands."""
    place = at(at_name).place
    before = PlaceDraft(place.name, place.kind, place.capacity, place.blocked, place.taken_out)
    racks.change_place(console(), place.id, replace(before, **changes))


def test_a_warehouse_is_listed_with_its_code_in_capitals_and_its_places_counted(manager):
    assert warehouses.add(manager, replace(HALL, code=" w1 ")) == "W1"
    racks.add_rack(manager, "w1", RackDraft("a", 4, 20, 5))
    assert listed() == [("W1", "Main hall", "Quai 4, Agadir", 400)]


def test_the_places_of_a_rack_are_named_by_rack_and_aisle_bay_and_level(manager):
    warehouses.add(manager, HALL)
    assert racks.add_rack(manager, "W1", RackDraft("A", 1, 2, 2, 3, PlaceKind.STAGING)) == 4
    assert names() == ["A01-01-1", "A01-01-2", "A01-02-1", "A01-02-2"]
    assert {(one.place.kind, one.place.capacity) for one in warehouse_map.places(console(), "W1")} == {("staging", 3)}


@pytest.mark.parametrize(("draft", "words"), [
    (RackDraft("", 1, 1, 1), "rack's code"), (RackDraft("A-1", 1, 1, 1), "rack's code"),
    (RackDraft("A", 0, 1, 1), "aisles"), (RackDraft("A", 1, 100, 1), "bays"), (RackDraft("A", 1, 1, 10), "levels"),
    (RackDraft("A", 1, 1, 1, 0), "pallets a place"), (RackDraft("A", 30, 30, 9), "2,000"),
])
def test_a_rack_that_cannot_be_is_refused_and_makes_no_place(manager, draft, words):
    warehouses.add(manager, HALL)
    with pytest.raises(BadInput, match=words):
        racks.add_rack(manager, "W1", draft)
    assert names() == []


def test_a_warehouse_takes_so_many_places_and_no_more(manager, monkeypatch):
    monkeypatch.setattr(racks, "MOST_PLACES", 10)
    warehouses.add(manager, HALL)
    racks.add_rack(manager, "W1", RackDraft("A", 1, 9, 1))
    with pytest.raises(BadInput, match="second warehouse"):
        racks.add_rack(manager, "W1", RackDraft("B", 1, 2, 1))
    racks.add_rack(manager, "W1", RackDraft("B", 1, 1, 1))
    assert len(names()) == 10


def test_a_code_is_taken_once_in_whatever_case(manager):
    warehouses.add(manager, HALL)
    with pytest.raises(BadInput, match="a warehouse W1 already"):
        warehouses.add(manager, replace(HALL, code="w1", name="Another"))
    racks.add_rack(manager, "W1", RackDraft("A", 1, 1, 1))
    with pytest.raises(BadInput, match="a rack A already"):
        racks.add_rack(manager, "W1", RackDraft("a", 1, 2, 2))
    assert names() == ["A01-01-1"]


def test_of_eight_who_add_one_warehouse_at_once_one_succeeds_and_seven_are_told(manager):
    def attempt(number: int) -> str:
        try:
            return warehouses.add(manager, replace(HALL, name=f"number {number}"))
        except BadInput as refusal:
            return str(refusal)

    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(attempt, range(8)))
    assert said.count("W1") == 1 and sum("already" in one for one in said) == 7


def test_a_name_that_a_new_rack_would_use_is_a_sentence(manager):
    warehouses.add(manager, HALL)
    racks.add_rack(manager, "W1", RackDraft("A", 1, 1, 1))
    change("A01-01-1", name="B01-01-1")
    with pytest.raises(BadInput, match="rename that place"):
        racks.add_rack(manager, "W1", RackDraft("B", 1, 1, 1))


def test_a_warehouse_changes_its_name_and_address_and_keeps_its_code(manager):
    warehouses.add(manager, HALL)
    warehouses.change(manager, replace(HALL, name="Cold store"))
    assert listed() == [("W1", "Cold store", "Quai 4, Agadir", 0)]
    newest = audit.entries(console(), "warehouse:W1")[0]
    assert (newest.actor, newest.action, newest.old, newest.new) == (
        "mona", "warehouse changed", {"name": "Main hall"}, {"name": "Cold store"})
    warehouses.change(manager, replace(HALL, name="Cold store"))
    assert len(audit.entries(console(), "warehouse:W1")) == 2
    with pytest.raises(BadInput, match="no warehouse W2"):
        warehouses.change(manager, replace(HALL, code="W2"))


def test_a_warehouse_with_stock_is_not_retired_and_an_empty_one_is_and_comes_back(manager):
    a_warehouse()
    ids = stocked(manager, "A01-01-1")
    with pytest.raises(BadInput, match="Pallets that stand in W1: 1"):
        warehouses.retire(manager, "W1")
    stock.ship(manager, ids)
    warehouses.retire(manager, "W1")
    assert listed() == [] and len(listed(with_retired=True)) == 1
    with pytest.raises(BadInput, match="W1 is retired"):
        stock.receive(manager, a_lot(), 1, 100, place_id("A01-01-1"))
    warehouses.bring_back(manager, "W1")
    stock.receive(manager, a_lot(), 1, 100, place_id("A01-01-1"))
    assert standing() == {"A01-01-1": 1}


def test_a_place_is_renamed_blocked_taken_out_and_put_back_each_with_one_audit_row(manager):
    a_warehouse()
    change("A01-01-1", name="By the door")
    change("By the door", blocked=True)
    before = len(audit.entries(console(), "warehouse:W1"))
    change("By the door", blocked=False, capacity=5, kind=PlaceKind.STAGING)
    newest = audit.entries(console(), "warehouse:W1")
    assert len(newest) == before + 1
    assert newest[0].old == {"place": "By the door", "blocked": True, "capacity": 2, "kind": "storage"}
    assert newest[0].new == {"place": "By the door", "blocked": False, "capacity": 5, "kind": "staging"}
    change("By the door", taken_out=True)
    assert "By the door" not in names()
    change("By the door", taken_out=False)
    assert "By the door" in names()
    change("By the door", taken_out=False)
    assert len(audit.entries(console(), "warehouse:W1")) == before + 3


def test_two_places_do_not_share_a_name_but_two_warehouses_may(manager):
    a_warehouse()
    a_warehouse("W2")
    with pytest.raises(BadInput, match="a place A01-01-2 already"):
        change("A01-01-1", name="A01-01-2")
    assert "A01-01-1" in names("W1") and "A01-01-1" in names("W2")


def test_a_place_is_not_changed_under_the_stock_that_stands_there(manager):
    a_warehouse()
    stocked(manager, "A01-01-1", 2)
    with pytest.raises(BadInput, match="at least this capacity"):
        change("A01-01-1", capacity=1)
    with pytest.raises(BadInput, match="before you take the place out"):
        change("A01-01-1", taken_out=True)
    stocked(manager, "Q01-01-1", state="held")
    with pytest.raises(BadInput, match="before you change its kind"):
        change("Q01-01-1", kind=PlaceKind.STORAGE)
    change("A01-01-1", blocked=True, capacity=4)
    assert at("A01-01-1").place.capacity == 4 and at("Q01-01-1").place.kind is PlaceKind.QUARANTINE


def test_hostile_names_come_back_identical_or_are_refused(manager):
    a_warehouse()
    number = place_id("A01-01-1")
    for text in HOSTILE:
        for keep, kept in (
            (lambda text=text: racks.change_place(manager, number, PlaceDraft(text, PlaceKind.STORAGE, 2)),
             lambda: warehouse_map.contents(manager, number).place.name),
            (lambda text=text: warehouses.change(manager, WarehouseDraft("W1", text, "")), lambda: listed()[0][1]),
            (lambda text=text: warehouses.change(manager, WarehouseDraft("W1", "Hall", text)), lambda: listed()[0][2]),
        ):
            try:
                keep()
            except BadInput as refusal:
                assert str(refusal).isprintable()
            else:
                assert kept() == text
        for code in (lambda text=text: warehouses.add(manager, WarehouseDraft(text, "Hall")),
                     lambda text=text: racks.add_rack(manager, "W1", RackDraft(text, 1, 1, 1)),
                     lambda text=text: warehouse_map.places(manager, text)):
            with pytest.raises(BadInput) as refused:
                code()
            assert str(refused.value).isprintable()
    assert audit.verify() == []


def test_random_names_of_places_come_back_identical_or_are_refused(manager):
    a_warehouse()
    number = place_id("A01-01-1")

    @settings(max_examples=40, deadline=None)
    @given(st.text(st.characters(exclude_categories=()), max_size=30))
    def keep(text: str) -> None:
        try:
            racks.change_place(manager, number, PlaceDraft(text, PlaceKind.STORAGE, 2))
        except BadInput:
            assert len(text) > 24 or not text.strip() or "\0" in text or any("\ud800" <= c <= "\udfff" for c in text)
        else:
            assert warehouse_map.contents(manager, number).place.name == text

    keep()
