"""Rendered cans on disk: a data set in the MVTec AD layout for each side group, and whole cans with their truth.

Of the training split the data sets leave out sides on which nobody would see the defect: a person would not have named
it, and good they are not. Whole cans keep them.

A can is finished when OUT/cans/<can>/truth.json is there: it is written last, so a run that was stopped goes on with
the first can that lacks it.
"""

import csv
import io
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from core.demo.can_format import FORMATS, CanFormat
from core.demo.defects import CODES
from core.demo.plan import CanPlan, plan_can
from core.demo.render_can import SidePicture
from core.errors import BadInput

COLUMNS = (
    "file", "split", "type", "label", "group", "mask", "side", "codes", "severity", "visible_px", "contrast", "seen",
    "lamp", "background",
)
_SETTINGS = "render.json"

Renderer = Callable[[CanPlan], list[SidePicture]]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Order:
    """What to render; the same order in the same folder goes on where it stopped. `cans` may grow from run to run."""

    seed: int
    size: int
    samples: int
    split: str = "both"
    few: bool = False
    codes: tuple[str, ...] = CODES
    format: str = "club"

    @property
    def form(self) -> CanFormat:
        """The format of the cans."""
        return FORMATS[self.format]


def write_dataset(out: Path, cans: int, order: Order, render: Renderer, progress: Progress) -> dict[str, Any]:
    """Render the cans that are not there yet into `out`; returns counts of cans and of pictures by group and label.

    Raises BadInput when `out` holds a rendering of another order, or something else altogether.
    """
    _check_folder(out, order)
    for index in range(cans):
        plan = plan_can(order.seed, index, order.split, order.codes, order.form)
        if not (out / "cans" / plan.can / "truth.json").is_file():
            _write_can(out, plan, render(plan))
            if index % 8 == 7:
                write_manifests(out, order.form)
        progress(index + 1, cans, plan.can)
    return write_manifests(out, order.form)


def write_manifests(out: Path, form: CanFormat) -> dict[str, Any]:
    """Write each group's manifest.csv anew from the finished cans; returns the counts."""
    rows: dict[str, list[dict[str, Any]]] = {group: [] for group in form.groups}
    verdicts: dict[str, int] = {}
    for truth_file in sorted((out / "cans").glob("*/truth.json")):
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        verdicts[truth["verdict"]] = verdicts.get(truth["verdict"], 0) + 1
        for side in truth["sides"]:
            if _is_shown(truth["split"], side):
                rows[side["group"]].append(_manifest_row(truth, side))
    counts: dict[str, Any] = {"cans": verdicts, "pictures": {}}
    for group, found in rows.items():
        table = io.StringIO()
        writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
        _write(out / group / "manifest.csv", table.getvalue().encode())
        kinds = [f"{row['split']}/{row['type']}" for row in found]
        counts["pictures"][group] = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    return counts


def _check_folder(out: Path, order: Order) -> None:
    settings = out / _SETTINGS
    if settings.is_file():
        known = {"codes": list(CODES), "format": "club"} | json.loads(settings.read_text(encoding="utf-8"))
        if known != asdict(order) | {"codes": list(order.codes)}:
            raise BadInput(f"{out} holds a rendering with other settings: give the same ones, or another folder.")
        return
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(f"{out} is not empty and not a rendering: give a new folder.")
    _write(settings, json.dumps(asdict(order), indent=1).encode())


def _write_can(out: Path, plan: CanPlan, pictures: list[SidePicture]) -> None:
    folder = out / "cans" / plan.can
    sides = []
    for picture in pictures:
        group, label = plan.format.views[picture.side].group, picture.label
        _write(folder / f"{picture.side}.jpg", picture.jpeg)
        defects = [
            {
                "code": s.code, "box": list(s.box), "visible_px": s.visible_px, "contrast": s.contrast,
                "severity": round(s.severity, 3), "counts": s.counts, "seen": s.seen,
            }
            for s in picture.shown
        ]
        sides.append({"side": picture.side, "label": label, "group": group, "defects": defects})
        if _is_shown(plan.split, sides[-1]):
            stem = f"{plan.can}_{picture.side}"
            _write(out / group / plan.split / label / f"{stem}.jpg", picture.jpeg)
            if label != "good":
                png = cv2.imencode(".png", picture.mask.astype(np.uint8) * 255)[1].tobytes()
                _write(out / group / "ground_truth" / label / f"{stem}_mask.png", png)
    bad = any(side["label"] != "good" for side in sides)
    truth = {
        "product": plan.format.product, "verdict": "bad" if bad else "good", "can": plan.can, "split": plan.split,
        "lamp": plan.lamp, "background": plan.background,
        "defects": [{"code": d.code, "severity": round(d.severity, 3)} for d in plan.defects], "sides": sides,
    }
    _write(folder / "truth.json", json.dumps(truth, indent=1).encode())


def _is_shown(split: str, side: dict[str, Any]) -> bool:
    """Whether the data set of its group has this side."""
    return split != "train" or side["label"] == "good" or any(d["counts"] and d["seen"] for d in side["defects"])


def _manifest_row(truth: dict[str, Any], side: dict[str, Any]) -> dict[str, Any]:
    label, stem = side["label"], f"{truth['can']}_{side['side']}"
    counting = [d for d in side["defects"] if d["counts"]]
    main = next((d for d in counting if d["code"] == label), {"severity": 0, "visible_px": 0, "contrast": 0})
    return {
        "file": f"{truth['split']}/{label}/{stem}.jpg", "split": truth["split"], "type": label,
        "label": "good" if label == "good" else "defective", "group": truth["can"],
        "mask": "" if label == "good" else f"ground_truth/{label}/{stem}_mask.png", "side": side["side"],
        "codes": " ".join(d["code"] for d in counting), "severity": main["severity"], "visible_px": main["visible_px"],
        "contrast": main["contrast"], "seen": int(any(d["seen"] for d in counting)), "lamp": truth["lamp"],
        "background": truth["background"],
    }


def _write(path: Path, data: bytes) -> None:
    """Write under another name and rename, so that a half-written file is never taken for a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
