"""Stock in pallets: received, put away, moved and shipped; and no held pallet leaves, whoever tries and when."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import product as combinations
from threading import Barrier

import pytest
from sqlalchemy import Connection, select, update

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN, Product
from core.quality.stock_rules import PlaceKind, kept_apart
from core.records import audit, clock, products, racks, stock, warehouse_map
from core.records.database import read, write
from core.records.place_rows import APART
from core.records.products import ProductDraft
from core.records.racks import PlaceDraft, RackDraft
from core.records.schema import lot, pallet
from core.records.use_case import Actor, console
from tests.records.people import signed_in
from tests.records.test_hostile_text import HOSTILE
from tests.records.warehousing import (
    STATES,
    a_lot,
    a_warehouse,
    at,
    hold_pallet,
    lot_of,
    moves,
    place_id,
    set_state,
    standing,
    stocked,
)


@pytest.fixture
def ines() -> Actor:
    actor = signed_in()
    a_warehouse()
    return actor


def rows() -> int:
    return audit.examine().audit_rows


def pallets() -> list:
    with read() as tx:
        return list(tx.execute(select(pallet).order_by(pallet.c.id)))


def test_received_pallets_have_codes_of_their_lot_and_wait_for_a_place(ines):
    lot_id, before = a_lot(), rows()
    first = stock.receive(ines, lot_id, 2, 100)
    stock.receive(ines, lot_id, 1, 40)
    assert [(row.code, row.cans, row.place_id) for row in pallets()] == [
        (f"P{lot_id}-001", 100, None), (f"P{lot_id}-002", 100, None), (f"P{lot_id}-003", 40, None)]
    assert first == [row.id for row in pallets()][:2]
    assert [(move["kind"], move["to_place_id"]) for move in moves()] == [("received", None)] * 3
    assert rows() == before + 2


def test_a_pallet_has_as_many_cans_as_the_product_is_packed_with_unless_told(ines):
    product = Product("SAR-125", "Sardines", "", FOOD_CAN.sides, FOOD_CAN.models, "the bottom")
    with pytest.raises(BadInput, match="give the number"):
        stock.receive(ines, a_lot(), 1)
    products.add(console(), ProductDraft(product, 50, 84))
    stock.receive(ines, a_lot(), 1)
    stock.receive(ines, a_lot(), 1, 7)
    assert [row.cans for row in pallets()] == [4200, 7]


def test_the_times_of_production_are_kept_and_only_both_in_order_are_taken(ines):
    lot_id, now = a_lot(), clock.now()
    stock.receive(ines, lot_id, 1, 10, produced_from=now, produced_to=now + timedelta(hours=1))
    assert (pallets()[0].produced_from, pallets()[0].produced_to) == (now, now + timedelta(hours=1))
    for times in ({"produced_from": now}, {"produced_from": now, "produced_to": now - timedelta(hours=1)}):
        with pytest.raises(BadInput, match="both times"):
            stock.receive(ines, lot_id, 1, 10, **times)
    assert len(pallets()) == 1


@pytest.mark.parametrize(("count", "cans"), [(0, 10), (501, 10), (1, 0), (1, 10**7), (True and -1, 5)])
def test_an_impossible_number_of_pallets_or_cans_is_refused(ines, count, cans):
    with pytest.raises(BadInput, match="whole number"):
        stock.receive(ines, a_lot(), count, cans)
    assert pallets() == [] and moves() == []


def test_a_receipt_into_a_full_place_receives_nothing(ines):
    before = rows()
    with pytest.raises(BadInput, match="room for 2 more, not for 3"):
        stock.receive(ines, a_lot(), 3, 100, place_id("A01-01-1"))
    assert pallets() == [] and moves() == [] and rows() == before


def test_a_move_is_a_record_for_each_pallet_and_one_row_in_the_trail(ines):
    ids = stocked(ines, "A01-01-1", 2)
    before = rows()
    assert stock.move(ines, ids, place_id("A01-01-1"), place_id("A01-02-1"), "nearer") == "A01-02-1"
    assert standing() == {"A01-02-1": 2} and rows() == before + 1
    assert [(move["pallet_id"], move["from_place_id"], move["to_place_id"], move["reason"]) for move in moves()][-2:] \
        == [(number, place_id("A01-01-1"), place_id("A01-02-1"), "nearer") for number in ids]
    newest = audit.entries(console(), f"lot:{lot_of(ids[0])}")[0]
    assert newest.action == "stock moved" and newest.old == {"place": "A01-01-1"} and newest.why == "nearer"


def test_a_pallet_that_somebody_else_moved_is_not_moved_unseen(ines):
    ids = stocked(ines, "A01-01-1")
    start = place_id("A01-01-1")
    stock.move(ines, ids, start, place_id("A01-02-1"))
    with pytest.raises(BadInput, match="moved by somebody else"):
        stock.move(signed_in("omar"), ids, start, place_id("A01-03-1"))
    with pytest.raises(BadInput, match="stand there already"):
        stock.move(ines, ids, place_id("A01-02-1"), place_id("A01-02-1"))
    assert standing() == {"A01-02-1": 1}


def test_pallets_named_twice_of_two_lots_unknown_or_gone_are_not_moved(ines):
    one, other = stocked(ines, "A01-01-1"), stocked(ines, "A01-01-1")
    gone = stocked(ines, "A01-02-1")
    stock.ship(ines, gone)
    start, to = place_id("A01-01-1"), place_id("A01-03-1")
    for ids, words in ((one * 2, "named twice"), (one + other, "several lots"), ([10**6], "no such pallets"),
                       ([], "Choose 1"), (gone, "left the warehouse already"), ([*one, 10**6], "not on record")):
        for act in (lambda ids=ids: stock.move(ines, ids, start, to), lambda ids=ids: stock.ship(ines, ids)):
            with pytest.raises(BadInput, match=words):
                act()
    assert standing() == {"A01-01-1": 2}


def test_pallets_are_put_away_into_several_places_at_once_or_not_at_all(ines):
    lot_id = a_lot()
    stock.receive(ines, lot_id, 4, 100)
    first, second = place_id("A01-01-1"), place_id("A01-02-1")
    with pytest.raises(BadInput, match="room for 2 more"):
        stock.put_away(ines, lot_id, {second: 1, first: 3})
    assert standing() == {} and [move["kind"] for move in moves()] == ["received"] * 4
    for puts in ({first: 5}, {first: 2, second: 0}, {}):
        with pytest.raises(BadInput):
            stock.put_away(ines, lot_id, puts)
    before = rows()
    assert stock.put_away(ines, lot_id, {first: 2, second: 1}) == 3
    assert standing() == {"A01-01-1": 2, "A01-02-1": 1} and rows() == before + 1


@pytest.mark.parametrize(("changes", "words"), [
    ({"blocked": True}, "blocked"), ({"taken_out": True}, "taken out"),
])
def test_nothing_goes_into_a_place_that_is_blocked_or_taken_out_but_it_can_be_moved_out(ines, changes, words):
    ids = stocked(ines, "A01-01-1")
    racks.change_place(console(), place_id("A01-02-1"), PlaceDraft("A01-02-1", PlaceKind.STORAGE, 2, **changes))
    racks.change_place(console(), place_id("A01-01-1"), PlaceDraft("A01-01-1", PlaceKind.STORAGE, 2, blocked=True))
    with pytest.raises(BadInput, match=words):
        stock.move(ines, ids, place_id("A01-01-1"), place_id("A01-02-1"))
    stock.move(ines, ids, place_id("A01-01-1"), place_id("A01-03-1"))
    assert standing() == {"A01-03-1": 1}


def test_of_two_people_who_place_the_last_pallet_one_succeeds_and_one_is_told(ines):
    omar = signed_in("omar")
    stocked(ines, "A01-01-1", 1)
    for _ in range(5):
        last = place_id("A01-01-1")
        ready = {actor: stocked(actor, "A01-02-1") for actor in (ines, omar)}

        def attempt(actor: Actor, ready: dict = ready, last: int = last) -> str:
            try:
                return stock.move(actor, ready[actor], place_id("A01-02-1"), last)
            except BadInput as refusal:
                return str(refusal)

        with ThreadPoolExecutor(2) as threads:
            said = sorted(threads.map(attempt, (ines, omar)))
        assert said == ["A01-01-1", "A01-01-1 has room for 0 more, not for 1: choose another place."]
        assert standing()["A01-01-1"] == 2
        for actor in (ines, omar):
            stock.ship(actor, ready[actor])


def test_of_eight_who_receive_into_one_place_as_many_succeed_as_it_takes(ines):
    lots, into = [a_lot() for _ in range(8)], place_id("A01-01-1")

    def attempt(lot_id: int) -> bool:
        try:
            return bool(stock.receive(ines, lot_id, 1, 100, into))
        except BadInput:
            return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, lots)) == 2
    assert standing() == {"A01-01-1": 2} and len(pallets()) == 2


@pytest.mark.parametrize(("state", "held"), combinations(STATES, (False, True)))
def test_for_every_lot_state_a_pallet_leaves_and_moves_only_as_the_rules_say(ines, state, held):
    (number,) = stocked(ines, "A01-01-1", state=state)
    if held:
        hold_pallet(number)
    apart = held or state in ("held", "rejected")

    def outcome(act: Callable[[], object]) -> bool:
        before = rows()
        try:
            act()
        except BadInput as refusal:
            assert str(refusal).endswith(".") and rows() == before
            return False
        return True

    def shipped() -> bool:
        return outcome(lambda: stock.ship(ines, [number]))

    if apart or state == "open":
        assert not shipped()
    assert outcome(lambda: stock.move(ines, [number], place_id("A01-01-1"), place_id("A01-02-1"))) is not apart
    here = pallets()[0].place_id
    assert outcome(lambda: stock.move(ines, [number], here, place_id("Q01-01-1")))
    assert outcome(lambda: stock.move(ines, [number], place_id("Q01-01-1"), place_id("A01-03-1"))) is not apart
    assert shipped() is (state in ("accepted", "released") and not held)
    fresh = stock.receive(ines, lot_of(number), 1, 100)
    lot_apart = state in ("held", "rejected")
    assert outcome(lambda: stock.put_away(ines, lot_of(number), {place_id("A01-03-2"): len(fresh)})) is not lot_apart
    assert outcome(lambda: stock.receive(ines, lot_of(number), 1, 9, place_id("A01-02-2"))) is not lot_apart


Where = dict[int, tuple[int | None, bool]]
"""Where each pallet of a lot stands, and whether it has left."""


def where(tx: Connection, lot_id: int) -> Where:
    return {row.id: (row.place_id, row.shipped_at is not None)
            for row in tx.execute(select(pallet).where(pallet.c.lot_id == lot_id))}


def hold_it(what: str, lot_id: int) -> Where:
    """Hold a lot, or its pallets, and return where they stood in that very transaction."""
    with write() as tx:
        if what == "lot":
            tx.execute(update(lot).where(lot.c.id == lot_id).values(state="held"))
        else:
            tx.execute(update(pallet).where(pallet.c.lot_id == lot_id).values(held=1))
        return where(tx, lot_id)


@pytest.mark.parametrize(("state", "what"), combinations(STATES, ("lot", "pallets")))
def test_for_every_state_and_every_move_by_two_users_at_once_no_held_pallet_gets_out(ines, state, what):
    omar = signed_in("omar")
    a_warehouse("W2", capacity=50)
    racks.add_rack(console(), "W2", RackDraft("S", 1, 1, 1, 50, PlaceKind.STAGING))
    home, other, staging, quarantine = (
        place_id(name, "W2") for name in ("A01-01-1", "A01-02-1", "S01-01-1", "Q01-01-1"))
    acts: list[Callable[[int, int], object]] = [
        lambda lot_id, number: stock.ship(omar, [number]),
        lambda lot_id, number: stock.move(omar, [number], home, other),
        lambda lot_id, number: stock.move(omar, [number], home, staging),
        lambda lot_id, number: stock.move(omar, [number], home, quarantine),
        lambda lot_id, number: stock.put_away(omar, lot_id, {other: 1}),
        lambda lot_id, number: stock.receive(omar, lot_id, 1, 9, other),
    ]

    def race(act: Callable[[int, int], object]) -> None:
        lot_id, start = a_lot("open"), Barrier(2)
        (number,) = stock.receive(ines, lot_id, 1, 9, home)
        stock.receive(ines, lot_id, 1, 9)
        set_state(lot_id, state)

        def hold() -> Where:
            start.wait()
            return hold_it(what, lot_id)

        def try_it() -> None:
            start.wait()
            with suppress(BadInput):
                act(lot_id, number)

        with ThreadPoolExecutor(2) as threads:
            holding, acting = threads.submit(hold), threads.submit(try_it)
            at_hold, _ = holding.result(), acting.result()
        with suppress(BadInput):  # once more, now that the hold has surely come first
            act(lot_id, number)
        with read() as tx:
            now = where(tx, lot_id)
        for one, stands in now.items():
            if one in at_hold or what == "lot":
                assert stands in (at_hold.get(one), (quarantine, False))

    for act in acts:
        race(act)


@pytest.mark.parametrize("state", STATES)
def test_a_hold_between_looking_and_acting_is_seen(ines, state):
    (number,) = stocked(ines, "A01-01-1", state="accepted")
    seen = warehouse_map.contents(ines, place_id("A01-01-1")).lots[0]
    assert seen.state == "accepted" and not seen.apart
    set_state(lot_of(number), state)
    if state in ("accepted", "released"):
        assert stock.ship(ines, [number]) == 1
    else:
        with pytest.raises(BadInput, match="released lots only"):
            stock.ship(ines, [number])


def test_the_database_and_the_rule_agree_on_what_is_kept_apart(ines):
    for state, held in combinations(STATES, (False, True)):
        (number,) = stock.receive(ines, lot_id := a_lot(state), 1, 10)
        if held:
            hold_pallet(number)
        with read() as tx:
            said = tx.scalar(select(APART).select_from(pallet).join(lot, lot.c.id == pallet.c.lot_id)
                             .where(pallet.c.lot_id == lot_id))
        assert bool(said) == kept_apart(state, held)


def test_the_map_shows_every_place_with_what_stands_there(ines):
    stocked(ines, "A01-01-1", 1, best_before="2029-05-01", code="LATE")
    stocked(ines, "A01-01-1", 1, best_before="2028-05-01", code="SOON")
    (held, _) = stocked(ines, "A01-02-1", 2, code="ONE")
    hold_pallet(held)
    shared, single = at("A01-01-1"), at("A01-02-1")
    assert (shared.place.standing, shared.lots, shared.lot_code, shared.best_before, shared.apart) == (
        2, 2, None, "2028-05-01", 0)
    assert (single.place.standing, single.lots, single.lot_code, single.apart) == (2, 1, "ONE", 1)
    assert Counter(one.place.rack for one in warehouse_map.places(console(), "W1")) == {"A": 6, "Q": 2}


def test_what_stands_in_a_place_is_told_with_lot_since_and_best_before(set_clock, ines):
    stocked(ines, "A01-01-1", 1, best_before=None, code="ANY")
    set_clock.goes_on(hours=2)
    (number,) = stocked(ines, "A01-02-1", 1, best_before="2028-05-01", code="SOON")
    set_clock.goes_on(hours=1)
    stock.move(ines, [number], place_id("A01-02-1"), place_id("A01-01-1"))
    first, second = warehouse_map.contents(ines, place_id("A01-01-1")).lots
    assert (first.code, first.best_before, first.state, first.pallets[0].since) == (
        "SOON", "2028-05-01", "accepted", clock.now())
    assert (second.code, second.best_before, second.pallets[0].since) == ("ANY", None, clock.now() - timedelta(hours=3))
    assert warehouse_map.contents(ines, place_id("A01-03-1")).lots == ()
    with pytest.raises(BadInput, match="no such place"):
        warehouse_map.contents(ines, 10**6)


def test_the_trail_of_moves_tells_where_every_pallet_stands(ines):
    lot_id = a_lot()
    one, other = stock.receive(ines, lot_id, 2, 100, place_id("A01-01-1"))
    stock.move(ines, [one], place_id("A01-01-1"), place_id("A01-02-1"))
    stock.ship(ines, [other], "order 7")
    where: dict[object, object] = {}
    for move in moves():
        where[move["pallet_id"]] = move["to_place_id"]
    assert where == {row.id: row.place_id for row in pallets()} == {one: place_id("A01-02-1"), other: None}
    assert audit.verify() == []


def test_stock_needs_a_person_and_the_right(ines):
    ids, lot_id = stocked(ines, "A01-01-1"), a_lot()
    stock.receive(ines, lot_id, 1, 100)
    before, to = pallets(), place_id("A01-02-1")
    for actor in (console(), signed_in("vera", Role.VIEWER)):
        for act in (lambda actor=actor: stock.receive(actor, lot_id, 1, 100),
                    lambda actor=actor: stock.put_away(actor, lot_id, {to: 1}),
                    lambda actor=actor: stock.move(actor, ids, place_id("A01-01-1"), to),
                    lambda actor=actor: stock.ship(actor, ids)):
            with pytest.raises(Refused):
                act()
    assert pallets() == before


@pytest.mark.parametrize("act", ["move", "ship"])
def test_hostile_reasons_come_back_identical_or_are_refused(ines, act):
    home, other = place_id("A01-01-1"), place_id("A01-02-1")
    for text in HOSTILE:
        ids = stocked(ines, "A01-01-1")
        try:
            stock.move(ines, ids, home, other, text) if act == "move" else stock.ship(ines, ids, text)
        except BadInput as refusal:
            assert str(refusal).isprintable()
            stock.ship(ines, ids)
        else:
            assert moves()[-1]["reason"] == text
            if act == "move":
                stock.ship(ines, ids)
    assert audit.verify() == []
