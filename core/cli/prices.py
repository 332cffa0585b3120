"""What mistakes cost, as ``train`` and ``evaluate`` are told it."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.vision.pricing import Prices


def add_arguments(parser: argparse.ArgumentParser) -> None:
    for name, what in (("escape", "a bad can called good"), ("reject", "a good can called bad"),
                       ("review", "a can that a person has to look at")):
        parser.add_argument(f"--cost-{name}", type=float, metavar="COST", help=f"what {what} costs; costs choose the "
                            "thresholds (5, 1 and 0.3 where only some are given)")
    parser.add_argument("--sides", type=int, metavar="N", help="photographs a can: thresholds then hold for the can")


def given_prices(args: argparse.Namespace) -> "Prices | None":
    """Return the prices, with defaults where only some were given; None where none was."""
    from core.vision.pricing import Prices

    priced = {"escape": args.cost_escape, "reject": args.cost_reject, "review": args.cost_review, "sides": args.sides}
    given = {name: value for name, value in priced.items() if value is not None}
    return Prices(**given) if given else None
