"""``render``: cans with known defects, rendered into a data set with masks."""

import argparse
import json
import sys
import time
from pathlib import Path

from core.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="new folder, or one that an earlier run left unfinished")
    parser.add_argument("--cans", type=int, required=True, metavar="N", help="how many cans; every second one is bad")
    parser.add_argument("--seed", type=int, required=True, metavar="S", help="the same seed renders the same cans")
    parser.add_argument("--size", type=int, default=320, help="width of the pictures in pixels, 64 to 1280 (320)")
    parser.add_argument("--samples", type=int, default=25, metavar="N", help="light paths a pixel, 4 to 1024 (25)")
    parser.add_argument("--format", choices=["club", "round"], default="club",
                        help="the quarter-club sardine can, or a round can of the size 307 x 112")
    parser.add_argument("--split", choices=["both", "train", "test"], default="both",
                        help="which split's lamps and backgrounds; both: half the cans each")
    parser.add_argument("--codes", metavar="CODE,CODE", default="",
                        help="the defects of the bad cans, by their codes (dents, swells, rust, pull ring and code)")
    parser.add_argument("--few", action="store_true",
                        help="of a can for training only the sides that show its defect; of a good one, one a group")
    parser.add_argument("--check-frames", action="store_true",
                        help="measure whether the outer frame of the pictures alone tells good from bad")
    parser.add_argument("--json", choices=["-"], help="one JSON document on standard output")


def run(args: argparse.Namespace) -> int:
    from core.demo.can_format import FORMATS
    from core.demo.dataset import Order, write_dataset
    from core.demo.frame_check import frame_only_auroc
    from core.demo.render_can import render_can
    from core.demo.scene import Studio

    _check(args)
    codes = _codes(args.codes)
    studio = Studio(args.size, args.samples, FORMATS[args.format])
    if studio.variant == "scalar_rgb":
        print("LLVM was not found, so rendering is several times slower: install libllvm19.", file=sys.stderr)
    order = Order(args.seed, args.size, args.samples, args.split, args.few, codes, args.format)
    counts = write_dataset(args.out, args.cans, order, lambda plan: render_can(plan, studio, args.few), _Clock())
    print(file=sys.stderr)
    if args.check_frames:
        counts["frame_only_auroc"] = frame_only_auroc(args.out)
    if args.json:
        print(json.dumps({"out": str(args.out), **counts}))
    else:
        print(f"{sum(counts['cans'].values())} cans in {args.out}: {counts['cans']}")
        for group, area in counts.get("frame_only_auroc", {}).items():
            figure = "not measured, too few pictures" if area is None else f"{area:.2f} (0.50 is chance)"
            print(f"{group}: AUROC from the frame alone {figure}")
    return 0


class _Clock:
    """Progress with the time left, judged by the cans of this run."""

    def __init__(self) -> None:
        self.start, self.last, self.rendered = time.monotonic(), time.monotonic(), 0

    def __call__(self, done: int, of: int, can: str) -> None:
        now = time.monotonic()
        self.rendered += now - self.last > 0.2
        self.last = now
        left = (now - self.start) / max(self.rendered, 1) * (of - done)
        print(f"\r{done} of {of} cans, {left / 60:.0f} min left ({can})   ", end="", file=sys.stderr, flush=True)


def _codes(asked: str) -> tuple[str, ...]:
    from core.demo.defects import ALL_CODES, CODES

    codes = tuple(dict.fromkeys(code.strip().upper() for code in asked.split(",") if code.strip()))
    if strange := [code for code in codes if code not in ALL_CODES]:
        raise BadInput(f"{', '.join(strange)} cannot be rendered: choose from {', '.join(ALL_CODES)}.")
    return codes or CODES


def _check(args: argparse.Namespace) -> None:
    if args.cans < 1 or args.seed < 0:
        raise BadInput("Give at least one can and a seed of 0 or more.")
    if not 64 <= args.size <= 1280:
        raise BadInput("The size is the pictures' width in pixels, from 64 to 1280.")
    if not 4 <= args.samples <= 1024:
        raise BadInput("The samples are light paths a pixel, from 4 to 1024.")
