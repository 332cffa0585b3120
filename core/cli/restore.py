"""``python -m core restore``: bring a backup back into an empty installation."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from core.records import restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder of the backup."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that python -m core backup made")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    """Restore and check; 0 when all is well, 1 when the backup was restored and something was found in it."""
    done = restore.bring_back(args.folder)
    if args.json:
        print(json.dumps(asdict(done), ensure_ascii=False, indent=2))
    else:
        print(f"Restored {done.audit_rows:,} audit rows and {done.photographs:,} photographs of {done.made_at} to "
              f"{done.data}. Everybody signs in anew.")
        print("\n".join(done.findings) or "The records were checked: all is as it was recorded.")
    return 1 if done.findings else 0
