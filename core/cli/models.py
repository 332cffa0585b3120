"""``models``: the model versions that there are, and which of them judges."""

import argparse
import json
from pathlib import Path
from typing import Any

from core.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|show|activate|retire|fit|reteach|start")
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
        if action in ("activate", "retire"):
            parsed.add_argument("--reason", default="from the command line", help="in words; it is recorded")
        if action == "fit":
            parsed.add_argument("--for", dest="fit_for", choices=["production", "demonstration"], required=True)
            parsed.add_argument("--reason", required=True, help="in words; it is recorded")
            parsed.add_argument("--evaluation", type=Path, metavar="FILE.json",
                                help="what evaluate --json - printed of this plant's photographs")
    view = actions.add_parser("reteach", help="after a camera moved: learn the new view from the newest 20 good cans")
    view.add_argument("product", metavar="SKU")
    view.add_argument("--reason", required=True, help="in words; it is recorded")
    start = actions.add_parser("start", help="make these the weights that trainings start from")
    start.add_argument("weights", type=Path, metavar="FILE", help="safetensors of torchvision's vgg16().features")


def run(args: argparse.Namespace) -> int:
    if args.action == "list":
        return _list(as_json=bool(args.json))
    from core.cli.products import find_product
    from core.records import models, reteaching
    from core.records.use_case import console
    from core.vision.start import keep_as_shipped
    from core.vision.versions import check_files, find_version

    if args.action == "start":
        print(f"Trainings start from {keep_as_shipped(args.weights)[:12]}.")
        return 0
    if args.action == "reteach":
        taught = reteaching.reteach(console(), find_product(args.product), args.reason)
        print(f"Judging from now on: {', '.join(taught)}.")
        return 0
    if args.action == "show":
        version = find_version(*models.split_name(args.version))
        check_files(version)
        print(version.card.to_json(), end="")
        return 0
    if args.action == "activate":
        models.activate(console(), args.version, args.reason)
    elif args.action == "retire":
        models.retire(console(), args.version, args.reason)
    else:
        evaluation = _evaluation(args.evaluation) if args.evaluation else None
        models.mark_fit(console(), args.version, args.fit_for, args.reason, evaluation)
    print(f"{args.version}: done.")
    return 0


def _evaluation(path: Path) -> dict[str, Any]:
    """Read what ``evaluate --json -`` printed."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BadInput(f"{path} is no evaluation: give the file that evaluate --json - printed.") from error


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
