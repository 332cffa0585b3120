"""``evaluate``: a model measured on a split of a data set."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder with test/good and test/<defect>")
    parser.add_argument("--model", required=True, metavar="NAME", help="food-can, or food-can/2 for that version")
    parser.add_argument("--split", default="test")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")
    parser.add_argument("--predictions", type=Path, metavar="FILE.csv")
    parser.add_argument("--heatmaps", type=Path, metavar="DIR")
    parser.add_argument("--cans", type=Path, metavar="DIR", help="also judge whole cans: folders with a truth.json")


def run(args: argparse.Namespace) -> int:
    from core.vision.can_evaluation import evaluate_cans
    from core.vision.dataset import read_split
    from core.vision.engine import Engine
    from core.vision.evaluation import Judged, judge_all, summarise
    from core.vision.inspector import Inspector
    from core.vision.versions import active_version, find_version

    if args.cans and "/" in args.model:
        raise BadInput("Whole cans are judged by the active version: give --model without a version.")
    model, _, number = args.model.partition("/")
    version = find_version(model, number) if number else active_version(model)
    pictures = read_split(args.dataset, args.split)
    skipped: list[str] = []
    engine = Engine()
    judged: list[Judged] = []
    for one in judge_all(pictures, version, engine, skipped.append):
        if args.heatmaps:
            path = args.heatmaps / one.picture.kind / f"{Path(one.picture.file).stem}.npy"
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, one.heat)
        judged.append(one)
        if len(judged) % 50 == 0:
            print(f"{len(judged)} of {len(pictures)}", file=sys.stderr, flush=True)
    figures = {"model": version.card.name, "dataset": args.dataset.resolve().name, "split": args.split,
               **summarise(judged), "skipped": skipped}
    if args.cans:
        figures["cans"] = evaluate_cans(args.cans, model, Inspector(engine), skipped.append)
    for line in skipped:
        print(f"skipped {line}", file=sys.stderr)
    if args.predictions:
        _write_predictions(args.predictions, judged)
    print(json.dumps(figures, allow_nan=False) if args.json else _table(figures))
    return 0


def _write_predictions(path: Path, judged: list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "class", "probability", "verdict"))
        rows.writerows((j.picture.file, j.picture.kind, repr(j.probability), j.outcome.value) for j in judged)


def _table(figures: dict[str, Any]) -> str:
    lines = [f"{figures['model']} on {figures['dataset']}/{figures['split']}: {figures['photographs']} photographs, "
             f"{figures['defective']} defective"]
    for name in ("accuracy", "balanced_accuracy", "auroc", "pixel_auroc", "pointing_game", "box_recall"):
        value = figures[name]
        lines.append(f"  {name.replace('_', ' '):20} {'-' if value is None else format(value, '.3f')}")
    lines.append(f"  {'class':20} {'good':>6} {'review':>6} {'bad':>6}")
    for kind, row in figures["by_class"].items():
        lines.append(f"  {kind:20} {row['good']:6} {row['review']:6} {row['bad']:6}")
    for name in ("good_not_called_good", "bad_called_good", "sent_to_review", "incomplete"):
        if "cans" in figures:
            cans = figures["cans"][name]
            lines.append(f"  cans, {name.replace('_', ' '):25} {cans['count']} of {cans['of']} "
                         f"({cans['low']:.1%} to {cans['high']:.1%})")
    return "\n".join(lines)
