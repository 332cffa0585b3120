"""Rounds of known cans: at the start of a shift a test, otherwise practice; a missed one is a manager's to clear."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from core.errors import BadInput, Refused
from core.quality.alerts import AlertKind
from core.quality.defects import DEFECTS
from core.quality.known_cans import Outcome, Score, drawn, outcome, score
from core.quality.plant_time import Stretch, running_shift
from core.quality.reviewing import DECISIONS
from core.quality.rights import Right
from core.quality.verdict import Reason, Verdict
from core.records import clock
from core.records.alert_rows import mark_taken, raise_alert
from core.records.known_cans import known_row, shown_cans
from core.records.plain_text import checked, checked_or_none
from core.records.plant import plant_time
from core.records.schema import alert, test_answer, test_round, user_account
from core.records.sessions import User
from core.records.shifts import offered_shifts
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

Purpose = Literal["test can", "practice"]
Asks = Literal["", "test first", "not qualified"]
"""What a person is asked before they inspect in this shift; empty for nothing."""
LONGEST_NOTE, MOST_LISTED = 500, 100

_OWN_TESTS = select(
    func.count().filter(test_round.c.missed > 0, test_round.c.cleared_at.is_(None)).label("not_cleared"),
    func.max(test_round.c.started_at, type_=test_round.c.started_at.type).label("last_started"),
).where(test_round.c.user_id == bindparam("user_id"), test_round.c.purpose == "test can",
        test_round.c.closed_at.is_not(None))


@dataclass(frozen=True)
class Shown:
    """The can that a round shows now, without what it is: its number in the round and the inspection to show."""

    round_id: int
    purpose: Purpose
    number: int
    of: int
    inspection_id: int


@dataclass(frozen=True)
class Answered:
    """What an answer was worth, what the can is in truth and why."""

    outcome: Outcome
    truth: Verdict
    code: str | None
    lesson: str
    name: str


@dataclass(frozen=True)
class Round:
    """A round that ended; ``score`` is the person's, ``model_missed`` counts bad cans that the model let pass."""

    id: int
    purpose: Purpose
    who: str
    line: str | None
    shift: str | None
    closed_at: datetime
    score: Score
    model_missed: int
    cleared_by: str | None
    cleared_note: str | None


@use_case(Right.RUN_LINE)
def start(
    tx: Connection, user: User, purpose: Purpose, line: str | None = None
) -> Changed[int] | Unchanged[int]:
    """Start a round of known cans and return its id; one that is open goes on.

    Raises BadInput for another purpose, or where no bad can is known, because only a bad can can be missed.
    """
    if purpose not in ("test can", "practice"):
        raise BadInput("Known cans are shown as a test or for practice: choose one.")
    is_open = tx.execute(_own_open(user).order_by(test_round.c.id.desc()).limit(1)).one_or_none()
    if is_open is not None:
        return Unchanged(is_open.id)
    known = shown_cans(tx)
    if not any(truth is Verdict.BAD for _, truth in known):
        raise BadInput("No bad can is known yet: a manager makes one from a kept can first.")
    cans, running = drawn(known, secrets.randbits(32)), _running(tx)
    round_id = tx.execute(insert(test_round).values(
        purpose=purpose, line=checked_or_none(line, "line", 16),
        shift=running.shift.name if running else None, cans=json.dumps(cans),
        user_id=user.id, started_at=clock.now(), missed=0,
    ).returning(test_round.c.id)).scalar_one()
    return Changed(round_id, Entry("known cans shown", f"user:{user.name}", new={
        "round": round_id, "purpose": purpose, "line": line, "cans": cans}))


@reading(Right.RUN_LINE)
def shown(tx: Connection, user: User) -> Shown | None:
    """Return the next can of this user's open round; None without one."""
    row = tx.execute(_own_open(user).order_by(test_round.c.id.desc()).limit(1)).one_or_none()
    return _shown(tx, row) if row else None


@use_case(Right.RUN_LINE)
def answer(
    tx: Connection, user: User, round_id: int, number: int, verdict: Verdict, code: str | None = None, *,
    model_verdict: Verdict | None = None, model: str | None = None,
) -> Changed[Answered] | Unchanged[Answered]:
    """Say Good or Bad of the can that the round shows, and by which defect; returns what it is.

    ``model_verdict`` is what the model that judges now made of the same photographs. The last answer ends the round;
    a test in which the person or the model missed a bad can leaves the person not qualified. The same answer twice
    changes nothing. Raises BadInput for a can that is not shown now, Refused for another person's round.
    """
    row = _round_row(tx, round_id)
    if row.user_id != user.id:
        raise Refused("This round is another person's: start your own.")
    if verdict not in DECISIONS or (code is not None and (code not in DEFECTS or verdict is Verdict.GOOD)):
        raise BadInput("Say Good, or Bad with a defect from the list.")
    given = tx.execute(select(test_answer).where(test_answer.c.round_id == round_id, test_answer.c.number == number)
                       ).one_or_none()
    if given is not None and given.verdict == verdict:
        return Unchanged(_answered(tx, given.known_can_id, verdict))
    now_shown = _shown(tx, row)
    if row.closed_at is not None or now_shown is None or now_shown.number != number:
        raise BadInput("Another can is shown by now: look at that one.")
    cans = json.loads(row.cans)
    told = _answered(tx, cans[number - 1], verdict)
    tx.execute(insert(test_answer).values(
        round_id=round_id, number=number, known_can_id=cans[number - 1], truth=told.truth, verdict=verdict, code=code,
        model_verdict=model_verdict, model=model, recorded_at=clock.now(),
    ))
    ended = _close(tx, user, row) if number == len(cans) else {}
    return Changed(told, Entry("known can answered", f"user:{user.name}", new={
        "round": round_id, "number": number, "verdict": verdict, "code": code, "outcome": told.outcome, **ended}))


@use_case(Right.KEEP_TEST_CANS)
def clear(tx: Connection, user: User, round_id: int, note: str) -> Changed[None]:
    """Let somebody who missed a known can inspect again, saying why; that takes its alert with the same note.

    Raises BadInput without a note, or for a round that needs no clearing.
    """
    checked(note, "note", LONGEST_NOTE)
    if not note.strip():
        raise BadInput("Say why they may inspect again: the note stands in the records with your name.")
    row = _round_row(tx, round_id)
    if row.purpose != "test can" or not row.missed or row.cleared_at is not None:
        raise BadInput("This round needs no clearing.")
    tx.execute(update(test_round).where(test_round.c.id == round_id).values(
        cleared_by=user.id, cleared_at=clock.now(), cleared_note=note))
    mark_taken(tx, user.id, alert.c.cause == _cause(round_id), note)
    return Changed(None, Entry("missed known can cleared", f"user:{row.name}", new={"round": round_id}, why=note))


@reading(Right.READ)
def not_qualified(tx: Connection, user: User) -> list[Round]:
    """Return the tests with a missed can that no manager has cleared, the newest first."""
    return _rounds(tx, _ended().where(test_round.c.purpose == "test can", test_round.c.missed > 0,
                                      test_round.c.cleared_at.is_(None)))


@reading(Right.READ)
def ended(tx: Connection, user: User, who: str | None = None) -> list[Round]:
    """Return the rounds that ended last, of all or of one person, at most ``MOST_LISTED``."""
    return _rounds(tx, _ended() if who is None else _ended().where(user_account.c.name == who))


@reading(Right.READ)
def asks(tx: Connection, user: User) -> Asks:
    """Return what this user is asked before they inspect: to see the known cans of this shift, or to be cleared.

    Nothing is asked while no bad can is known. Where no shift runs, the production day stands for it.
    """
    own = tx.execute(_OWN_TESTS, {"user_id": user.id}).one()
    if own.not_cleared:
        return "not qualified"
    if not any(truth is Verdict.BAD for _, truth in shown_cans(tx)):
        return ""
    begun = own.last_started is not None and own.last_started >= _shift_begins(tx)
    return "" if begun else "test first"


def _running(tx: Connection) -> Stretch | None:
    return running_shift(plant_time(tx), offered_shifts(tx), clock.now())


def _shift_begins(tx: Connection) -> datetime:
    running, of = _running(tx), plant_time(tx)
    return running.begins if running else of.day_begins(of.day(clock.now()))


def _own_open(user: User) -> Select[Any]:
    return select(test_round).where(test_round.c.user_id == user.id, test_round.c.closed_at.is_(None))


def _round_row(tx: Connection, round_id: int) -> Row[Any]:
    row = tx.execute(
        select(test_round, user_account.c.name).join(user_account, user_account.c.id == test_round.c.user_id)
        .where(test_round.c.id == round_id)
    ).one_or_none() if 0 < round_id < 2**63 else None
    if row is None:
        raise BadInput("There is no such round: start one.")
    return row


def _shown(tx: Connection, row: Row[Any]) -> Shown | None:
    cans = json.loads(row.cans)
    number = 1 + (tx.scalar(select(func.count()).select_from(test_answer).where(test_answer.c.round_id == row.id)) or 0)
    if number > len(cans):
        return None
    return Shown(row.id, row.purpose, number, len(cans), known_row(tx, cans[number - 1]).inspection_id)


def _answered(tx: Connection, known_id: int, verdict: Verdict) -> Answered:
    known = known_row(tx, known_id)
    truth = Verdict(known.truth)
    return Answered(outcome(truth, verdict), truth, known.code, known.lesson, known.name)


def _close(tx: Connection, user: User, row: Row[Any]) -> dict[str, Any]:
    """End a round with its last answer; returns what the audit trail says of it."""
    answers = list(tx.execute(select(test_answer).where(test_answer.c.round_id == row.id)))
    missed = sum(
        Outcome.MISS in _outcomes(one)
        for one in answers
    )
    tx.execute(update(test_round).where(test_round.c.id == row.id).values(closed_at=clock.now(), missed=missed))
    if missed and row.purpose == "test can":
        raise_alert(tx, AlertKind.NOT_QUALIFIED, _cause(row.id), Reason("alert_not_qualified", {
            "who": user.name, "missed": missed, "shown": len(answers)}), line=row.line)
    return {"ended": True, "missed": missed}


def _cause(round_id: int) -> str:
    return f"round:{round_id}"


def _outcomes(row: Row[Any]) -> list[Outcome]:
    """What the person's answer and the model's are worth."""
    return [outcome(Verdict(row.truth), Verdict(said)) for said in (row.verdict, row.model_verdict) if said]


def _ended() -> Select[Any]:
    cleared = user_account.alias("cleared")
    return (
        select(test_round, user_account.c.name, cleared.c.name.label("clearer"))
        .join(user_account, user_account.c.id == test_round.c.user_id)
        .outerjoin(cleared, cleared.c.id == test_round.c.cleared_by)
        .where(test_round.c.closed_at.is_not(None))
        .order_by(test_round.c.closed_at.desc(), test_round.c.id.desc()).limit(MOST_LISTED)
    )


def _rounds(tx: Connection, query: Select[Any]) -> list[Round]:
    rows = list(tx.execute(query))
    answers: dict[int, list[Row[Any]]] = {row.id: [] for row in rows}
    for one in tx.execute(select(test_answer).where(test_answer.c.round_id.in_(list(answers)))):
        answers[one.round_id].append(one)
    return [Round(
        row.id, row.purpose, row.name, row.line, row.shift, row.closed_at,
        score((Verdict(one.truth), Verdict(one.verdict)) for one in answers[row.id]),
        score((Verdict(one.truth), Verdict(one.model_verdict)) for one in answers[row.id] if one.model_verdict).missed,
        row.clearer, row.cleared_note,
    ) for row in rows]
