"""What reviewers say of cans: a review is one more revision beside the model's, and taking it back is another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, update

from core.errors import BadInput, Refused
from core.quality.defects import DEFECTS, Severity
from core.quality.drawn_box import DrawnBox
from core.quality.reviewing import Disposition, lowers, may_lower, objection
from core.quality.rights import Right
from core.quality.severity import counted, settle, worst
from core.quality.verdict import Reason, Verdict
from core.records.alert_causes import alert_for_can
from core.records.can import Can, RaisedDefect, Review, Revision
from core.records.can_counts import counted_anew
from core.records.can_rows import add_revision, load_can
from core.records.drawn_boxes import check_boxes
from core.records.lot_rows import hold_for_critical
from core.records.plain_text import checked
from core.records.review_queue import Place, Waiting, counts, keep_rank, queue, why_wanted
from core.records.schema import inspection
from core.records.sessions import User
from core.records.signatures import confirmed, signature
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, prepared_use_case
from core.words import tr

__all__ = ["Named", "Place", "Waiting", "counts", "queue", "review", "undo", "why_wanted"]

LONGEST_REASON = 2000
MOST_DEFECTS = 50


@dataclass(frozen=True)
class Named:
    """A defect as a reviewer names it: code and side, its cause (one number for defects of one cause), and yes or no
    to the questions of ``core.quality.severity``; ``boxes`` say where on the side, in its photograph's pixels."""

    code: str
    side: int
    cause: int | None = None
    answers: Mapping[str, bool] = field(default_factory=dict)
    boxes: tuple[DrawnBox, ...] = ()


def _signed_review(
    user: User, inspection_id: int, seen_revision: int, verdict: Verdict, *, defects: Sequence[Named] = (),
    disposition: Disposition, reason: str = "", password: str = "",
) -> bool:
    return confirmed(user, password)


def _signed_undo(user: User, inspection_id: int, *, password: str = "") -> bool:
    return confirmed(user, password)


@prepared_use_case(Right.REVIEW, _signed_review)
def review(
    tx: Connection, user: User, is_signed: bool, inspection_id: int, seen_revision: int, verdict: Verdict, *,
    defects: Sequence[Named] = (), disposition: Disposition, reason: str = "", password: str = "",
) -> Changed[Can] | Unchanged[Can]:
    """Say Good or Bad of a finished can, and what becomes of it; ``defects`` are all that hold from then on.

    ``seen_revision`` is the newest revision that the reviewer saw. What the answers make no defect is not kept as one.
    A critical one holds the can's lot as well. Saving the same twice changes nothing. Raises BadInput when somebody
    said something of the can meanwhile, when the can is not finished, for anything that ``reviewing.objection`` objects
    to, for unknown codes, sides or answers, and for boxes beside the photograph; Refused when a critical defect would
    be lowered by someone who may not. Lowering one is signed with the ``password``: BadInput without it.
    """
    can = load_can(tx, inspection_id)
    if can.state != "finished":
        raise BadInput(f"Can {can.number} is {can.state}: only finished cans are reviewed.")
    checked(reason, "reason", LONGEST_REASON)
    kept = _settled(tx, can, defects)
    severity = worst(counted((defect.cause, defect.weighs) for defect in kept))
    newest = can.revisions[-1]
    if newest.number != seen_revision:
        if _says(newest, user.name, verdict, disposition, reason, kept) and newest.number == seen_revision + 1:
            return Unchanged(can)
        raise BadInput(tr("review_meanwhile", who=newest.author or "The model", number=can.number,
                          verdict=newest.verdict.value))
    problem = objection(newest.verdict, verdict, severity, disposition, reason)
    if problem:
        raise BadInput(tr(problem))
    signed = _lowering(user, is_signed, can.severity, severity)
    added = Review(verdict is newest.verdict, disposition, severity)
    why = _reason(user.name, verdict, kept)
    changed = _add(tx, user, can, verdict, why, reason, kept, added)
    held = None
    if severity is Severity.CRITICAL:
        held = hold_for_critical(tx, user, can.lot_id, can.purpose, f"critical in the review of can {can.number}")
    alert_for_can(tx, changed)
    dropped = [named.code for named in defects if settle(named.code, named.answers).severity is None]
    return Changed(changed, Entry(
        "can reviewed", f"can:{can.id}", _told(newest), {
            "verdict": verdict, "revision": newest.number + 1, "disposition": disposition, "severity": severity,
            "defects": [f"{defect.code} {defect.side}" for defect in kept], "no_defect": dropped,
            **_drawn(kept),
            **({"lot": held} if held else {}), **signed,
        }, reason,
    ))


@prepared_use_case(Right.REVIEW, _signed_undo)
def undo(tx: Connection, user: User, is_signed: bool, inspection_id: int, *, password: str = "") -> Changed[Can]:
    """Take one's own review back, when it is the newest thing said of the can: what held before holds again.

    Raises BadInput where there is no such review. Lowering a critical defect asks for the same as in ``review``.
    """
    can = load_can(tx, inspection_id)
    newest, before = can.standing[-1] if can.standing else None, can.standing[-2:-1]
    if newest is None or newest.review is None or newest.author != user.name or not before:
        raise BadInput(f"There is no review of yours to take back on can {can.number}: review the can instead.")
    restored = before[0]
    signed = _lowering(user, is_signed, can.severity, worst(counted((d.cause, d.weighs) for d in restored.defects)))
    held = restored.review
    taken_back = Review(held.agrees if held else False, held.disposition if held else None,
                        held.severity if held else None, undoes=newest.number)
    why = Reason("can_review_undone", {"who": user.name, "verdict": restored.verdict.capitalize()})
    changed = _add(tx, user, can, restored.verdict, why, "", restored.defects, taken_back)
    return Changed(changed, Entry("review taken back", f"can:{can.id}", _told(newest), {
        "verdict": restored.verdict, "revision": can.revisions[-1].number + 1, "undoes": newest.number,
        **signed,
    }))


def _settled(tx: Connection, can: Can, defects: Sequence[Named]) -> list[RaisedDefect]:
    """The named defects after their answers, without those that are none."""
    sides = {side.number for side in can.product.sides}
    if len(defects) > MOST_DEFECTS:
        raise BadInput(f"More than {MOST_DEFECTS} defects on one can: name the worst.")
    kept = []
    for named in defects:
        if named.code not in DEFECTS:
            raise BadInput(f"There is no defect {named.code!r}: choose one from the list.")
        if named.side not in sides:
            raise BadInput(f"{can.product.name} has no side {named.side}: choose one from the board.")
        if named.cause is not None and not 0 < named.cause <= MOST_DEFECTS:
            raise BadInput(f"Causes are numbered from 1 to {MOST_DEFECTS}: {named.cause} is none.")
        try:
            settled = settle(named.code, named.answers)
        except ValueError as problem:
            raise BadInput(f"These answers do not belong to {named.code}: answer its own questions.") from problem
        if settled.severity is not None:
            kept.append(RaisedDefect(settled.code, named.side, named.cause, settled.severity,
                                     tuple(named.answers.items()), check_boxes(tx, can, named.side, named.boxes)))
    return kept


def _lowering(
    user: User, is_signed: bool, before: Severity | None, after: Severity | None
) -> Mapping[str, Any]:
    """Return the signature of lowering a critical defect, nothing where none is lowered."""
    if not may_lower(user.role, before, after):
        raise Refused(f"Your role, {user.role}, may not lower a critical defect: ask a manager.")
    return signature(user, is_signed, "lowering of a critical defect") if lowers(before, after) else {}


def _says(
    newest: Revision, who: str, verdict: Verdict, disposition: Disposition, reason: str, kept: Sequence[RaisedDefect]
) -> bool:
    return newest.review is not None and (
        newest.author, newest.verdict, newest.review.disposition, newest.note, newest.defects
    ) == (who, verdict, disposition, reason, tuple(kept))


def _reason(who: str, verdict: Verdict, kept: Sequence[RaisedDefect]) -> Reason:
    if not kept:
        return Reason("can_reviewed", {"who": who, "verdict": verdict.capitalize()})
    return Reason("can_reviewed_defects", {
        "who": who, "defects": ", ".join(f"{DEFECTS[d.code].name} ({d.code}) on side {d.side}" for d in kept),
    })


def _add(
    tx: Connection, user: User, can: Can, verdict: Verdict, why: Reason, note: str, defects: Sequence[RaisedDefect],
    said: Review,
) -> Can:
    number = can.revisions[-1].number + 1
    with counted_anew(tx, can.id):
        add_revision(tx, can.id, number, verdict, why, author_id=user.id, note=note, defects=defects, reviewed=said)
        tx.execute(update(inspection).where(inspection.c.id == can.id).values(current_revision=number))
    return keep_rank(tx, load_can(tx, can.id))


def _drawn(kept: Sequence[RaisedDefect]) -> dict[str, int]:
    boxes = sum(len(defect.boxes) for defect in kept)
    return {"boxes": boxes} if boxes else {}


def _told(revision: Revision) -> dict[str, Any]:
    said = revision.review
    return {"verdict": revision.verdict, "disposition": said.disposition if said else None}
