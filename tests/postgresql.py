"""A PostgreSQL server of the tests' own: its folder, its socket, no port; stopped and deleted at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from core.records import database

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
_ACCOUNT = "postgres"
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
_ROOM = 1024**3
_numbers = count(1)


@dataclass(frozen=True)
class PostgreSQL:
    """A running server; ``migrated`` is the database from which each test's own is copied."""

    folder: Path
    migrated: str = "migrated"

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://{_ACCOUNT}@/{name}?host={self.folder}"

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Make a database of the newest schema for one test, give its URL, and drop it afterwards."""
        name = f"test_{next(_numbers)}"
        self.command(f"CREATE DATABASE {name} TEMPLATE {self.migrated} STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            database.forget(self.url(name))
            self.command(f"DROP DATABASE {name} WITH (FORCE)")

    def command(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Start a server with a database ``migrated``; skip the test where PostgreSQL is not installed."""
    if BINARIES is None:
        if os.environ.get("CI"):
            pytest.fail("CI has to have PostgreSQL")
        pytest.skip("needs PostgreSQL: install Debian's package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="cansight-postgresql-", dir=_in_memory()))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        owner = pwd.getpwnam(_ACCOUNT)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", _ACCOUNT, "--"]
    files, options = folder / "files", f"-k {folder} -c listen_addresses='' {_QUICK}"

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*as_owner, str(BINARIES / program), "-D", str(files), *arguments], check=True,
                       cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run("initdb", "-U", _ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        try:
            server = PostgreSQL(folder)
            server.command(f"CREATE DATABASE {server.migrated}")
            _migrate(server.url(server.migrated), folder)
            yield server
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def _in_memory() -> str | None:
    """Where files lie in memory, if there is room: a database is copied there ten times as fast as on a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it is this server's alone
    room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= _ROOM
    return str(memory) if room else None


def _migrate(url: str, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as data:
        patch.setenv("CANSIGHT_DATA", data)
        patch.setenv("CANSIGHT_DATABASE_URL", url)
        database.prepare()
        database.forget(url)
