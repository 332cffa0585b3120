"""``train``: folders of photographs to a new model version."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from core.cli import prices
from core.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("datasets", type=Path, nargs="+", metavar="DATASET",
                        help="folders with train/good and train/<defect>, learnt from together")
    parser.add_argument("--model", required=True, metavar="NAME", help="the model's name, such as food-can")
    parser.add_argument("--size", type=int, help="input size in pixels, a multiple of 16 from 64 to 1024")
    parser.add_argument("--epochs", type=int, help="at most this many")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--weights", default="shipped", metavar="shipped|imagenet|PATH", help="where to start from")
    parser.add_argument("--recipe", default="default", metavar="NAME", help="default, quick, best or original")
    prices.add_arguments(parser)
    parser.add_argument("--trained-on", default="", metavar="SENTENCE", help="for the card: what was learnt from")
    parser.add_argument("--licence", default="not stated", help="for the card: of the photographs")
    parser.add_argument("--credit", action="append", default=[], help="for the card; may be given several times")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    from core.vision.recipe import find_recipe
    from core.vision.training import Request, train

    given = {name: getattr(args, name) for name in ("size", "epochs") if getattr(args, name) is not None}
    if not 64 <= given.get("size", 64) <= 1024 or given.get("size", 64) % 16 or given.get("epochs", 1) < 1:
        raise BadInput("The size is a multiple of 16 from 64 to 1024, and there is at least one epoch.")
    recipe = dataclasses.replace(find_recipe(args.recipe), **given)
    request = Request(
        tuple(args.datasets), args.model, recipe, args.seed, args.weights, args.trained_on, args.licence,
        tuple(args.credit), prices.given_prices(args),
    )
    trained = train(request, _quiet if args.json else _show_progress, _json_line if args.json else _show_epoch)
    card = trained.version.card
    if args.json:
        print(card.to_json(), end="")
    else:
        for line in trained.skipped:
            print(f"skipped {line}", file=sys.stderr)
        for one, other in card.data["in_train_and_test"]:
            print(f"The same photograph is in both splits: {one} and {other}.", file=sys.stderr)
        print(f"{card.name} is in {trained.version.folder}. Measure it: python -m core evaluate {args.datasets[0]} "
              f"--model {card.model}")
    return 0


def _show_progress(stage: str, done: int, of: int, left_s: float) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\r{stage}: {done} of {of}, {_time(left_s)} left   ", end=end, file=sys.stderr, flush=True)
    elif done % 100 == 0 or done == of:
        print(f"{stage}: {done} of {of}, {_time(left_s)} left", file=sys.stderr, flush=True)


def _quiet(stage: str, done: int, of: int, left_s: float) -> None:
    """With --json, standard error carries the epochs alone."""


def _show_epoch(figures: dict[str, Any]) -> None:
    print(f"epoch {figures['epoch']} of {figures['epochs']}: loss {figures['loss']:.3f}, on validation "
          f"{figures['validation_loss']:.3f}, balanced accuracy {figures['validation_balanced_accuracy']:.3f}, "
          f"AUROC {figures['validation_auroc']:.3f}, {_time(figures['left_s'])} left", file=sys.stderr, flush=True)


def _json_line(figures: dict[str, Any]) -> None:
    print(json.dumps(figures), file=sys.stderr, flush=True)


def _time(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
