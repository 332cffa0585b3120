"""Rows of many inspections, plausible and without photographs and heatmaps, for measuring what the records cost.

They are written past the use cases, so the audit trail does not know them: for an empty installation of one's own only.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, case, func, insert, literal, select, union_all

from core.imaging.overlay import encode_jpeg
from core.quality.defects import DEFECTS
from core.quality.review_rank import Wanted
from core.quality.sides import FOOD_CAN, SARDINE_CLUB, Product
from core.quality.verdict import Outcome, Reason, Verdict
from core.records import can_counts
from core.records.can_rows import product_text, reason_text
from core.records.database import write
from core.records.plain_text import folded
from core.records.schema import (
    contact_sheet,
    inspection,
    lot,
    raised_defect,
    review,
    revision,
    side_attempt,
    user_account,
)

BLOCK = 10_000
CANS_A_DAY = 800
_MINUTES_A_DAY = 960
NEWEST = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
INSPECTORS = tuple(f"inspector-{number}" for number in range(1, 9))
PRODUCTS = (FOOD_CAN, SARDINE_CLUB)
_WITH_SHEET = 100
_VERDICTS = ((Verdict.GOOD, 0.90), (Verdict.BAD, 0.06), (Verdict.REVIEW, 0.035), (Verdict.INCOMPLETE, 0.005))
_PURPOSES = (("routine", 0.8), ("lot sample", 0.17), ("test can", 0.02), ("complaint", 0.001), ("reinspection", 0.009))
_REVIEWED = {Verdict.GOOD: 0.02, Verdict.BAD: 0.9, Verdict.REVIEW: 0.95, Verdict.INCOMPLETE: 0.0}
_OVERTURNED = 0.08


def fill(cans: int, seed: int = 0, cans_a_day: int = CANS_A_DAY) -> None:
    """Fill an empty installation with so many finished cans of ``PRODUCTS``, seven sides each, the newest on NEWEST.

    About 6 in 100 are bad, most of these reviewed, some verdicts overturned; a lot a day and product, which a line
    makes all day, and an inspector a line and shift. The same seed makes the same rows. The newest and the oldest cans
    have a contact sheet.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up rows, no secrets
    days = -(-cans // cans_a_day)
    with write() as tx:
        _add_people(tx)
        _add_lots(tx, days)
    for first in range(1, cans + 1, BLOCK):
        block = [_Can(number, cans, cans_a_day, rng) for number in range(first, min(first + BLOCK, cans + 1))]
        with write() as tx:
            _add_block(tx, block, cans)
    with write() as tx:
        can_counts.rebuild(tx)


class _Can:
    """What is made up of one can; its id is its number in the order of time."""

    def __init__(self, number: int, cans: int, cans_a_day: int, rng: random.Random) -> None:
        back, before_last = divmod(cans - number, cans_a_day)
        self.id, self.number, self.day = number, cans_a_day - before_last, (NEWEST - timedelta(days=back)).date()
        self.at = NEWEST - timedelta(days=back, minutes=_MINUTES_A_DAY * before_last / cans_a_day)
        self.line, self.head, shift = rng.randint(1, 3), rng.randrange(6), before_last * 3 // cans_a_day
        self.product = (self.line + back) % len(PRODUCTS)
        self.lot = back * len(PRODUCTS) + self.product + 1
        self.model = _draw(_VERDICTS, rng)
        self.purpose = _draw(_PURPOSES, rng)
        self.inspector = (3 * back + 3 * self.line + shift) % len(INSPECTORS) + 1
        self.shift = ("Night", "Late", "Early")[shift]
        self.reviewed = rng.random() < _REVIEWED[self.model]
        overturned = self.model in (Verdict.GOOD, Verdict.BAD) and rng.random() < _OVERTURNED
        decided = rng.choice((Verdict.GOOD, Verdict.BAD)) if self.model is Verdict.REVIEW else self.model
        self.verdict = {Verdict.GOOD: Verdict.BAD, Verdict.BAD: Verdict.GOOD}[decided] if overturned else decided
        self.code = rng.choices(list(DEFECTS), [24 - n for n in range(len(DEFECTS))])[0]

    def row(self) -> dict[str, Any]:
        waits = not self.reviewed and self.model is Verdict.REVIEW
        return {
            "id": self.id, "idempotency_key": f"bulk {self.id}", "number": f"L{self.line}-{self.number:04d}",
            "plant_day": self.day.isoformat(), "purpose": self.purpose, "product_sku": PRODUCTS[self.product].sku,
            "product_name": PRODUCTS[self.product].name, "product": _COPIES[self.product], "line": str(self.line),
            "seaming_head": str(self.head) if self.head else None, "shift": self.shift, "lot_id": self.lot,
            "inspector_id": self.inspector, "state": "finished", "started_at": self.at,
            "finished_at": self.at + timedelta(seconds=40), "decode_ms": 90.0, "model_ms": 700.0, "save_ms": 30.0,
            "current_revision": int(self.reviewed),
            "review_rank": Wanted.UNDECIDED.rank if waits else None,
            "review_reason": Wanted.UNDECIDED if waits else None,
        }

    def revisions(self) -> Iterator[dict[str, Any]]:
        yield {"inspection_id": self.id, "number": 0, "verdict": self.model, "reason": _MODEL_SAYS,
               "author_id": None, "recorded_at": self.at + timedelta(seconds=40), "note": ""}
        if self.reviewed:
            yield {"inspection_id": self.id, "number": 1, "verdict": self.verdict, "reason": _PERSON_SAYS,
                   "author_id": self.inspector, "recorded_at": self.at + timedelta(hours=1),
                   "note": "" if self.verdict is self.model else "Seen in the hand"}


def _draw(shares: tuple[tuple[Any, float], ...], rng: random.Random) -> Any:
    return rng.choices([value for value, _ in shares], [share for _, share in shares])[0]


_COPIES = tuple(product_text(product) for product in PRODUCTS)
_MODEL_SAYS = reason_text(Reason("can_good", {"taken": 7}))
_PERSON_SAYS = reason_text(Reason("can_reviewed", {"who": "inspector-1", "verdict": "Good"}))


def _add_people(tx: Connection) -> None:
    tx.execute(insert(user_account), [
        {"id": number, "name": name, "role": "reviewer", "password_hash": "none", "disabled": 1,
         "created_at": NEWEST, "sessions_valid_after": NEWEST} for number, name in enumerate(INSPECTORS, start=1)
    ])


def _add_lots(tx: Connection, days: int) -> None:
    tx.execute(insert(lot), [
        _lot_row(product, days_back, days_back * len(PRODUCTS) + place + 1)
        for days_back in range(days) for place, product in enumerate(PRODUCTS)
    ])


def _lot_row(product: Product, days_back: int, number: int) -> dict[str, Any]:
    day = (NEWEST - timedelta(days=days_back)).date()
    code = f"L{day:%y%j}-{number % len(PRODUCTS) + 1}"
    return {
        "id": number, "product_sku": product.sku, "product_name": product.name, "code": code,
        "search_text": folded("\n".join((code, product.sku, product.name))), "production_day": day.isoformat(),
        "line": "1", "shifts": json.dumps([]), "best_before": None, "quantity": 40_000,
        "state": ("accepted", "open", "held")[number % 3], "opened_by": 1, "opened_at": NEWEST,
    }


def _add_block(tx: Connection, block: list[_Can], cans: int) -> None:
    tx.execute(insert(inspection), [can.row() for can in block])
    tx.execute(insert(revision), [row for can in block for row in can.revisions()])
    by_can: dict[int, int] = {row.inspection_id: row.id for row in tx.execute(
        select(revision.c.id, revision.c.inspection_id)
        .where(revision.c.number == 1, revision.c.inspection_id >= block[0].id))}
    reviewed = [can for can in block if can.reviewed]
    if reviewed:
        tx.execute(insert(review), [
            {"revision_id": by_can[can.id], "agrees": int(can.verdict is can.model),
             "disposition": "passed" if can.verdict is Verdict.GOOD else "scrapped",
             "severity": DEFECTS[can.code].severity if can.verdict is Verdict.BAD else None, "undoes": None}
            for can in reviewed
        ])
    raised = [
        {"revision_id": by_can[can.id], "code": can.code, "side": can.id % 7 + 1, "cause": None,
         "severity": DEFECTS[can.code].severity, "answers": None}
        for can in reviewed if can.verdict is Verdict.BAD
    ]
    if raised:
        tx.execute(insert(raised_defect), raised)
    shown = [can.id for can in block if can.id <= _WITH_SHEET or can.id > cans - _WITH_SHEET]
    if shown:
        sheet = encode_jpeg(np.random.default_rng(0).integers(0, 256, (150, 600, 3), np.uint8))
        tx.execute(insert(contact_sheet), [{"inspection_id": number, "jpeg": sheet} for number in shown])
    _add_sides(tx, block[0].id, block[-1].id)


def _add_sides(tx: Connection, first: int, last: int) -> None:
    """Seven sides a can, made in the database: one of them is as the model found the can, the others are good."""
    side = union_all(*(select(literal(number).label("side")) for number in range(1, 8))).subquery()
    odd = side.c.side == inspection.c.id % 7 + 1
    outcome = case(
        (odd & (revision.c.verdict == Verdict.INCOMPLETE), Outcome.MISSING.value),
        (odd & (revision.c.verdict != Verdict.GOOD), revision.c.verdict), else_=Outcome.GOOD.value,
    )
    wave = (inspection.c.id * 37 + side.c.side * 11) % 100 / 400.0
    probability = case((outcome == Outcome.BAD, 0.7 + wave), (outcome == Outcome.REVIEW, 0.42),
                       (outcome == Outcome.GOOD, wave))
    model = func.coalesce(case((inspection.c.product_sku == FOOD_CAN.sku, "food-can/1")),
                          case((side.c.side == 4, "sardine-lid/1"), (side.c.side.in_((2, 6)), "sardine-side/1"),
                               else_="sardine-corner/1"))
    tx.execute(insert(side_attempt).from_select(
        ["inspection_id", "side", "attempt", "outcome", "reason", "probability", "good_below", "bad_from", "model",
         "file_name", "recorded_at"],
        select(inspection.c.id, side.c.side, literal(1), outcome, literal(_MODEL_SAYS), probability, literal(0.3),
               literal(0.5), model, literal("1.jpg"), inspection.c.started_at)
        .join(revision, (revision.c.inspection_id == inspection.c.id) & (revision.c.number == 0))
        .join(side, literal(True)).where(inspection.c.id.between(first, last)).order_by(inspection.c.id, side.c.side),
    ))
