"""A moved camera: twenty good cans teach the checks the new view, and never the verdict."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch

from core.errors import BadInput, Refused
from core.imaging.decode import decode
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN, Product, Side
from core.quality.verdict import Verdict
from core.records import audit, inspections, reteaching, reviews
from core.records.use_case import console
from core.settings import SHIPPED_MODELS
from core.vision.engine import Engine
from core.vision.versions import active_version, learnt_picture
from tests.drawing import as_jpeg, drawn_side
from tests.records.people import signed_in, taken

pytestmark = pytest.mark.sqlite

LID: Product = replace(FOOD_CAN, sku="LID-1", sides=(Side(1, "Lid", "lid", ""),), models={"lid": "food-can"})


@pytest.fixture
def own_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder of this installation's own, with food-can/1 in it."""
    models = tmp_path / "models"
    shutil.copytree(SHIPPED_MODELS / "food-can", models / "food-can")
    monkeypatch.setenv("CANSIGHT_MODELS", str(models))
    return models


def confirm_good(cans: int) -> None:
    ines, mona = signed_in("ines"), signed_in("mona", Role.MANAGER)
    for number in range(cans):
        can = inspections.start(ines, LID, key=f"can {number}")
        picture = drawn_side(number, lid=True, width=120, height=160)
        shown = taken(1, 0.4, as_jpeg(picture))
        inspections.add_sides(ines, can, [replace(shown, result=replace(shown.result, side=LID.sides[0]))])
        inspections.finish(ines, can)
        reviews.review(mona, can, 0, Verdict.GOOD, disposition=Disposition.PASSED)


def test_twenty_good_cans_move_what_is_familiar_and_leave_the_verdict(own_models: Path) -> None:
    confirm_good(reteaching.LEAST_CANS)
    (own_models / "food-can" / "1" / "learnt.jpg").write_bytes(b"a picture")
    old, engine = active_version("food-can"), Engine()
    new_view = decode("", as_jpeg(drawn_side(99, lid=True, width=120, height=160))).rgb
    before = engine.judge(old, new_view)
    assert not before.familiar
    assert reteaching.reteach(console(), LID, "the camera hangs lower") == ["food-can/2"]
    new = active_version("food-can")
    assert learnt_picture(new) == b"a picture"
    after = engine.judge(new, new_view)
    assert after.familiar
    assert (after.probability, new.card.thresholds) == (before.probability, old.card.thresholds)
    assert np.array_equal(after.heat, before.heat)
    one, other = (safetensors.torch.load((v.folder / "head.safetensors").read_bytes()) for v in (old, new))
    assert {name for name in one if not one[name].equal(other[name])} == {"familiarity.mean"}
    assert not engine.judge(new, np.full((160, 120, 3), 90, np.uint8)).familiar
    row = audit.entries(console())[0]
    assert (row.action, row.why) == ("view re-taught", "the camera hangs lower")
    assert row.new and len(row.new["cans"]) == reteaching.LEAST_CANS
    assert json.loads((new.folder / "card.json").read_text())["data"]["view"]["of"] == "food-can/1"


def test_too_few_good_cans_no_reason_and_another_role_change_nothing(own_models: Path) -> None:
    confirm_good(2)
    with pytest.raises(BadInput, match="there are 2"):
        reteaching.reteach(console(), LID, "the camera moved")
    with pytest.raises(BadInput, match="reason"):
        reteaching.reteach(console(), LID, " ")
    with pytest.raises(Refused):
        reteaching.reteach(signed_in("max", Role.MANAGER), LID, "the camera moved")
    assert [path.name for path in (own_models / "food-can").iterdir()] == ["1"]
