"""The rendered sample cans as the shipped heads judged them: verdicts, probabilities, boxes and heatmaps.

They are kept beside the cans in ``data/samples/judged.json``, because judging them takes most of a minute, with the
hash of each head and photograph. What another head said, or of another photograph, is judged anew. To keep that:
``python -m core.demo.plant.judged``.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.imaging import overlay
from core.imaging.decode import decode
from core.imaging.intake import arrange, read_folder
from core.quality.sides import SARDINE_CLUB, Product
from core.quality.thresholds import Thresholds
from core.quality.verdict import Box, Outcome, Reason, SideResult
from core.records.can import Heat, TakenSide
from core.settings import SAMPLES, SHIPPED_MODELS

KEPT = SAMPLES / "judged.json"
FOLDERS = ("cans", "drift")
"""The dozen sample cans, and those with a dent at the same place of the seam."""


@dataclass(frozen=True)
class JudgedCan:
    """A sample can: its defects' codes and the sides on which each shows, what was found, and its contact sheet."""

    name: str
    seen: Mapping[str, tuple[int, ...]]
    taken: tuple[TakenSide, ...]
    sheet: bytes


def judged_cans(product: Product = SARDINE_CLUB) -> list[JudgedCan]:
    """Return the sample cans by name, judged by the heads that ship."""
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    if not _fits(kept):
        kept = judge(product)
    return [_can(folder, product, kept["cans"][name]) for name, folder in _folders().items()]


def judge(product: Product = SARDINE_CLUB) -> dict[str, Any]:
    """Judge every sample can with the heads that ship; returns what is kept of it."""
    from core.vision.inspector import Inspector  # only here: torch takes its time to load, and is rarely needed
    from core.vision.versions import active_version

    inspector = Inspector()
    cards = [active_version(model).card for model in sorted(set(product.models.values()))]
    return {
        "heads": {card.name: card.head_sha256 for card in cards},
        "cans": {name: {
            str(one.result.side.number): _kept(one.result, one.heat)
            for one in inspector.inspect(product, _files(folder, product))
        } for name, folder in _folders().items()},
        "photographs": _photographs(),
    }


def _fits(kept: Mapping[str, Any]) -> bool:
    """Whether what is kept was said of these photographs by heads that ship."""
    if not kept or kept["photographs"] != _photographs():
        return False
    for name, sha256 in kept["heads"].items():
        card = SHIPPED_MODELS / name / "card.json"
        if not card.is_file() or json.loads(card.read_text(encoding="utf-8"))["head_sha256"] != sha256:
            return False
    return True


def _folders() -> dict[str, Path]:
    return {f"{kind}/{truth.parent.name}": truth.parent
            for kind in FOLDERS for truth in sorted((SAMPLES / kind).glob("*/truth.json"))}


def _files(folder: Path, product: Product) -> dict[int, tuple[str, bytes]]:
    return arrange(read_folder(folder), product).by_side


def _photographs() -> dict[str, str]:
    return {f"{name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
            for name, folder in _folders().items() for file in sorted(folder.glob("*.jpg"))}


def _kept(result: SideResult, heat: np.ndarray | None) -> dict[str, Any]:
    limits = result.thresholds
    return {
        "outcome": result.outcome, "reason": result.reason.code, "values": dict(result.reason.values),
        "probability": result.probability, "thresholds": [limits.good_below, limits.bad_from] if limits else None,
        "model": result.model, "boxes": [[box.x0, box.y0, box.x1, box.y1, box.score] for box in result.boxes],
        "heat": None if heat is None else [*heat.shape, base64.b64encode(heat.astype("<f2").tobytes()).decode()],
    }


def _can(folder: Path, product: Product, kept: Mapping[str, Any]) -> JudgedCan:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    seen: dict[str, tuple[int, ...]] = {}
    for side in truth["sides"]:
        for defect in side["defects"]:
            if defect["counts"] and defect["seen"]:
                seen[defect["code"]] = (*seen.get(defect["code"], ()), side["side"])
    files = _files(folder, product)
    pictures = {number: decode(*file).rgb for number, file in files.items()}
    taken = tuple(_taken(product, number, files[number], pictures[number], kept[str(number)]) for number in files)
    return JudgedCan(folder.name, seen, taken, overlay.contact_sheet(pictures, product.sides))


def _taken(
    product: Product, number: int, file: tuple[str, bytes], picture: np.ndarray, kept: Mapping[str, Any]
) -> TakenSide:
    name, content = file
    limits, heat = kept["thresholds"], kept["heat"]
    result = SideResult(
        product.side(number), Outcome(kept["outcome"]), Reason(kept["reason"], kept["values"]), kept["probability"],
        Thresholds(*limits) if limits else None, tuple(Box(*box) for box in kept["boxes"]), kept["model"],
    )
    return TakenSide(result, content, "image/jpeg", picture.shape[1], picture.shape[0], name,
                     heat=Heat(heat[0], heat[1], base64.b64decode(heat[2])) if heat else None)


if __name__ == "__main__":
    KEPT.write_text(json.dumps(judge(), indent=None, separators=(",", ":")) + "\n", encoding="utf-8")
