"""The audit trail's count and head in a file of its own, so that a cut tail shows.

A write notes its intent here, durably, before it commits, and confirms it afterwards. Between the two, and after a
crash between the two, the database may stand at either.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from core.records.files import write_durably
from core.settings import settings

ANCHOR = "audit-anchor"
"""The name of the file, in an installation and in a backup of it."""

START = "0" * 64
"""The hash before the first row."""


@dataclass(frozen=True)
class Head:
    """How many rows the trail has and the hash of the last."""

    count: int = 0
    hash: str = START


@dataclass(frozen=True)
class Anchor:
    """The head that was confirmed, the one that may have been reached, and heads found that were neither."""

    confirmed: Head = Head()
    pending: Head | None = None
    breaks: tuple[str, ...] = ()

    def allows(self, head: Head) -> bool:
        """Say whether the database may stand there."""
        return head == self.confirmed or head == self.pending


class DamagedAnchor(Exception):
    """The anchor file cannot be read as one."""


def read_anchor(folder: Path | None = None) -> Anchor | None:
    """Return what the file in this folder (by default the installation's) says, None when there is no file.

    Raises DamagedAnchor when it is no anchor.
    """
    file = folder / ANCHOR if folder else _file()
    try:
        content = json.loads(file.read_text("utf-8"))
        pending = content["pending"]
        return Anchor(Head(**content["confirmed"]), Head(**pending) if pending else None, tuple(content["breaks"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedAnchor(f"The audit anchor {file} cannot be read: {error!r}.") from error


def write_anchor(anchor: Anchor) -> None:
    """Replace the file durably."""
    write_durably(_file(), json.dumps(asdict(anchor)).encode(), _file().with_suffix(".new"))


def _file() -> Path:
    return settings().data / ANCHOR
