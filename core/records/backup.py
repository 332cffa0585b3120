"""Backups: a consistent copy of the records, their photographs and the models, made while people work."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from filelock import Timeout
from sqlalchemy import Connection, select

from core.errors import BadInput
from core.quality.rights import Right
from core.records import clock, images
from core.records.anchor import ANCHOR
from core.records.audit import examine_copy
from core.records.backup_folder import DATABASE, MODELS, Manifest, differing, sha256_of, write_manifest
from core.records.database import database_file, newest_schema, read, read_copy, writer_lock
from core.records.files import sync_file, write_durably
from core.records.images import PHOTOGRAPHS, DamagedPhotograph
from core.records.photograph_rows import kept_hashes
from core.records.schema import audit
from core.records.sessions import User
from core.records.trail import Entry, head
from core.records.use_case import Changed, reading, use_case
from core.settings import DEMONSTRATION, settings

_ACTION, _SUBJECT = "backup made", "backup"
_WAIT_SECONDS = 30


@dataclass(frozen=True)
class Backup:
    """What a backup holds, and what was found wrong with it: a sentence each, nothing when all is well."""

    folder: str
    made_at: str
    files: int
    bytes: int
    photographs: int
    audit_rows: int
    findings: list[str]


def make(folder: Path) -> Backup:
    """Copy the installation into a new or empty folder and check the copy; other people go on working.

    The database is copied as it stood at one moment, with the audit anchor of that moment. A photograph that is
    damaged already is left out and named in the findings. Raises BadInput when the folder holds something, there is
    nothing to copy, the database has tools of its own, or the disk refuses.
    """
    if not database_file().exists():
        raise BadInput(f"There is nothing to back up in {settings().data}: nobody has started this installation yet.")
    folder = folder.resolve()
    _refuse_folder(folder)
    manifest = Manifest(clock.now().isoformat(), newest_schema(), {})
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with images.none_removed(_WAIT_SECONDS):  # what the copied database names is there until it is copied too
            findings = list(_copy_all(folder, manifest.files))
        for wrong in differing(folder, manifest):
            raise BadInput(f"This is no backup, and {folder} may be deleted: {wrong} Try again, on another disk.")
        with read_copy(folder / DATABASE) as tx:
            audit_rows, broken = examine_copy(tx, folder)
        write_manifest(folder, manifest)
    except Timeout as error:
        raise BadInput("Another backup is being made: try again when it has ended.") from error
    except OSError as error:
        raise BadInput(f"The backup could not be written ({error.strerror}): delete {folder} and give a folder with "
                       "room.") from error
    return Backup(
        str(folder), manifest.made_at, len(manifest.files),
        sum((folder / name).stat().st_size for name in manifest.files),
        sum(name.startswith(f"{PHOTOGRAPHS}/") for name in manifest.files), audit_rows, findings + broken,
    )


@use_case(Right.KEEP_BACKUPS)
def record(tx: Connection, user: User, made: Backup) -> Changed[None]:
    """Note in the audit trail that a backup was made."""
    return Changed(None, Entry(_ACTION, _SUBJECT, new={
        "folder": made.folder, "made_at": made.made_at, "files": made.files, "bytes": made.bytes,
        "findings": len(made.findings),
    }))


@reading(Right.KEEP_BACKUPS)
def last_made(tx: Connection, user: User) -> datetime | None:
    """Return when the newest backup was recorded, None when there is none."""
    return tx.execute(
        select(audit.c.recorded_at).where(audit.c.subject == _SUBJECT, audit.c.action == _ACTION)
        .order_by(audit.c.id.desc()).limit(1)
    ).scalar_one_or_none()


def _refuse_folder(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"{folder} holds something already: give each backup a new folder.")
    for own in (settings().data / PHOTOGRAPHS, settings().models):
        if folder.is_relative_to(own):
            raise BadInput(f"{folder} lies in {own}, which is copied itself: give a folder elsewhere.")


def _copy_all(folder: Path, files: dict[str, str]) -> Iterator[str]:
    """Copy what belongs to a backup and enter each file's sha256; what cannot be copied is said in a sentence each."""
    yield from _copy_database(folder, files)
    with read_copy(folder / DATABASE) as tx:
        for sha256 in tx.execution_options(yield_per=1000).execute(kept_hashes()).scalars():
            try:
                content = images.load(sha256)
            except DamagedPhotograph as error:
                yield str(error)
            else:
                _write(folder, f"{PHOTOGRAPHS}/{images.name_in_folder(sha256)}", content, files)
    if settings().demonstration:
        _write(folder, DEMONSTRATION, (settings().data / DEMONSTRATION).read_bytes(), files)
    models = settings().models
    for file in sorted(models.rglob("*")):
        name = file.relative_to(models).as_posix()
        # what is being written there begins with a dot or ends with .tmp
        if file.is_file() and not f"/{name}".count("/.") and file.suffix != ".tmp":
            _write(folder, f"{MODELS}/{name}", file.read_bytes(), files)


def _copy_database(folder: Path, files: dict[str, str]) -> Iterator[str]:
    with read() as tx:
        with writer_lock():
            head(tx)  # from this first look on, the transaction sees the database of this moment
            anchor = settings().data / ANCHOR
            anchored = anchor.read_bytes() if anchor.exists() else None
        copy = folder / DATABASE
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(copy)) as target:
            cast("sqlite3.Connection", tx.connection.driver_connection).backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
            for (said,) in target.execute("PRAGMA integrity_check").fetchall():
                if said != "ok":
                    yield f"The database is damaged: {said}."
    sync_file(copy)
    files[DATABASE] = sha256_of(copy)
    if anchored is not None:
        _write(folder, ANCHOR, anchored, files)


def _write(folder: Path, name: str, content: bytes, files: dict[str, str]) -> None:
    target = folder / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_durably(target, content, target.with_name(f"{target.name}.copying"))
    files[name] = images.digest(content)
