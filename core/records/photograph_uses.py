"""What photographs show: the cans that they are of, with all that decides whether they stay as they came."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, exists, select

from core.quality.lot_states import LotState
from core.quality.room import ShownCan
from core.quality.verdict import Outcome, Verdict
from core.records.schema import (
    blind_check,
    inspection,
    known_can,
    lot,
    product,
    rack_picture,
    review_pair,
    revision,
    sample_can,
    side_attempt,
    side_box,
)


def shown_by(tx: Connection, hashes: Collection[str]) -> dict[str, list[ShownCan]]:
    """Return the cans that each of these photographs shows, of whatever attempt at a side; none: an empty list."""
    uses: defaultdict[str, set[int]] = defaultdict(set)
    for row in tx.execute(select(side_attempt.c.photograph_sha256, side_attempt.c.inspection_id)
                          .where(side_attempt.c.photograph_sha256.in_(hashes))):
        uses[row.photograph_sha256].add(row.inspection_id)
    cans = _cans(tx, {can for used in uses.values() for can in used})
    return {sha256: [cans[can] for can in sorted(uses[sha256])] for sha256 in hashes}


def pictures(tx: Connection, hashes: Collection[str]) -> set[str]:
    """Return those of these photographs that are the picture of a product, or of an empty rack."""
    return {
        *tx.scalars(select(product.c.picture_sha256).where(product.c.picture_sha256.in_(hashes))),
        *tx.scalars(select(rack_picture.c.photograph_sha256).where(rack_picture.c.photograph_sha256.in_(hashes))),
    }


def _cans(tx: Connection, ids: Collection[int]) -> Mapping[int, ShownCan]:
    verdicts: defaultdict[int, list[Verdict]] = defaultdict(list)
    for row in tx.execute(select(revision.c.inspection_id, revision.c.verdict)
                          .where(revision.c.inspection_id.in_(ids)).order_by(revision.c.number)):
        verdicts[row.inspection_id].append(Verdict(row.verdict))
    outcomes: defaultdict[int, set[Outcome]] = defaultdict(set)
    for row in tx.execute(select(side_attempt.c.inspection_id, side_attempt.c.outcome)
                          .where(side_attempt.c.inspection_id.in_(ids))):
        outcomes[row.inspection_id].add(Outcome(row.outcome))
    marked = set(tx.scalars(
        select(side_attempt.c.inspection_id).where(
            side_attempt.c.inspection_id.in_(ids), exists().where(side_box.c.side_attempt_id == side_attempt.c.id))))
    sampled = set(tx.scalars(select(sample_can.c.inspection_id).where(sample_can.c.inspection_id.in_(ids))))
    known = set(tx.scalars(select(known_can.c.inspection_id).where(known_can.c.inspection_id.in_(ids))))
    checked = {can for table in (blind_check, review_pair) for can in tx.scalars(
        select(table.c.inspection_id).where(table.c.inspection_id.in_(ids)))}
    rows = tx.execute(
        select(inspection.c.id, inspection.c.finished_at, inspection.c.purpose, inspection.c.review_rank, lot.c.state)
        .outerjoin(lot, lot.c.id == inspection.c.lot_id).where(inspection.c.id.in_(ids)))
    return {
        row.id: ShownCan(
            row.finished_at, row.purpose, tuple(verdicts[row.id]), frozenset(outcomes[row.id]), row.id in marked,
            row.id in sampled, row.id in known, row.review_rank is not None, row.id in checked,
            LotState(row.state) if row.state is not None else None,
        ) for row in rows
    }
