"""The decision on a lot in one piece, for its page and for the report."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from core.quality.acceptance import ruled_out
from core.quality.lot_states import LotAct
from core.quality.rights import Right
from core.quality.sampling import Limit
from core.records.lot_rows import Lot, lot_of, lot_row, lots_with_opener
from core.records.lot_ruling import Ruled, ruled
from core.records.samples import Sample, sample_of
from core.records.schema import lot, lot_event, user_account
from core.records.sessions import User
from core.records.use_case import reading

DECISIONS = (LotAct.ACCEPT, LotAct.RELEASE, LotAct.REJECT)


@dataclass(frozen=True)
class ClassResult:
    """One class of defects: how many were found, the plan's numbers, and the rate of cans that this rules out (0..1,
    one-sided, at 95 %), by the cans finished so far."""

    name: str
    found: int
    limit: Limit
    rules_out: float


@dataclass(frozen=True)
class Decided:
    """What a manager decided last, and why."""

    act: LotAct
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class LotDecision:
    """A lot with the sample that counts, what it says, and what was decided; None where there is none of these."""

    lot: Lot
    sample: Sample | None
    ruled: Ruled | None
    classes: tuple[ClassResult, ...]
    decided: Decided | None


@reading(Right.READ)
def of_lot(tx: Connection, user: User, lot_id: int) -> LotDecision:
    """Return what a lot's sample says and what was decided about it; raises BadInput when there is no such lot."""
    lot_row(tx, lot_id)
    of = lot_of(tx.execute(lots_with_opener().where(lot.c.id == lot_id)).one())
    says = ruled(tx, lot_id)
    decided = tx.execute(
        select(lot_event, user_account.c.name).join(user_account, user_account.c.id == lot_event.c.user_id)
        .where(lot_event.c.lot_id == lot_id, lot_event.c.act.in_(DECISIONS)).order_by(lot_event.c.id.desc()).limit(1)
    ).one_or_none()
    return LotDecision(
        of, sample_of(tx, says.sample_id) if says else None, says, _classes(says) if says else (),
        Decided(LotAct(decided.act), decided.name, decided.recorded_at, decided.reason) if decided else None,
    )


def _classes(says: Ruled) -> tuple[ClassResult, ...]:
    found = {name: getattr(says.counts, name) for name in says.plan.limits}
    return tuple(
        ClassResult(name, found[name], limit, ruled_out(min(found[name], says.finished), says.finished))
        for name, limit in says.plan.limits.items()
    )
