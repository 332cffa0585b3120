"""``python -m core room``: re-encode old photographs of good cans, so that the disk has room."""

import argparse
import json
import sys
from dataclasses import asdict

from core.records.making_room import Made, make_room
from core.records.use_case import console


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the dry run and where the figures go."""
    parser.add_argument("--dry-run", action="store_true", help="say what it would free, and change nothing")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Make room and say how much; 0 when all is well, 1 when a photograph could not be read."""
    made = make_room(console(), _show_progress, args.dry_run)
    if made.photographs:
        print(file=sys.stderr)
    if args.json:
        print(json.dumps({**asdict(made), "freed": made.freed}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_told(made)))
    return 1 if made.findings else 0


def _show_progress(photographs: int, freed: int) -> None:
    print(f"\r{photographs:,} photographs, {freed / 1e6:,.1f} MB   ", end="", file=sys.stderr, flush=True)


def _told(made: Made) -> list[str]:
    would = "would be" if made.dry_run else "were"
    lines = [f"{made.photographs:,} photographs {would} re-encoded, from {made.bytes_before / 1e6:,.1f} MB to "
             f"{made.bytes_after / 1e6:,.1f} MB: {made.freed / 1e6:,.1f} MB free."]
    if made.stay:
        reasons = ", ".join(f"{why} {count:,}" for why, count in sorted(made.stay.items()))
        lines.append(f"Of the other large ones of cans finished more than {made.after_days} days ago, these stay as "
                     f"they came: {reasons}.")
    if made.originals_left:
        lines.append(f"{made.originals_left:,} originals are removed by the next run: a backup is being made of them.")
    return lines + made.findings
