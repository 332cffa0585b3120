"""Whether the app's memory grows while one inspector takes a shift's cans in one session."""

import statistics
from typing import Any

from core.quality.rights import Role
from core.records import bulk
from core.settings import scratch_installation
from core.ui import bench

EARLIER, CANS = 1000, 2000
"""Cans that there are before, and those of the shift: half an hour's work for two processor cores."""

_TAKER = "bench-taker"


def measure(rounds: int) -> dict[str, Any]:
    """Take the cans, or ``rounds`` where these are more; growth is the slope of the memory from a twentieth of them on.

    Memory in MB (10^6 bytes), the app's resident set.
    """
    with scratch_installation():
        bulk.fill(EARLIER)
        bench.add_people({_TAKER: Role.INSPECTOR})
        with bench.running() as app:
            figures, memory = bench.take_cans(app, _TAKER, max(CANS, rounds))
    settled = memory[len(memory) // 20:]
    slope = statistics.linear_regression(range(len(settled)), settled).slope
    return figures | {"memory_least_mb": round(min(settled), 1), "memory_most_mb": round(max(settled), 1),
                      "memory_mb_a_thousand_cans": round(1000 * slope, 1)}
