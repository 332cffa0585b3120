"""Inspections: everything about taking a can (from ``drafts``), raising a defect, and reading what is kept."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from core.errors import BadInput
from core.quality.defects import DEFECTS, Severity
from core.quality.drawn_box import DrawnBox
from core.quality.purposes import NOT_RATED
from core.quality.rights import Right
from core.quality.verdict import Reason, Verdict
from core.records import clock, plant
from core.records.alert_causes import alert_for_can
from core.records.blind_rows import note_judgement
from core.records.can import Can, CanLine, Heat, KeptSide, RaisedDefect, Revision, TakenSide, as_shown
from core.records.can_counts import counted_anew
from core.records.can_rows import add_revision, load_can
from core.records.drafts import (
    add_sides,
    finish,
    finish_draft,
    give_up,
    own_draft,
    start,
    take_out,
    unfinished,
)
from core.records.drawn_boxes import check_boxes
from core.records.lot_rows import hold_for_critical
from core.records.plain_text import checked
from core.records.review_queue import keep_rank
from core.records.schema import inspection, revision, user_account
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

__all__ = [
    "Can", "CanLine", "Heat", "KeptSide", "RaisedDefect", "Revision", "TakenSide", "add_sides",
    "counts_of_lot", "counts_today", "finish", "give_up", "load", "raise_defect", "recent", "start", "take_out",
    "unfinished",
]

LONGEST_NOTE = 2000


@use_case(Right.INSPECT)
def raise_defect(
    tx: Connection, user: User, inspection_id: int, *, side: int, code: str, note: str = "",
    contact_sheet: bytes | None = None, boxes: Sequence[DrawnBox] = (),
) -> Changed[Can] | Unchanged[Can]:
    """Make the can BAD for a defect that a person saw, whatever the model said; one's own draft is finished first,
    with its ``contact_sheet``. A critical defect holds the can's lot in the same transaction, if it has one. ``boxes``
    say where on the side it is; drawn for a defect that is raised already, they stand in the place of its boxes. On a
    can that is to be judged blind, this is the judgement.

    Saying the same again at once, as a second click does, changes nothing. Raises BadInput for an unknown code or side,
    a box beside the photograph or an abandoned can, Refused for another person's draft.
    """
    can = load_can(tx, inspection_id)
    labels = {known.number: known.label for known in can.product.sides}
    if code not in DEFECTS:
        raise BadInput(f"There is no defect {code!r}: choose one from the list.")
    if side not in labels:
        raise BadInput(f"{can.product.name} has no side {side}: choose one from the board.")
    checked(note, "note", LONGEST_NOTE)
    told: dict[str, Any] = {}
    if can.state != "finished":
        draft = own_draft(tx, user, inspection_id)
        if can.awaits_judgement:
            note_judgement(tx, can.id, Verdict.BAD, code, side)
            told |= {"blind": True}
        finished = finish_draft(tx, draft.id, None, contact_sheet)
        told |= {key: value for key, value in (finished.new or {}).items() if key.startswith("sample")}
        can = load_can(tx, inspection_id)
    raised, newest = RaisedDefect(code, side, boxes=check_boxes(tx, can, side, boxes)), can.revisions[-1]
    if (newest.author, newest.note) == (user.name, note) and raised in newest.defects:
        return Unchanged(can)
    number = newest.number + 1
    reason = Reason("can_raised", {
        "who": user.name, "code": code, "name": DEFECTS[code].name, "side": side, "label": labels[side],
    })
    with counted_anew(tx, can.id):
        add_revision(tx, can.id, number, Verdict.BAD, reason, author_id=user.id, note=note,
                     defects=_with(can.defects, raised))
        tx.execute(update(inspection).where(inspection.c.id == can.id).values(current_revision=number))
    if DEFECTS[code].severity is Severity.CRITICAL:
        held = hold_for_critical(tx, user, can.lot_id, can.purpose, f"{code} {DEFECTS[code].name}, can {can.number}")
        told |= {"lot": held} if held else {}
    changed = keep_rank(tx, load_can(tx, can.id))
    alert_for_can(tx, changed)
    return Changed(changed, Entry(
        "defect raised", f"can:{can.id}", {"verdict": can.effective[0]},
        {"verdict": Verdict.BAD, "code": code, "side": side, "revision": number,
         **({"boxes": len(raised.boxes)} if raised.boxes else {}), **told}, note,
    ))


@reading(Right.READ)
def load(tx: Connection, user: User, inspection_id: int) -> Can:
    """Return one can as it was judged and may be shown; raises BadInput when there is none."""
    return as_shown(load_can(tx, inspection_id))


@reading(Right.READ)
def recent(tx: Connection, user: User, limit: int = 20, lot_id: int | None = None) -> list[CanLine]:
    """Return the cans finished last, newest first; of one lot where it is given."""
    return [
        CanLine(row.id, row.number, row.product_sku, row.product_name, Verdict(row.verdict),
                Verdict(row.model_verdict), row.inspector, row.started_at, row.finished_at)
        for row in tx.execute(_recent(limit, lot_id))
    ]


@reading(Right.READ)
def counts_today(tx: Connection, user: User) -> dict[Verdict, int]:
    """Count today's finished cans by the verdict that holds; every verdict is there."""
    today = plant.plant_day(tx, clock.now()).isoformat()
    counted = tx.execute(
        _finished(revision.c.verdict, func.count()).where(inspection.c.plant_day == today)
        .group_by(revision.c.verdict)
    )
    return dict.fromkeys(Verdict, 0) | {Verdict(verdict): number for verdict, number in counted}


@reading(Right.READ)
def counts_of_lot(tx: Connection, user: User, lot_id: int) -> dict[Verdict, int]:
    """Count a lot's finished cans of which its rate is made, by the verdict that holds; every verdict is there."""
    counted = tx.execute(
        _finished(revision.c.verdict, func.count())
        .where(inspection.c.lot_id == lot_id, inspection.c.purpose.not_in(NOT_RATED)).group_by(revision.c.verdict)
    )
    return dict.fromkeys(Verdict, 0) | {Verdict(verdict): number for verdict, number in counted}


def _with(defects: Sequence[RaisedDefect], raised: RaisedDefect) -> list[RaisedDefect]:
    """The defects with one more; one that differs in its boxes alone gets the new ones, and keeps its own where none
    are new."""
    same = [defect for defect in defects if replace(defect, boxes=()) == replace(raised, boxes=())]
    if not same:
        return [*defects, raised]
    return [raised if defect is same[0] and raised.boxes else defect for defect in defects]


@lru_cache(maxsize=64)
def _recent(limit: int, lot_id: int | None) -> Select[Any]:
    model = revision.alias("model")
    query = (
        _finished(
            inspection.c.id, inspection.c.number, inspection.c.product_sku, inspection.c.product_name,
            revision.c.verdict, model.c.verdict.label("model_verdict"), user_account.c.name.label("inspector"),
            inspection.c.started_at, inspection.c.finished_at,
        )
        .join(model, (model.c.inspection_id == inspection.c.id) & (model.c.number == 0))
        .join(user_account, inspection.c.inspector_id == user_account.c.id)
        .order_by(inspection.c.finished_at.desc(), inspection.c.id.desc()).limit(limit)
    )
    return query if lot_id is None else query.where(inspection.c.lot_id == lot_id)


def _finished(*columns: Any) -> Select[Any]:
    holding = (revision.c.inspection_id == inspection.c.id) & (revision.c.number == inspection.c.current_revision)
    return select(*columns).select_from(inspection).join(revision, holding).where(inspection.c.state == "finished")
