"""The sample cans keep what the heads that ship said of them, and notice when these are others."""

import json

import pytest

from core.demo.plant import judged
from core.quality.sides import SARDINE_CLUB
from core.quality.verdict import Outcome


def test_what_is_kept_was_said_by_the_heads_and_of_the_photographs_that_ship() -> None:
    kept = json.loads(judged.KEPT.read_text(encoding="utf-8"))
    assert judged._fits(kept), "keep what the heads say now: python -m core.demo.plant.judged"


@pytest.mark.parametrize("other", ["heads", "photographs"])
def test_what_another_head_said_or_of_another_photograph_is_not_taken(other) -> None:
    kept = json.loads(judged.KEPT.read_text(encoding="utf-8"))
    kept[other][next(iter(kept[other]))] = "0" * 64
    assert not judged._fits(kept)


def test_every_drifting_can_is_found_bad_on_the_seam_of_the_long_side() -> None:
    drifting = [can for can in judged.judged_cans() if can.name.startswith("s2-")]
    assert len(drifting) >= 5
    for can in drifting:
        assert "SMD" in can.seen and len(can.taken) == len(SARDINE_CLUB.sides)
        long_side = next(side for side in can.taken if side.result.side.number == 2)
        assert long_side.result.outcome is Outcome.BAD and long_side.heat is not None
        assert any(box.y1 <= 45 for box in long_side.result.boxes)


@pytest.mark.long
def test_judging_anew_says_the_same() -> None:
    anew, kept = judged.judge(), json.loads(judged.KEPT.read_text(encoding="utf-8"))
    for name, sides in kept["cans"].items():
        for number, side in sides.items():
            again = anew["cans"][name][number]
            assert again["outcome"] == side["outcome"], (name, number)
            assert again["probability"] == pytest.approx(side["probability"], abs=0.02)
