"""The file that makes a data folder a demonstration's, and says what it is filled with."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from core.records.files import write_durably
from core.settings import DEMONSTRATION, settings


@dataclass(frozen=True)
class Marked:
    """The seed of its weeks, the moment (UTC) at which they end, and whether all of them are there."""

    seed: int
    until: datetime
    filled: bool


def mark(marked: Marked) -> None:
    """Write the file durably."""
    file = settings().data / DEMONSTRATION
    content = json.dumps({**asdict(marked), "until": marked.until.isoformat()})
    write_durably(file, content.encode(), file.with_suffix(".new"))


def read_marked() -> Marked | None:
    """Return what the file says; None without it, or where it cannot be read."""
    try:
        told = json.loads((settings().data / DEMONSTRATION).read_text("utf-8"))
        return Marked(told["seed"], datetime.fromisoformat(told["until"]), told["filled"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def is_filled() -> bool:
    """Say whether this installation is a demonstration with all its weeks."""
    marked = read_marked()
    return marked is not None and marked.filled
