"""Measuring the app: every page is really opened, and one that failed is an error, not a quick page."""

import pytest
from sqlalchemy import update

from core.quality.rights import Role
from core.records import bulk
from core.records.database import write
from core.records.schema import contact_sheet
from core.settings import scratch_installation, settings
from core.ui import bench
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


def test_a_page_that_failed_is_an_error_though_the_person_reads_a_calm_sentence():
    with scratch_installation():
        bulk.fill(10)
        bench._add_people({"ann": Role.INSPECTOR})
        with bench._running() as app:
            visitor = app.visit("ann")
            assert visitor.open("Gallery").errors == []
            with write() as tx:
                tx.execute(update(contact_sheet).values(jpeg=b"no picture"))
            assert visitor.open("Gallery").errors != []
            visitor.close()
