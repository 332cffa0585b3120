"""The figures of the plant, read from the counts: what a chart costs depends on its points, not on the cans."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, literal_column, or_, select

from core.quality.can_figures import COUNTED
from core.quality.corrected_rate import Checked
from core.quality.phases import judges_of
from core.quality.purposes import NOT_RATED, REINSPECTION
from core.quality.rights import Right
from core.records.can_counts import rebuild
from core.records.counted import By, Choices, Counts, FoundDefect, Group, PiledBox, Scope, Speed
from core.records.plant import plant_time
from core.records.reinspected import counts_once
from core.records.schema import (
    box_count,
    can_count,
    defect_count,
    hour_count,
    inspection,
    lot,
    side_attempt,
    test_answer,
    test_round,
    user_account,
)
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, reading, use_case

_TIMES = ("decode_us", "model_us", "save_us")


# Literals, because PostgreSQL does not see that an expression with parameters is the one that it groups by.
_MONTH = func.substr(can_count.c.plant_day, literal_column("1"), literal_column("7"))
_COLUMNS: dict[By, ColumnElement[Any]] = {
    By.MONTH: _MONTH, By.DAY: can_count.c.plant_day, By.SHIFT: can_count.c.shift,
    By.LOT: can_count.c.lot_id, By.LINE: can_count.c.line, By.HEAD: can_count.c.seaming_head,
    By.PRODUCT: can_count.c.product_sku, By.PURPOSE: can_count.c.purpose, By.JUDGED_BY: can_count.c.judged_by,
}


@reading(Right.READ)
def counted(tx: Connection, user: User, scope: Scope, *by: By) -> list[Group]:
    """Count the cans in scope by what is asked for, in its order; everything together where nothing is."""
    return count(tx, scope, *by)


def count(tx: Connection, scope: Scope, *by: By) -> list[Group]:
    """Count as ``counted`` does, inside a transaction."""
    query = _sums(scope, by)
    if scope.model is not None:
        query = query.where(_judged_by(tx, scope.model))
    rows = tx.execute(query)
    return [Group(tuple(row[:len(by)]), counts) for row in rows
            if (counts := Counts(*(int(number) for number in row[len(by):]))).all]


@reading(Right.READ)
def defects(tx: Connection, user: User, scope: Scope) -> list[FoundDefect]:
    """Count the defects of the bad cans in scope, the most frequent first."""
    kinds = (defect_count.c.code, defect_count.c.severity, defect_count.c.side)
    number = func.sum(defect_count.c.defects)
    query = select(*kinds, number).join(can_count, can_count.c.id == defect_count.c.count_id)
    query = query.where(*_conditions(tx, scope)).group_by(*kinds)
    rows = tx.execute(query.having(number > 0).order_by(number.desc(), *kinds))
    return [FoundDefect(code, severity, side, int(count)) for code, severity, side, count in rows]


@reading(Right.READ)
def boxes(tx: Connection, user: User, scope: Scope) -> list[PiledBox]:
    """Count the suspect places of the bad cans in scope, on the sides that the model did not find good."""
    place = (box_count.c.side, box_count.c.x0, box_count.c.y0, box_count.c.x1, box_count.c.y1)
    number = func.sum(box_count.c.boxes)
    query = select(*place, number).join(can_count, can_count.c.id == box_count.c.count_id)
    query = query.where(*_conditions(tx, scope)).group_by(*place)
    rows = tx.execute(query.having(number > 0).order_by(*place))
    return [PiledBox(side, x0, y0, x1, y1, int(count)) for side, x0, y0, x1, y1, count in rows]


@reading(Right.READ)
def speed(tx: Connection, user: User, scope: Scope) -> list[Speed]:
    """Return, by month, how many cans an hour were inspected, and what decoding, the model and saving took."""
    sums = [func.sum(hour_count.c[name]).label(name) for name in ("cans", "timed", *_TIMES)]
    month = _COLUMNS[By.MONTH].label("month")
    hours = func.count(func.distinct(hour_count.c.hour)).label("hours")
    query = select(month, hours, *sums).join(can_count, can_count.c.id == hour_count.c.count_id)
    query = query.where(*_conditions(tx, scope), hour_count.c.cans > 0).group_by(month).order_by(month)
    return [_speed(row) for row in tx.execute(query)]


@reading(Right.READ)
def choices(tx: Connection, user: User) -> Choices:
    """Return what there is to choose from."""
    columns = [can_count.c[name] for name in ("product_sku", "line", "seaming_head", "shift", "purpose", "judged_by")]
    rows = tx.execute(select(*columns).distinct()).all()
    products, lines, heads, shifts, purposes = (tuple(sorted({row[place] for row in rows})) for place in range(5))
    people = select(user_account.c.name).where(user_account.c.id.in_(select(can_count.c.inspector_id).distinct()))
    models = {judge.model for row in rows for judge in judges_of(row.product_sku, row.judged_by)}
    inspectors = tuple(tx.scalars(people.order_by(user_account.c.name)))
    days = tx.execute(select(func.min(can_count.c.plant_day), func.max(can_count.c.plant_day))).one()
    first, last = (date.fromisoformat(day) if day else None for day in days)
    return Choices(products, lines, heads, shifts, purposes, inspectors, tuple(sorted(models)), first, last)


@reading(Right.READ)
def known_cans(tx: Connection, user: User, scope: Scope) -> Checked:
    """Count how the model did on test cans whose truth is known, shown in the days and on the line in scope.

    Leaving a bad can to a person has not passed it, and leaving a good one has not passed it either.
    """
    clock = plant_time(tx)
    query = (select(test_answer.c.truth, test_answer.c.model_verdict, func.count())
             .join(test_round, test_round.c.id == test_answer.c.round_id)
             .where(test_round.c.purpose == "test can", test_answer.c.model_verdict.is_not(None)))
    if scope.first_day:
        query = query.where(test_answer.c.recorded_at >= clock.day_begins(scope.first_day))
    if scope.last_day:
        query = query.where(test_answer.c.recorded_at < clock.day_begins(scope.last_day + timedelta(days=1)))
    if scope.line is not None:
        query = query.where(func.coalesce(test_round.c.line, "") == scope.line)
    counts = {(truth, said): number for truth, said, number in
              tx.execute(query.group_by(test_answer.c.truth, test_answer.c.model_verdict))}
    passed_bad, passed_good = counts.get(("bad", "good"), 0), counts.get(("good", "good"), 0)
    bad, good = (sum(number for (of, _), number in counts.items() if of == truth) for truth in ("bad", "good"))
    return Checked(bad - passed_bad, bad, passed_good, good)


@use_case(Right.KEEP_BACKUPS)
def recount(tx: Connection, user: User) -> Changed[None]:
    """Make all counts anew from the cans."""
    rebuild(tx)
    return Changed(None, Entry("statistics recounted", "statistics"))


@lru_cache(maxsize=64)
def _sums(scope: Scope, by: tuple[By, ...]) -> Select[Any]:
    """Compose the query once: Home asks it of the same days all day, and composing takes longer than asking."""
    columns = [_COLUMNS[one].label(f"by_{place}") for place, one in enumerate(by)]
    sums = [func.coalesce(func.sum(can_count.c[name]), 0) for name in COUNTED]
    query = select(*columns, *sums).select_from(can_count).where(*_conditions_on(scope, can_count))
    return query.group_by(*columns).order_by(*columns)


def _speed(row: Row[Any]) -> Speed:
    timed = int(row.timed)
    decode_ms, model_ms, save_ms = (float(row._mapping[name]) / 1000 / timed if timed else 0.0 for name in _TIMES)
    return Speed(row.month, int(row.cans), int(row.hours), timed, decode_ms, model_ms, save_ms)


def _conditions(tx: Connection, scope: Scope) -> Iterable[ColumnElement[bool]]:
    yield from _conditions_on(scope, can_count)
    if scope.model is not None:
        yield _judged_by(tx, scope.model)


def _judged_by(tx: Connection, model: str) -> ColumnElement[bool]:
    texts = tx.scalars(select(can_count.c.judged_by).distinct()).all()
    return can_count.c.judged_by.in_([
        kept for kept in texts if model in {judge.model for judge in judges_of("", kept)}])


def inspections_in(scope: Scope) -> Iterable[ColumnElement[bool]]:
    """Yield the conditions on ``inspection`` for cans in scope; part of whatever counts few of them."""
    yield from _conditions_on(scope, inspection)
    if scope.model is not None:
        yield inspection.c.id.in_(select(side_attempt.c.inspection_id).where(side_attempt.c.model == scope.model))


def _conditions_on(scope: Scope, of: Table) -> Iterable[ColumnElement[bool]]:
    """What a scope asks of the rows of ``can_count`` or of ``inspection``, all but the model."""
    if scope.first_day:
        yield of.c.plant_day >= scope.first_day.isoformat()
    if scope.last_day:
        yield of.c.plant_day <= scope.last_day.isoformat()
    for name, value in (("product_sku", scope.product_sku), ("line", scope.line),
                        ("seaming_head", scope.seaming_head), ("shift", scope.shift), ("purpose", scope.purpose)):
        if value is not None:
            yield of.c[name] == value if value else or_(of.c[name] == "", of.c[name].is_(None))
    if scope.purpose is None:
        yield of.c.purpose.not_in(NOT_RATED)
    if scope.first_pass:
        yield of.c.purpose != REINSPECTION
    if scope.once and scope.purpose is None:
        yield counts_once if of is inspection else of.c.once == 1
    if scope.lot is not None:
        yield of.c.lot_id.in_(select(lot.c.id).where(lot.c.code.contains(scope.lot.upper(), autoescape=True)))
    if scope.inspector is not None:
        yield of.c.inspector_id.in_(select(user_account.c.id).where(user_account.c.name == scope.inspector))
