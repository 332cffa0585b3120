"""``python -m core inspect FOLDER``: the page's own verdict without a browser; nothing is recorded."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.products import find_product
from core.errors import BadInput
from core.quality.defects import DEFECTS
from core.quality.sides import Product
from core.quality.verdict import Outcome, Reason, SideResult, can_verdict
from core.settings import settings
from core.words import sentence

if TYPE_CHECKING:
    from core.vision.inspector import InspectedSide, Inspector

_NAMES_ITS_PRODUCT = ("can.json", "truth.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("folder", type=Path, help="the photographs of one can, named for their sides: 1.jpg to 7.jpg")
    parser.add_argument("--product", metavar="CODE", help="the SKU; else can.json or truth.json in the folder says it")
    parser.add_argument("--json", choices=["-"], help="print one JSON document on standard output")
    parser.add_argument("--heatmaps", type=Path, metavar="DIR", help="write <side>.png and <side>.npy there")
    parser.add_argument("--cans", action="store_true", help="FOLDER holds one folder a can; an interrupted run resumes")


def run(args: argparse.Namespace) -> int:
    """Inspect a can, or every can of a folder; the exit status does not tell the verdict."""
    if not args.folder.is_dir():
        raise BadInput(f"There is no folder {args.folder}: give the folder that holds the can's photographs.")
    from core.vision.inspector import Inspector

    inspector = Inspector()
    if args.cans:
        report = _inspect_all(inspector, args)
    else:
        report = _inspect_can(inspector, args.folder, args.product, args.heatmaps)
    if args.json:
        json.dump(report, sys.stdout, ensure_ascii=False, allow_nan=False)
        print()
    elif args.cans:
        _print_table(report)
    else:
        _print_can(report)
    return 0


def _inspect_can(inspector: Inspector, folder: Path, sku: str | None, heatmaps: Path | None) -> dict[str, Any]:
    from core.imaging.intake import arrange, read_folder

    started = time.perf_counter()
    product = _product(folder, sku)
    files = read_folder(folder)
    if not files:
        raise BadInput(f"{folder} holds no photographs: put the sides there as 1.jpg to {len(product.sides)}.jpg.")
    placed = arrange(files, product)
    inspected = {one.result.side.number: one for one in inspector.inspect(product, placed.by_side)}
    results = [
        inspected[side.number].result if side.number in inspected
        else SideResult(side, Outcome.MISSING, Reason("side_missing"))
        for side in product.sides
    ]
    verdict, reason = can_verdict(results)
    if heatmaps:
        _write_heatmaps(inspected.values(), heatmaps)
    return {
        "product": product.sku,
        "verdict": verdict,
        "reason": sentence(reason),
        "sides": [_side(result) for result in results],
        "problems": list(placed.problems),
        "seconds": {
            "decode": round(sum(one.decode_ms for one in inspected.values()) / 1000, 4),
            "model": round(sum(one.model_ms for one in inspected.values()) / 1000, 4),
            "total": round(time.perf_counter() - started, 4),
        },
    }


def _product(folder: Path, sku: str | None) -> Product:
    for name in _NAMES_ITS_PRODUCT:
        path = folder / name
        if sku is None and path.is_file():
            try:
                sku = json.loads(path.read_text(encoding="utf-8"))["product"].strip()
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise BadInput(f'{path} does not name its product: it should hold {{"product": "SKU"}}.') from error
    return find_product(sku)


def _side(result: SideResult) -> dict[str, Any]:
    limits = result.thresholds
    return {
        "side": result.side.number,
        "label": result.side.label,
        "group": result.side.group,
        "verdict": result.outcome,
        "reason": sentence(result.reason),
        "probability": result.probability,
        "thresholds": {
            "good_below": limits.good_below if limits else None,
            "bad_from": limits.bad_from if limits else None,
        },
        "boxes": [
            {"x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1, "score": round(box.score, 4), "code": box.code}
            for box in result.boxes
        ],
        "model": result.model,
    }


def _write_heatmaps(inspected: Iterable[InspectedSide], folder: Path) -> None:
    import numpy as np

    from core.imaging import overlay
    from core.imaging.decode import decode

    folder.mkdir(parents=True, exist_ok=True)
    for one in inspected:
        if one.heat is None or one.photograph is None:
            continue
        rgb, number = decode(one.photograph.name, one.photograph.content).rgb, one.result.side.number
        np.save(folder / f"{number}.npy", overlay.upsample(one.heat, *rgb.shape[:2]))
        shown = overlay.draw_boxes(overlay.heat_overlay(rgb, one.heat), one.result.boxes)
        (folder / f"{number}.png").write_bytes(overlay.encode_png(shown))


def _inspect_all(inspector: Inspector, args: argparse.Namespace) -> dict[str, Any]:
    folders = sorted(path for path in args.folder.iterdir() if path.is_dir())
    if not folders:
        raise BadInput(f"{args.folder} holds no folders: with --cans, each can is a folder of its own.")
    name = hashlib.sha256(str(args.folder.resolve()).encode()).hexdigest()[:16]
    notes = settings().data / "batches" / f"{name}.jsonl"
    notes.parent.mkdir(parents=True, exist_ok=True)
    done = _read_notes(notes)
    cans = []
    with notes.open("a", encoding="utf-8") as journal:
        for index, folder in enumerate(folders, 1):
            fingerprint = _fingerprint(folder, args.product)
            can = done.get(fingerprint) if not args.heatmaps else None
            if can is None:
                heatmaps = args.heatmaps / folder.name if args.heatmaps else None
                try:
                    can = {"can": folder.name, **_inspect_can(inspector, folder, args.product, heatmaps)}
                except BadInput as problem:
                    can = {"can": folder.name, "verdict": None, "reason": str(problem), "sides": []}
                else:
                    journal.write(json.dumps({"fingerprint": fingerprint, "can": can}) + "\n")
                    journal.flush()
            cans.append(can)
            print(f"\r{index} of {len(folders)} cans", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return {"cans": cans, "counts": dict(Counter(can["verdict"] or "unusable" for can in cans))}


def _read_notes(notes: Path) -> dict[str, dict[str, Any]]:
    done = {}
    if notes.is_file():
        for line in notes.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                done[entry["fingerprint"]] = entry["can"]
            except (ValueError, KeyError, TypeError):
                continue  # the line at which an earlier run was stopped
    return done


def _fingerprint(folder: Path, sku: str | None) -> str:
    """Names, sizes and times of a can's files and the versions that judge: the same means the same verdict."""
    from core.vision.versions import list_versions

    files = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]
    heads = [version.card.head_sha256 for version in list_versions()]
    return hashlib.sha256(json.dumps([folder.name, files, heads, sku]).encode()).hexdigest()


def _print_can(report: dict[str, Any]) -> None:
    print(f"{report['verdict'].upper()}: {report['reason']}")
    for side in report["sides"]:
        number = "    " if side["probability"] is None else f"{side['probability']:.2f}"
        code = next((box["code"] for box in side["boxes"] if box["code"]), None)
        suggested = f" (suggested: {code} {DEFECTS[code].name})" if code else ""
        print(f"  {side['side']} {side['label']:<18} {side['verdict']:<8} {number}  {side['reason']}{suggested}")
    for problem in report["problems"]:
        print(f"  ! {problem}")


def _print_table(report: dict[str, Any]) -> None:
    for can in report["cans"]:
        print(f"{can['can']:<28} {(can['verdict'] or 'unusable'):<11} {can['reason']}")
    print(", ".join(f"{n} {verdict}" for verdict, n in sorted(report["counts"].items())))
