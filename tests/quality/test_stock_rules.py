"""What may stand where and what may leave."""

from dataclasses import replace
from itertools import product as combinations

import pytest

from core.quality.lot_states import may_leave
from core.quality.stock_rules import (
    Place,
    PlaceKind,
    PlaceStatus,
    kept_apart,
    place_status,
    why_not_changed,
    why_not_into,
    why_not_shipped,
)
from core.words import sentence

STATES = ("open", "accepted", "held", "released", "rejected")
SHELF = Place(1, "A01-01-1", "A", 1, 1, 1, PlaceKind.STORAGE, capacity=3, standing=1)


@pytest.mark.parametrize(("state", "held"), combinations(STATES, (False, True)))
def test_stock_leaves_only_from_accepted_or_released_lots_and_never_when_held(state, held):
    assert (why_not_shipped(state, held) is None) == (state in ("accepted", "released") and not held)


def test_a_state_that_nobody_has_heard_of_does_not_leave():
    assert not may_leave("") and not may_leave("Accepted")


@pytest.mark.parametrize(("state", "held"), combinations(STATES, (False, True)))
def test_held_and_rejected_stock_goes_into_quarantine_and_nowhere_else(state, held):
    apart = held or state in ("held", "rejected")
    assert kept_apart(state, held) == apart
    for kind in PlaceKind:
        place = replace(SHELF, kind=kind)
        assert (why_not_into(place, 1, apart) is None) == (not apart or kind is PlaceKind.QUARANTINE)


@pytest.mark.parametrize(("place", "pallets", "code"), [
    (SHELF, 2, None), (SHELF, 3, "stock_place_full"),
    (replace(SHELF, blocked=True), 1, "stock_place_blocked"),
    (replace(SHELF, taken_out=True), 1, "stock_place_taken_out"),
    (replace(SHELF, standing=9), 1, "stock_place_full"),
])
def test_a_place_takes_no_more_than_it_holds_and_nothing_when_blocked_or_taken_out(place, pallets, code):
    why = why_not_into(place, pallets, apart=False)
    assert (why and why.code) == code
    assert why is None or sentence(why).startswith(place.name)


@pytest.mark.parametrize(("changes", "apart", "code"), [
    ({"capacity": 1}, 0, None), ({"capacity": 0}, 0, "place_holds_more"),
    ({"taken_out": True}, 0, "place_not_empty"), ({"taken_out": True, "standing": 0}, 0, None),
    ({"kind": PlaceKind.STORAGE}, 1, "place_keeps_held"), ({"kind": PlaceKind.STORAGE}, 0, None),
    ({"blocked": True}, 1, None), ({"kind": PlaceKind.QUARANTINE, "capacity": 9}, 1, None),
])
def test_a_place_is_not_changed_under_what_stands_in_it(changes, apart, code):
    before = replace(SHELF, kind=PlaceKind.QUARANTINE, standing=changes.pop("standing", 1))
    why = why_not_changed(before, replace(before, **changes), apart)
    assert (why and why.code) == code
    assert why is None or before.name in sentence(why)


@pytest.mark.parametrize(("place", "apart", "status"), [
    (replace(SHELF, standing=0), 0, PlaceStatus.FREE), (SHELF, 0, PlaceStatus.PART),
    (replace(SHELF, standing=3), 0, PlaceStatus.FULL), (replace(SHELF, standing=3), 1, PlaceStatus.HELD),
    (replace(SHELF, blocked=True), 0, PlaceStatus.BLOCKED), (replace(SHELF, blocked=True), 1, PlaceStatus.HELD),
])
def test_a_place_is_drawn_held_before_blocked_and_blocked_before_full(place, apart, status):
    assert place_status(place, apart) is status
