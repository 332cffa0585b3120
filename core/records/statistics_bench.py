"""What the statistics cost in a database of many cans over two years, beside pandas that reads every can."""

from collections.abc import Callable
from typing import Any

from core.records import blind_checks, bulk, rate_chart, review_pairs, statistics
from core.records.bench import median_ms, somebody
from core.records.counted import By, Scope
from core.records.database import read
from core.records.use_case import Actor
from core.settings import scratch_installation

SIZES = (100_000, 1_000_000)
DAYS = 730
NAIVE_ROUNDS = 3


def measure(rounds: int, sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """Return, for each number of cans, the median milliseconds of each query of the page, of all of them together,
    and of the plain way to the same figures."""
    return [_measure(rows, rounds) for rows in sizes]


def queries(actor: Actor) -> dict[str, Callable[[], object]]:
    """Everything that the page asks when it is opened, here of all two years."""
    everything = Scope()
    return {
        "choices": lambda: statistics.choices(actor),
        "months and models": lambda: statistics.counted(actor, everything, By.MONTH, By.PRODUCT, By.JUDGED_BY),
        "first-pass yield": lambda: statistics.counted(actor, Scope(first_pass=True), By.PURPOSE),
        "signals that stand": lambda: rate_chart.signals(actor),
        "control chart by day": lambda: rate_chart.rate_chart(actor, everything),
        "Pareto of defects": lambda: statistics.defects(actor, everything),
        "bad cans by product": lambda: statistics.counted(actor, everything, By.PRODUCT),
        "where on the can": lambda: statistics.boxes(actor, everything),
        "yield by line": lambda: statistics.counted(actor, everything, By.LINE),
        "probability by week": lambda: rate_chart.probability_chart(actor, everything),
        "speed by month": lambda: statistics.speed(actor, everything),
        "test cans": lambda: statistics.known_cans(actor, everything),
        "blind checks": lambda: blind_checks.counts(actor, everything),
        "two reviewers": lambda: review_pairs.judged_by_two(actor, everything),
    }


def _measure(rows: int, rounds: int) -> dict[str, Any]:
    with scratch_installation():
        bulk.fill(rows, cans_a_day=-(-rows // DAYS))
        times = {name: median_ms(query, rounds) for name, query in queries(somebody()).items()}
        return {"rows": rows, "queries": times, "total_ms": round(sum(times.values()), 2),
                "naive_pandas_ms": median_ms(_naively, NAIVE_ROUNDS)}


def _naively() -> None:
    """Every can into a frame, and grouped there: months, days, purposes, lines, heads and products, as the page does.

    It leaves out defects, boxes, models and speed, so it does less than the page.
    """
    import pandas as pd

    with read() as tx:
        cans = pd.read_sql(
            "SELECT i.plant_day, i.purpose, i.product_sku, i.line, i.seaming_head, r.verdict FROM inspection i"
            " JOIN revision r ON r.inspection_id = i.id AND r.number = i.current_revision WHERE i.state = 'finished'",
            tx.connection.dbapi_connection)
    cans["month"] = cans["plant_day"].str[:7]
    for by in ("month", "plant_day", "purpose", "line", "seaming_head", "product_sku"):
        cans.groupby([by, "verdict"], dropna=False).size()
