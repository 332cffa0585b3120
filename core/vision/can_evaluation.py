"""A model measured on whole cans, as an operator meets it: folders of photographs with their truth."""

import json
from collections import Counter
from collections.abc import Callable
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


def evaluate_cans(
    root: Path, inspector: Inspector, product_of: Callable[[str | None], Product], skip: Callable[[str], None],
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Judge every folder of ``root`` that has a ``truth.json``, as the product that it names.

    ``skip`` is told of cans that cannot be used, ``progress`` how many of how many are done.
    BadInput when there is none at all.
    """
    folders = sorted(path.parent for path in root.glob(f"*/{TRUTH}"))
    if not folders:
        raise BadInput(f"{root} holds no cans: each is a folder with its photographs and a {TRUTH}.")
    counted: Counter[tuple[str, str]] = Counter()
    again: Counter[str] = Counter()
    for done, folder in enumerate(folders):
        progress(done, len(folders))
        try:
            truth = _truth(folder)
            verdict, take_again = _judge(folder, inspector, product_of)
        except BadInput as problem:
            skip(f"{folder.name}: {problem}")
            continue
        counted[truth, verdict.value] += 1
        again[truth] += take_again
    good, bad = (sum(n for (truth, _), n in counted.items() if truth == kind) for kind in ("good", "bad"))
    both = good + bad
    return {
        "good_not_called_good": share(good - counted["good", "good"], good),
        "bad_called_good": share(counted["bad", "good"], bad),
        "sent_to_review": share(counted["good", "review"] + counted["bad", "review"], both),
        "asking_for_a_retake": share(again.total(), both),
        "good_asking_for_a_retake": share(again["good"], good),
        "incomplete": share(counted["good", "incomplete"] + counted["bad", "incomplete"], both),
        "verdicts": {kind: {v.value: counted[kind, v.value] for v in Verdict} for kind in ("good", "bad")},
    }


def _judge(
    folder: Path, inspector: Inspector, product_of: Callable[[str | None], Product]
) -> tuple[Verdict, bool]:
    """Return the can's verdict, and whether a side of it should be taken again."""
    sku = _read(folder).get("product")
    product = product_of(str(sku) if sku is not None else None)
    placed = arrange(read_folder(folder), product).by_side
    found = {one.result.side.number: one.result for one in inspector.inspect(product, placed)}
    missing = Reason("side_missing")
    verdict, _ = can_verdict(found.get(s.number, SideResult(s, Outcome.MISSING, missing)) for s in product.sides)
    return verdict, any(result.reason.code in _TAKE_AGAIN for result in found.values())


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
