"""The one door to the database."""

import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import Column, exc, func, insert, select, text, update

from core.errors import BadInput
from core.records import clock, database, images
from core.records.columns import Moment
from core.records.schema import APPEND_ONLY, day_counter, metadata, photograph, sign_in_attempt

pytestmark = pytest.mark.sqlite

COUNTER = (day_counter.c.plant_day == "today") & (day_counter.c.line == "")


def _count_on() -> None:
    with database.write() as tx:
        last = tx.scalar(select(day_counter.c.last).where(COUNTER))
        tx.execute(update(day_counter).where(COUNTER).values(last=last + 1))


def _start_counter() -> None:
    with database.write() as tx:
        tx.execute(insert(day_counter).values(plant_day="today", line="", last=0))


def _counted() -> int:
    with database.read() as tx:
        return tx.scalar(select(day_counter.c.last).where(COUNTER))


def test_eight_threads_that_read_and_then_write_lose_no_update() -> None:
    _start_counter()
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(_count_on) for _ in range(160)]:
            done.result()
    assert _counted() == 160


@pytest.mark.long
def test_two_processes_that_read_and_then_write_lose_no_update() -> None:
    _start_counter()
    code = "from tests.records.test_database import _count_on\nfor _ in range(100): _count_on()"
    processes = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert _counted() == 200


def test_without_the_process_wide_lock_sqlite_itself_still_loses_no_update(monkeypatch: pytest.MonkeyPatch) -> None:
    _start_counter()
    monkeypatch.setattr(database, "writer_lock", nullcontext)
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(_count_on) for _ in range(80)]:
            done.result()
    assert _counted() == 80


def test_an_exception_undoes_the_whole_write() -> None:
    _start_counter()
    with pytest.raises(RuntimeError), database.write() as tx:
        tx.execute(update(day_counter).values(last=7))
        raise RuntimeError
    assert _counted() == 0


def test_what_waits_for_a_commit_runs_after_it_and_not_after_an_undone_write() -> None:
    seen = []
    with database.write() as tx:
        database.after_commit(tx, lambda: seen.append("committed"))
        assert seen == []
    with pytest.raises(RuntimeError), database.write() as tx:
        database.after_commit(tx, lambda: seen.append("undone"))
        raise RuntimeError
    with database.write():
        pass
    assert seen == ["committed"]


def test_a_read_sees_one_state_of_the_database() -> None:
    _start_counter()
    with database.read() as tx:
        assert tx.scalar(select(day_counter.c.last)) == 0
        _count_on()
        assert tx.scalar(select(day_counter.c.last)) == 0
    assert _counted() == 1


def test_every_connection_is_durable_and_keeps_foreign_keys() -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1,
              "busy_timeout": database.BUSY_MILLISECONDS}
    for door in (database.read, database.write):
        with door() as tx:
            assert {name: tx.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted


def test_every_table_is_strict() -> None:
    with database.read() as tx:
        strict = {row.name: row.strict for row in tx.execute(text("PRAGMA table_list"))}
    assert {table: strict[table] for table in metadata.tables} == dict.fromkeys(metadata.tables, 1)


def test_a_value_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(exc.IntegrityError), database.write() as tx:
        tx.execute(text("INSERT INTO day_counter VALUES ('today', '', 'many')"))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", [
    "UPDATE {} SET {key} = 2", "DELETE FROM {}", "INSERT OR REPLACE INTO {} SELECT * FROM {}"
])
def test_what_is_only_appended_cannot_be_changed(table: str, change: str) -> None:
    with database.write() as tx:
        tx.execute(text("PRAGMA defer_foreign_keys = ON"))
        columns = metadata.tables[table].columns
        tx.execute(insert(metadata.tables[table]).values({column.name: some_value(column) for column in columns}))
        with pytest.raises(exc.IntegrityError, match="append-only"):
            tx.execute(text(change.format(table, table, key=next(iter(columns)).name)))
        tx.rollback()


def some_value(column: Column) -> object:
    for constraint in column.table.constraints:
        allowed = re.match(rf"{column.name} IN \('([^']+)'", str(getattr(constraint, "sqltext", "")))
        if allowed:
            return allowed.group(1)
    if isinstance(column.type, Moment):
        return clock.now()
    return {str: "x", bytes: b"x"}.get(column.type.python_type, 1)


def test_moments_come_back_to_the_microsecond_and_need_a_time_zone() -> None:
    moment = clock.now()
    row = {"account": "ada", "address": "", "outcome": "failed"}
    with database.write() as tx:
        tx.execute(insert(sign_in_attempt).values(tried_at=moment, **row))
        assert tx.scalar(select(sign_in_attempt.c.tried_at)) == moment
        with pytest.raises(exc.StatementError, match="no time zone"):
            tx.execute(insert(sign_in_attempt).values(tried_at=moment.replace(tzinfo=None), **row))


def test_folder_and_files_are_for_their_owner_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "fresh" / "data"
    monkeypatch.setenv("CANSIGHT_DATA", str(data))
    with database.write() as tx:
        tx.execute(select(func.count()).select_from(photograph))
    images.store(b"photograph")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    open_to_others = [file for file in data.rglob("*") if stat.S_IMODE(file.stat().st_mode) & 0o077]
    assert open_to_others == []


def test_a_database_of_a_newer_program_is_refused() -> None:
    with database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadInput, match="newer version"):
        database.prepare()
