"""What is written at once is what taking can by can, and acting one by one, would have written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.errors import BadInput, Refused
from core.quality.lot_states import LotState
from core.quality.rights import Role
from core.quality.sampling import Limit, Plan
from core.quality.sides import FOOD_CAN, SARDINE_CLUB
from core.quality.verdict import Verdict
from core.records import accounts, audit, database, inspections, lots, plant, samples
from core.records.loading import PastCan, a_load
from core.records.lot_draft import LotDraft
from core.records.schema import metadata
from core.records.use_case import Actor, console
from tests.records.people import PASSWORD, add, sign_in, taken

pytestmark = pytest.mark.sqlite

THEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TRIPLE = Plan("Three", 3, critical=Limit(0, 1))
PLACED_BY_PEOPLE = {"user_account", "session", "sign_in_attempt", "work_context", "audit"}


def past_can(key: str = "one", at: datetime = THEN, probability: float = 0.1, **context: Any) -> PastCan:
    return PastCan(key, FOOD_CAN, "ines", at, at, [taken(side.number, probability) for side in FOOD_CAN.sides],
                   **context)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    with database.read() as tx:
        return {table.name: [tuple(row) for row in tx.execute(select(table).order_by(*table.primary_key))]
                for table in metadata.sorted_tables if table.name not in PLACED_BY_PEOPLE}


def told() -> list[tuple[Any, ...]]:
    return [(row.at, row.actor, row.action, row.subject, row.old, row.new, row.why)
            for row in reversed(audit.entries(console(), limit=1000)) if row.actor != "console"
            and row.action != "signed in"]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    return lambda: monkeypatch.setenv("CANSIGHT_DATA", str(tmp_path / "elsewhere"))


@pytest.mark.parametrize("probability", [0.1, 0.27, 0.4, 0.9])
def test_a_can_at_once_is_the_can_that_was_taken_side_by_side(set_clock, elsewhere, probability) -> None:
    set_clock.time = THEN
    lot = LotDraft(FOOD_CAN.sku, "L1", date(2026, 11, 20), 100)
    add("ines", Role.INSPECTOR)
    ines = sign_in("ines")
    plant.set_up(console(), "North", "Africa/Casablanca", (THEN + timedelta(hours=3)).time())
    sample = samples.start(ines, lots.open_lot(ines, lot), TRIPLE)
    for number in range(4):
        can = inspections.start(ines, FOOD_CAN, key=f"{number}", line="2", seaming_head="3", shift="Day",
                                **({"sample_id": sample} if number < 3 else {"purpose": "test can"}))
        inspections.add_sides(ines, can, past_can(probability=probability).taken)
        inspections.finish(ines, can, save_ms=4.0, contact_sheet=b"sheet")
    one_by_one = rows(), told()

    elsewhere()
    with a_load() as load:
        load.act(THEN, None, accounts.add_user, "ines", Role.INSPECTOR, PASSWORD)
        load.act(THEN, None, plant.set_up, "North", "Africa/Casablanca", (THEN + timedelta(hours=3)).time())
        sample = load.act(THEN, "ines", samples.start, load.act(THEN, "ines", lots.open_lot, lot), TRIPLE)
        for number in range(4):
            load.can(past_can(f"{number}", probability=probability, line="2", seaming_head="3", shift="Day",
                              save_ms=4.0, contact_sheet=b"sheet",
                              **({"sample_id": sample} if number < 3 else {"purpose": "test can"})))
    assert (rows(), told()) == one_by_one
    assert audit.verify() == []


def test_the_trail_is_in_the_order_of_time_whatever_order_was_told() -> None:
    with a_load() as load:
        load.act(THEN, None, accounts.add_user, "ines", Role.INSPECTOR, PASSWORD)
        load.can(past_can("late", THEN + timedelta(hours=2)))
        load.can(past_can("early", THEN + timedelta(hours=1)))
    moments = [row.at for row in audit.entries(console())]
    assert moments == sorted(moments, reverse=True) and len(moments) == 7
    assert audit.verify() == []


def test_a_use_case_sees_the_cans_told_before_it_and_the_next_can_sees_what_it_did() -> None:
    with a_load() as load:
        load.act(THEN, None, accounts.add_user, "ines", Role.INSPECTOR, PASSWORD)
        can = load.can(past_can())
        load.act(THEN, "ines", inspections.raise_defect, can, side=2, code="SMD")
        assert load.can(past_can("two")) == can + 1
        assert load.act(THEN, "ines", inspections.load, can).effective[0] is Verdict.BAD
    assert [line.number for line in inspections.recent(console())] == ["C-0002", "C-0001"]


def test_the_rules_hold_in_a_load_too_and_what_breaks_them_writes_nothing() -> None:
    with pytest.raises(Refused, match="may not decide lots"), a_load() as load:
        load.act(THEN, None, accounts.add_user, "ines", Role.INSPECTOR, PASSWORD)
        lot = load.act(THEN, "ines", lots.open_lot, LotDraft(FOOD_CAN.sku, "L1", date(2026, 11, 20), 100))
        load.act(THEN, "ines", lots.accept, lot, "looks well", seen_state=LotState.OPEN)
    assert accounts.list_users(console()) == []
    assert audit.examine().audit_rows == 0


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"product": SARDINE_CLUB}, "is of"),
    ({"inspector": "vera"}, "may not inspect"),
])
def test_a_can_of_another_product_or_by_a_viewer_is_refused(wrong, sentence) -> None:
    with pytest.raises(BadInput, match=sentence), a_load() as load:
        load.act(THEN, None, accounts.add_user, "ines", Role.INSPECTOR, PASSWORD)
        load.act(THEN, None, accounts.add_user, "vera", Role.VIEWER, PASSWORD)
        lot = load.act(THEN, "ines", lots.open_lot, LotDraft(FOOD_CAN.sku, "L1", date(2026, 11, 20), 100))
        load.can(replace(past_can(lot_id=lot), **wrong))


def test_a_sample_takes_no_more_cans_than_its_plan() -> None:
    with pytest.raises(BadInput, match="All 3 cans"), a_load() as load:
        load.act(THEN, None, accounts.add_user, "ines", Role.INSPECTOR, PASSWORD)
        lot = load.act(THEN, "ines", lots.open_lot, LotDraft(FOOD_CAN.sku, "L1", date(2026, 11, 20), 100))
        sample = load.act(THEN, "ines", samples.start, lot, TRIPLE)
        for number in range(4):
            load.can(past_can(f"{number}", sample_id=sample))


def test_people_go_on_after_a_load_where_it_ended() -> None:
    with a_load() as load:
        load.act(THEN, None, accounts.add_user, "ines", Role.INSPECTOR, PASSWORD)
        last = load.can(past_can())
    can = inspections.start(sign_in("ines"), FOOD_CAN, key="next")
    assert can == last + 1
    assert isinstance(sign_in("ines"), Actor) and audit.verify() == []
