"""A hold of what was produced between two moments: pallets in stock, pallets shipped, and pallets still to come."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from core.errors import BadInput, Refused
from core.quality.lot_states import LotState
from core.quality.rights import Role
from core.records import audit, clock, lots, produced
from core.records.database import read, write
from core.records.produced import Pallets, held_when_received
from core.records.schema import pallet
from core.records.use_case import Actor, console
from tests.records.people import PASSWORD, open_lot, signed_in
from tests.records.test_lots import lot_in

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_NUMBERS = count()


def at(hours: float | None) -> datetime | None:
    return None if hours is None else NOON + timedelta(hours=hours)


def receive(lot_id: int, since: float | None, until: float | None, *, shipped: bool = False) -> int:
    """A pallet of the lot as the warehouse writes it; returns its id."""
    with write() as tx:
        return tx.execute(insert(pallet).values(
            code=f"P{next(_NUMBERS)}", lot_id=lot_id, cans=100, produced_from=at(since), produced_to=at(until),
            place_id=None, held=int(held_when_received(tx, lot_id, at(since), at(until))), received_at=clock.now(),
            placed_at=None, shipped_at=clock.now() if shipped else None,
        ).returning(pallet.c.id)).scalar_one()


def held(*pallets: int) -> set[int]:
    with read() as tx:
        return set(tx.scalars(select(pallet.c.id).where(pallet.c.held == 1, pallet.c.id.in_(pallets))))


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def mona() -> Actor:
    return signed_in("mona", Role.MANAGER)


@pytest.fixture
def lot(ines: Actor) -> int:
    return open_lot(ines)


def test_every_pallet_that_may_hold_cans_of_that_time_is_held_and_the_lot_stays_as_it_is(ines: Actor, lot: int) -> None:
    before, over, inside, unknown, open_end, later = (
        receive(lot, *time) for time in ((-4, -1), (-1, 1), (0.5, 1), (None, None), (-3, None), (3, 4)))
    gone = receive(lot, 0, 1, shipped=True)
    of_another = receive(open_lot(ines, "L2"), 0, 1)
    assert produced.hold_produced(ines, lot, NOON, at(2), "a jam in the seamer") == Pallets(4, 1)
    assert held(before, over, inside, unknown, open_end, later, gone, of_another) == {over, inside, unknown, open_end}
    assert lots.find(ines, lot).state is LotState.OPEN
    event = lots.events(ines, lot)[0]
    assert (event.act, event.old_state, event.new_state) == ("hold produced", "open", "open")
    assert (event.produced_from, event.produced_to, event.reason) == (NOON, at(2), "a jam in the seamer")
    row = audit.entries(console(), f"lot:{lot}")[0]
    assert row.new == {"code": "L1", "from": NOON.isoformat(), "to": "2026-11-20T14:00:00+00:00", "pallets": 4,
                       "shipped": 1}


def test_a_manager_frees_what_lies_in_the_time_as_a_whole_and_nothing_that_reaches_out_of_it(
    ines: Actor, mona: Actor, lot: int
) -> None:
    over, inside, unknown = (receive(lot, *time) for time in ((-1, 1), (0.5, 1), (None, None)))
    produced.hold_produced(ines, lot, at(-2), at(2), "a jam")
    with pytest.raises(Refused):
        produced.release_produced(ines, lot, NOON, at(2), "looked at", password=PASSWORD)
    assert produced.release_produced(mona, lot, NOON, at(2), "looked at", password=PASSWORD) == Pallets(1, 0)
    assert held(over, inside, unknown) == {over, unknown}
    assert produced.release_produced(mona, lot, None, None, "all looked at", password=PASSWORD) == Pallets(2, 0)
    assert held(over, inside, unknown) == set()


@pytest.mark.parametrize("password", ["", "not this one"])
def test_freeing_part_of_a_lot_is_signed_with_the_password(password: str, mona: Actor, lot: int) -> None:
    one = receive(lot, 0, 1)
    produced.hold_produced(mona, lot, NOON, None, "a jam")
    with pytest.raises(BadInput, match="password"):
        produced.release_produced(mona, lot, NOON, at(2), "looked at", password=password)
    assert held(one) == {one}
    produced.release_produced(mona, lot, NOON, at(2), "looked at", password=PASSWORD)
    row = audit.entries(console(), f"lot:{lot}")[0]
    assert row.new["signed"] == {"name": "mona", "meaning": "release of part of a held lot"}


def test_a_release_of_the_lot_frees_no_pallet_that_is_held_itself(ines: Actor, mona: Actor, lot: int) -> None:
    one = receive(lot, 0, 1)
    produced.hold_produced(ines, lot, NOON, None, "a jam")
    lots.hold(ines, lot, "more of it")
    lots.release(mona, lot, "sorted", seen_state=LotState.HELD, password=PASSWORD)
    assert held(one) == {one}


@pytest.mark.parametrize(("since", "until"), [(None, 1), (0.5, None), (None, None), (-1, 1), (1, 5)])
def test_a_release_frees_no_pallet_received_late_that_reaches_out_of_its_time(
    since: float | None, until: float | None, mona: Actor, lot: int
) -> None:
    produced.hold_produced(mona, lot, at(-9), None, "a jam")
    produced.release_produced(mona, lot, NOON, at(2), "looked at", password=PASSWORD)
    assert held(late := receive(lot, since, until)) == {late}
    assert held(receive(lot, 0.5, 1)) == set()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 6), st.none() | st.integers(0, 6)), max_size=5),
       st.none() | st.integers(0, 6), st.none() | st.integers(0, 6))
def test_a_pallet_that_is_received_late_is_held_as_if_it_had_been_there_all_the_time(
    mona: Actor, acts: list[tuple[bool, int | None, int | None]], since: int | None, until: int | None
) -> None:
    if since is not None and until is not None:
        since, until = sorted((since, until))
    lot_id = open_lot(mona, f"L{next(_NUMBERS)}")
    early = receive(lot_id, since, until)
    for holds, begins, ends in acts:
        try:
            if holds:
                produced.hold_produced(mona, lot_id, at(begins), at(ends), "why")
            else:
                produced.release_produced(mona, lot_id, at(begins), at(ends), "why", password=PASSWORD)
        except BadInput:
            continue
    late = receive(lot_id, since, until)
    assert len(held(early, late)) in (0, 2)


@pytest.mark.parametrize(("since", "until", "reason"), [
    (None, None, "why"), (2, 1, "why"), (1, 2, " "), (1, 2, "x" * 501), (1, 2, "\0"),
])
def test_a_time_or_reason_that_makes_no_sense_holds_nothing(
    since: float | None, until: float | None, reason: str, ines: Actor, lot: int
) -> None:
    one = receive(lot, 0, 3)
    with pytest.raises(BadInput, match=r"\.$"):
        produced.hold_produced(ines, lot, at(since), at(until), reason)
    assert held(one) == set() and len(lots.events(ines, lot)) == 1


@pytest.mark.parametrize("state", LotState)
def test_part_of_a_lot_is_held_in_whatever_state_the_lot_is(state: LotState, mona: Actor) -> None:
    lot_id = lot_in(mona, state)
    one = receive(lot_id, 0, 1)
    produced.hold_produced(mona, lot_id, NOON, None, "a jam")
    assert held(one) == {one} and lots.find(mona, lot_id).state is state
