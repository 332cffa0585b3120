"""What finding cans costs in a database of many, made up for it in a folder that is deleted afterwards."""

import secrets
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from core.quality.rights import Role
from core.quality.verdict import Outcome, Verdict
from core.records import accounts, bulk, gallery, reviews
from core.records.gallery import Wanted
from core.records.use_case import Actor, console
from core.settings import scratch_installation

SIZES = (10_000, 100_000, 1_000_000)
_NEWEST = bulk.NEWEST.date()


def measure(rounds: int, sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """Return, for each number of inspections with seven sides each, the median milliseconds of every query."""
    return [_measure(rows, rounds) for rows in sizes]


def queries(actor: Actor, rows: int) -> dict[str, Callable[[], object]]:
    """The queries by name: each filter of the gallery alone, for what is frequent, rare and not there at all."""
    oldest = _NEWEST - timedelta(days=rows // bulk.CANS_A_DAY)
    middle = oldest + (_NEWEST - oldest) / 2
    filters = {
        "product": Wanted(product_sku=bulk.PRODUCTS[0].sku), "product absent": Wanted(product_sku="NONE"),
        "lot": Wanted(lot=f"L{middle:%y%j}-1"), "lot in part": Wanted(lot=f"L{middle:%y}"),
        "lot absent": Wanted(lot="NONE"), "can number": Wanted(number="L1-00"),
        "can number absent": Wanted(number="L9-00"), "line": Wanted(line="2"), "head": Wanted(seaming_head="3"),
        "shift": Wanted(shift="Late"), "shift absent": Wanted(shift="None"),
        "newest day": Wanted(first_day=_NEWEST), "day in the middle": Wanted(first_day=middle, last_day=middle),
        "oldest day": Wanted(last_day=oldest), "every day": Wanted(first_day=oldest, last_day=_NEWEST),
        "day absent": Wanted(first_day=_NEWEST + timedelta(days=9)),
        "purpose routine": Wanted(purpose="routine"), "purpose complaint": Wanted(purpose="complaint"),
        "purpose absent": Wanted(purpose="practice"),
        **{f"verdict {verdict}": Wanted(verdict=verdict) for verdict in Verdict},
        "defect code": Wanted(code="SWL"), "defect code rare": Wanted(code="UNK"),
        **{f"outcome {outcome}": Wanted(outcome=outcome) for outcome in Outcome},
        "side": Wanted(side=4), "side absent": Wanted(side=12),
        "inspector": Wanted(inspector=bulk.INSPECTORS[0]), "inspector absent": Wanted(inspector="none"),
        "model": Wanted(model="food-can/1"), "model absent": Wanted(model="food-can/9"),
        "reviewed": Wanted(reviewed=True), "not reviewed": Wanted(reviewed=False),
        "person and model agree": Wanted(agree=True), "person and model differ": Wanted(agree=False),
    }
    return {
        "gallery, first page": lambda: gallery.page(actor, Wanted()),
        "gallery, last page": lambda: gallery.page(actor, Wanted(), before=25),
        **{f"filter: {name}": partial(gallery.page, actor, wanted) for name, wanted in filters.items()},
        "older and newer can": lambda: gallery.neighbours(actor, rows // 2),
        "known good can": lambda: gallery.known_good(actor, bulk.PRODUCTS[0].sku, other_than=rows),
        "review queue, first page": lambda: reviews.queue(actor),
    }


def _measure(rows: int, rounds: int) -> dict[str, Any]:
    with scratch_installation():
        bulk.fill(rows)
        actor = somebody()
        return {"rows": rows, "sides": 7 * rows,
                "queries": {name: median_ms(query, rounds) for name, query in queries(actor, rows).items()}}


def somebody() -> Actor:
    """A reviewer who is signed in, because the queue asks for a person."""
    name, password = "measuring", secrets.token_urlsafe(24)
    accounts.add_user(console(), name, Role.REVIEWER, password)
    return Actor(accounts.sign_in(name, password).id)


def median_ms(query: Callable[[], object], rounds: int) -> float:
    """Return the median milliseconds of so many calls."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        query()
        times.append(1000 * (time.perf_counter() - started))
    return round(statistics.median(times), 2)
