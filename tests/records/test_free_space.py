"""Where does this fit, how full is it, and what is empty: as the records have it."""

from datetime import date

import pytest

from core.errors import BadInput
from core.quality.stock_rules import PlaceKind
from core.records import free_space, occupancy, quarantine, racks, stock
from core.records.racks import PlaceDraft, RackDraft
from core.records.use_case import Actor, console
from tests.records.people import sign_in, signed_in
from tests.records.test_hostile_text import HOSTILE
from tests.records.warehousing import a_lot, a_warehouse, hold_pallet, lot_of, place_id, set_state, standing, stocked


@pytest.fixture
def ines() -> Actor:
    actor = signed_in()
    a_warehouse()
    return actor


def found(actor: Actor, lot_id: int, pallets: int) -> dict[str, int]:
    made = free_space.find(actor, "W1", lot_id, pallets)
    return {place.name: taken for place, taken in made.plan.puts}


def test_pallets_are_put_where_the_plan_said_and_nothing_moves_before(ines):
    lot_id = a_lot()
    stock.receive(ines, lot_id, 3, 100)
    answer = free_space.find(ines, "W1", lot_id, 3)
    assert answer.waiting == 3 and not answer.apart and standing() == {}
    assert found(ines, lot_id, 3) == {"A01-01-1": 2, "A01-01-2": 1}
    stock.put_away(ines, lot_id, {place.id: taken for place, taken in answer.plan.puts})
    assert standing() == {"A01-01-1": 2, "A01-01-2": 1}
    assert free_space.find(ines, "W1", lot_id, 1).waiting == 0


def test_the_lot_is_kept_together_with_what_stands_there_already(ines):
    (number,) = stocked(ines, "A01-03-2")
    best = free_space.find(ines, "W1", lot_of(number), 1).suggestions[0]
    assert best.place.name == "A01-03-2" and "putaway_lot_here" in {reason.code for reason in best.reasons}


def test_what_expires_after_all_other_stock_is_sent_to_the_back(ines):
    stocked(ines, "A01-02-1", 2, best_before="2028-01-01")
    late, early, unknown = (a_lot(best_before=day) for day in ("2030-01-01", "2027-01-01", None))
    assert list(found(ines, late, 2)) == ["A01-03-2"]
    assert list(found(ines, early, 2)) == ["A01-01-1"]
    reasons = free_space.find(ines, "W1", unknown, 2).suggestions[0].reasons
    assert not any(reason.code.startswith("putaway_reach") for reason in reasons)


@pytest.mark.parametrize("state", ["held", "rejected"])
def test_a_lot_that_is_kept_apart_is_offered_quarantine_alone(ines, state):
    lot_id = a_lot(state)
    stock.receive(ines, lot_id, 3, 100)
    answer = free_space.find(ines, "W1", lot_id, 3)
    assert answer.apart and {one.place.kind for one in answer.suggestions} == {PlaceKind.QUARANTINE}
    assert answer.plan.left_over == 1 and answer.waiting == 3


def test_pallets_of_a_held_lot_that_stand_in_storage_wait_for_quarantine_and_held_ones_of_a_good_lot_do_not(ines):
    held_lot = lot_of(stocked(ines, "A01-01-1", 2, "held")[0])
    assert free_space.find(ines, "W1", held_lot, 1).waiting == 2
    good = a_lot()
    one, _ = stock.receive(ines, good, 2, 100)
    hold_pallet(one)
    assert free_space.find(ines, "W1", good, 1).waiting == 1
    stock.put_away(ines, good, {place_id("A01-02-1"): 1})
    assert quarantine.quarantine_task(ines, good).to_move == 1


def test_blocked_full_and_missing_places_are_not_offered(ines):
    lot_id = a_lot()
    stocked(ines, "A01-01-1", 2)
    racks.change_place(console(), place_id("A01-01-2"), PlaceDraft("A01-01-2", PlaceKind.STORAGE, 2, blocked=True))
    racks.change_place(console(), place_id("A01-02-1"), PlaceDraft("A01-02-1", PlaceKind.STORAGE, 2, taken_out=True))
    names = {one.place.name for one in free_space.find(ines, "W1", lot_id, 1).suggestions}
    assert names == {"A01-02-2", "A01-03-1", "A01-03-2"}


def test_an_unknown_lot_or_warehouse_is_a_sentence(ines):
    with pytest.raises(BadInput, match="no such lot"):
        free_space.find(ines, "W1", 99, 1)
    with pytest.raises(BadInput, match="no warehouse W9"):
        free_space.find(ines, "W9", a_lot(), 1)


def test_lots_are_found_by_code_sku_or_product_the_newest_first_with_what_waits(ines):
    first, second = a_lot(code="L100", name="Sardines"), a_lot(code="L200", sku="TUN-80", name="Tuna", best_before=None)
    stock.receive(ines, first, 2, 100)
    stocked(ines, "A01-01-1", 1, "accepted", first)
    stock.ship(ines, stocked(ines, "A01-01-1", 1, "accepted", first))
    assert [(one.id, one.in_stock, one.waiting) for one in free_space.lots(ines)] == [(second, 0, 0), (first, 3, 2)]
    assert [one.id for one in free_space.lots(ines, "tuna")] == [second]
    assert [one.id for one in free_space.lots(ines, "L1")] == [first]
    assert [one.id for one in free_space.lots(ines, "", first)] == [first]
    assert free_space.lots(ines, "%") == []
    for text in HOSTILE:
        try:
            assert isinstance(free_space.lots(ines, text), list)
        except BadInput as refusal:
            assert str(refusal).isprintable()


def test_a_list_of_lots_has_an_end(ines, monkeypatch):
    monkeypatch.setattr(free_space, "MOST_LOTS", 2)
    newest = [a_lot() for _ in range(3)][1:]
    assert [one.id for one in free_space.lots(ines)] == newest[::-1]


def test_room_is_counted_by_warehouse_aisle_and_kind_without_what_is_blocked_or_taken_out(ines):
    a_warehouse("W2", quarantine=0)
    stocked(ines, "A01-01-1", 2)
    stocked(ines, "A01-01-2", 1)
    racks.change_place(console(), place_id("A01-01-2"), PlaceDraft("A01-01-2", PlaceKind.STORAGE, 2, blocked=True))
    racks.change_place(console(), place_id("A01-03-1"), PlaceDraft("A01-03-1", PlaceKind.STORAGE, 2, taken_out=True))
    racks.add_rack(console(), "W1", RackDraft("S", 1, 1, 1, 5, PlaceKind.STAGING))
    assert [(one.name, one.kind, one.capacity, one.standing, one.free) for one in occupancy.by_aisle(ines, "W1")] == [
        ("A01", "storage", 9, 3, 6), ("Q01", "quarantine", 2, 0, 2), ("S01", "staging", 5, 0, 5)]
    assert [(one.name, one.capacity, one.standing, one.free) for one in occupancy.by_warehouse(ines)] == [
        ("W1", 16, 3, 13), ("W2", 12, 0, 12)]


def test_the_stock_of_each_day_is_counted_back_from_the_moves(set_clock, ines):
    first = stocked(ines, "A01-01-1", 2)
    set_clock.goes_on(days=2)
    ines = sign_in("ines")
    stocked(ines, "A01-02-1", 1)
    stock.ship(ines, first[:1])
    set_clock.goes_on(days=1)
    ines = sign_in("ines")
    set_state(lot_of(first[1]), "held")
    quarantine.move_to_quarantine(ines, lot_of(first[1]), "W1")
    series = occupancy.by_day(ines, "W1", 5)
    assert [day for day, _ in series[PlaceKind.STORAGE]] == [date(2026, 11, day) for day in range(22, 27)]
    assert [count for _, count in series[PlaceKind.STORAGE]] == [0, 2, 2, 2, 1]
    assert [count for _, count in series[PlaceKind.QUARANTINE]] == [0, 0, 0, 0, 1]
    assert [count for _, count in series[PlaceKind.STAGING]] == [0] * 5
    assert len(occupancy.by_day(ines, "W1", 10_000)[PlaceKind.STORAGE]) == occupancy.MOST_DAYS


def test_the_list_of_empty_places_leaves_out_what_is_used_blocked_or_taken_out(ines):
    stocked(ines, "A01-01-1")
    racks.change_place(console(), place_id("A01-01-2"), PlaceDraft("A01-01-2", PlaceKind.STORAGE, 2, blocked=True))
    racks.change_place(console(), place_id("A01-02-1"), PlaceDraft("A01-02-1", PlaceKind.STORAGE, 2, taken_out=True))
    assert [one.name for one in occupancy.empty_places(ines, "W1")] == [
        "A01-02-2", "A01-03-1", "A01-03-2", "Q01-01-1", "Q01-02-1"]
    assert [one.name for one in occupancy.empty_places(ines, "W1", PlaceKind.QUARANTINE)] == ["Q01-01-1", "Q01-02-1"]
