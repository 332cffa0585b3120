"""Migrations make exactly the tables and triggers that the program expects."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from core.records import database
from core.records.schema import APPEND_ONLY, metadata
from core.records.triggers import guard_statements

pytestmark = [pytest.mark.sqlite, pytest.mark.migrations]


def _objects(file: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(file)) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    return {(kind, name, _in_order(sql or "")) for kind, name, sql in found if "alembic_version" not in name}


def _in_order(sql: str) -> str:
    """The statement with its columns and constraints sorted: a column that was added later stands last, and the name
    of a table that was made anew is quoted."""
    head, _, rest = " ".join(sql.split()).partition("(")
    body, _, options = rest.rpartition(")")
    parts = re.split(r",(?![^()]*\))", body)
    return " | ".join([head.strip().replace('"', ""), *sorted(part.strip() for part in parts), options.strip()])


def test_a_migrated_database_has_the_tables_and_triggers_of_the_schema(installation: Path, tmp_path: Path) -> None:
    database.prepare()
    engine = create_engine(f"sqlite:///{tmp_path / 'expected.db'}")
    metadata.create_all(engine)
    with engine.begin() as tx:
        for table in APPEND_ONLY:
            for statement in guard_statements(table, "sqlite"):
                tx.execute(text(statement))
    migrated, expected = _objects(installation / "cansight.db"), _objects(tmp_path / "expected.db")
    assert migrated - expected == set()
    assert expected - migrated == set()


def test_preparing_twice_changes_nothing_and_backs_nothing_up(installation: Path) -> None:
    database.prepare()
    before = _objects(installation / "cansight.db")
    database.prepare()
    assert _objects(installation / "cansight.db") == before
    assert not (installation / "backups").exists()


def test_an_older_database_is_backed_up_before_it_is_changed(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.prepare()
    with database.write() as tx:
        tx.execute(text("INSERT INTO day_counter VALUES ('today', '', 7)"))
        tx.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    changed = []
    monkeypatch.setattr(database, "_upgrade", changed.append)
    database.prepare()
    (copy,) = (installation / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT last FROM day_counter").fetchall() == [(7,)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0000",)]
    assert len(changed) == 1


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(op, "execute", fails)
    with pytest.raises(RuntimeError):
        database.prepare()
    assert _objects(installation / "cansight.db") == set()


def test_every_table_can_be_made_on_postgresql_too() -> None:
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
