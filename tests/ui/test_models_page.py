"""The page of model versions: cards that can be read, and changes with a name and a reason."""

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import audit, images, inspections
from core.records.use_case import console
from core.settings import SHIPPED_MODELS
from core.vision.versions import active_version, find_version, retired_versions
from tests.records.people import signed_in, taken
from tests.ui.conftest import photograph, shown


@pytest.fixture
def two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder of this installation's own, in which food-can/2 is a copy of food-can/1 and judges."""
    models = tmp_path / "models"
    shutil.copytree(SHIPPED_MODELS / "food-can" / "1", models / "food-can" / "2")
    path = models / "food-can" / "2" / "card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": "2"}))
    monkeypatch.setenv("CANSIGHT_MODELS", str(models))
    return models


def act(app: AppTest, name: str, reason: str) -> AppTest:
    app.button(key=f"models_{name}").click().run()
    app.text_input(key=f"models_reason_{name}").set_value(reason)
    return app.button(key=f"models_{name}_do").click().run()


def test_every_version_is_listed_with_its_state(two_versions: Path, open_page: Callable[..., AppTest]) -> None:
    words = shown(open_page(Role.ADMIN, "Models"))
    assert "active · demonstration" in words
    assert "kept · demonstration" in words
    assert "sardine-lid" in words


def test_a_card_says_what_a_version_decides_was_taught_and_measured_at(open_page: Callable[..., AppTest]) -> None:
    app = open_page(Role.ADMIN, "Models", version="sardine-lid/1")
    words, card = shown(app), find_version("sardine-lid", "1").card
    learnt, limits, set_on = card.data["learnt_from"], card.thresholds, card.data["calibrated_on"]
    for said in (f"Good below {limits.good_below:.2f}, bad from {limits.bad_from:.2f}",
                 f"Learnt from {learnt['good']} good and {learnt['defective']} defective photographs",
                 f"Fingerprint of the data {card.data['fingerprint'][:12]}",
                 f"set on {set_on['good']} good and {set_on['defective']} defective photographs",
                 "Recipe best, 224 pixels, 30 epochs, seed 1",
                 "Licence: MIT", "Files are whole", "VGG16: Karen Simonyan"):
        assert said in words
    assert not app.exception


def test_a_card_shows_what_a_version_learnt_from_beside_what_it_judged_here(
    two_versions: Path, open_page: Callable[..., AppTest]
) -> None:
    (two_versions / "food-can" / "2" / "learnt.jpg").write_bytes(photograph(1))
    app = open_page(Role.ADMIN, "Models", version="food-can/2")
    assert "Good ones above" in shown(app)
    assert "photographs that food-can/2 judged" not in shown(app)
    ines = signed_in("ines")
    side = taken(4, photograph=photograph(2))
    judged = dataclasses.replace(side, result=dataclasses.replace(side.result, model="food-can/2"))
    inspections.add_sides(ines, inspections.start(ines, FOOD_CAN, key="one"), [judged])
    assert "photographs that food-can/2 judged" in shown(app.run())
    assert len(app.get("image")) == 2
    app.query_params["version"] = "food-can/1"
    assert not app.run().get("image")
    assert not app.exception


def test_a_photograph_that_is_gone_is_left_out_of_a_card(
    two_versions: Path, open_page: Callable[..., AppTest]
) -> None:
    app = open_page(Role.ADMIN, "Models")
    ines = signed_in("ines")
    inspections.add_sides(ines, inspections.start(ines, FOOD_CAN, key="one"), [taken(4, photograph=photograph(2))])
    images.remove(images.digest(photograph(2)))
    app.query_params["version"] = "food-can/1"
    assert not app.run().get("image")
    assert not app.exception


def test_a_card_measured_on_few_photographs_says_that_no_figure_is_good(open_page: Callable[..., AppTest]) -> None:
    words = shown(open_page(Role.ADMIN, "Models", version="food-can/1"))
    assert "18 good photographs: one more miss is 5.6 points. Too few to call a figure good." in words


def test_going_back_is_one_act_with_a_reason_and_is_recorded(
    two_versions: Path, open_page: Callable[..., AppTest]
) -> None:
    app = open_page(Role.ADMIN, "Models", version="food-can/1")
    assert "Give the reason in words" in shown(act(app, "activate", " "))
    assert active_version("food-can").card.version == "2"
    act(app, "activate", "version 2 misses dents")
    assert active_version("food-can").card.version == "1"
    row = audit.entries(console())[0]
    assert (row.actor, row.action, row.subject, row.why) == (
        "admin", "model activated", "model:food-can/1", "version 2 misses dents")
    assert row.old == {"active": "food-can/2"}


def test_a_kept_version_is_retired_and_the_active_one_cannot_be(
    two_versions: Path, open_page: Callable[..., AppTest]
) -> None:
    app = open_page(Role.ADMIN, "Models", version="food-can/2")
    assert not [button for button in app.button if button.key == "models_retire"]
    app.query_params["version"] = "food-can/1"
    act(app.run(), "retire", "older")
    assert retired_versions("food-can") == {"1"}


def test_a_version_is_fit_for_production_only_with_an_evaluation_of_itself(
    two_versions: Path, open_page: Callable[..., AppTest]
) -> None:
    app = open_page(Role.ADMIN, "Models", version="food-can/2")
    assert "Production needs an evaluation" in shown(act(app, "fit_production", "looks good"))
    for content, told in ((b"[]]", "no evaluation"), (b'{"model": "food-can/1"}', "no evaluation of food-can/2")):
        app.file_uploader(key="models_evaluation").upload("e.json", content, "application/json").run()
        assert told in shown(app.button(key="models_fit_production_do").click().run())
    assert active_version("food-can").card.fit_for == "demonstration"
    app.file_uploader(key="models_evaluation").upload(
        "e.json", b'{"model": "food-can/2", "balanced_accuracy": 0.97}', "application/json").run()
    app.button(key="models_fit_production_do").click().run()
    assert active_version("food-can").card.fit_for == "production"


def test_a_damaged_head_is_said_on_its_card_and_not_activated(
    two_versions: Path, open_page: Callable[..., AppTest]
) -> None:
    (two_versions / "food-can" / "active").write_text("1\n")
    (two_versions / "food-can" / "2" / "head.safetensors").write_bytes(b"nothing")
    app = open_page(Role.ADMIN, "Models", version="food-can/2")
    assert "damaged" in shown(app)
    act(app, "activate", "try it")
    assert active_version("food-can").card.version == "1"
    assert "model activated" not in [row.action for row in audit.entries(console())]


@pytest.mark.parametrize("address", ["nothing", "food-can/77", "../1"])
def test_an_address_that_names_no_version_says_so(open_page: Callable[..., AppTest], address: str) -> None:
    app = open_page(Role.ADMIN, "Models", version=address)
    assert not app.exception
    assert "Decides" not in shown(app)


def test_a_view_is_re_taught_only_with_enough_good_cans(open_page: Callable[..., AppTest]) -> None:
    app = open_page(Role.ADMIN, "Models")
    assert "Confirmed good: 0 of 20." in shown(app)
    assert app.button(key="models_view_do").disabled
