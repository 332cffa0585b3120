"""A model measured on whole cans, as an operator meets it: folders of photographs with their truth."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.imaging.intake import arrange, read_folder
from core.quality.sides import Product
from core.quality.verdict import Outcome, Reason, SideResult, Verdict, can_verdict
from core.vision.inspector import Inspector
from core.vision.metrics import share

TRUTH = "truth.json"

_TAKE_AGAIN = {"side_blurred", "side_dark", "side_bright", "side_blank", "side_wrong", "side_duplicate",
               "side_unreadable"}


@dataclass(frozen=True)
class Truth:
    """A can's true verdict, "good" or "bad", its product, and whether a person would see a defect of it (None: not
    told)."""

    verdict: str
    product: Product
    seen: bool | None


def evaluate_cans(
    root: Path, inspector: Inspector, product_of: Callable[[str | None], Product], skip: Callable[[str], None],
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Judge every folder of ``root`` that has a ``truth.json``, as the product that it names.

    ``skip`` is told of cans that cannot be used, ``progress`` how many of how many are done.
    BadInput when there is none at all.
    """
    folders = find_cans(root)
    counted: Counter[tuple[str, str]] = Counter()
    again: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for done, folder in enumerate(folders):
        progress(done, len(folders))
        try:
            told = read_truth(folder, product_of)
            verdict, reasons = _judge(folder, inspector, told.product)
        except BadInput as problem:
            skip(f"{folder.name}: {problem}")
            continue
        truth = told.verdict
        counted[truth, verdict.value] += 1
        seen[verdict.value] += truth == "bad" and told.seen is True
        again[truth] += not reasons.isdisjoint(_TAKE_AGAIN)
        stopped[truth] += not reasons.isdisjoint({*_TAKE_AGAIN, "side_unfamiliar"})
    good, bad = (sum(n for (truth, _), n in counted.items() if truth == kind) for kind in ("good", "bad"))
    both = good + bad
    return {
        "good_not_called_good": share(good - counted["good", "good"], good),
        "bad_called_good": share(counted["bad", "good"], bad),
        "seen_bad_called_good": share(seen["good"], seen.total()),
        "sent_to_review": share(counted["good", "review"] + counted["bad", "review"], both),
        "asking_for_a_retake": share(again.total(), both),
        "good_asking_for_a_retake": share(again["good"], good),
        "good_stopped_by_the_checks": share(stopped["good"], good),
        "incomplete": share(counted["good", "incomplete"] + counted["bad", "incomplete"], both),
        "verdicts": {kind: {v.value: counted[kind, v.value] for v in Verdict} for kind in ("good", "bad")},
    }


def find_cans(root: Path) -> list[Path]:
    """Return the folders of ``root`` that have a ``truth.json``, by name; BadInput when there are none."""
    folders = sorted(path.parent for path in root.glob(f"*/{TRUTH}"))
    if not folders:
        raise BadInput(f"{root} holds no cans: each is a folder with its photographs and a {TRUTH}.")
    return folders


def read_truth(folder: Path, product_of: Callable[[str | None], Product]) -> Truth:
    """Return what a can's ``truth.json`` says; BadInput when it has no verdict."""
    try:
        told = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"its {TRUTH} is not JSON.") from error
    if not isinstance(told, dict):
        raise BadInput(f"its {TRUTH} is not an object.")
    if told.get("verdict") not in ("good", "bad"):
        raise BadInput(f'its {TRUTH} should say "verdict": "good" or "bad".')
    sku = told.get("product")
    return Truth(str(told["verdict"]), product_of(str(sku) if sku is not None else None), _seen(told.get("sides")))


def _seen(sides: Any) -> bool | None:
    try:
        return any(defect["counts"] and defect["seen"] for side in sides for defect in side["defects"])
    except (KeyError, TypeError):
        return None


def _judge(folder: Path, inspector: Inspector, product: Product) -> tuple[Verdict, set[str]]:
    """Return the can's verdict, and the codes of its sides' reasons."""
    placed = arrange(read_folder(folder), product).by_side
    found = {one.result.side.number: one.result for one in inspector.inspect(product, placed)}
    missing = Reason("side_missing")
    verdict, _ = can_verdict(found.get(s.number, SideResult(s, Outcome.MISSING, missing)) for s in product.sides)
    return verdict, {result.reason.code for result in found.values()}
