"""Samples of a lot: drawn by whoever inspects, counted against their plan, gone on with by anyone."""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from core.errors import BadInput
from core.quality.lot_states import LotState
from core.quality.rights import Right
from core.quality.sampling import Counts, Plan, rejected_by
from core.quality.sides import Product
from core.quality.verdict import Verdict
from core.records import clock
from core.records.lot_draft import checked_reason
from core.records.lot_rows import lot_row
from core.records.products import product_of_sku
from core.records.sample_findings import counts_of, verdicts_of
from core.records.sample_rows import GIVEN_UP, begin_sample, free_number, number_of, plan_of, sample_row
from core.records.schema import inspection, lot, sample, sample_can, user_account
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, reading, use_case

MOST_LISTED = 50


@dataclass(frozen=True)
class Sample:
    """A sample and how far it is: of ``plan.size`` cans ``begun`` have a number and ``finished`` have a verdict.

    ``decision`` is what a manager decided on it, None while nobody did.
    """

    id: int
    lot_id: int
    lot_code: str
    product_sku: str
    product_name: str
    plan: Plan
    drawn_by: str
    started_at: datetime
    closed_at: datetime | None
    given_up: bool
    decision: str | None
    begun: int
    finished: int

    @property
    def takes_more(self) -> bool:
        """Whether another can may be started in it."""
        return self.closed_at is None and self.begun < self.plan.size


@dataclass(frozen=True)
class Progress:
    """A sample with what was found so far, by the verdicts that hold now.

    ``next_number`` is the one that the next can gets, where there is one; ``rejected_by`` names the classes that have
    reached their rejection number: with any, rejection is certain already.
    """

    sample: Sample
    next_number: int
    verdicts: dict[Verdict, int]
    counts: Counts
    rejected_by: tuple[str, ...]


@use_case(Right.INSPECT)
def start(tx: Connection, user: User, lot_id: int, plan: Plan) -> Changed[int]:
    """Start a sample of a lot and return its id.

    It asks for the right to inspect: drawing a sample is inspecting its cans, and decides nothing about the lot.
    Raises BadInput for an unusable plan, a rejected lot, or while a sample of it is open.
    """
    row = lot_row(tx, lot_id)
    if row.state == LotState.REJECTED:
        raise BadInput(f"Lot {row.code} is rejected: only a manager's rework opens a new sample of it.")
    sample_id = begin_sample(tx, user, row, plan)
    return Changed(sample_id, Entry("sample started", f"lot:{row.id}", new={
        "sample": sample_id, "code": row.code, "plan": asdict(plan),
    }))


@use_case(Right.INSPECT)
def give_up(tx: Connection, user: User, sample_id: int, reason: str) -> Changed[None]:
    """Close an open sample that nobody goes on with; its cans stay on record. Raises BadInput when it is closed."""
    checked_reason(reason)
    row = sample_row(tx, sample_id)
    if row.closed_at is not None:
        raise BadInput("This sample is closed already.")
    tx.execute(update(sample).where(sample.c.id == sample_id).values(closed_at=clock.now(), decision=GIVEN_UP))
    return Changed(None, Entry("sample given up", f"lot:{row.lot_id}", new={"sample": sample_id}, why=reason))


@reading(Right.READ)
def progress(tx: Connection, user: User, sample_id: int) -> Progress:
    """Return how far a sample is and what was found; raises BadInput when there is none."""
    sample_row(tx, sample_id)
    of = sample_of(tx, sample_id)
    counts = counts_of(tx, sample_id, of.plan)
    return Progress(of, free_number(tx, sample_id), verdicts_of(tx, sample_id), counts, rejected_by(of.plan, counts))


@reading(Right.READ)
def of_lot(tx: Connection, user: User, lot_id: int) -> list[Sample]:
    """Return a lot's samples, the newest first, at most ``MOST_LISTED``."""
    return _samples_of(tx, _samples().where(sample.c.lot_id == lot_id))


@reading(Right.READ)
def still_open(tx: Connection, user: User) -> list[Sample]:
    """Return the samples that anyone who inspects may go on with, the newest first, at most ``MOST_LISTED``."""
    return _samples_of(tx, _still_open())


@reading(Right.READ)
def place_of(tx: Connection, user: User, inspection_id: int) -> tuple[int, int] | None:
    """Return the sample that a can belongs to and its number in it; None for all other cans."""
    row = number_of(tx, inspection_id)
    return (row.sample_id, row.number) if row else None


@reading(Right.READ)
def product_sampled(tx: Connection, user: User, sample_id: int) -> Product:
    """Return the product of a sample's cans, though it may be retired by now."""
    return product_of_sku(tx, lot_row(tx, sample_row(tx, sample_id).lot_id).product_sku, though_retired=True)


def sample_of(tx: Connection, sample_id: int) -> Sample:
    """Return a sample that there is, inside a transaction."""
    return _samples_of(tx, _samples().where(sample.c.id == sample_id))[0]


def _samples() -> Select[Any]:
    return (
        select(sample, lot.c.code, lot.c.product_sku, lot.c.product_name, user_account.c.name)
        .join(lot, lot.c.id == sample.c.lot_id).join(user_account, user_account.c.id == sample.c.drawn_by)
        .order_by(sample.c.id.desc()).limit(MOST_LISTED)
    )


@cache
def _still_open() -> Select[Any]:
    return _samples().where(sample.c.closed_at.is_(None))


def _samples_of(tx: Connection, query: Select[Any]) -> list[Sample]:
    rows = tx.execute(query).all()
    if not rows:
        return []
    cans: dict[tuple[int, str], int] = {
        (row.sample_id, row.state): row.cans for row in tx.execute(
            select(sample_can.c.sample_id, inspection.c.state, func.count().label("cans"))
            .join(inspection, inspection.c.id == sample_can.c.inspection_id)
            .where(sample_can.c.sample_id.in_([row.id for row in rows]))
            .group_by(sample_can.c.sample_id, inspection.c.state)
        )
    }
    return [_sample(row, cans) for row in rows]


def _sample(row: Row[Any], cans: dict[tuple[int, str], int]) -> Sample:
    finished, drafts = cans.get((row.id, "finished"), 0), cans.get((row.id, "draft"), 0)
    return Sample(row.id, row.lot_id, row.code, row.product_sku, row.product_name, plan_of(row.plan), row.name,
                  row.started_at, row.closed_at, row.decision == GIVEN_UP, row.decision, finished + drafts, finished)
