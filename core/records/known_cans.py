"""Known cans: kept cans of which a manager says what they are, to test with and to learn from."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, exists, insert, select, update

from core.errors import BadInput
from core.quality.defects import DEFECTS
from core.quality.reviewing import DECISIONS
from core.quality.rights import Right
from core.quality.verdict import Verdict
from core.records import clock
from core.records.can_rows import load_can
from core.records.photograph_rows import is_reencoded
from core.records.plain_text import checked, checked_name
from core.records.schema import inspection, known_can
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

LONGEST_NAME, LONGEST_LESSON, MOST_CANS = 32, 500, 200


@dataclass(frozen=True)
class KnownCan:
    """A known can: the inspection with its photographs, what it is in truth, by which defect, and what to see on it."""

    id: int
    inspection_id: int
    name: str
    number: str
    product_name: str
    truth: Verdict
    code: str | None
    lesson: str
    retired: bool


@use_case(Right.KEEP_TEST_CANS)
def add(
    tx: Connection, user: User, inspection_id: int, name: str, truth: Verdict, code: str | None = None, lesson: str = ""
) -> Changed[int]:
    """Make a kept can a known one and return its id; a bad one has its defect named.

    Raises BadInput for a can that is not finished or shows no photograph, or a re-encoded one, is known already, or a
    name that is taken, for a truth that is neither Good nor Bad, and for a defect that does not go with it.
    """
    can = load_can(tx, inspection_id)
    if is_reencoded(tx, inspection_id):
        raise BadInput(f"The photographs of can {can.number} were re-encoded to make room: choose a can whose "
                       "photographs are as they came.")
    if can.state != "finished" or not any(side.photograph for side in can.sides.values()):
        raise BadInput(f"Can {can.number} shows nothing: choose a finished can with photographs.")
    name = checked_name(name, "known can's name", LONGEST_NAME)
    checked(lesson, "lesson", LONGEST_LESSON)
    if truth not in DECISIONS:
        raise BadInput("A known can is Good or Bad: say which.")
    if (truth is Verdict.BAD) != (code is not None):
        raise BadInput("Name the defect of a bad can, and none of a good one.")
    if code is not None and code not in DEFECTS:
        raise BadInput(f"There is no defect {code!r}: choose one from the list.")
    if tx.scalar(select(exists().where(known_can.c.inspection_id == inspection_id))):
        raise BadInput(f"Can {can.number} is a known can already.")
    names = list(tx.scalars(select(known_can.c.name).limit(MOST_CANS)))
    if name.casefold() in (other.casefold() for other in names):
        raise BadInput(f"There is a known can {name} already: choose another name.")
    if len(names) == MOST_CANS:
        raise BadInput(f"There are {MOST_CANS} known cans, and more are not kept.")
    known_id = tx.execute(insert(known_can).values(
        inspection_id=inspection_id, name=name, truth=truth, code=code, lesson=lesson, retired=0, added_at=clock.now(),
    ).returning(known_can.c.id)).scalar_one()
    return Changed(known_id, Entry("known can added", f"can:{inspection_id}", new={
        "name": name, "truth": truth, "code": code, "lesson": lesson}))


@use_case(Right.KEEP_TEST_CANS)
def retire(tx: Connection, user: User, known_id: int) -> Changed[None] | Unchanged[None]:
    """Show a known can no more; the answers to it stay. Raises BadInput when there is none."""
    return _set_retired(tx, known_id, True)


@use_case(Right.KEEP_TEST_CANS)
def bring_back(tx: Connection, user: User, known_id: int) -> Changed[None] | Unchanged[None]:
    """Show a retired known can again. Raises BadInput when there is none."""
    return _set_retired(tx, known_id, False)


@reading(Right.KEEP_TEST_CANS)
def list_cans(tx: Connection, user: User) -> list[KnownCan]:
    """Return all known cans by name. Whoever is tested does not read this list."""
    rows = tx.execute(
        select(known_can, inspection.c.number, inspection.c.product_name)
        .join(inspection, inspection.c.id == known_can.c.inspection_id).order_by(known_can.c.name).limit(MOST_CANS)
    )
    return [KnownCan(row.id, row.inspection_id, row.name, row.number, row.product_name, Verdict(row.truth), row.code,
                     row.lesson, bool(row.retired)) for row in rows]


def shown_cans(tx: Connection) -> list[tuple[int, Verdict]]:
    """Return the known cans that a round may show, as (id, truth), inside a transaction."""
    rows = tx.execute(select(known_can.c.id, known_can.c.truth).where(known_can.c.retired == 0).limit(MOST_CANS))
    return [(row.id, Verdict(row.truth)) for row in rows]


def known_row(tx: Connection, known_id: int) -> Row[Any]:
    """Return the row; raises BadInput when there is none."""
    row = tx.execute(select(known_can).where(known_can.c.id == known_id)).one_or_none() \
        if 0 < known_id < 2**63 else None
    if row is None:
        raise BadInput("There is no such known can: choose one from the list.")
    return row


def _set_retired(tx: Connection, known_id: int, retired: bool) -> Changed[None] | Unchanged[None]:
    row = known_row(tx, known_id)
    if bool(row.retired) == retired:
        return Unchanged(None)
    tx.execute(update(known_can).where(known_can.c.id == known_id).values(retired=int(retired)))
    return Changed(None, Entry("known can retired" if retired else "known can brought back",
                               f"can:{row.inspection_id}", {"retired": not retired}, {"retired": retired}))
