"""``python -m core export-dataset``: reviewed sides as a data set that ``train`` takes."""

import argparse
from pathlib import Path

from core.records.dataset_export import export_folder
from core.records.use_case import console


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder and the side group."""
    parser.add_argument("out", metavar="OUT", type=Path, help="a new or empty folder")
    parser.add_argument("--group", required=True, metavar="GROUP", help="the side group, such as lid or wall")


def run(args: argparse.Namespace) -> int:
    """Write the data set and say what is in it."""
    kinds = export_folder(console(), args.out, args.group)
    for kind, number in sorted(kinds.items(), key=lambda item: (item[0] != "good", item[0])):
        print(f"{kind:6}{number:6,} photographs")
    print(f"Train on it: python -m core train {args.out} --model NAME")
    return 0
