"""How many places of drawn racks are read right: ``python -m tests.imaging.rack_figure [STYLE] [RACKS]``.

STYLE is "held out" (100 racks unless told) or "development". No held-out rack of these seeds was looked at while the
detector was made.
"""

import sys

from core.errors import BadInput
from core.imaging.rack_photograph import read_rack
from tests.imaging.racks import draw_rack

FIRST_SEED = {"development": 1000, "held out": 500_000}


def figure(style: str, racks: int) -> dict[str, int]:
    """Read so many racks of a style; places of a rack that is refused count as wrong."""
    counted = {"racks": racks, "refused": 0, "places": 0, "right": 0, "free called occupied": 0,
               "occupied called free": 0}
    for seed in range(FIRST_SEED[style], FIRST_SEED[style] + racks):
        drawn = draw_rack(seed, style)
        levels, bays = drawn.occupied.shape
        counted["places"] += levels * bays
        try:
            reading = read_rack(drawn.empty, drawn.now, drawn.corners, bays, levels)
        except BadInput:
            counted["refused"] += 1
            continue
        for one in reading.places:
            truth = bool(drawn.occupied[one.level - 1, one.bay - 1])
            counted["right"] += one.occupied == truth
            counted["free called occupied"] += one.occupied and not truth
            counted["occupied called free"] += truth and not one.occupied
    return counted


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else "held out"
    found = figure(wanted, int(sys.argv[2]) if len(sys.argv) > 2 else 100)
    sys.stdout.write(f"{wanted}: {found['right'] / found['places']:.1%} of the places right\n")
    sys.stdout.writelines(f"{name}: {number:,}\n" for name, number in found.items())
