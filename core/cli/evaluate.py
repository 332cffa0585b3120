"""``evaluate``: a model measured on a split of a data set."""

import argparse
import csv
import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.cli import prices
from core.cli.products import find_product
from core.errors import BadInput
from core.quality.evidence import points_of_one, too_few
from core.quality.sides import Product
from core.words import tr

if TYPE_CHECKING:
    from core.vision.dataset import Picture
    from core.vision.engine import Engine
    from core.vision.inspector import Inspector
    from core.vision.versions import Version


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", type=Path, nargs="?", metavar="DATASET", help="with test/good and test/<defect>")
    parser.add_argument("--model", metavar="NAME", help="food-can, or food-can/2 for that version")
    parser.add_argument("--split", default="test")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")
    parser.add_argument("--predictions", type=Path, metavar="FILE.csv")
    parser.add_argument("--heatmaps", type=Path, metavar="DIR")
    parser.add_argument("--on-card", action="store_true", help="write the data set's figures on the version's card")
    parser.add_argument("--cans", type=Path, metavar="DIR", help="whole cans: folders with a truth.json, judged by the "
                        "models of the product that it names; a --model that is none of them judges every side")
    parser.add_argument("--html", type=Path, metavar="FILE", help="a page that anyone can read, in one file")
    parser.add_argument("--folds", type=int, metavar="K", help="also train K models as this one was, each without one "
                        "part of the training groups, and judge that part with it")
    prices.add_arguments(parser)
    parser.add_argument("--guards", type=Path, metavar="DIR", help="whole cans; the good ones' photographs are "
                        "spoilt on purpose, to measure how surely the checks stop what no model should judge")
    parser.add_argument("--others", type=Path, metavar="DIR", help="for --guards, photographs of other objects")


def run(args: argparse.Namespace) -> int:
    from core.vision.engine import Engine
    from core.vision.versions import active_version, find_version

    if args.dataset is None and args.cans is None and args.guards is None:
        raise BadInput("Give a data set to measure a model on, or a folder of whole cans with --cans or --guards.")
    if args.dataset is not None and args.model is None:
        raise BadInput("Say which model to measure: --model NAME, as `python -m core models list` shows it.")
    version = None
    if args.model is not None:
        model, _, number = args.model.partition("/")
        version = find_version(model, number) if number else active_version(model)
    engine, skipped = Engine(), list[str]()
    figures: dict[str, Any] = {}
    if args.dataset is not None and version is not None:
        figures |= _measure(args, version, engine, skipped)
    if args.cans is not None:
        figures["cans"] = _measure_cans(args.cans, version, engine, skipped)
    if args.guards is not None:
        figures["guards"] = _measure_guards(args.guards, args.others, version, engine, skipped)
    figures["skipped"] = skipped
    for line in skipped:
        print(f"skipped {line}", file=sys.stderr)
    print(json.dumps(figures, allow_nan=False) if args.json else "\n".join(_lines(figures)))
    return 0


def _measure(args: argparse.Namespace, version: "Version", engine: "Engine", skipped: list[str]) -> dict[str, Any]:
    from core.vision.dataset import read_split
    from core.vision.evaluation import Judged, judge_all, price, summarise
    from core.vision.evaluation_page import write_page
    from core.vision.folds import cross_validate
    from core.vision.versions import write_on_card

    pictures = read_split(args.dataset, args.split)
    costs = prices.given_prices(args)
    if costs:
        _check_not_learnt(args.split, version, pictures)
    judged: list[Judged] = []
    for one in judge_all(pictures, version, engine, skipped.append):
        if args.heatmaps:
            path = args.heatmaps / one.picture.kind / f"{Path(one.picture.file).stem}.npy"
            path.parent.mkdir(parents=True, exist_ok=True)
            np.save(path, one.heat)
        judged.append(one)
        _progress(len(judged), len(pictures))
    if args.predictions:
        _write_predictions(args.predictions, judged)
    figures = summarise(judged, version.card.thresholds)
    if costs:
        figures["priced_thresholds"] = dataclasses.asdict(price(judged, costs))
    if args.on_card:
        told = {name: value for name, value in figures.items() if name not in ("curve", "priced_thresholds")}
        write_on_card(version, args.split, {"dataset": args.dataset.resolve().name, **told})
    if args.folds is not None:
        figures["folds"] = cross_validate(args.dataset, version.card, args.folds, _stage, _epoch, skipped.append)
    figures = {"model": version.card.name, "dataset": args.dataset.resolve().name, "split": args.split, **figures}
    if args.html:
        write_page(args.html, figures, judged, version.card.thresholds)
    return figures


def _check_not_learnt(split: str, version: "Version", pictures: list["Picture"]) -> None:
    from core.vision.dataset import fingerprint

    if split == "test":
        raise BadInput("Thresholds chosen on the test split would flatter its figures: keep other photographs aside "
                       "for them, and name their split with --split.")
    if fingerprint(pictures) == version.card.data.get("fingerprint"):
        raise BadInput(f"{version.card.name} has learnt from these very photographs: choose thresholds on others.")


def _measure_cans(cans: Path, version: "Version | None", engine: "Engine", skipped: list[str]) -> dict[str, Any]:
    from core.vision.can_evaluation import evaluate_cans

    return evaluate_cans(cans, *_inspecting(version, engine), skipped.append, _progress)


def _measure_guards(
    cans: Path, others: Path | None, version: "Version | None", engine: "Engine", skipped: list[str]
) -> dict[str, Any]:
    from core.vision.dataset import SUFFIXES
    from core.vision.guard_evaluation import evaluate_guards

    files = sorted(p for p in others.rglob("*") if p.suffix.lower() in SUFFIXES) if others else []
    if others and not files:
        raise BadInput(f"{others} holds no photographs: give a folder with photographs of other objects.")
    return evaluate_guards(cans, files, *_inspecting(version, engine), skipped.append, _progress)


def _inspecting(
    version: "Version | None", engine: "Engine"
) -> "tuple[Inspector, Callable[[str | None], Product]]":
    """Return what judges cans, and each can's product, judged by that version where it names none of its models."""
    from core.vision.inspector import Inspector

    def product_of(sku: str | None) -> Product:
        product = find_product(sku)
        if version is None or version.card.model in product.models.values():
            return product
        return dataclasses.replace(product, models=dict.fromkeys(product.models, version.card.model))

    return Inspector(engine, {version.card.model: version} if version else None), product_of


def _progress(done: int, of: int) -> None:
    if done and done % 50 == 0:
        print(f"{done} of {of}", file=sys.stderr, flush=True)


def _stage(stage: str, done: int, of: int, left_s: float) -> None:
    if done == of:
        print(f"{stage}: {of}", file=sys.stderr, flush=True)


def _epoch(figures: dict[str, Any]) -> None:
    print(f"epoch {figures['epoch']} of {figures['epochs']}, {figures['left_s']:.0f} s left in this fold",
          file=sys.stderr, flush=True)


def _write_predictions(path: Path, judged: list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "class", "probability", "verdict"))
        rows.writerows((j.picture.file, j.picture.kind, repr(j.probability), j.outcome.value) for j in judged)


def _lines(figures: dict[str, Any]) -> Iterator[str]:
    if "photographs" in figures:
        yield (f"{figures['model']} on {figures['dataset']}/{figures['split']}: {figures['photographs']} photographs, "
               f"{figures['defective']} defective")
        for what in ("good", "defective"):
            if figures[what] > 0 and too_few(figures[what]):
                points = points_of_one(figures[what])
                yield "  " + tr("evaluation_too_few", n=figures[what], what=what, points=points)
        for name in ("accuracy", "balanced_accuracy", "auroc", "pixel_auroc", "pro", "pointing_game", "box_recall"):
            value = figures[name]
            yield f"  {_words(name):20} {'-' if value is None else format(value, '.3f')}"
        for name in ("escapes", "false_rejects", "sent_to_review", "pointing_near"):
            yield f"  {_words(name):20} {_share(figures[name])}"
        if figures["by_visibility"]:
            seen = figures["by_visibility"]["seen"]
            yield f"  of defects that a person would see: recall {_share(seen['recall'])}"
        if figures["names"]:
            yield f"  named, of those called bad {_share(figures['names']['said'])}"
            yield f"  rightly, of those named {_share(figures['names']['right_of_said'])}"
        for name, over in figures.get("folds", {}).get("over", {}).items():
            if over:
                yield f"  folds, {_words(name):20} {over['mean']:.3f} ± {over['deviation']:.3f}"
        if "priced_thresholds" in figures:
            pair = figures["priced_thresholds"]
            yield f"  thresholds that cost least: good below {pair['good_below']}, bad from {pair['bad_from']}"
        yield f"  {'class':20} {'good':>6} {'review':>6} {'bad':>6}"
        for kind, row in figures["by_class"].items():
            yield f"  {kind:20} {row['good']:6} {row['review']:6} {row['bad']:6}"
    for name, counted in figures.get("cans", {}).items():
        if name != "verdicts":
            yield f"  cans, {_words(name):25} {_share(counted)}"
    for kind, row in figures.get("guards", {}).items():
        yield f"  {kind:20} stopped {_share(row['stopped'])}, called good {_share(row['called_good'])}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _share(counted: dict[str, Any]) -> str:
    return f"{counted['count']} of {counted['of']} ({counted['low']:.1%} to {counted['high']:.1%})"
