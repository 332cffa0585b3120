"""Rows of the database into cans and back."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from core.errors import BadInput
from core.quality.defects import Severity
from core.quality.reviewing import Disposition
from core.quality.sides import Product, Side
from core.quality.thresholds import Thresholds
from core.quality.verdict import Box, Outcome, Reason, SideResult, Verdict
from core.records import clock
from core.records.can import BlindCheck, Can, Drawn, Heat, KeptSide, RaisedDefect, Review, Revision, TakenSide
from core.records.drawn_boxes import add_boxes, boxes_of, holding_boxes
from core.records.plain_text import checked
from core.records.schema import (
    blind_check,
    inspection,
    raised_defect,
    review,
    revision,
    side_attempt,
    side_box,
    user_account,
)


def product_text(product: Product) -> str:
    """Return the product's copy that stays with a can."""
    return json.dumps(asdict(product), ensure_ascii=False)


def product_of(copied: str) -> Product:
    """Return the product as it was when the can was started."""
    values = json.loads(copied)
    return Product(**{
        **values, "sides": tuple(Side(**side) for side in values["sides"]),
        "thresholds": {group: Thresholds(**limits) for group, limits in values.get("thresholds", {}).items()},
    })


def reason_text(reason: Reason) -> str:
    """Return a reason as it is kept; raises ValueError for a number that is not finite."""
    return json.dumps({"code": reason.code, "values": dict(reason.values)}, ensure_ascii=False, allow_nan=False)


def reason_of(kept: str) -> Reason:
    """Return a kept reason."""
    values = json.loads(kept)
    return Reason(values["code"], values["values"])


def can_number(line: str | None, count: int) -> str:
    """Return the number of a day's can by its count on a line, or on none."""
    return f"{'L' + line if line else 'C'}-{count:04d}"


def inspection_row(tx: Connection, inspection_id: int) -> Row[Any]:
    """Return the row with its inspector's name; raises BadInput when there is none."""
    row = tx.execute(
        select(inspection, user_account.c.name.label("inspector"))
        .join(user_account, inspection.c.inspector_id == user_account.c.id)
        .where(inspection.c.id == inspection_id)
    ).one_or_none() if 0 < inspection_id < 2**63 else None
    if row is None:
        raise BadInput(f"There is no inspection {inspection_id}: choose one from the list.")
    return row


def load_can(tx: Connection, inspection_id: int) -> Can:
    """Return the can with its current sides and all its verdicts; raises BadInput when there is none."""
    row = inspection_row(tx, inspection_id)
    product = product_of(row.product)
    newest, revisions = _newest_attempts(tx, inspection_id), _revisions(tx, inspection_id)
    drawn = holding_boxes(revisions)
    return Can(
        row.id, row.number, product, row.state, row.started_at, row.finished_at, row.inspector, row.purpose,
        row.line, row.seaming_head, row.shift, row.lot_id,
        sides={side: _kept_side(tx, product, attempt, drawn.get(side, ())) for side, attempt in newest.items()
               if attempt.outcome != Outcome.MISSING},
        attempts={side: attempt.attempt for side, attempt in newest.items()},
        revisions=revisions, note=row.note or "", reinspects_id=row.reinspects_id,
        blind=_blind(tx, inspection_id),
    )


def _blind(tx: Connection, inspection_id: int) -> BlindCheck | None:
    row = tx.execute(select(blind_check).where(blind_check.c.inspection_id == inspection_id)).one_or_none()
    return BlindCheck(Verdict(row.verdict) if row.verdict else None, row.code, row.side, row.judged_at) if row else None


def add_attempt(tx: Connection, inspection_id: int, taken: TakenSide) -> None:
    """Append one attempt at a side; its photograph has a row already."""
    number = taken.result.side.number
    earlier = tx.execute(
        select(side_attempt.c.attempt)
        .where(side_attempt.c.inspection_id == inspection_id, side_attempt.c.side == number)
        .order_by(side_attempt.c.attempt.desc()).limit(1)
    ).scalar_one_or_none()
    values = attempt_values(inspection_id, (earlier or 0) + 1, taken, clock.now())
    attempt_id = tx.execute(insert(side_attempt).values(**values).returning(side_attempt.c.id)).scalar_one()
    if taken.result.boxes:
        tx.execute(insert(side_box), box_values(attempt_id, taken))


def attempt_values(inspection_id: int, attempt: int, taken: TakenSide, at: datetime) -> dict[str, Any]:
    """Return the columns of one attempt at a side; raises BadInput for a file's name that cannot be kept."""
    result, heat, thresholds = taken.result, taken.heat, taken.result.thresholds
    return {
        "inspection_id": inspection_id, "side": result.side.number, "attempt": attempt, "outcome": result.outcome,
        "reason": reason_text(result.reason), "probability": _finite(result.probability),
        "good_below": thresholds.good_below if thresholds else None,
        "bad_from": thresholds.bad_from if thresholds else None,
        "model": result.model, "photograph_sha256": taken.sha256,
        "file_name": checked(taken.file_name, "file's name", 1000),
        "taken_at": _in_utc(taken.taken_at), "recorded_at": at,
        "heat_height": heat.height if heat else None, "heat_width": heat.width if heat else None,
        "heat": heat.values if heat else None,
        "decode_ms": taken.milliseconds.get("decode"), "model_ms": taken.milliseconds.get("model"),
    }


def box_values(attempt_id: int, taken: TakenSide) -> list[dict[str, Any]]:
    """Return the columns of each box of an attempt."""
    return [{"side_attempt_id": attempt_id, **asdict(found)} for found in taken.result.boxes]


def add_revision(
    tx: Connection, inspection_id: int, number: int, verdict: Verdict, reason: Reason, *,
    author_id: int | None = None, note: str = "", defects: Sequence[RaisedDefect] = (), reviewed: Review | None = None,
) -> None:
    """Append one verdict with the defects that hold from then on, and what a reviewer said with it."""
    values = revision_values(inspection_id, number, verdict, reason, clock.now(), author_id, note)
    revision_id = tx.execute(insert(revision).values(**values).returning(revision.c.id)).scalar_one()
    if defects:
        ids = tx.scalars(insert(raised_defect).returning(raised_defect.c.id, sort_by_parameter_order=True), [
            {"revision_id": revision_id, "code": defect.code, "side": defect.side, "cause": defect.cause,
             "severity": defect.severity, "answers": json.dumps(dict(defect.answers)) if defect.answers else None}
            for defect in defects
        ]).all()
        add_boxes(tx, ((number, box) for number, defect in zip(ids, defects, strict=True) for box in defect.boxes))
    if reviewed:
        said = {**asdict(reviewed), "agrees": int(reviewed.agrees)}
        tx.execute(insert(review).values(revision_id=revision_id, **said))


def revision_values(
    inspection_id: int, number: int, verdict: Verdict, reason: Reason, at: datetime, author_id: int | None = None,
    note: str = "",
) -> dict[str, Any]:
    """Return the columns of one verdict."""
    return {"inspection_id": inspection_id, "number": number, "verdict": verdict, "reason": reason_text(reason),
            "author_id": author_id, "recorded_at": at, "note": note}


def _newest_attempts(tx: Connection, inspection_id: int) -> dict[int, Row[Any]]:
    attempts = tx.execute(
        select(side_attempt).where(side_attempt.c.inspection_id == inspection_id)
        .order_by(side_attempt.c.side, side_attempt.c.attempt)
    )
    return {attempt.side: attempt for attempt in attempts}


def _kept_side(tx: Connection, product: Product, row: Row[Any], drawn: tuple[Drawn, ...]) -> KeptSide:
    boxes = tx.execute(select(side_box).where(side_box.c.side_attempt_id == row.id).order_by(side_box.c.id))
    result = SideResult(
        product.side(row.side), Outcome(row.outcome), reason_of(row.reason), row.probability,
        Thresholds(row.good_below, row.bad_from) if row.bad_from is not None else None,
        tuple(Box(found.x0, found.y0, found.x1, found.y1, found.score, found.code) for found in boxes),
        row.model,
    )
    heat = Heat(row.heat_height, row.heat_width, row.heat) if row.heat is not None else None
    return KeptSide(result, row.photograph_sha256, heat, row.file_name, row.taken_at, row.recorded_at, drawn)


def _revisions(tx: Connection, inspection_id: int) -> tuple[Revision, ...]:
    rows = tx.execute(
        select(revision, user_account.c.name.label("author"))
        .outerjoin(user_account, revision.c.author_id == user_account.c.id)
        .where(revision.c.inspection_id == inspection_id).order_by(revision.c.number)
    ).all()
    defects: dict[int, list[RaisedDefect]] = {row.id: [] for row in rows}
    raised = tx.execute(
        select(raised_defect).where(raised_defect.c.revision_id.in_(list(defects))).order_by(raised_defect.c.id)
    ).all()
    boxes = boxes_of(tx, [found.id for found in raised])
    for found in raised:
        defects[found.revision_id].append(RaisedDefect(
            found.code, found.side, found.cause, Severity(found.severity) if found.severity else None,
            tuple(json.loads(found.answers).items()) if found.answers else (), boxes.get(found.id, ()),
        ))
    reviews = {
        row.revision_id: Review(
            bool(row.agrees), Disposition(row.disposition) if row.disposition else None,
            Severity(row.severity) if row.severity else None, row.undoes,
        )
        for row in tx.execute(select(review).where(review.c.revision_id.in_(list(defects))))
    }
    return tuple(
        Revision(row.number, Verdict(row.verdict), reason_of(row.reason), row.author, row.recorded_at, row.note,
                 tuple(defects[row.id]), reviews.get(row.id))
        for row in rows
    )


def _finite(number: float | None) -> float | None:
    return float(number) if number is not None and math.isfinite(number) else None


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment is not None else None
