"""``python -m core backup``: copy all records and photographs while people work."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from core.records import backup
from core.records.use_case import console


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder of the backup."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder; each backup has its own")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Make and check a backup; 0 when all is well, 1 when something was found."""
    made = backup.make(args.folder)
    backup.record(console(), made)
    if args.json:
        print(json.dumps(asdict(made), ensure_ascii=False, indent=2))
    else:
        print(f"Copied {made.audit_rows:,} audit rows and {made.photographs:,} photographs, {made.files:,} files of "
              f"{made.bytes / 1e6:,.1f} MB, to {made.folder}.")
        print("\n".join(made.findings) or "The copy was checked: all is as it was recorded.")
    return 1 if made.findings else 0
