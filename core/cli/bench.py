"""``bench``: how fast this machine is at the program's work, beside the plain way of doing it."""

import argparse
import importlib
import json
from collections.abc import Callable
from typing import Any

from core.errors import BadInput

SUBJECTS = {
    "inspect": "core.vision.bench",
}
"""Each subject's module has ``measure(rounds)``: the medians of that many rounds, by name, each with its unit in it."""

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
    measure: Callable[[int], dict[str, Any]] = importlib.import_module(SUBJECTS[args.subject]).measure
    figures = {"machine": machine(), args.subject: measure(args.rounds)}
    if args.json:
        print(json.dumps(figures))
    else:
        print("  ".join(f"{name} {value}" for name, value in figures["machine"].items()))
        for name, value in figures[args.subject].items():
            print(f"  {name:28} {value}")
    return 0
