"""``python -m tests.security.mutated N``: N mutated photographs through intake, with a model that always says good."""

import json
import random
import resource
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from core.errors import BadInput
from core.imaging.decode import decode
from core.imaging.intake import arrange
from core.quality.sides import FOOD_CAN, Product, Side
from core.quality.thresholds import Thresholds
from core.quality.verdict import Outcome, SideResult, judge_probability
from core.vision import inspector
from core.vision.inspector import Inspector
from core.vision.versions import active_version
from tests.imaging.pictures import encoded, picture, png_bomb, zipped

LIMITS, SHIPPED = Thresholds(0.3, 0.5), active_version("food-can")


class AlwaysGood(Inspector):
    """Finds everything good that is a photograph at all."""

    def _version(self, model: str) -> Any:
        return SHIPPED

    def _judge(self, product: Product, side: Side, *rest: Any) -> Any:
        outcome, reason = judge_probability(0.0, LIMITS)
        return SideResult(side, outcome, reason, 0.0, LIMITS, (), "always/1"), None


def whole() -> list[bytes]:
    return [encoded(picture(1)), encoded(picture(2), progressive=True), encoded(picture(3), "PNG"),
            encoded(picture(4), "WEBP"), encoded(picture(5), "WEBP", lossless=True), encoded(picture(6)[:, :, 0]),
            encoded(picture(7), "GIF"), encoded(picture(8), "TIFF"), encoded(picture(9), "BMP"),
            png_bomb(30_000, 30_000)]


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[at:at + 4] = chance.randbytes(4)
        elif kind == 2:
            del changed[at:at + chance.randint(1, 40)]
        else:
            changed[at:at] = changed[at:at + 60]
    return bytes(changed[:chance.randint(1, len(changed))] if chance.random() < 0.2 else changed)


def run(n: int) -> dict[str, int]:
    """Return what came of them: good, refused, errors that nobody caught, and peak memory in MiB."""
    inspector.check_capture = lambda rgb, limits: None
    judge, chance, sources = AlwaysGood(SimpleNamespace()), random.Random(6), whole()  # type: ignore[arg-type]
    counts = {"good": 0, "refused": 0, "uncaught": 0, "good_from_refused": 0, "zips": 0}
    for number in range(n):
        name, content = f"{number}.jpg", mutated(chance.choice(sources), chance)
        try:
            if number % 10 == 0:
                counts["zips"] += 1
                arrange([(f"{number}.zip", mutated(zipped([("1.jpg", content)]), chance))], FOOD_CAN)
            (side,) = judge.inspect(FOOD_CAN, {1: (name, content)})
        except Exception:
            counts["uncaught"] += 1
            continue
        counts["good" if side.result.outcome is Outcome.GOOD else "refused"] += 1
        if side.result.outcome is Outcome.GOOD and not _is_whole(name, content):
            counts["good_from_refused"] += 1
    counts["peak_mib"] = _peak_kib() // 1024
    return counts


def _peak_kib() -> int:
    """This program's own peak; where Linux tells it, without what the process was before it became this program."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1])


def _is_whole(name: str, content: bytes) -> bool:
    try:
        return bool(decode(name, content).rgb.size)
    except BadInput:
        return False


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(int(sys.argv[1]))))
