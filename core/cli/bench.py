"""``bench``: how fast this machine is at the program's work, beside the plain way of doing it."""

import argparse
import importlib
import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.errors import BadInput

SUBJECTS = {
    "inspect": "core.vision.bench",
    "inspectors": "core.vision.bench_inspectors",
    "train": "core.vision.bench_training",
    "int8": "core.vision.bench_int8",
    "app": "core.ui.bench",
    "shift": "core.ui.bench_shift",
    "security": "core.records.sign_in_bench",
    "records": "core.records.bench",
    "statistics": "core.records.statistics_bench",
}
"""Each subject's module has ``measure(rounds)``: the medians of that many rounds, by name, each with its unit in it, or
a list of such for several sizes."""

LEAST_ROUNDS = 7

TOLD_EVERY_S = 5.0


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
    with _telling(args.subject):
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


@contextmanager
def _telling(subject: str) -> Iterator[None]:
    """Say on standard error, now and then, for how long it has been measured: some subjects take minutes."""
    over, began = threading.Event(), time.monotonic()

    def tell() -> None:
        while not over.wait(TOLD_EVERY_S):
            print(f"\r{subject}: measured for {time.monotonic() - began:.0f} s", end="", file=sys.stderr, flush=True)

    telling = threading.Thread(target=tell, name="bench progress")
    telling.start()
    try:
        yield
    finally:
        over.set()
        telling.join()
        print(file=sys.stderr)


def _flat(figures: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in figures.items():
        yield from _flat(value) if isinstance(value, dict) else ((name, value),)
