"""``audit-dataset``: whether a data set gives its answers away."""

import argparse
import json
import sys
from pathlib import Path

from core.errors import BadInput
from core.words import tr
from core.words.leaks import sentences


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="folder with train/<class> and test/<class>")
    parser.add_argument("--on-card", metavar="MODEL/VERSION", help="write the answer on the card of a version that has "
                        "learnt from this data set")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    from core.records.models import split_name
    from core.vision.dataset import read_split
    from core.vision.leaks import audit
    from core.vision.versions import find_version, write_leaks

    version = find_version(*split_name(args.on_card)) if args.on_card else None
    skipped: list[str] = []
    found = audit(read_split(args.dataset, "train"), read_split(args.dataset, "test"), skipped.append, _progress)
    for line in skipped:
        print(f"skipped {line}", file=sys.stderr)
    if version:
        if found["fingerprint"] != version.card.data.get("fingerprint"):
            raise BadInput(f"{version.card.name} has learnt from other photographs: give the data set that it was "
                           "trained on.")
        write_leaks(version, found)
    if args.json:
        print(json.dumps({**found, "skipped": skipped}, allow_nan=False))
        return 0
    print(tr("leaks_counted", train=found["train"], test=found["test"]))
    for sentence in sentences(found):
        print(sentence)
    for one, other in found["near_duplicates_named"]:
        print(f"  {one} and {other}")
    return 0


def _progress(done: int, of: int) -> None:
    if done and done % 100 == 0:
        print(f"{done} of {of}", file=sys.stderr, flush=True)
