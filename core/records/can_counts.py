"""Counts of finished cans, kept in the transaction of each verdict, so that a chart costs its points and not the cans.

Whoever writes a revision does so inside ``counted_anew``; whoever writes many cans at once does so inside
``counted_later`` and calls ``rebuild`` after.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update

from core.quality.can_figures import COUNTED
from core.records.can_facts import Kind, Tally, add_cans
from core.records.schema import COUNTS, box_count, can_count, defect_count, hour_count, inspection

_AT_ONCE = 2000
_KIND = [can_count.c[name] for name in ("plant_day", "shift", "lot_id", "line", "seaming_head", "product_sku",
                                        "judged_by", "inspector_id", "purpose", "once")]
_HOURLY = ("cans", "timed", "decode_us", "model_us", "save_us")
_PARTS: tuple[tuple[Table, tuple[str, ...], tuple[str, ...]], ...] = (
    (hour_count, ("hour",), _HOURLY),
    (defect_count, ("code", "severity", "side"), ("defects",)),
    (box_count, ("side", "x0", "y0", "x1", "y1"), ("boxes",)),
)
"""The tables that tell more of each kind of can: by what, and what is counted."""

_Counted = dict[tuple[Any, ...], dict[str, int]]
_later: ContextVar[bool] = ContextVar("later", default=False)


@contextmanager
def counted_anew(tx: Connection, *inspection_ids: int) -> Iterator[None]:
    """Take cans out of the counts while a verdict is written, and count them as they are then.

    A can that is not finished counts nowhere.
    """
    if _later.get():
        yield
        return
    before, after = Tally(), Tally()
    for one in inspection_ids:
        add_cans(tx, before, one, one)
    yield
    for one in inspection_ids:
        add_cans(tx, after, one, one)
    _apply(tx, before, -1)
    _apply(tx, after, 1)


@contextmanager
def counted_later() -> Iterator[None]:
    """Leave all counting to ``rebuild``."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def rebuild(tx: Connection) -> None:
    """Make all counts anew from the cans."""
    for table in reversed(COUNTS):
        tx.execute(delete(table))
    tally = _whole(tx)
    if not tally.cans:
        return
    ids = tx.scalars(
        insert(can_count).returning(can_count.c.id, sort_by_parameter_order=True),
        [{**_kind_values(kind), **dict.fromkeys(COUNTED, 0), **counted} for kind, counted in tally.cans.items()],
    ).all()
    kinds = dict(zip(tally.cans, ids, strict=True))
    for table, by, what, counts in _parts(tally):
        rows = [{"count_id": kinds[key[0]], **dict(zip(by, key[1:], strict=True)), **dict.fromkeys(what, 0),
                 **counted} for key, counted in counts.items()]
        if rows:
            tx.execute(insert(table), rows)


def differences(tx: Connection) -> int:
    """Return how many counts are not what the cans say."""
    tally, wrong = _whole(tx), 0
    kept = {tuple(row[:-len(COUNTED)]): dict(zip(COUNTED, row[-len(COUNTED):], strict=True))
            for row in tx.execute(select(*_KIND, *(can_count.c[name] for name in COUNTED)))}
    wrong += _different(kept, dict(tally.cans))
    for table, by, what, counts in _parts(tally):
        query = select(*_KIND, *(table.c[name] for name in (*by, *what))).join(can_count, can_count.c.id ==
                                                                              table.c.count_id)
        split = len(_KIND)
        found = {(tuple(row[:split]), *row[split:split + len(by)]):
                 dict(zip(what, row[split + len(by):], strict=True)) for row in tx.execute(query)}
        wrong += _different(found, counts)
    return wrong


def _whole(tx: Connection) -> Tally:
    tally = Tally()
    first, last = tx.execute(select(func.min(inspection.c.id), func.max(inspection.c.id))).one()
    for start in range(first or 0, (last or -1) + 1, _AT_ONCE):
        add_cans(tx, tally, start, start + _AT_ONCE - 1)
    return tally


def _parts(tally: Tally) -> Iterator[tuple[Table, tuple[str, ...], tuple[str, ...], _Counted]]:
    counts: tuple[_Counted, ...] = (
        dict(tally.hours),
        {key: {"defects": number} for key, number in tally.defects.items()},
        {key: {"boxes": number} for key, number in tally.boxes.items()},
    )
    for (table, by, what), counted in zip(_PARTS, counts, strict=True):
        yield table, by, what, counted


def _different(kept: Mapping[Any, Mapping[str, int]], wanted: Mapping[Any, Mapping[str, int]]) -> int:
    return sum(Counter(kept.get(key, {})) != Counter(wanted.get(key, {})) for key in kept.keys() | wanted.keys())


def _apply(tx: Connection, tally: Tally, sign: int) -> None:
    kinds: dict[Kind, int] = {}
    for kind, counted in tally.cans.items():
        kinds[kind] = _kind_id(tx, kind)
        _add_to(tx, can_count, {"id": kinds[kind]}, dict.fromkeys(COUNTED, 0), counted, sign)
    for table, by, what, counts in _parts(tally):
        for key, more in counts.items():
            place = {"count_id": kinds[key[0]], **dict(zip(by, key[1:], strict=True))}
            _add_to(tx, table, place, dict.fromkeys(what, 0), more, sign)


def _kind_id(tx: Connection, kind: Kind) -> int:
    values = _kind_values(kind)
    known = tx.scalar(select(can_count.c.id).where(and_(*(can_count.c[name] == value
                                                          for name, value in values.items()))))
    if known is not None:
        return known
    return tx.execute(insert(can_count).values(**values, **dict.fromkeys(COUNTED, 0)).returning(can_count.c.id)
                      ).scalar_one()


def _add_to(
    tx: Connection, table: Table, place: Mapping[str, Any], nothing: Mapping[str, int], counted: Mapping[str, int],
    sign: int,
) -> None:
    added = {name: sign * number for name, number in counted.items() if number}
    at = and_(*(table.c[name] == value for name, value in place.items()))
    if not added:
        return
    known = tx.execute(update(table).where(at).values({name: table.c[name] + more for name, more in added.items()}))
    if known.rowcount == 0:
        tx.execute(insert(table).values(**place, **{**nothing, **added}))


def _kind_values(kind: Kind) -> dict[str, Any]:
    return {column.name: value for column, value in zip(_KIND, kind, strict=True)}
