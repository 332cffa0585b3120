"""Rows of blind checks: drawn when a can is started, filled in once by its inspector."""

from sqlalchemy import Connection, insert, select, update

from core.quality.blind_checks import is_drawn
from core.quality.purposes import COMPLAINT, NEVER_HOLD
from core.quality.verdict import Verdict
from core.records import clock
from core.records.check_shares import current_shares, seed
from core.records.schema import blind_check

NEVER_BLIND = (*NEVER_HOLD, COMPLAINT)
"""Purposes whose cans nobody is asked to judge blind: what they are is known, or told, already."""


def draw_blind(tx: Connection, user_id: int, inspection_id: int, purpose: str) -> bool:
    """Draw whether a can that starts is judged blind; returns whether it is.

    Who did not judge the last one is asked again: starting over is no way round it.
    """
    percent = current_shares(tx).blind
    if not percent or purpose in NEVER_BLIND:
        return False
    last = tx.execute(select(blind_check.c.verdict).where(blind_check.c.user_id == user_id)
                      .order_by(blind_check.c.inspection_id.desc()).limit(1)).one_or_none()
    owed = last is not None and last.verdict is None
    if not owed and not is_drawn(seed(tx), inspection_id, percent):
        return False
    tx.execute(insert(blind_check).values(inspection_id=inspection_id, user_id=user_id))
    return True


def note_judgement(
    tx: Connection, inspection_id: int, verdict: Verdict, code: str | None = None, side: int | None = None
) -> None:
    """Keep what an inspector says of a can before the model's verdict is shown; what was said once stays."""
    tx.execute(update(blind_check)
               .where(blind_check.c.inspection_id == inspection_id, blind_check.c.verdict.is_(None))
               .values(verdict=verdict, code=code, side=side, judged_at=clock.now()))
