"""Files that people took out of the program: each under a name of its own, in a folder of whoever asked for it."""

import re
import shutil
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection

from core.quality.rights import Right
from core.records import clock
from core.records.room import require_room
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, reading, use_case
from core.settings import settings

KEPT_SECONDS = 6 * 3600
"""How long a file waits to be taken."""

_NAME = re.compile(r"[a-z0-9-]{1,80}\.[a-z]{2,5}")


@reading(Right.READ)
def new_file(tx: Connection, user: User, what: str, ending: str) -> Path:
    """Return where to write an export of this user's: a name that no export had before, such as ``cans-...-1f0c.csv``.

    Raises BadInput when the disk is nearly full.
    """
    require_room()
    _sweep()
    folder = _folder(user)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kind = re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")[:40] or "export"
    return folder / f"{kind}-{clock.now():%Y%m%d-%H%M%S}-{uuid4().hex[:12]}.{ending}"


@use_case(Right.READ)
def record_export(tx: Connection, user: User, name: str, what: str, rows: int) -> Changed[None]:
    """Record that a list left the program: which, how many rows, and the file's name with its id."""
    return Changed(None, Entry("exported", f"export:{name}", new={"what": what, "rows": rows}))


@reading(Right.READ)
def own_file(tx: Connection, user: User, name: str) -> Path | None:
    """Return this user's export of that name; None where there is none, or none any more."""
    if not _NAME.fullmatch(name):
        return None
    file = _folder(user) / name
    return file if file.is_file() else None


def _folder(user: User) -> Path:
    return _root() / str(user.id)


def _root() -> Path:
    return settings().data / "exports"


def _sweep() -> None:
    """Delete the exports that nobody took in time."""
    for file in _root().glob("*/*"):
        with suppress(FileNotFoundError):  # swept by somebody else
            if file.stat().st_mtime < time.time() - KEPT_SECONDS:
                shutil.rmtree(file) if file.is_dir() else file.unlink()
