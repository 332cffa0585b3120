"""No question to the gallery is answered by reading all cans, however many there are and however few fit."""

from datetime import date

import pytest
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from core.quality.verdict import Outcome, Verdict
from core.records import bulk
from core.records.bench import measure, queries
from core.records.can_filter import Wanted, wanted_ids
from core.records.database import read
from core.records.use_case import console

ASKED = [
    Wanted(product_sku="NONE"), Wanted(inspector="nobody"), Wanted(purpose="practice"), Wanted(code="SWL"),
    Wanted(lot="L2"), Wanted(lot_id=3), Wanted(line="9"), Wanted(seaming_head="9"), Wanted(shift="None"),
    Wanted(unknown_line=True),
    Wanted(verdict=Verdict.INCOMPLETE), Wanted(outcome=Outcome.ERROR), Wanted(side=12), Wanted(model="none/1"),
    Wanted(agree=False), Wanted(agree=True), Wanted(reviewed=True),
]


def plan_of(tx: Connection, wanted: Wanted, before: int | None = None) -> list[str]:
    query = wanted_ids(wanted, before, 24).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return [row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]


@pytest.mark.sqlite
@pytest.mark.parametrize("wanted", ASKED, ids=lambda wanted: str(wanted).partition("(")[0])
@pytest.mark.parametrize("before", [None, 30])
@pytest.mark.sqlite
def test_a_single_filter_never_reads_every_can_or_every_side(wanted: Wanted, before: int | None) -> None:
    with read() as tx:
        steps = plan_of(tx, wanted, before)
    # "later" verdicts are a partial index; a scan of it reads those that people gave and no others
    read_whole = [step for step in steps if step.startswith(("SCAN inspection", "SCAN side_attempt", "SCAN revision"))]
    assert [step for step in read_whole if "ix_revision_inspection_id" not in step] == []


@pytest.mark.sqlite
@pytest.mark.parametrize("wanted", [
    Wanted(number="L1-00"), Wanted(first_day=date(2026, 1, 1)), Wanted(last_day=date(2026, 1, 1)),
])
def test_numbers_and_days_are_found_in_their_index_alone(wanted: Wanted) -> None:
    with read() as tx:
        steps = plan_of(tx, wanted)
    assert any("COVERING INDEX" in step for step in steps)
    assert not any(step == "SCAN inspection" for step in steps)


def test_the_figures_name_every_filter_and_each_is_asked_without_an_error() -> None:
    (figures,) = measure(1, sizes=(60,))
    assert (figures["rows"], figures["sides"]) == (60, 420)
    assert set(figures["queries"]) == set(queries(console(), 60))
    assert all(ms >= 0 for ms in figures["queries"].values())


@pytest.mark.sqlite
def test_the_measurement_leaves_the_installation_alone(installation) -> None:
    bulk.fill(3)
    before = (installation / "cansight.db").stat().st_mtime_ns
    measure(1, sizes=(5,))
    assert (installation / "cansight.db").stat().st_mtime_ns == before
