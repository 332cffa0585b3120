"""Weeks of work in one transaction, as a demonstration is filled with them.

Cans are written many at once, with the columns, the verdict, the rank in the review queue and the rows in the audit
trail that taking them one by one gives; a test compares the two. Everything else is done by the use cases themselves,
by the story's clock, and cans still in hand are written before a use case looks.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from core.errors import BadInput
from core.quality.plant_time import PlantTime
from core.quality.review_rank import wanted
from core.quality.rights import Right, Role, may
from core.quality.sides import Product
from core.quality.verdict import SideResult, can_verdict
from core.records import can_counts, clock, images
from core.records.can import TakenSide, missing
from core.records.can_rows import attempt_values, box_values, can_number, product_text, revision_values
from core.records.database import write
from core.records.lot_rows import lot_for
from core.records.photograph_rows import add_photograph
from core.records.plant import plant_time
from core.records.sample_rows import free_number, open_sample
from core.records.schema import (
    contact_sheet,
    day_counter,
    inspection,
    revision,
    sample,
    sample_can,
    side_attempt,
    side_box,
    user_account,
)
from core.records.sessions import User
from core.records.trail import Entry, extend
from core.records.use_case import CONSOLE, Actor, inside

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class PastCan:
    """A can that was taken in one go and finished: what was found on its sides, each taken once, and of what it is."""

    key: str
    product: Product
    inspector: str
    started_at: datetime
    finished_at: datetime
    taken: Sequence[TakenSide]
    line: str | None = None
    seaming_head: str | None = None
    shift: str | None = None
    purpose: str = "routine"
    lot_id: int | None = None
    sample_id: int | None = None
    save_ms: float | None = None
    contact_sheet: bytes | None = None


@dataclass
class _Sample:
    """An open sample of a lot: the number of its next can, and how many it takes."""

    lot_id: int
    next_number: int
    size: int


@dataclass
class _InHand:
    """Rows that are not written yet."""

    rows: dict[Table, list[dict[str, Any]]] = field(default_factory=dict)
    closed: list[dict[str, Any]] = field(default_factory=list)

    def add(self, table: Table, *rows: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).extend(rows)


@contextmanager
def a_load() -> Iterator["Load"]:
    """Open one write transaction for a load; at its end everything is committed, and on any exception nothing.

    Raises BadInput on another database than SQLite, whose ids cannot be given by hand.
    """
    with write() as tx:
        if tx.dialect.name != "sqlite":
            raise BadInput("Only a SQLite database is filled at once: unset CANSIGHT_DATABASE_URL.")
        load = Load(tx)
        yield load
        load.finish()


class Load:
    """One transaction of the past. Moments are in UTC; people are named, and have been added before."""

    def __init__(self, tx: Connection) -> None:
        self._tx = tx
        self._done: list[tuple[datetime, str, Entry]] = []
        self._in_hand = _InHand()
        self._ids: dict[Table, int] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._copies: dict[str, tuple[Product, str]] = {}
        self._photographs: set[str] = set()
        self._forget()

    def act(
        self, at: datetime, who: str | None, call: Callable[Concatenate[Actor, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Let a person, or the console for None, do or read something by a use case at that moment.

        Raises what the use case raises. What it does before its own transaction, such as asking for room on the disk,
        is left out.
        """
        self.write_cans()
        user = self._user(who) if who is not None else CONSOLE
        with clock.telling(at), can_counts.counted_later():
            value, entry = inside(self._tx, user, call, *args, **kwargs)
        if entry is not None:
            self._done.append((at, user.name, entry))
            self._forget()
        return value

    def can(self, of: PastCan) -> int:
        """Take a can to its verdict and return its id; its photographs' bytes are stored as files.

        Raises BadInput for a lot of another product, a sample that is closed or full, or a side that the product has
        not.
        """
        user = self._user(of.inspector)
        if not may(user.role, Right.INSPECT):
            raise BadInput(f"{user.name} may not inspect: name somebody who may.")
        lot_id, purpose, sample_told = self._placed(of)
        day, line = self._plant_time().day(of.started_at).isoformat(), of.line or ""
        count = self._counts[day, line] = self._count(day, line) + 1
        number, can_id = can_number(of.line, count), self._new_id(inspection)
        results = _results(of)
        verdict, reason = can_verdict(results)
        why = wanted(results, verdict, (), ())
        self._in_hand.add(inspection, {
            "id": can_id, "idempotency_key": of.key, "number": number, "plant_day": day, "purpose": purpose,
            "product_sku": of.product.sku, "product_name": of.product.name, "product": self._product_text(of.product),
            "line": of.line, "seaming_head": of.seaming_head, "shift": of.shift, "lot_id": lot_id,
            "inspector_id": user.id, "state": "finished", "started_at": of.started_at,
            "finished_at": of.finished_at, "current_revision": 0, "save_ms": of.save_ms,
            "decode_ms": _sum(of.taken, "decode"), "model_ms": _sum(of.taken, "model"),
            "review_rank": why.rank if why else None, "review_reason": why,
        })
        self._in_hand.add(revision, revision_values(can_id, 0, verdict, reason, of.finished_at))
        self._add_sides(can_id, of)
        subject = f"can:{can_id}"
        self._done.append((of.started_at, user.name, Entry("can started", subject, new={
            "number": number, "day": day, "product": of.product.sku, "line": of.line, "purpose": purpose,
            "lot": lot_id, **({"sample": of.sample_id, "sample_number": sample_told} if sample_told else {}),
        })))
        self._done.append((of.finished_at, user.name, Entry("sides taken", subject, new={
            str(side.result.side.number): {"outcome": side.result.outcome, "photograph": side.sha256}
            for side in of.taken
        })))
        self._done.append((of.finished_at, user.name, Entry("can finished", subject, new={
            "verdict": verdict, "reason": {"code": reason.code, **reason.values},
            **self._sampled(can_id, of, sample_told),
        })))
        if of.contact_sheet is not None:
            self._in_hand.add(contact_sheet, {"inspection_id": can_id, "jpeg": of.contact_sheet})
        return can_id

    def write_cans(self) -> None:
        """Write the cans that are still in hand."""
        for table in (inspection, contact_sheet, side_attempt, side_box, revision, sample_can):
            if rows := self._in_hand.rows.get(table):
                self._tx.execute(insert(table), rows)
        if self._in_hand.closed:
            self._tx.execute(update(sample).where(sample.c.id == bindparam("sample_id")).values(
                closed_at=bindparam("moment")), self._in_hand.closed)
        for (day, line), last in self._counts.items():
            there = (day_counter.c.plant_day == day) & (day_counter.c.line == line)
            if self._tx.execute(update(day_counter).where(there).values(last=last)).rowcount == 0:
                self._tx.execute(insert(day_counter).values(plant_day=day, line=line, last=last))
        self._in_hand = _InHand()
        self._counts.clear()

    def finish(self) -> None:
        """Write what is left, count all cans, and write the audit trail in the order of time."""
        self.write_cans()
        can_counts.rebuild(self._tx)
        if self._done:
            extend(self._tx, sorted(self._done, key=lambda done: done[0]))

    def _forget(self) -> None:
        """Read anew what a use case may have changed."""
        self._users: dict[str, User] = {}
        self._lots: set[tuple[int, str]] = set()
        self._samples: dict[int, _Sample] = {}
        self._time: PlantTime | None = None
        self._ids.clear()

    def _add_sides(self, can_id: int, of: PastCan) -> None:
        numbers = {side.number for side in of.product.sides}
        for taken in of.taken:
            if taken.result.side.number not in numbers:
                raise BadInput(f"{of.product.name} has no side {taken.result.side.number}.")
            if taken.photograph is not None and taken.sha256 not in self._photographs:
                images.store(taken.photograph)
                with clock.telling(of.finished_at):
                    self._photographs.add(add_photograph(
                        self._tx, taken.photograph, taken.media_type, taken.width, taken.height))
            attempt_id = self._new_id(side_attempt)
            self._in_hand.add(side_attempt, {"id": attempt_id, **attempt_values(can_id, 1, taken, of.finished_at)})
            if taken.result.boxes:
                self._in_hand.add(side_box, *box_values(attempt_id, taken))

    def _placed(self, of: PastCan) -> tuple[int | None, str, int | None]:
        """The can's lot, its purpose and its number in its sample."""
        if of.sample_id is None:
            if of.lot_id is not None and (of.lot_id, of.product.sku) not in self._lots:
                lot_for(self._tx, of.lot_id, of.product.sku)
                self._lots.add((of.lot_id, of.product.sku))
            return of.lot_id, of.purpose, None
        if of.sample_id not in self._samples:
            row, number = open_sample(self._tx, of.sample_id), free_number(self._tx, of.sample_id)
            lot_for(self._tx, row.lot_id, of.product.sku)
            self._samples[of.sample_id] = _Sample(row.lot_id, number, row.size)
        there = self._samples[of.sample_id]
        if there.next_number > there.size:
            raise BadInput(f"All {there.size} cans of sample {of.sample_id} are taken.")
        there.next_number += 1
        return there.lot_id, "lot sample", there.next_number - 1

    def _sampled(self, can_id: int, of: PastCan, number: int | None) -> dict[str, Any]:
        """Write the can's place in its sample, and close the sample that it completes."""
        if of.sample_id is None:
            return {}
        self._in_hand.add(sample_can, {"sample_id": of.sample_id, "number": number, "inspection_id": can_id})
        full = number == self._samples[of.sample_id].size
        if full:
            self._in_hand.closed.append({"sample_id": of.sample_id, "moment": of.finished_at})
        return {"sample": of.sample_id, "sample_number": number, **({"sample_complete": True} if full else {})}

    def _user(self, name: str) -> User:
        if name not in self._users:
            row = self._tx.execute(select(user_account).where(user_account.c.name == name)).one()
            self._users[name] = User(row.id, row.name, Role(row.role))
        return self._users[name]

    def _plant_time(self) -> PlantTime:
        if self._time is None:
            self._time = plant_time(self._tx)
        return self._time

    def _count(self, day: str, line: str) -> int:
        """How many cans a line has had on a day."""
        if (day, line) not in self._counts:
            there = (day_counter.c.plant_day == day) & (day_counter.c.line == line)
            self._counts[day, line] = self._tx.scalar(select(day_counter.c.last).where(there)) or 0
        return self._counts[day, line]

    def _new_id(self, table: Table) -> int:
        if table not in self._ids:
            self._ids[table] = self._tx.scalar(select(func.max(table.c.id))) or 0
        self._ids[table] += 1
        return self._ids[table]

    def _product_text(self, product: Product) -> str:
        """The product's copy that stays with a can, made once while the same product comes again."""
        copied = self._copies.get(product.sku)
        if copied is None or copied[0] is not product:
            copied = self._copies[product.sku] = product, product_text(product)
        return copied[1]


def _results(of: PastCan) -> list[SideResult]:
    """One result for every side of the product, in its order; missing where there is none."""
    taken = {side.result.side.number: side.result for side in of.taken}
    return [taken.get(side.number) or missing(side) for side in of.product.sides]


def _sum(taken: Sequence[TakenSide], what: str) -> float | None:
    told = [side.milliseconds[what] for side in taken if what in side.milliseconds]
    return sum(told) if told else None
