"""How surely the checks stop what no model should judge, counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import BadInput
from core.imaging.decode import decode
from core.imaging.guard import check_capture
from core.quality.sides import FOOD_CAN, SARDINE_CLUB, Product
from core.quality.verdict import Outcome, Reason, SideResult
from core.vision.guard_evaluation import SPOILT, evaluate_guards
from core.vision.inspector import InspectedSide
from tests.drawing import as_jpeg, drawn_can, drawn_side


class Guard:
    """Stops what the capture checks stop and calls everything else ``otherwise``; notes what it was given."""

    def __init__(self, otherwise: Outcome) -> None:
        self.otherwise, self.given = otherwise, list[tuple[int, str, bytes]]()

    def inspect(self, product: Product, files: dict[int, tuple[str, bytes]]) -> list[InspectedSide]:
        ((number, (name, content)),) = files.items()
        self.given.append((number, name, content))
        reason = check_capture(decode(name, content).rgb)
        outcome = Outcome.REVIEW if reason else self.otherwise
        return [InspectedSide(SideResult(product.side(number), outcome, reason or Reason("side_good")))]


def cans(root: Path, *verdicts: str) -> Path:
    for number, verdict in enumerate(verdicts):
        folder = root / f"can-{number}"
        folder.mkdir(parents=True)
        for side, content in drawn_can(number).items():
            (folder / f"{side}.jpg").write_bytes(content)
        (folder / "truth.json").write_text(json.dumps({"product": "any", "verdict": verdict}))
    return root


def measured(root: Path, guard: Guard, product: Product = SARDINE_CLUB, others: tuple[Path, ...] = ()
             ) -> tuple[dict[str, Any], list[str]]:
    skipped: list[str] = []
    figures = evaluate_guards(root, others, guard, lambda sku: product, skipped.append, lambda *told: None)  # type: ignore[arg-type]
    return figures, skipped


def test_every_kind_of_spoilt_photograph_is_given_once_a_good_can_on_sides_in_turn(tmp_path: Path) -> None:
    other = tmp_path / "cat.jpg"
    other.write_bytes(as_jpeg(drawn_side(9)))
    guard = Guard(Outcome.GOOD)
    figures, _ = measured(cans(tmp_path / "cans", "good", "bad", "good"), guard, others=(other,))
    kinds = {*SPOILT, "another side", "another object"}
    assert set(figures) == {*kinds, "all"}
    assert all(figures[kind]["stopped"]["of"] == 2 for kind in kinds)
    assert figures["all"]["stopped"]["of"] == 2 * len(kinds)
    assert len({number for number, _, _ in guard.given}) == 7
    shown = [content for _, name, content in guard.given if name.startswith("another object")]
    assert shown == 2 * [other.read_bytes()]


def test_what_is_stopped_and_what_is_called_good_are_counted_apart(tmp_path: Path) -> None:
    root = cans(tmp_path / "cans", "good", "good")
    for otherwise, good in ((Outcome.GOOD, 2), (Outcome.BAD, 0)):
        figures, _ = measured(root, Guard(otherwise))
        for kind in ("black", "grey", "white", "heavy blur", "three stops under"):
            assert (figures[kind]["stopped"]["count"], figures[kind]["called_good"]["count"]) == (2, 0)
        another = figures["another side"]
        assert (another["stopped"]["count"], another["called_good"]["count"]) == (0, good)


def test_another_side_is_one_that_another_model_judges(tmp_path: Path) -> None:
    root = cans(tmp_path / "cans", *["good"] * 7)
    guard = Guard(Outcome.GOOD)
    measured(root, guard)
    contents = [drawn_can(number) for number in range(7)]
    models = {s.number: SARDINE_CLUB.models[s.group] for s in SARDINE_CLUB.sides}
    given = [(number, content) for number, name, content in guard.given if name.startswith("another side")]
    assert len(given) == 7
    for (number, content), can in zip(given, contents, strict=True):
        (shown,) = [n for n, c in can.items() if c == content]
        assert models[shown] != models[number]


def test_a_product_with_one_model_has_no_other_side(tmp_path: Path) -> None:
    figures, _ = measured(cans(tmp_path / "cans", "good"), Guard(Outcome.GOOD), FOOD_CAN)
    assert "another side" not in figures


def test_a_can_with_a_damaged_truth_is_skipped_and_cans_without_a_good_one_are_refused(tmp_path: Path) -> None:
    root = cans(tmp_path / "cans", "good", "bad")
    (root / "can-1" / "truth.json").write_text("[")
    figures, skipped = measured(root, Guard(Outcome.GOOD))
    assert (figures["black"]["stopped"]["of"], len(skipped)) == (1, 1)
    with pytest.raises(BadInput, match="good cans"):
        measured(cans(tmp_path / "bad", "bad"), Guard(Outcome.GOOD))
