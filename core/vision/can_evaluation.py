"""A model measured on whole cans, as an operator meets it: folders of photographs with their truth."""

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.imaging.intake import arrange, read_folder
from core.quality.sides import DEFAULT_PRODUCT, TEMPLATES
from core.quality.verdict import Outcome, Reason, SideResult, Verdict, can_verdict
from core.vision.inspector import Inspector
from core.vision.metrics import share

TRUTH = "truth.json"


def evaluate_cans(root: Path, model: str, inspector: Inspector, skip: Callable[[str], None]) -> dict[str, Any]:
    """Judge every folder of ``root`` that has a ``truth.json``, all sides by the active version of ``model``.

    ``skip`` is told of cans that cannot be used. BadInput when there is none at all.
    """
    folders = sorted(path.parent for path in root.glob(f"*/{TRUTH}"))
    if not folders:
        raise BadInput(f"{root} holds no cans: each is a folder with its photographs and a {TRUTH}.")
    counted: Counter[tuple[str, str]] = Counter()
    for folder in folders:
        try:
            counted[_truth(folder), _judge(folder, model, inspector).value] += 1
        except BadInput as problem:
            skip(f"{folder.name}: {problem}")
    good, bad = (sum(n for (truth, _), n in counted.items() if truth == kind) for kind in ("good", "bad"))
    both = good + bad
    return {
        "good_not_called_good": share(good - counted["good", "good"], good),
        "bad_called_good": share(counted["bad", "good"], bad),
        "sent_to_review": share(counted["good", "review"] + counted["bad", "review"], both),
        "incomplete": share(counted["good", "incomplete"] + counted["bad", "incomplete"], both),
        "verdicts": {kind: {v.value: counted[kind, v.value] for v in Verdict} for kind in ("good", "bad")},
    }


def _judge(folder: Path, model: str, inspector: Inspector) -> Verdict:
    truth = _read(folder)
    template = TEMPLATES.get(str(truth.get("product")), DEFAULT_PRODUCT)
    product = dataclasses.replace(template, models=dict.fromkeys(template.models, model))
    placed = arrange(read_folder(folder), product).by_side
    found = {one.result.side.number: one.result for one in inspector.inspect(product, placed)}
    missing = Reason("side_missing")
    verdict, _ = can_verdict(found.get(s.number, SideResult(s, Outcome.MISSING, missing)) for s in product.sides)
    return verdict


def _truth(folder: Path) -> str:
    verdict = _read(folder).get("verdict")
    if verdict not in ("good", "bad"):
        raise BadInput(f'its {TRUTH} should say "verdict": "good" or "bad".')
    return str(verdict)


def _read(folder: Path) -> dict[str, Any]:
    try:
        truth = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"its {TRUTH} is not JSON.") from error
    if not isinstance(truth, dict):
        raise BadInput(f"its {TRUTH} is not an object.")
    return truth
