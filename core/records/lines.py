"""Lines of the plant and the seaming heads of each. They are retired, never deleted, because cans name them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.errors import BadInput
from core.quality.rights import Right
from core.records import clock
from core.records.plain_text import checked_name
from core.records.schema import line, seaming_head
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

LONGEST_LINE, LONGEST_HEAD = 16, 16
MOST_LINES, MOST_HEADS = 100, 60


@dataclass(frozen=True)
class Head:
    """A seaming head of a line."""

    name: str
    retired: bool = False


@dataclass(frozen=True)
class Line:
    """A line with its seaming heads in the order in which they were added."""

    name: str
    heads: tuple[Head, ...] = ()
    retired: bool = False

    @property
    def offered_heads(self) -> tuple[str, ...]:
        """The names of the heads that are not retired; of a retired line there are none."""
        return tuple(head.name for head in self.heads if not head.retired and not self.retired)


@use_case(Right.SET_UP_PLANT)
def add(tx: Connection, user: User, name: str, heads: Sequence[str] = ()) -> Changed[None]:
    """Add a line with its seaming heads; its name stands in the numbers of its cans.

    Raises BadInput for a name that is none, or taken whatever its case, or for more than ``MOST_LINES``.
    """
    name = checked_name(name, "line's name", LONGEST_LINE)
    known = list(tx.scalars(select(line.c.name).limit(MOST_LINES)))
    if name.casefold() in (other.casefold() for other in known):
        raise BadInput(f"There is a line {name} already: choose another name, or bring that line back.")
    if len(known) == MOST_LINES:
        raise BadInput(f"There are {MOST_LINES} lines, and more are not kept.")
    line_id = tx.execute(insert(line).values(name=name, retired=0, added_at=clock.now()).returning(line.c.id)
                         ).scalar_one()
    added: list[str] = []
    for head in heads:
        added.append(_add_head(tx, line_id, name, head))
    return Changed(None, Entry("line added", f"line:{name}", new={"heads": added}))


@use_case(Right.SET_UP_PLANT)
def retire(tx: Connection, user: User, name: str) -> Changed[None] | Unchanged[None]:
    """Offer a line for inspection no more; what is recorded of it stays."""
    return _set_retired(tx, name, True)


@use_case(Right.SET_UP_PLANT)
def bring_back(tx: Connection, user: User, name: str) -> Changed[None] | Unchanged[None]:
    """Offer a retired line again."""
    return _set_retired(tx, name, False)


@use_case(Right.SET_UP_PLANT)
def add_head(tx: Connection, user: User, name: str, head: str) -> Changed[None]:
    """Add a seaming head to a line; raises BadInput for a name that is none or taken on this line."""
    row = _row(tx, name)
    head = _add_head(tx, row.id, row.name, head)
    return Changed(None, Entry("seaming head added", f"line:{row.name}", new={"head": head}))


@use_case(Right.SET_UP_PLANT)
def retire_head(tx: Connection, user: User, name: str, head: str) -> Changed[None] | Unchanged[None]:
    """Offer a seaming head of a line no more; what is recorded of it stays."""
    return _set_head_retired(tx, name, head, True)


@use_case(Right.SET_UP_PLANT)
def bring_back_head(tx: Connection, user: User, name: str, head: str) -> Changed[None] | Unchanged[None]:
    """Offer a retired seaming head again."""
    return _set_head_retired(tx, name, head, False)


@reading(Right.READ)
def list_lines(tx: Connection, user: User, with_retired: bool = False) -> list[Line]:
    """Return the lines in the order in which they were added; retired heads come along only with retired lines."""
    return lines_of(tx, with_retired)


def lines_of(tx: Connection, with_retired: bool = False) -> list[Line]:
    """Do as ``list_lines`` inside a transaction."""
    query = (
        select(line.c.name, line.c.retired, seaming_head.c.name.label("head"),
               seaming_head.c.retired.label("head_retired"))
        .outerjoin(seaming_head, seaming_head.c.line_id == line.c.id)
        .order_by(line.c.id, seaming_head.c.id).limit(MOST_LINES * MOST_HEADS)
    )
    if not with_retired:
        query = query.where(line.c.retired == 0)
    found: dict[str, Line] = {}
    for row in tx.execute(query):
        of = found.setdefault(row.name, Line(row.name, (), bool(row.retired)))
        if row.head is not None and (with_retired or not row.head_retired):
            found[row.name] = replace(of, heads=(*of.heads, Head(row.head, bool(row.head_retired))))
    return list(found.values())


def _add_head(tx: Connection, line_id: int, of: str, head: str) -> str:
    head = checked_name(head, "seaming head's name", LONGEST_HEAD)
    known = list(tx.scalars(select(seaming_head.c.name).where(seaming_head.c.line_id == line_id).limit(MOST_HEADS)))
    if head.casefold() in (other.casefold() for other in known):
        raise BadInput(f"Line {of} has a seaming head {head} already: choose another name, or bring that one back.")
    if len(known) == MOST_HEADS:
        raise BadInput(f"Line {of} has {MOST_HEADS} seaming heads, and more are not kept.")
    tx.execute(insert(seaming_head).values(line_id=line_id, name=head, retired=0))
    return head


def _set_retired(tx: Connection, name: str, retired: bool) -> Changed[None] | Unchanged[None]:
    row = _row(tx, name)
    if bool(row.retired) == retired:
        return Unchanged(None)
    tx.execute(update(line).where(line.c.id == row.id).values(retired=int(retired)))
    return Changed(None, Entry("line retired" if retired else "line brought back", f"line:{row.name}",
                               {"retired": not retired}, {"retired": retired}))


def _set_head_retired(tx: Connection, name: str, head: str, retired: bool) -> Changed[None] | Unchanged[None]:
    row = _row(tx, name)
    head = checked_name(head, "seaming head's name", LONGEST_HEAD)
    found = tx.execute(
        select(seaming_head).where(seaming_head.c.line_id == row.id, seaming_head.c.name == head)
    ).one_or_none()
    if found is None:
        raise BadInput(f"Line {row.name} has no seaming head {head}: choose one from the list.")
    if bool(found.retired) == retired:
        return Unchanged(None)
    tx.execute(update(seaming_head).where(seaming_head.c.id == found.id).values(retired=int(retired)))
    action = "seaming head retired" if retired else "seaming head brought back"
    return Changed(None, Entry(action, f"line:{row.name}", {"head": head, "retired": not retired},
                               {"head": head, "retired": retired}))


def _row(tx: Connection, name: str) -> Row[Any]:
    name = checked_name(name, "line's name", LONGEST_LINE)
    row = tx.execute(select(line).where(line.c.name == name)).one_or_none()
    if row is None:
        raise BadInput(f"There is no line {name}: choose one from the list.")
    return row
