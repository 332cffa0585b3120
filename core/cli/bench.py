"""``bench``: how fast this machine is at the program's work, beside the plain way of doing it."""

import argparse
import json
from pathlib import Path
from typing import Any

import cv2

from core.cli.products import find_product
from core.errors import BadInput
from core.imaging.decode import decode
from core.imaging.intake import arrange, read_folder
from core.imaging.overlay import encode_jpeg
from core.settings import SAMPLES

SUBJECTS = ("inspect",)
_FULL_HD = (1920, 1080)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", nargs="?", choices=SUBJECTS, default="inspect")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="at least 7, of which the medians are told")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    from core.vision.bench import LEAST_ROUNDS, bench_inspect, machine

    if args.rounds < LEAST_ROUNDS:
        raise BadInput(f"A median of fewer than {LEAST_ROUNDS} rounds says little: give at least as many.")
    product = find_product(None)
    figures: dict[str, Any] = {"machine": machine(), "inspect": bench_inspect(product, _one_can(), args.rounds)}
    if args.json:
        print(json.dumps(figures))
    else:
        print("  ".join(f"{name} {value}" for name, value in figures["machine"].items()))
        for name, value in figures["inspect"].items():
            print(f"  {name:14} {value}")
    return 0


def _one_can() -> dict[int, tuple[str, bytes]]:
    """The first sample can as JPEG photographs of 1920 x 1080 pixels."""
    folder = min((path.parent for path in (SAMPLES / "cans").glob("*/truth.json")), default=Path())
    sides = arrange(read_folder(folder), find_product(None)).by_side
    if not sides:
        raise BadInput("There are no sample cans in data/samples: put the folder back as it was.")
    can = {}
    for number, (name, content) in sides.items():
        large = cv2.resize(decode(name, content).rgb, _FULL_HD, interpolation=cv2.INTER_CUBIC)
        can[number] = (name, encode_jpeg(large, quality=90))
    return can
