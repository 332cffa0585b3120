"""Where pallets should go: what is offered, in which order, and why."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.quality.putaway import Plan, Wanted, plan, ranked
from core.quality.stock_rules import Place, PlaceKind
from core.words import sentence


def shelf(number: int, bay: int = 1, level: int = 1, aisle: int = 1, **values) -> Place:
    kept = {"kind": PlaceKind.STORAGE, "capacity": 2, "standing": 0, **values}
    return Place(number, f"A{aisle:02d}-{bay:02d}-{level}", "A", aisle, bay, level, **kept)


@st.composite
def warehouses(draw) -> list[Place]:
    spots = draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 3)), unique=True, max_size=14))
    return [
        shelf(number, bay, level, aisle, kind=draw(st.sampled_from(PlaceKind)), capacity=draw(st.integers(1, 4)),
              standing=draw(st.integers(0, 5)), blocked=draw(st.booleans()), taken_out=draw(st.booleans()))
        for number, (aisle, bay, level) in enumerate(spots)
    ]


@st.composite
def questions(draw) -> Wanted:
    return Wanted(draw(st.integers(1, 12)), draw(st.booleans()),
                  draw(st.dictionaries(st.integers(0, 20), st.integers(0, 3), max_size=4)),
                  draw(st.integers(0, 9)), draw(st.integers(0, 9)))


def planned(places: list[Place], wanted: Wanted) -> Plan:
    return plan(ranked(places, wanted), wanted.pallets)


@given(warehouses(), questions())
def test_no_place_is_ever_overfilled_and_every_pallet_is_counted(places, wanted):
    for suggestion in ranked(places, wanted):
        assert 1 <= suggestion.takes <= suggestion.place.capacity - suggestion.place.standing
    made = planned(places, wanted)
    assert all(1 <= pallets <= place.capacity - place.standing for place, pallets in made.puts)
    assert sum(pallets for _, pallets in made.puts) + made.left_over == wanted.pallets
    assert len({place.id for place, _ in made.puts}) == len(made.puts)


@given(warehouses(), questions())
def test_a_blocked_or_missing_place_is_never_offered_and_quarantine_to_held_stock_alone(places, wanted):
    for suggestion in ranked(places, wanted):
        place = suggestion.place
        assert not place.blocked and not place.taken_out
        assert (place.kind is PlaceKind.QUARANTINE) == wanted.apart


@given(warehouses(), questions(), st.randoms())
def test_the_same_question_has_the_same_answer_in_whatever_order_the_places_come(places, wanted, shuffler):
    mixed = list(places)
    shuffler.shuffle(mixed)
    assert ranked(mixed, wanted) == ranked(places, wanted)


@given(warehouses(), questions(), st.integers(0, 13), st.integers(1, 5))
def test_more_room_never_leaves_more_pallets_out_nor_needs_staging_or_places_more(places, wanted, which, more):
    def worth(made: Plan) -> tuple[int, int, int]:
        staged = sum(pallets for place, pallets in made.puts if place.kind is PlaceKind.STAGING)
        return made.left_over, staged, len(made.puts)

    before = worth(planned(places, wanted))
    added = shelf(99, bay=9, capacity=more, kind=PlaceKind.QUARANTINE if wanted.apart else PlaceKind.STORAGE)
    assert worth(planned([*places, added], wanted)) <= before
    if which < len(places):
        wider = replace(places[which], capacity=places[which].capacity + more)
        assert worth(planned([*places[:which], wider, *places[which + 1:]], wanted)) <= before


@given(warehouses(), questions())
def test_every_reason_can_be_said(places, wanted):
    for suggestion in ranked(places, wanted):
        assert suggestion.reasons[0].code == "putaway_room"
        assert all("{" not in sentence(reason) for reason in suggestion.reasons)


def first(places: list[Place], wanted: Wanted) -> tuple[str, set[str]]:
    """The best place's name and the codes of its reasons; the order in which places come must not matter."""
    random.Random(5).shuffle(places)
    best = ranked(places, wanted)[0]
    return best.place.name, {reason.code for reason in best.reasons}


def test_the_place_that_takes_all_the_pallets_comes_first():
    assert first([shelf(1, bay=1), shelf(2, bay=4, capacity=5)], Wanted(4))[0] == "A01-04-1"


def test_fewer_places_count_for_more_than_the_lot_kept_together():
    beside_its_own, roomy = shelf(1, standing=1), shelf(2, aisle=2, capacity=3)
    assert first([beside_its_own, roomy], Wanted(3, here={1: 1}))[0] == "A02-01-1"
    assert first([beside_its_own, roomy], Wanted(1, here={1: 1}))[0] == "A01-01-1"


def test_staging_comes_after_all_storage():
    name, codes = first([shelf(1, kind=PlaceKind.STAGING, capacity=9), shelf(2, bay=4)], Wanted(4))
    assert name == "A01-04-1" and "putaway_staging" not in codes


def test_a_lot_is_kept_together_in_the_place_then_beside_it_then_in_its_aisle():
    mates = shelf(1, bay=5, level=3, standing=1)
    beside, same_aisle, elsewhere = shelf(2, bay=5, level=2), shelf(3, bay=1), shelf(4, aisle=2)
    wanted = Wanted(1, here={1: 1})
    assert first([elsewhere, same_aisle, beside, mates], wanted) == ("A01-05-3", {"putaway_room", "putaway_lot_here"})
    full = replace(mates, standing=2)
    assert first([elsewhere, same_aisle, beside, full], wanted) == ("A01-05-2", {"putaway_room", "putaway_lot_beside"})
    assert first([elsewhere, same_aisle, full], wanted) == ("A01-01-1", {"putaway_room", "putaway_lot_in_aisle"})
    assert first([elsewhere, full], wanted) == ("A02-01-1", {"putaway_room", "putaway_lot_elsewhere"})


def test_a_place_of_its_own_comes_before_one_shared_with_another_lot():
    assert first([shelf(1, standing=1), shelf(2, bay=5)], Wanted(1))[0] == "A01-05-1"


def test_a_place_beside_quarantine_comes_after_one_that_is_not():
    quarantine = shelf(1, bay=2, kind=PlaceKind.QUARANTINE)
    beside, clear = shelf(2, bay=1), shelf(3, bay=4)
    name, codes = first([quarantine, beside, clear], Wanted(1))
    assert name == "A01-04-1" and "putaway_clear_of_quarantine" in codes
    (only,) = ranked([quarantine, beside], Wanted(1))
    assert {"place": "A01-02-1"} in [reason.values for reason in only.reasons]
    moved_out = replace(quarantine, taken_out=True)
    assert first([moved_out, beside, clear], Wanted(1))[0] == "A01-01-1"


def test_what_expires_first_is_placed_near_and_low_and_what_expires_last_far_and_high():
    places = [shelf(bay * 10 + level, bay, level) for bay in range(1, 6) for level in range(1, 4)]
    assert first(places, Wanted(1, earlier=0, later=9))[0] == "A01-01-1"
    assert first(places, Wanted(1, earlier=9, later=0)) == ("A01-05-3", {"putaway_room", "putaway_reach_fits"})
    assert first(places, Wanted(1, earlier=5, later=5))[0] == "A01-02-3"
    codes = {place.place.name: {reason.code for reason in place.reasons}
             for place in ranked(places, Wanted(1, earlier=0, later=9))}
    assert "putaway_reach_far" in codes["A01-05-3"]
    codes = {place.place.name: {reason.code for reason in place.reasons}
             for place in ranked(places, Wanted(1, earlier=9, later=0))}
    assert "putaway_reach_near" in codes["A01-01-1"]


def test_held_pallets_in_full_quarantine_find_no_place_and_are_all_left_over():
    full = shelf(1, kind=PlaceKind.QUARANTINE, standing=2)
    assert planned([full, shelf(2)], Wanted(3, apart=True)) == Plan((), 3)
