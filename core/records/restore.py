"""Bringing a backup back into an empty installation."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from core.errors import BadInput
from core.quality.rights import Right
from core.records.anchor import ANCHOR
from core.records.audit import examine
from core.records.backup_folder import DATABASE, MODELS, Manifest, differing, read_manifest, sha256_of
from core.records.database import database_file, newest_schema, prepare, writer_lock
from core.records.images import PHOTOGRAPHS
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, console, use_case
from core.settings import DEMONSTRATION, settings

MOST_SAID = 10
_STAGED = "restoring"


@dataclass(frozen=True)
class Restored:
    """What was brought back, and what was found wrong with it: a sentence each, nothing when all is well."""

    data: str
    made_at: str
    photographs: int
    audit_rows: int
    findings: list[str]


def bring_back(folder: Path) -> Restored:
    """Bring the backup in this folder into this installation and check the records there.

    All files are copied aside and put in their places at the end, the database last. Raises BadInput, and leaves all
    as it was, when the installation is not empty, a model of the same name differs, or the folder holds no backup that
    this program can read with every file as it was copied.
    """
    folder = folder.resolve()
    _refuse_installation()
    manifest = read_manifest(folder)
    _check(folder, manifest)
    data = settings().data
    staged = data / _STAGED
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writer_lock():
            _refuse_installation()
            shutil.rmtree(staged, ignore_errors=True)
            _stage(folder, manifest, staged)
            _put_in_place(manifest, staged)
    except OSError as error:
        raise BadInput(f"The backup could not be brought back ({error.strerror}): delete what was written to {data} "
                       "and try again.") from error
    prepare()
    record_restore(console(), str(folder), manifest.made_at)
    examined = examine()
    return Restored(str(data), manifest.made_at, examined.photographs, examined.audit_rows, examined.findings)


@use_case(Right.KEEP_BACKUPS)
def record_restore(tx: Connection, user: User, folder: str, made_at: str) -> Changed[None]:
    """Note in the audit trail that the records before this row come from a backup."""
    return Changed(None, Entry("backup restored", "backup", new={"folder": folder, "made_at": made_at}))


def _refuse_installation() -> None:
    data = settings().data
    for there in (database_file(), data / PHOTOGRAPHS, data / ANCHOR, data / "cookie-key"):
        if there.exists():
            raise BadInput(f"This installation is not empty: {there} is there. Restore into an empty one: set "
                           "CANSIGHT_DATA to a new folder.")


def _check(folder: Path, manifest: Manifest) -> None:
    if manifest.schema > newest_schema():
        raise BadInput(f"The backup {folder} was made by a newer version of the program: install that version.")
    wrong = [*differing(folder, manifest), *_models_in_the_way(manifest)]
    if wrong:
        raise BadInput("\n".join(("Nothing was restored.", *wrong[:MOST_SAID])))


def _models_in_the_way(manifest: Manifest) -> Iterator[str]:
    models = settings().models
    for name, sha256 in manifest.files.items():
        if name.startswith(f"{MODELS}/"):
            there = models / name.removeprefix(f"{MODELS}/")
            if there.exists() and (not there.is_file() or sha256_of(there) != sha256):
                yield f"{there} is another than in the backup: set CANSIGHT_MODELS to a new folder."


def _stage(folder: Path, manifest: Manifest, staged: Path) -> None:
    for name in manifest.files:
        copy = staged / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(folder / name, copy)
        copy.chmod(0o600)
    changed = list(differing(staged, manifest))
    if changed:
        raise BadInput(f"Nothing was restored. {changed[0]} Try again, and look at the disks.")


def _put_in_place(manifest: Manifest, staged: Path) -> None:
    data, models = settings().data, settings().models
    for name in manifest.files:
        if name.startswith(f"{MODELS}/"):
            target = models / name.removeprefix(f"{MODELS}/")
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(staged / name, target)
    for name in (PHOTOGRAPHS, ANCHOR, DEMONSTRATION):
        if (staged / name).exists():
            (staged / name).rename(data / name)
    database_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.move(staged / DATABASE, database_file())
    shutil.rmtree(staged)
