"""A sample, can after can, on the inspection page."""

import pytest

from core.quality.lot_states import LotState
from core.quality.rights import Role
from core.quality.sampling import Limit, Plan
from core.records import inspections, lots, samples
from tests.ui.conftest import shown
from tests.ui.conftest import sign_in as sign_in_to
from tests.ui.test_inspect_page import seven
from tests.ui.test_lots_page import acting, open_lot

SMALL = Plan("Small", 3, Limit(0, 1))


@pytest.fixture
def sample(open_page, inspector) -> int:
    mona = acting("mona", Role.MANAGER)
    return samples.start(mona, open_lot(mona), SMALL)


def take_can(app, nonce: int, bad: int | None = None):
    for name, content in seven(bad):
        app.file_uploader(key=f"inspect_files_{nonce}").upload(name, content, "image/jpeg")
    app.run()
    assert not app.exception
    return app


def save(app):
    app.button(key="inspect_save").click().run()
    assert not app.exception
    return app


def test_a_sample_is_inspected_can_after_can_until_it_is_complete(open_page, sample):
    app = open_page(Role.INSPECTOR, "Inspect", sample=str(sample))
    assert "Can 1 of 3" in shown(app) and "0 of 3 cans" in shown(app)
    assert app.selectbox(key="inspect_product").disabled
    take_can(app, 0)
    assert "Can 1 of 3" in shown(app)
    save(app)
    assert "Can 2 of 3" in shown(app) and "1 of 3 cans · ✓ 1 good" in shown(app)
    save(take_can(app, 1, bad=4))
    assert "Can 3 of 3" in shown(app) and "✕ 1 bad" in shown(app)
    save(take_can(app, 2))
    assert "The sample is complete" in shown(app) and not app.get("file_uploader")
    mona = acting("mona")
    assert samples.progress(mona, sample).sample.finished == 3
    assert {inspections.load(mona, can.id).purpose for can in inspections.recent(mona)} == {"lot sample"}


def test_a_sample_goes_on_after_a_reload_and_after_a_change_of_inspector(open_page, sample):
    app = take_can(open_page(Role.INSPECTOR, "Inspect", sample=str(sample)), 0)
    again = sign_in_to(type(app).from_file(app._script_path, default_timeout=30).run(), "inspector")
    again.switch_page("pages/Inspect.py").run()
    assert "Can 1 of 3" in shown(again)  # the address was lost, the can in hand knows its sample
    assert "Can 2 of 3" in shown(save(again))
    acting("otto", Role.INSPECTOR)
    other = sign_in_to(type(app).from_file(app._script_path, default_timeout=30).run(), "otto")
    other.query_params["sample"] = str(sample)
    other.switch_page("pages/Inspect.py").run()
    assert "Can 2 of 3" in shown(other)
    take_can(other, 0)
    assert samples.progress(acting("otto"), sample).sample.begun == 2


def test_a_critical_defect_is_told_with_the_hold_of_the_lot_and_that_rejection_is_certain(open_page, sample):
    app = take_can(open_page(Role.INSPECTOR, "Inspect", sample=str(sample)), 0)
    app.button(key="raising_begin").click().run()
    app.button(key="raising_pick_LEK").click().run()
    assert not app.exception
    assert "Lot L1 is held, because of a critical defect." in shown(app)
    assert "Rejection is certain already (critical)" in shown(app) and "Can 2 of 3" in shown(app)
    assert lots.page(acting("mona"), lots.Wanted())[0].state is LotState.HELD


def test_a_can_started_over_gives_its_number_to_the_next(open_page, sample):
    app = take_can(open_page(Role.INSPECTOR, "Inspect", sample=str(sample)), 0)
    app.button(key="inspect_give_up").click().run()
    assert "Can 1 of 3" in shown(app)
    assert samples.progress(acting("mona"), sample).sample.begun == 0


def test_a_can_begun_outside_the_sample_says_so_and_the_sample_waits(open_page, sample):
    app = take_can(open_page(Role.INSPECTOR, "Inspect"), 0)
    app.query_params["sample"] = str(sample)
    assert "This can was begun outside the sample" in shown(app.run())
    save(app)
    assert samples.progress(acting("mona"), sample).sample.begun == 0


def test_when_every_number_is_given_out_the_page_says_who_it_waits_for(open_page, sample):
    mona = acting("mona")
    product = samples.product_sampled(mona, sample)
    for key in "abc":
        inspections.start(mona, product, key=key, sample_id=sample)
    app = open_page(Role.INSPECTOR, "Inspect", sample=str(sample))
    assert "Every number is given out; 3 of these cans" in shown(app) and not app.get("file_uploader")


def test_the_last_number_taken_by_another_at_the_same_time_is_told_and_no_can_is_begun(open_page, sample):
    mona = acting("mona")
    product = samples.product_sampled(mona, sample)
    app = open_page(Role.INSPECTOR, "Inspect", sample=str(sample))
    app.file_uploader(key="inspect_side_4_0").upload("lid.jpg", seven()[3][1], "image/jpeg")
    for key in "abc":
        inspections.start(mona, product, key=key, sample_id=sample)
    app.run()
    assert not app.exception and "Every number is given out" in shown(app)
    assert inspections.unfinished(acting("inspector")) is None


@pytest.mark.parametrize("asked", ["99", "-1", "x", "9" * 30, ""])
def test_an_address_of_no_sample_lets_the_can_be_inspected_without_one(open_page, sample, asked):
    app = open_page(Role.INSPECTOR, "Inspect", sample=asked)
    assert not app.exception and ("There is no such sample" in shown(app)) == (asked == "99")
    save(take_can(app, 0))
    mona = acting("mona")
    assert inspections.load(mona, inspections.recent(mona)[0].id).purpose == "routine"
