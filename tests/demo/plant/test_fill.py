"""The demonstration plant as it stands in the records: whole, by the rules, and telling its story."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.demo.plant import fill
from core.demo.plant.marked import is_filled
from core.demo.plant.people import PASSWORD, PEOPLE, SIGN_INS
from core.demo.plant.story import CANS, DRIFT_CODE, DRIFT_HEAD, DRIFT_LINE, Story
from core.errors import BadInput
from core.quality.lot_states import LotState
from core.quality.rights import Role
from core.records import (
    accounts,
    alerts,
    audit,
    gallery,
    inspections,
    lots,
    products,
    samples,
    statistics,
    warehouse_map,
    warehouses,
)
from core.records.counted import By, Scope
from core.records.database import read
from core.records.gallery import Wanted
from core.records.schema import inspection, review, side_attempt
from core.records.use_case import console
from core.settings import DEMONSTRATION
from tests.telling import SEED, UNTIL

NOBODY = console()


def count(query: object) -> int:
    with read() as tx:
        return tx.scalar(query) or 0


@pytest.mark.usefixtures("demonstration")
def test_the_trail_the_anchor_the_photographs_and_the_counts_are_as_they_were_recorded() -> None:
    examined = audit.examine()
    assert examined.findings == []
    assert examined.audit_rows > 3 * CANS and examined.photographs > 100


@pytest.mark.usefixtures("demonstration")
def test_it_holds_what_a_plant_has() -> None:
    assert count(select(func.count()).select_from(inspection)) == CANS
    assert [house.code for house in warehouses.list_warehouses(NOBODY)] == ["MAIN", "PORT"]
    assert len([listed for listed in products.list_products(NOBODY) if not listed.shipped]) == 4
    assert {account.name: account.role for account in accounts.list_users(NOBODY)} == {
        person.name: person.role for person in PEOPLE}
    with_heat = select(func.count()).select_from(side_attempt).where(side_attempt.c.heat.is_not(None))
    assert count(with_heat) > 7 * 200
    agreed, overturned = (count(select(func.count()).select_from(review).where(review.c.agrees == agrees))
                          for agrees in (1, 0))
    assert agreed > 300 and overturned > 100


@pytest.mark.usefixtures("demonstration")
def test_lots_were_accepted_held_released_and_rejected_and_stock_stands_where_it_fits() -> None:
    found = lots.page(NOBODY, lots.Wanted(), size=200)
    states = {state: [lot for lot in found if lot.state is state] for state in LotState}
    assert all(states.values())
    assert len([lot for lot in states[LotState.HELD] if lot.line == DRIFT_LINE]) == 5
    drawn = samples.of_lot(NOBODY, states[LotState.ACCEPTED][-1].id)
    assert drawn[0].closed_at is not None and drawn[0].finished == drawn[0].plan.size
    for house in ("MAIN", "PORT"):
        shown = warehouse_map.places(NOBODY, house)
        assert all(one.place.standing <= one.place.capacity for one in shown)
        assert any(one.apart for one in shown)


@pytest.mark.usefixtures("demonstration")
def test_the_last_week_points_to_one_seaming_head() -> None:
    story = Story(SEED, UNTIL)
    scope = Scope(first_day=story.days[-7])
    heads = statistics.counted(NOBODY, scope.routine, By.LINE, By.HEAD)
    rates = {of.key: of.counts.bad / of.counts.judged for of in heads if of.counts.judged > 50}
    worst = max(rates, key=lambda key: rates[key])
    assert worst == (DRIFT_LINE, DRIFT_HEAD)
    assert rates[worst] > 3 * sorted(rates.values())[-2]
    found = gallery.page(NOBODY, Wanted(code=DRIFT_CODE, line=DRIFT_LINE, seaming_head=DRIFT_HEAD), size=100)
    assert len(found) > 50 and any(can.sheet for can in found)
    boxes = inspections.load(NOBODY, next(can.id for can in found if can.sheet)).sides[2].result.boxes
    assert boxes and all(box.y0 < 40 for box in boxes), "on the seam at the top of the long side"


@pytest.mark.usefixtures("demonstration")
def test_the_queue_is_short_and_alerts_wait_for_somebody() -> None:
    waiting = count(select(func.count()).select_from(inspection).where(inspection.c.review_rank.is_not(None)))
    assert 0 < waiting < 60
    assert 1 <= alerts.count_standing(NOBODY) < 12


@pytest.mark.usefixtures("demonstration")
def test_nothing_lies_in_the_future() -> None:
    assert audit.entries(NOBODY, limit=1)[0].at <= UNTIL
    assert count(select(func.count()).select_from(inspection).where(inspection.c.finished_at > UNTIL)) == 0
    assert audit.entries(NOBODY, limit=1)[0].at > UNTIL - timedelta(hours=1)


def test_a_folder_that_holds_anything_else_is_refused_and_stays_as_it_was(installation: Path) -> None:
    (installation / "cansight.db").write_text("real records")
    with pytest.raises(BadInput, match="is no demonstration"):
        fill.fill(SEED, UNTIL)
    with pytest.raises(BadInput, match="nothing in it is deleted"):
        fill.clear()
    assert [file.name for file in installation.iterdir()] == ["cansight.db"]


def test_a_fill_that_breaks_off_leaves_a_demonstration_that_is_not_filled(installation, monkeypatch) -> None:
    def full(cans: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(fill, "Photographer", lambda *_: full(_))
    with pytest.raises(OSError, match="no space"):
        fill.fill(SEED, UNTIL)
    assert (installation / DEMONSTRATION).exists() and not is_filled()
    fill.clear()
    assert list(installation.iterdir()) == []


def test_one_of_each_role_signs_in_with_the_password_that_is_told(tmp_path, monkeypatch, demonstration_plant) -> None:
    copied = shutil.copytree(demonstration_plant, tmp_path / "copy")
    monkeypatch.setenv("CANSIGHT_DATA", str(copied))
    assert {accounts.sign_in(person.name, PASSWORD).role for person in SIGN_INS} == set(Role)
