"""Rows of samples: what starting, finishing and giving up a can does to the sample it belongs to."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, literal, select, update

from core.errors import BadInput
from core.quality.lot_states import LotAct
from core.quality.sampling import LONGEST_PLAN_NAME, Limit, Plan, checked_plan
from core.records import clock
from core.records.columns import Moment
from core.records.plain_text import checked
from core.records.schema import inspection, lot_event, sample, sample_can
from core.records.sessions import User

GIVEN_UP = "given up"
DECIDED = {LotAct.ACCEPT: "accepted", LotAct.RELEASE: "released", LotAct.REJECT: "rejected"}
"""What stands with the sample on which a manager decided."""


def plan_text(plan: Plan) -> str:
    """Return a plan as it is kept with a sample."""
    return json.dumps(asdict(plan), ensure_ascii=False)


def plan_of(kept: str) -> Plan:
    """Return a kept plan."""
    values = json.loads(kept)
    limits = {name: Limit(**values.pop(name)) if values[name] else values.pop(name)
              for name in ("critical", "major", "total")}
    return Plan(**{**values, **limits, "also_critical": tuple(values["also_critical"])})


def sample_row(tx: Connection, sample_id: int) -> Row[Any]:
    """Return the row; raises BadInput when there is none."""
    row = tx.execute(select(sample).where(sample.c.id == sample_id)).one_or_none() if 0 < sample_id < 2**63 else None
    if row is None:
        raise BadInput("There is no such sample: choose one on the page of its lot.")
    return row


def begin_sample(tx: Connection, user: User, lot_row: Row[Any], plan: Plan) -> int:
    """Add a sample to a lot; raises BadInput while one is open, because every can has to have one sample to go to."""
    checked(checked_plan(plan).name, "plan's name", LONGEST_PLAN_NAME)
    if tx.scalar(select(exists().where(sample.c.lot_id == lot_row.id, sample.c.closed_at.is_(None)))):
        raise BadInput(f"Lot {lot_row.code} has an open sample: continue it, or give it up first.")
    return tx.execute(insert(sample).values(
        lot_id=lot_row.id, plan=plan_text(plan), size=plan.size, drawn_by=user.id, started_at=clock.now(),
        closed_at=None, decision=None,
    ).returning(sample.c.id)).scalar_one()


def close_open_sample(tx: Connection, lot_id: int) -> None:
    """Give up what is still open of a lot's samples."""
    tx.execute(update(sample).where(sample.c.lot_id == lot_id, sample.c.closed_at.is_(None))
               .values(closed_at=clock.now(), decision=GIVEN_UP))


def samples_that_count(tx: Connection, lot_id: int) -> list[Row[Any]]:
    """Return the rows of a lot's samples since it was reworked last, the newest first."""
    reworked = tx.scalar(select(func.max(lot_event.c.recorded_at)).where(
        lot_event.c.lot_id == lot_id, lot_event.c.act == LotAct.REWORK))
    query = select(sample).where(sample.c.lot_id == lot_id).order_by(sample.c.id.desc())
    return list(tx.execute(query if reworked is None else query.where(sample.c.started_at >= reworked)))


def decide_sample(tx: Connection, sample_id: int, act: LotAct) -> None:
    """Write a manager's decision to the sample on which it was made, and close it; one given up stays that."""
    tx.execute(update(sample).where(sample.c.id == sample_id, sample.c.decision.is_(None)).values(
        decision=DECIDED[act], closed_at=func.coalesce(sample.c.closed_at, literal(clock.now(), Moment))))


def open_sample(tx: Connection, sample_id: int) -> Row[Any]:
    """Return the row of a sample that takes another can; raises BadInput when it is closed or full."""
    row = sample_row(tx, sample_id)
    if row.closed_at is not None:
        raise BadInput("This sample is closed: start another one on the page of its lot.")
    if _numbers(tx, sample_id) >= row.size:
        raise BadInput(f"All {row.size} cans of this sample are taken or being taken: finish those that are begun.")
    return row


def place_can(tx: Connection, sample_id: int, inspection_id: int) -> int:
    """Give a can the lowest number that is free in an open sample, and return it."""
    number = free_number(tx, sample_id)
    tx.execute(insert(sample_can).values(sample_id=sample_id, number=number, inspection_id=inspection_id))
    return number


def free_number(tx: Connection, sample_id: int) -> int:
    """Return the lowest number that no can of the sample has, be it above its size."""
    taken, above = sample_can, sample_can.alias("above")
    if not tx.scalar(select(exists().where(taken.c.sample_id == sample_id, taken.c.number == 1))):
        return 1
    followed = exists().where(above.c.sample_id == sample_id, above.c.number == taken.c.number + 1)
    return tx.execute(
        select(func.min(taken.c.number) + 1).where(taken.c.sample_id == sample_id, ~followed)
    ).scalar_one()


def number_of(tx: Connection, inspection_id: int) -> Row[Any] | None:
    """Return the row that makes a can part of a sample, None for all other cans."""
    return tx.execute(select(sample_can).where(sample_can.c.inspection_id == inspection_id)).one_or_none()


def give_back_number(tx: Connection, inspection_id: int) -> dict[str, int]:
    """Free the number of a can that was given up, for the next can; returns what the audit trail says of it."""
    row = number_of(tx, inspection_id)
    if row is None:
        return {}
    tx.execute(delete(sample_can).where(sample_can.c.inspection_id == inspection_id))
    return {"sample": row.sample_id, "sample_number": row.number}


def close_when_full(tx: Connection, inspection_id: int) -> dict[str, Any]:
    """Close the sample of a can that has just been finished if it was the last; returns what the trail says of it."""
    row = number_of(tx, inspection_id)
    if row is None:
        return {}
    of = sample_row(tx, row.sample_id)
    finished = tx.scalar(
        select(func.count()).select_from(sample_can).join(inspection, inspection.c.id == sample_can.c.inspection_id)
        .where(sample_can.c.sample_id == row.sample_id, inspection.c.state == "finished")
    )
    closes = of.closed_at is None and finished == of.size
    if closes:
        tx.execute(update(sample).where(sample.c.id == of.id).values(closed_at=clock.now()))
    return {"sample": of.id, "sample_number": row.number, **({"sample_complete": True} if closes else {})}


def _numbers(tx: Connection, sample_id: int) -> int:
    return tx.scalar(select(func.count()).select_from(sample_can).where(sample_can.c.sample_id == sample_id)) or 0
