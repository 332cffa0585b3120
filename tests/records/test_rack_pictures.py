"""Pictures of empty racks are kept with their corners, and a count of a rack is noted and changes nothing."""

import pytest
from sqlalchemy import select, update

from core.errors import BadInput
from core.quality.rights import Role
from core.records import audit, images, rack_pictures
from core.records.database import read, write
from core.records.rack_pictures import Disagreement
from core.records.schema import pallet, place
from core.records.use_case import console
from tests.records.people import signed_in
from tests.records.racks import CORNERS, add_rack, photographed
from tests.records.test_hostile_text import HOSTILE


def test_the_newest_picture_of_an_empty_rack_is_kept_with_its_corners() -> None:
    manager, rack = signed_in("mona", Role.MANAGER), add_rack()
    assert rack_pictures.newest(manager, rack, 1) is None
    rack_pictures.keep(manager, rack, 1, photographed(), CORNERS)
    moved = tuple((x + 1.26, y) for x, y in CORNERS)
    rack_pictures.keep(manager, rack, 1, again := photographed(b"another"), moved)
    kept = rack_pictures.newest(manager, rack, 1)
    assert kept is not None and (kept.photograph, kept.kept_by) == (again.sha256, "mona")
    assert kept.corners[0] == (101.3, 80.0)
    assert images.load(kept.photograph) == b"another"
    assert rack_pictures.newest(manager, add_rack(code="B"), 1) is None
    assert audit.verify() == []
    newest = audit.entries(console(), f"rack:{rack}")[0]
    assert (newest.actor, newest.action, newest.new["photograph"]) == ("mona", "empty rack photographed", again.sha256)


@pytest.mark.parametrize("corners", [
    (), CORNERS[:3], CORNERS[::-1], (CORNERS[1], CORNERS[0], *CORNERS[2:]), ((float("nan"), 0.0), *CORNERS[1:]),
    ((-5.0, 80.0), *CORNERS[1:]), (*CORNERS[:3], (110.0, 901.0)), ((10, 10), (30, 10), (30, 30), (10, 30)),
    ((100, 80), (1100, 90), (200, 200), (110, 790)),
])
def test_corners_that_frame_no_rack_are_refused_and_nothing_is_stored(installation, corners) -> None:
    manager, rack = signed_in("mona", Role.MANAGER), add_rack()
    with pytest.raises(BadInput):
        rack_pictures.keep(manager, rack, 1, photographed(), corners)
    assert rack_pictures.newest(manager, rack, 1) is None
    assert not (installation / "photographs").exists()


def test_places_too_small_for_so_many_bays_are_refused() -> None:
    manager, rack = signed_in("mona", Role.MANAGER), add_rack(bays=40, levels=1)
    narrow = ((100.0, 80.0), (1000.0, 80.0), (1000.0, 800.0), (100.0, 800.0))
    with pytest.raises(BadInput, match="too small"):
        rack_pictures.keep(manager, rack, 1, photographed(), narrow)


def test_the_books_say_what_stands_where() -> None:
    actor, rack = signed_in(), add_rack(stocked={(2, 1), (3, 2)})
    with write() as tx:
        tx.execute(update(place).where(place.c.bay == 1, place.c.level == 1).values(taken_out=1))
    booked = rack_pictures.booked_places(actor, rack, 1)
    assert [(one.name, one.pallets) for one in booked] == [
        ("A01-02-1", 1), ("A01-03-1", 0), ("A01-01-2", 0), ("A01-02-2", 0), ("A01-03-2", 1)]
    assert rack_pictures.grid_size(booked) == (3, 2)
    for absent in ((rack, 2), (999, 1), (-1, 1), (2**70, 1), (rack, -1)):
        with pytest.raises(BadInput, match="no such rack"):
            rack_pictures.booked_places(actor, *absent)


def test_a_count_notes_where_the_books_disagree_and_changes_no_pallet() -> None:
    actor, rack = signed_in("ines"), add_rack(stocked={(2, 1), (3, 2)})
    booked = rack_pictures.booked_places(actor, rack, 1)
    seen = {one.id: one.bay == 2 for one in booked if (one.bay, one.level) != (1, 2)}
    with read() as tx:
        before = tx.execute(select(pallet)).all()
    found = rack_pictures.record_count(actor, rack, 1, seen, "photograph", "the fork lift was there")
    assert found == [Disagreement("A01-02-2", 0, True), Disagreement("A01-03-2", 1, False)]
    with read() as tx:
        assert tx.execute(select(pallet)).all() == before
    noted = audit.entries(console(), f"rack:{rack}")[0]
    assert (noted.actor, noted.action, noted.why) == ("ines", "rack counted", "the fork lift was there")
    assert noted.new == {
        "rack": "WA A", "aisle": 1, "by": "photograph", "places": 5,
        "disagreements": {"A01-02-2": {"pallets": 0, "seen": "occupied"}, "A01-03-2": {"pallets": 1, "seen": "free"}},
    }


def test_a_count_is_compared_with_the_books_as_they_stand_when_it_is_noted() -> None:
    actor, rack = signed_in(), add_rack(stocked={(2, 1)})
    seen = {one.id: one.pallets > 0 for one in rack_pictures.booked_places(actor, rack, 1)}
    with write() as tx:
        tx.execute(update(pallet).values(place_id=None))
    assert [one.place for one in rack_pictures.record_count(actor, rack, 1, seen, "taps")] == ["A01-02-1"]


def test_a_count_that_cannot_be_is_refused() -> None:
    actor, rack, other = signed_in(), add_rack(), add_rack(code="B")
    foreign = rack_pictures.booked_places(actor, other, 1)[0].id
    for seen, way in (({}, "taps"), ({foreign: True}, "taps"), ({0: True}, "taps"), ({1: True}, "guess")):
        with pytest.raises(BadInput):
            rack_pictures.record_count(actor, rack, 1, seen, way)


def test_the_note_of_a_count_comes_back_identical_or_is_refused() -> None:
    actor, rack = signed_in(), add_rack()
    seen = {rack_pictures.booked_places(actor, rack, 1)[0].id: True}
    for text in HOSTILE:
        try:
            rack_pictures.record_count(actor, rack, 1, seen, "taps", text)
        except BadInput:
            assert len(text) > 500 or "\0" in text or any("\ud800" <= c <= "\udfff" for c in text)
        else:
            assert audit.entries(console(), limit=1)[0].why == text
    assert audit.verify() == []


def test_the_command_line_photographs_no_rack() -> None:
    with pytest.raises(BadInput, match="no person's name"):
        rack_pictures.keep(console(), add_rack(), 1, photographed(), CORNERS)
