"""Known cans on their page: shown without a verdict, judged, told, scored; and what a manager keeps."""

import pytest

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import inspections, known_cans, known_rounds
from core.records.use_case import Actor
from tests.ui.conftest import shown
from tests.ui.test_inspect_page import seven
from tests.ui.test_lots_page import acting


@pytest.fixture
def kept(open_page, inspector) -> tuple[int, int]:
    """A good can and a bad one, taken and saved on the inspection page."""
    app = open_page(Role.REVIEWER, "Inspect")
    for nonce, bad in enumerate((None, 4)):
        for name, content in seven(bad):
            app.file_uploader(key=f"inspect_files_{nonce}").upload(name, content, "image/jpeg")
        app.run()
        app.button(key="inspect_save").click().run()
        assert not app.exception
    bad, good = (can.id for can in inspections.recent(acting("reviewer")))
    return good, bad


@pytest.fixture
def mona(kept) -> Actor:
    mona = acting("mona", Role.MANAGER)
    known_cans.add(mona, kept[0], "G1", Verdict.GOOD)
    known_cans.add(mona, kept[1], "B1", Verdict.BAD, "SMD", "look at the *rim*")
    return mona


def say(app, mona: Actor, always: Verdict | None = None):
    """Answer the can that is shown, by its truth or always the same."""
    round_now = known_rounds.shown(acting("inspector"))
    truth = {one.inspection_id: one.truth for one in known_cans.list_cans(mona)}[round_now.inspection_id]
    app.button(key=f"known_{always or truth}_{round_now.round_id}_{round_now.number}").click().run()
    assert not app.exception
    return app


def test_an_inspector_sees_the_test_asked_for_goes_through_it_and_is_told_of_each_can(open_page, mona):
    app = open_page(Role.INSPECTOR, "Inspect")
    assert "Known cans first" in shown(app)
    app.switch_page("pages/Known_cans.py").run()
    app.button(key="known_test").click().run()
    assert not app.exception and "Can 1 of 2" in shown(app)
    assert not any("<span class=\"chip" in str(one.value) for one in app.get("html"))  # nothing tells what it is
    say(app, mona)
    assert "Right." in shown(app) and "Can 2 of 2" in shown(app)
    say(app, mona)
    assert "look at the *rim*" in shown(app) or "Right." in shown(app)
    assert "My results" in shown(app) and known_rounds.asks(acting("inspector")) == ""
    (ended,) = known_rounds.ended(mona)
    assert (ended.score.right, ended.model_missed) == (2, 0)


def test_a_miss_says_not_qualified_until_a_manager_clears_it(open_page, mona):
    app = open_page(Role.INSPECTOR, "Known_cans")
    app.button(key="known_test").click().run()
    told = "".join(shown(say(app, mona, Verdict.GOOD)) for _ in range(2))
    assert "Not qualified" in shown(app) and "Missed: B1 is bad." in told and "Right. G1" in told
    app.switch_page("pages/Inspect.py").run()
    assert "Not qualified" in shown(app)
    manager = open_page(Role.MANAGER, "Known_cans")
    (missed,) = known_rounds.not_qualified(mona)
    assert "inspector is not qualified since" in shown(manager)
    manager.button(key=f"known_clear_{missed.id}").click().run()
    assert "Say why they may inspect again" in shown(manager)
    manager.text_input(key=f"known_clear_note_{missed.id}").set_value("shown again")
    manager.button(key=f"known_clear_{missed.id}").click().run()
    assert "inspector may inspect again." in shown(manager)
    assert "Not qualified" not in shown(app.run())


def test_a_manager_makes_a_kept_can_a_known_one_on_its_page(open_page, kept):
    _, bad = kept
    app = open_page(Role.MANAGER, "Can", can=str(bad))
    app.button(key="known_make").click().run()
    app.text_input(key="known_name").set_value("K-01")
    app.button(key="known_keep").click().run()
    assert "Name the defect of a bad can" in shown(app)
    app.selectbox(key="known_code").set_value("SMD")
    app.button(key="known_keep").click().run()
    assert not app.exception and "is a known can." in shown(app)
    manager = acting("manager")
    (known,) = known_cans.list_cans(manager)
    assert (known.name, known.truth, known.code) == ("K-01", Verdict.BAD, "SMD")
    app.switch_page("pages/Known_cans.py").run()
    app.button(key=f"known_turn_{known.id}").click().run()
    assert "K-01 is shown no more." in shown(app)


def test_an_inspector_is_offered_no_list_of_known_cans(open_page, mona, kept):
    app = open_page(Role.INSPECTOR, "Known_cans")
    assert "The known cans" not in shown(app) and "B1" not in shown(app)
    app.query_params["can"] = str(kept[1])
    app.switch_page("pages/Can.py").run()
    assert not any(button.key == "known_make" for button in app.button)


def test_practice_without_a_known_bad_can_says_what_to_do(open_page):
    app = open_page(Role.INSPECTOR, "Known_cans")
    app.button(key="known_practise").click().run()
    assert not app.exception and "No bad can is known yet" in shown(app)
    assert FOOD_CAN.name not in shown(app)
