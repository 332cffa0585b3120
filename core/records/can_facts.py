"""What each finished can adds to the counts, read from its records: one can, or many at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from core.quality.can_figures import on_grid, probability_figures, standing_defects, verdict_figures
from core.quality.defects import DEFECTS, Severity
from core.quality.phases import Judge, judges_text
from core.quality.verdict import Outcome, Verdict
from core.records.can_rows import product_of
from core.records.columns import EPOCH, MICROSECOND
from core.records.reinspected import counts_once
from core.records.schema import (
    drawn_box,
    inspection,
    photograph,
    raised_defect,
    review,
    revision,
    side_attempt,
    side_box,
)

_HOUR_US = 3_600_000_000

Kind = tuple[str, str, int, str, str, str, str, int, str, int]
"""Production day, shift, lot, line, seaming head, product, what judged it, inspector, purpose; "" and 0: unknown.
Last 1 for the inspection by which its can counts where each can counts once, else 0."""


@dataclass
class Tally:
    """Counts of cans: of each kind what is counted, by hour when and how fast, by defect, and by box on the grid."""

    cans: defaultdict[Kind, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hours: defaultdict[tuple[Kind, int], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    defects: Counter[tuple[Kind, str, str, int]] = field(default_factory=Counter)
    boxes: Counter[tuple[Kind, int, int, int, int, int]] = field(default_factory=Counter)


def add_cans(tx: Connection, tally: Tally, first: int, last: int) -> None:
    """Add to a tally every finished can whose id lies between two, both included."""
    revisions = _grouped(tx, _within(select(
        revision.c.inspection_id, revision.c.id, revision.c.number, revision.c.verdict, revision.c.author_id,
        review.c.revision_id, review.c.undoes,
    ).outerjoin(review, review.c.revision_id == revision.c.id), revision.c.inspection_id, first, last))
    raised = _grouped(tx, _within(
        select(revision.c.inspection_id, raised_defect.c.code, raised_defect.c.side, raised_defect.c.cause,
               raised_defect.c.severity)
        .join(revision, revision.c.id == raised_defect.c.revision_id)
        .join(inspection, and_(inspection.c.id == revision.c.inspection_id,
                               inspection.c.current_revision == revision.c.number)),
        revision.c.inspection_id, first, last))
    sides = _grouped(tx, _within(select(
        side_attempt.c.inspection_id, side_attempt.c.id, side_attempt.c.side, side_attempt.c.attempt,
        side_attempt.c.outcome, side_attempt.c.probability, side_attempt.c.good_below, side_attempt.c.bad_from,
        side_attempt.c.model, photograph.c.width, photograph.c.height,
    ).outerjoin(photograph, photograph.c.sha256 == side_attempt.c.photograph_sha256),
        side_attempt.c.inspection_id, first, last))
    boxes = _grouped(tx, _within(
        select(side_attempt.c.inspection_id, side_box.c.side_attempt_id, side_box.c.x0, side_box.c.y0, side_box.c.x1,
               side_box.c.y1)
        .join(side_attempt, side_attempt.c.id == side_box.c.side_attempt_id),
        side_attempt.c.inspection_id, first, last))
    drawn = _grouped(tx, _within(
        select(revision.c.inspection_id, raised_defect.c.side, drawn_box.c.x0, drawn_box.c.y0, drawn_box.c.x1,
               drawn_box.c.y1)
        .join(raised_defect, raised_defect.c.id == drawn_box.c.raised_defect_id)
        .join(revision, revision.c.id == raised_defect.c.revision_id)
        .join(inspection, and_(inspection.c.id == revision.c.inspection_id,
                               inspection.c.current_revision == revision.c.number)),
        revision.c.inspection_id, first, last))
    finished = _within(select(
        inspection.c.id, inspection.c.plant_day, inspection.c.shift, inspection.c.lot_id, inspection.c.line,
        inspection.c.seaming_head, inspection.c.product_sku, inspection.c.product, inspection.c.inspector_id,
        inspection.c.purpose, inspection.c.finished_at, inspection.c.decode_ms, inspection.c.model_ms,
        inspection.c.save_ms, counts_once.label("once"),
    ), inspection.c.id, first, last).where(inspection.c.state == "finished")
    for can in tx.execute(finished):
        _add(tally, can, revisions[can.id], raised[can.id], _newest(sides[can.id]), boxes[can.id], drawn[can.id])


def _add(
    tally: Tally, can: Row[Any], revisions: Sequence[Row[Any]], raised: Sequence[Row[Any]],
    sides: Sequence[Row[Any]], boxes: Sequence[Row[Any]], drawn: Sequence[Row[Any]],
) -> None:
    kind = _kind(can, sides)
    model, holds, by_person = _verdicts(revisions)
    defects = standing_defects(
        holds, [(one.cause, (one.code, Severity(one.severity) if one.severity else DEFECTS[one.code].severity,
                             one.side)) for one in raised],
        [side.side for side in sides if side.outcome == Outcome.BAD])
    probabilities = [side.probability for side in sides if side.probability is not None]
    tally.cans[kind].update(verdict_figures(holds, model, by_person))
    tally.cans[kind].update(probability_figures(holds, probabilities))
    tally.cans[kind].update(defects=len(defects))
    tally.hours[kind, (can.finished_at - EPOCH) // MICROSECOND // _HOUR_US].update(_times(can))
    tally.defects.update((kind, code, severity.value, side) for code, severity, side in defects)
    if holds is Verdict.BAD:
        tally.boxes.update((kind, *place) for place in _places(sides, boxes, drawn))


def _kind(can: Row[Any], sides: Iterable[Row[Any]]) -> Kind:
    groups = _side_groups(can.product)
    judges = {Judge(can.product_sku, groups.get(side.side, ""), side.model, side.good_below, side.bad_from)
              for side in sides if side.model is not None}
    return (can.plant_day, can.shift or "", can.lot_id or 0, can.line or "", can.seaming_head or "", can.product_sku,
            judges_text(judges), can.inspector_id, can.purpose, int(can.once))


def _verdicts(revisions: Sequence[Row[Any]]) -> tuple[Verdict, Verdict, bool]:
    """The model's verdict, the one that holds, and whether it is a person's who has not taken it back."""
    ordered = sorted(revisions, key=lambda row: row.number)
    said = [row for row in ordered if row.author_id is not None]
    undone = {row.undoes for row in ordered if row.undoes is not None}
    stands = any(row.number not in undone and row.undoes is None for row in said)
    model = Verdict(next(row.verdict for row in reversed(ordered) if row.author_id is None))
    return model, Verdict(said[-1].verdict) if said else model, stands


def _times(can: Row[Any]) -> dict[str, int]:
    milliseconds = {"decode_us": can.decode_ms, "model_us": can.model_ms, "save_us": can.save_ms}
    if None in milliseconds.values():
        return {"cans": 1}
    return {"cans": 1, "timed": 1} | {name: round(1000 * value) for name, value in milliseconds.items()}


def _places(
    sides: Iterable[Row[Any]], boxes: Iterable[Row[Any]], drawn: Sequence[Row[Any]]
) -> Iterable[tuple[int, int, int, int, int]]:
    """Where the can is suspect: a person's boxes on a side where there are any, else the model's."""
    sized = [side for side in sides if side.width]
    by_person = {box.side for box in drawn}
    suspect = {side.id: side for side in sized
               if side.outcome in (Outcome.BAD, Outcome.REVIEW) and side.side not in by_person}
    by_number = {side.side: side for side in sized}
    found = [(suspect.get(box.side_attempt_id), box) for box in boxes]
    found += [(by_number.get(box.side), box) for box in drawn]
    for side, box in found:
        place = on_grid(box.x0, box.y0, box.x1, box.y1, side.width, side.height) if side is not None else None
        if side is not None and place is not None:
            yield (side.side, *place)


def _newest(attempts: Iterable[Row[Any]]) -> list[Row[Any]]:
    newest = {attempt.side: attempt for attempt in sorted(attempts, key=lambda row: row.attempt)}
    return [side for _, side in sorted(newest.items()) if side.outcome != Outcome.MISSING]


@lru_cache(maxsize=256)
def _side_groups(product: str) -> dict[int, str]:
    return {side.number: side.group for side in product_of(product).sides}


def _within(query: Select[Any], column: Any, first: int, last: int) -> Select[Any]:
    return query.where(column == first) if first == last else query.where(column.between(first, last))


def _grouped(tx: Connection, query: Select[Any]) -> defaultdict[int, list[Row[Any]]]:
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in tx.execute(query):
        found[row.inspection_id].append(row)
    return found
