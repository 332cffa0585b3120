"""Recalls: what is known of every can of a lot, row by row, and how long it took to bring it together."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.quality.rights import Right
from core.quality.verdict import Outcome
from core.records.can_filter import FINISHED
from core.records.can_rows import product_of, reason_of
from core.records.lot_rows import lot_row
from core.records.schema import (
    audit,
    inspection,
    photograph,
    reencoded_photograph,
    revision,
    side_attempt,
    user_account,
)
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, reading, use_case
from core.words import sentence

ACTION = "recall made"
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True)
class RecalledSide:
    """One side as it was judged; ``sha256`` is None where no photograph was kept of it, ``required`` says whether that
    is missing; ``kept_sha256`` is another where the photograph is kept re-encoded."""

    can_id: int
    number: str
    side: int
    label: str
    required: bool
    outcome: Outcome
    probability: float | None
    good_below: float | None
    bad_from: float | None
    model: str
    sha256: str | None
    kept_sha256: str | None
    taken_at: datetime | None
    ending: str

    @property
    def file(self) -> str:
        """The photograph's name in the file of the recall."""
        return f"photographs/{self.number}-{self.can_id}_side{self.side}.{self.ending}" if self.sha256 else ""


@dataclass(frozen=True)
class RecalledVerdict:
    """One verdict in the row of verdicts on a can; ``who`` is empty where the model spoke."""

    number: str
    revision: int
    verdict: str
    who: str
    at: datetime
    why: str
    note: str


@dataclass(frozen=True)
class Recall:
    """A recall that was made: by whom and when, how much it held, what was missing, and the seconds it took."""

    who: str
    at: datetime
    cans: int
    photographs: int
    missing: int
    seconds: float


@reading(Right.READ)
def sides(tx: Connection, user: User, lot_id: int) -> list[RecalledSide]:
    """Return every side of a lot's finished cans as it was judged, missing ones among them, by can and side."""
    rows = tx.execute(
        select(inspection.c.id, inspection.c.number, inspection.c.product, side_attempt, photograph.c.media_type,
               reencoded_photograph.c.sha256.label("kept_sha256"))
        .join(side_attempt, side_attempt.c.inspection_id == inspection.c.id)
        .outerjoin(photograph, photograph.c.sha256 == side_attempt.c.photograph_sha256)
        .outerjoin(reencoded_photograph, reencoded_photograph.c.original_sha256 == photograph.c.sha256)
        .where(inspection.c.lot_id == lot_id, FINISHED)
        .order_by(inspection.c.id, side_attempt.c.side, side_attempt.c.attempt)
    )
    newest = {(row.id, row.side): row for row in rows}
    found = []
    for can in tx.execute(select(inspection.c.id, inspection.c.number, inspection.c.product)
                          .where(inspection.c.lot_id == lot_id, FINISHED).order_by(inspection.c.id)):
        for side in product_of(can.product).sides:
            row = newest.get((can.id, side.number))
            if row is None:
                found.append(RecalledSide(can.id, can.number, side.number, side.label, side.required, Outcome.MISSING,
                                          None, None, None, "", None, None, None, ""))
                continue
            found.append(RecalledSide(
                can.id, can.number, side.number, side.label, side.required, Outcome(row.outcome), row.probability,
                row.good_below, row.bad_from, row.model or "", row.photograph_sha256,
                row.kept_sha256 or row.photograph_sha256, row.taken_at,
                "jpg" if row.kept_sha256 else _ENDINGS.get(row.media_type or "", "jpg")))
    return found


@reading(Right.READ)
def verdicts(tx: Connection, user: User, lot_id: int) -> list[RecalledVerdict]:
    """Return every verdict on a lot's cans, the model's and people's, by can and in the order they were given."""
    rows = tx.execute(
        select(inspection.c.number.label("can"), revision, user_account.c.name)
        .join(inspection, inspection.c.id == revision.c.inspection_id)
        .outerjoin(user_account, user_account.c.id == revision.c.author_id)
        .where(inspection.c.lot_id == lot_id).order_by(inspection.c.id, revision.c.number)
    )
    return [RecalledVerdict(row.can, row.number, row.verdict, row.name or "", row.recorded_at,
                            sentence(reason_of(row.reason)), row.note) for row in rows]


@use_case(Right.READ)
def record_recall(
    tx: Connection, user: User, lot_id: int, *, name: str, cans: int, photographs: int, missing: Sequence[str],
    seconds: float,
) -> Changed[None]:
    """Record that a lot's recall was made, under which name, what it held and lacked, and the seconds it took."""
    row = lot_row(tx, lot_id)
    return Changed(None, Entry(ACTION, f"lot:{lot_id}", new={
        "code": row.code, "file": name, "cans": cans, "photographs": photographs, "missing": len(missing),
        "seconds": round(seconds, 3),
    }))


@reading(Right.READ)
def of_lot(tx: Connection, user: User, lot_id: int) -> list[Recall]:
    """Return the recalls that were made of a lot, the newest first."""
    rows = tx.execute(
        select(audit.c.actor, audit.c.recorded_at, audit.c.new)
        .where(audit.c.subject == f"lot:{lot_id}", audit.c.action == ACTION).order_by(audit.c.id.desc())
    )
    return [Recall(row.actor, row.recorded_at, said["cans"], said["photographs"], said["missing"], said["seconds"])
            for row in rows for said in (json.loads(row.new),)]
