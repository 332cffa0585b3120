"""Room on the disk that keeps photographs: inspection stops before it is full, so that nothing is half saved."""

import shutil
from pathlib import Path

from core.errors import BadInput
from core.settings import settings

LEAST_FREE = 0.05
"""The share of the disk below which inspection stops; what is left is for finishing, backups and signing in."""


def free_share() -> float:
    """Return how much of the data folder's disk is free, 0..1."""
    total, free = disk(settings().data)
    return free / total if total else 0.0


def require_room() -> None:
    """Raise BadInput when less than ``LEAST_FREE`` of the disk is free."""
    share = free_share()
    if share < LEAST_FREE:
        raise BadInput(f"Only {share:.1%} of the disk that keeps the photographs is free: inspection has stopped, and "
                       "all that was saved is safe. Ask an administrator to make room.")


def disk(folder: Path) -> tuple[int, int]:
    """Return the bytes that the folder's disk has, and how many of them are free."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(existing)
    return usage.total, usage.free
