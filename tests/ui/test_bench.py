"""Measuring the app: every page is really opened, and one that failed is an error, not a quick page."""

import pytest
from sqlalchemy import update

from core.quality.rights import Role
from core.records import bulk
from core.records.database import write
from core.records.schema import contact_sheet
from core.settings import scratch_installation, settings
from core.ui import bench, bench_shift
from core.ui.menu import ENTRIES


@pytest.mark.long
def test_the_app_is_started_visited_given_cans_and_crowded_and_the_installation_stays_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
):
    few = {"CANS": 30, "OPEN": 3, "ACTING": 2, "CROWD_S": 1.0, "TAKEN": 6}
    for name, value in few.items():
        monkeypatch.setattr(bench, name, value)
    before = settings()
    figures = bench.measure(1)
    assert settings() == before
    assert {name for name in figures if name.startswith("page_")} >= {
        f"page_{entry.script.removeprefix('pages/').removesuffix('.py')}_s" for entry in ENTRIES}
    assert (figures["cans"], figures["taken"]) == (30, 6)
    assert figures["crowd_reruns"] > 0
    assert (figures["crowd_errors"], figures["crowd_mixed"]) == (0, 0)


@pytest.mark.long
def test_a_shift_of_cans_is_taken_in_one_session_and_the_memory_watched(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bench_shift, "EARLIER", 10)
    monkeypatch.setattr(bench_shift, "CANS", 20)
    figures = bench_shift.measure(7)
    assert figures["taken"] == 20
    assert 0 < figures["memory_least_mb"] <= figures["memory_mb"] <= figures["memory_most_mb"]


def test_a_page_that_failed_is_an_error_though_the_person_reads_a_calm_sentence():
    with scratch_installation():
        bulk.fill(10)
        bench.add_people({"ann": Role.INSPECTOR})
        with bench.running() as app:
            visitor = app.visit("ann")
            assert visitor.open("Gallery").errors == []
            with write() as tx:
                tx.execute(update(contact_sheet).values(jpeg=b"no picture"))
            assert visitor.open("Gallery").errors != []
            visitor.close()
