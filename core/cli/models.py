"""``models``: the model versions that there are, and which of them judges."""

import argparse
import json
from pathlib import Path
from typing import Any

from core.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|activate|retire|fit|start")
    listing = actions.add_parser("list", help="every version, and which one judges")
    listing.add_argument("--json", choices=["-"], help="one JSON document on standard output")
    for action, purpose in (
        ("show", "a version's card, after checking its files"),
        ("activate", "make a version the one that judges"),
        ("retire", "say that a version may no longer judge"),
        ("fit", "say whether a version is fit for production at this plant"),
    ):
        parsed = actions.add_parser(action, help=purpose)
        parsed.add_argument("version", metavar="MODEL/VERSION")
        if action == "fit":
            parsed.add_argument("--for", dest="fit_for", choices=["production", "demonstration"], required=True)
            parsed.add_argument("--reason", required=True, help="in words; it is recorded")
            parsed.add_argument("--evaluation", type=Path, metavar="FILE.json",
                                help="what evaluate --json - printed of this plant's photographs")
    start = actions.add_parser("start", help="make these the weights that trainings start from")
    start.add_argument("weights", type=Path, metavar="FILE", help="safetensors of torchvision's vgg16().features")


def run(args: argparse.Namespace) -> int:
    if args.action == "list":
        return _list(as_json=bool(args.json))
    from core.records.models import record_activation, record_fitness, record_retirement
    from core.records.use_case import console
    from core.vision.start import keep_as_shipped
    from core.vision.versions import activate, active_version, find_version, load_head, load_trunk, mark_fit, retire

    if args.action == "start":
        print(f"Trainings start from {keep_as_shipped(args.weights)[:12]}.")
        return 0
    model, slash, number = args.version.partition("/")
    if not slash:
        raise BadInput(f"{args.version!r} names no version: write it as food-can/1.")
    version = find_version(model, number)
    load_head(version)
    load_trunk(version.card.trunk_sha256)
    if args.action == "show":
        print(version.card.to_json(), end="")
        return 0
    name = version.card.name
    if args.action == "activate":
        record_activation(console(), name, active_version(model).card.name)
        activate(model, number)
    elif args.action == "retire":
        retire(model, number)
        record_retirement(console(), name)
    else:
        evaluation = _evaluation(args.evaluation, name) if args.evaluation else None
        record_fitness(console(), name, version.card.head_sha256, args.fit_for, args.reason, evaluation)
        mark_fit(model, number, args.fit_for)
    print(f"{name}: done.")
    return 0


def _evaluation(path: Path, name: str) -> dict[str, Any]:
    """Read what ``evaluate --json -`` printed; BadInput unless it is of that very version."""
    try:
        figures = json.loads(path.read_text(encoding="utf-8"))
        of = figures["model"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadInput(f"{path} is no evaluation: give the file that evaluate --json - printed.") from error
    if of != name:
        raise BadInput(f"{path} is an evaluation of {of}, not of {name}: evaluate this version.")
    return dict(figures)


def _list(*, as_json: bool) -> int:
    from core.vision.versions import active_version, list_versions, retired_versions

    rows = []
    for version in list_versions():
        card = version.card
        state = "active" if active_version(card.model).card.version == card.version else "kept"
        if card.version in retired_versions(card.model):
            state = "retired"
        rows.append({"version": card.name, "state": state, "fit_for": card.fit_for, "size": card.size,
                     "created_at": card.created_at, "trained_on": card.trained_on})
    if as_json:
        print(json.dumps(rows))
    else:
        for row in rows:
            print(f"{row['version']:24} {row['state']:8} {row['fit_for']:14} {row['trained_on']}")
        if not rows:
            print("There is no model yet: python -m core train DATASET --model NAME")
    return 0
