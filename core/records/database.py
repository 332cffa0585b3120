"""The one door to the database: ``read()`` and ``write()`` are transactions, ``prepare()`` brings the schema up."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from filelock import FileLock
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, make_url, text

from core.errors import BadInput
from core.records import can_counts, clock, images
from core.settings import Settings, settings

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MILLISECONDS = 30_000

MOST_ENGINES = 4
_WRITER = 0x43414E53
"""The number of the lock that writers on a PostgreSQL server take in turn, whatever machine they are on."""

_one_writer, _making_engine = threading.Lock(), threading.Lock()
_engines: dict[str, Engine] = {}
_prepared: set[Settings] = set()


@contextmanager
def read() -> Iterator[Connection]:
    """Open one transaction that sees one state of the database."""
    with _ready_engine().connect() as tx, tx.begin():
        yield tx


@contextmanager
def write() -> Iterator[Connection]:
    """Open one transaction that alone may write; it commits at the end, and any exception undoes it."""
    engine = _for_writing(_ready_engine())
    with writer_lock(), engine.connect() as tx:
        actions: list[Callable[[], None]] = []
        tx.info["after_commit"] = actions
        with tx.begin():
            yield tx
        for action in actions:
            action()


def after_commit(tx: Connection, action: Callable[[], None]) -> None:
    """Run the action once this write is committed, while no other writer can start."""
    tx.info["after_commit"].append(action)


@contextmanager
def writer_lock() -> Iterator[None]:
    """Keep every other writer out, in this process and in others on this data folder.

    SQLite 3.40.1 may damage a WAL file that two connections write and reset at once, and the audit's anchor file
    has to keep step with the commits. Raises filelock.Timeout when another process keeps it for half a minute.
    """
    file = settings().data / "writer.lock"
    with _one_writer, FileLock(file, timeout=BUSY_MILLISECONDS / 1000, mode=0o600, poll_interval=0.005):
        yield


@contextmanager
def read_copy(file: Path) -> Iterator[Connection]:
    """Read a copy of a SQLite database that nobody writes; nothing beside it is made or changed."""
    engine = create_engine(f"sqlite:///file:{quote(str(file))}?mode=ro&immutable=1&uri=true", poolclass=NullPool)
    with engine.connect() as tx:
        yield tx


def database_file() -> Path:
    """Return where the SQLite database lies; raises BadInput for another kind of database."""
    url = make_url(settings().database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BadInput(f"The database of this installation is {url.get_backend_name()}: stop the app, copy it with its "
                       "own tools (PostgreSQL: pg_dump, pg_restore), and copy the data folder.")
    return Path(url.database)


def newest_schema() -> str:
    """Return the number of the schema that this program knows."""
    return max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def prepare() -> None:
    """Make the data folder, bring the schema to the newest version (a backup first) and sweep stray files.

    Does nothing more on a database that is up to date. Raises BadInput for one that a newer program wrote.
    """
    here = settings()
    here.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with writer_lock():
        engine = _engine(here.database_url)
        _make_database_file(engine)
        _migrate(engine, here.data)
        images.sweep()
    _prepared.add(here)


def _ready_engine() -> Engine:
    here = settings()
    if here not in _prepared:
        prepare()
    return _engine(here.database_url)


def forget(url: str) -> None:
    """Close every connection to this database, so that it can be moved or dropped."""
    if url in _engines:
        _engines.pop(url).dispose()


def _engine(url: str) -> Engine:
    with _making_engine:
        if url not in _engines:
            while len(_engines) >= MOST_ENGINES:
                _engines.pop(next(iter(_engines))).dispose()
            server = make_url(url).get_backend_name() != "sqlite"
            _engines[url] = _server_engine(url) if server else _sqlite_engine(url)
        return _engines[url]


def _for_writing(engine: Engine) -> Engine:
    """On a server a writer waits for the others and then reads what they left: a snapshot would be older than that."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(write=True)
    return engine.execution_options(write=True, isolation_level="READ COMMITTED")


def _server_engine(url: str) -> Engine:
    engine = create_engine(url, isolation_level="REPEATABLE READ")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("write"):
            connection.exec_driver_sql("SELECT set_config('lock_timeout', %s, true)", (str(BUSY_MILLISECONDS),))
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_WRITER,))

    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late and loses updates
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _make_database_file(engine: Engine) -> None:
    if engine.dialect.name == "sqlite" and engine.url.database:
        file = Path(engine.url.database)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)


def _migrate(engine: Engine, data: Path) -> None:
    newest = newest_schema()
    with engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        present = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
    if present == newest:
        return
    if present and present > newest:
        raise BadInput("This database was written by a newer version of the program: install that version.")
    if present and engine.dialect.name == "sqlite":
        _back_up(Path(str(engine.url.database)), data / "backups", newest)
    _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    from alembic import command  # only here: a start on a database that is up to date does without it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _for_writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        can_counts.rebuild(connection)


def _back_up(database: Path, folder: Path, before: str) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"{database.stem}-before-{before}-{clock.now():%Y%m%dT%H%M%S%f}.db"
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
