"""``python -m core verify``: check that no record or photograph was changed."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from core.records import audit, statistics
from core.records.use_case import console


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the findings go."""
    parser.add_argument("--json", metavar="FILE", help="write what was found as JSON to this file, or - for the screen")
    parser.add_argument("--recount", action="store_true", help="first make the statistics' counts anew from the cans")


def run(args: argparse.Namespace) -> int:
    """Verify and say what was found; 0 when all is well, 1 when something was found."""
    if args.recount:
        statistics.recount(console())
    checked = audit.examine()
    report = json.dumps(asdict(checked), ensure_ascii=False, indent=2)
    if args.json == "-":
        print(report)
    else:
        if args.json:
            Path(args.json).write_text(report + "\n", "utf-8")
        print(f"Checked {checked.audit_rows:,} audit rows and {checked.photographs:,} photographs.")
        print("\n".join(checked.findings) or "All is as it was recorded.")
    return 1 if checked.findings else 0
