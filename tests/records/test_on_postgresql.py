"""What PostgreSQL alone has to answer for: its guards, its writers, and a database made by the migrations."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import exc, insert, inspect, select, text, update

from core.errors import BadInput
from core.records import backup, database
from core.records.schema import APPEND_ONLY, day_counter, metadata
from tests.postgresql import PostgreSQL
from tests.records.test_database import some_value

pytestmark = pytest.mark.sqlite  # not once more on the other one


@pytest.fixture(autouse=True)
def on_postgresql(postgresql: PostgreSQL, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with postgresql.fresh() as url:
        monkeypatch.setenv("CANSIGHT_DATABASE_URL", url)
        yield


def test_the_migrations_make_every_table_and_column_of_the_schema() -> None:
    with database.read() as tx:
        made = inspect(tx)
        columns = {name: {column["name"] for column in made.get_columns(name)} for name in metadata.tables}
    assert columns == {name: set(table.c.keys()) for name, table in metadata.tables.items()}


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_is_only_appended_cannot_be_changed_deleted_or_truncated(table: str) -> None:
    columns = metadata.tables[table].columns
    with database.write() as tx:
        tx.execute(text("SET LOCAL session_replication_role = replica"))  # the row stands for itself, without others
        tx.execute(insert(metadata.tables[table]).values({column.name: some_value(column) for column in columns}))
    key = next(iter(columns)).name
    for change in ("UPDATE {table} SET {key} = {key}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"):
        with pytest.raises(exc.IntegrityError, match="append-only"), database.write() as tx:
            tx.execute(text(change.format(table=table, key=key)))


def test_writers_who_read_and_then_write_lose_no_update() -> None:
    counter = (day_counter.c.plant_day == "today") & (day_counter.c.line == "")
    with database.write() as tx:
        tx.execute(insert(day_counter).values(plant_day="today", line="", last=0))

    def count_on() -> None:
        with database.write() as tx:
            last = tx.scalar(select(day_counter.c.last).where(counter))
            tx.execute(update(day_counter).where(counter).values(last=last + 1))

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(count_on) for _ in range(80)]:
            done.result()
    with database.read() as tx:
        assert tx.scalar(select(day_counter.c.last).where(counter)) == 80


def test_a_backup_says_which_tools_to_use_instead(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pg_dump"):
        backup.make(tmp_path / "backup")
