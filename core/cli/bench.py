"""``bench``: how fast this machine is at the program's work, beside the plain way of doing it."""

import argparse
import importlib
import json
from collections.abc import Iterator
from typing import Any

from core.errors import BadInput

SUBJECTS = {
    "inspect": "core.vision.bench",
    "inspectors": "core.vision.bench_inspectors",
    "train": "core.vision.bench_training",
    "int8": "core.vision.bench_int8",
    "app": "core.ui.bench",
    "security": "core.records.sign_in_bench",
    "records": "core.records.bench",
    "statistics": "core.records.statistics_bench",
}
"""Each subject's module has ``measure(rounds)``: the medians of that many rounds, by name, each with its unit in it, or
a list of such for several sizes."""

LEAST_ROUNDS = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", nargs="?", choices=SUBJECTS, default="inspect")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, metavar="N",
                        help=f"at least {LEAST_ROUNDS}, of which the medians are told")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    from core.vision.machine import machine

    if args.rounds < LEAST_ROUNDS:
        raise BadInput(f"A median of fewer than {LEAST_ROUNDS} rounds says little: give at least as many.")
    subject = importlib.import_module(SUBJECTS[args.subject])
    measured: dict[str, Any] | list[dict[str, Any]] = subject.measure(args.rounds)
    figures: dict[str, Any] = {"machine": machine(), args.subject: measured}
    if args.json:
        print(json.dumps(figures))
    else:
        print("  ".join(f"{name} {value}" for name, value in figures["machine"].items()))
        for figure in measured if isinstance(measured, list) else [measured]:
            for name, value in _flat(figure):
                print(f"  {name:34} {value}")
    return 0


def _flat(figures: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in figures.items():
        yield from _flat(value) if isinstance(value, dict) else ((name, value),)
