"""What the samples of a lot say of it, inside a transaction: what a manager may decide hangs on it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from core.errors import BadInput
from core.quality.lot_ruling import Ruling, ruling
from core.quality.sampling import Counts, Plan, rejected_by
from core.quality.verdict import Verdict
from core.records.sample_findings import UnsettledCan, counts_of, unsettled_of, verdicts_of
from core.records.sample_rows import GIVEN_UP, plan_of, samples_that_count


@dataclass(frozen=True)
class Ruled:
    """What a sample says: by its plan, what was counted, and the cans that hold it up.

    ``to_come`` counts the cans that are still to be finished; ``rejected_by`` names the classes past their rejection
    number.
    """

    sample_id: int
    plan: Plan
    says: Ruling
    verdicts: dict[Verdict, int]
    counts: Counts
    rejected_by: tuple[str, ...]
    unsettled: tuple[UnsettledCan, ...]
    finished: int
    to_come: int

    @property
    def is_final(self) -> bool:
        """Whether cans to come can change nothing: there are none, or rejection is certain."""
        return self.says is Ruling.REJECT or not self.to_come


def ruled(tx: Connection, lot_id: int) -> Ruled | None:
    """Return what the samples of a lot say since its last rework; None where none was drawn.

    That is the newest sample that was not given up; but a rejection that was certain stays so, be the sample given up
    and another one drawn.
    """
    rows = samples_that_count(tx, lot_id)
    found = [_ruled(tx, row.id, plan_of(row.plan)) for row in rows]
    rejecting = next((one for one in found if one.says is Ruling.REJECT), None)
    return rejecting or next((one for row, one in zip(rows, found, strict=True) if row.decision != GIVEN_UP), None)


def check_acceptable(of: Ruled | None, code: str) -> None:
    """Raise BadInput, saying what is left to do, where the samples of a lot do not let it be accepted."""
    check_decidable(of, code)
    if of is None or of.says is Ruling.ACCEPT:
        return
    if of.says is Ruling.REJECT:
        raise BadInput(f"Rejection of lot {code} is certain ({', '.join(of.rejected_by)}): it is not to be accepted.")
    raise BadInput(f"The sample of lot {code} lies between the acceptance and the rejection number: draw another one, "
                   "or reject the lot.")


def check_decidable(of: Ruled | None, code: str) -> None:
    """Raise BadInput, saying what is left to do, while it is open what the sample of a lot says."""
    if of is None:
        return
    if of.says is Ruling.UNSETTLED:
        raise BadInput(f"Cans of the sample of lot {code} that are not settled: {len(of.unsettled)}. Name and grade "
                       "what is wrong with them first.")
    if of.says is Ruling.GOING_ON:
        raise BadInput(f"Cans of the sample of lot {code} still to come: {of.to_come}. Finish it first.")


def _ruled(tx: Connection, sample_id: int, plan: Plan) -> Ruled:
    counts, held_up = counts_of(tx, sample_id, plan), tuple(unsettled_of(tx, sample_id))
    verdicts = verdicts_of(tx, sample_id)
    finished = sum(verdicts.values())
    return Ruled(sample_id, plan, ruling(plan, counts, finished, len(held_up)), verdicts, counts,
                 rejected_by(plan, counts), held_up, finished, max(0, plan.size - finished))
