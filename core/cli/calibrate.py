"""``calibrate``: thresholds and scales of a model anew, on this machine and these photographs."""

import argparse
import sys
from pathlib import Path

from core.cli import prices


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("datasets", type=Path, nargs="+", metavar="DATASET",
                        help="photographs that the model has not learnt from, good and defective ones")
    parser.add_argument("--model", required=True, metavar="NAME", help="food-can, or food-can/2 for that version")
    parser.add_argument("--split", default="kept", help="the folder in each DATASET that holds the classes (kept)")
    prices.add_arguments(parser)
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    from core.vision.dataset import read_split
    from core.vision.recalibration import recalibrate
    from core.vision.versions import active_version, find_version

    model, _, number = args.model.partition("/")
    version = find_version(model, number) if number else active_version(model)
    pictures = [picture for dataset in args.datasets for picture in read_split(dataset, args.split)]
    print(f"{version.card.name} judges {len(pictures)} photographs.", file=sys.stderr)
    written = recalibrate(version, pictures, prices.given_prices(args))
    if args.json:
        print(written.card.to_json(), end="")
    else:
        limits = written.card.thresholds
        print(f"{written.card.name} is in {written.folder}: the weights of {version.card.name}, good below "
              f"{limits.good_below:.3f}, bad from {limits.bad_from:.3f}. It judges from now on unless another version "
              "is active. Measure it again: its card has no figures from a test yet.")
    return 0
