"""Photographs as rows: what the database knows of a file that lies beside it."""

from dataclasses import dataclass

from sqlalchemy import Connection, Select, exists, func, insert, select

from core.records import clock, images
from core.records.database import read
from core.records.images import DamagedPhotograph
from core.records.schema import photograph, reencoded_photograph, side_attempt


@dataclass(frozen=True)
class Kept:
    """What is kept of a photograph; ``came_as`` is the width and height that it came with, where it is re-encoded: all
    that was found on it is in those pixels."""

    content: bytes
    came_as: tuple[int, int] | None = None


as_it_came = ~exists().where(reencoded_photograph.c.original_sha256 == side_attempt.c.photograph_sha256)
"""Of a row of ``side_attempt``: its photograph is kept as it came."""


def add_photograph(tx: Connection, content: bytes, media_type: str, width: int | None, height: int | None) -> str:
    """Enter a photograph that is stored as a file, once, and return its sha256."""
    sha256 = images.digest(content)
    if tx.scalar(select(photograph.c.sha256).where(photograph.c.sha256 == sha256)) is None:
        tx.execute(insert(photograph).values(
            sha256=sha256, bytes=len(content), media_type=media_type, width=width, height=height,
            recorded_at=clock.now(),
        ))
    elif not images.exists(sha256):  # it was re-encoded, and its original removed, since it was stored this time
        images.store(content)
    return sha256


def kept_hashes() -> Select[str]:
    """Select the hash under which each photograph is kept: its own, or that of what it was re-encoded to."""
    return (
        select(func.coalesce(reencoded_photograph.c.sha256, photograph.c.sha256)).distinct().select_from(photograph)
        .outerjoin(reencoded_photograph, reencoded_photograph.c.original_sha256 == photograph.c.sha256)
    )


def is_reencoded(tx: Connection, inspection_id: int) -> bool:
    """Say whether a photograph of a can is not kept as it came."""
    return bool(tx.scalar(select(exists().where(side_attempt.c.inspection_id == inspection_id, ~as_it_came))))


def load_kept(sha256: str) -> bytes:
    """Return the content that ``kept`` gives."""
    return kept(sha256).content


def kept(sha256: str) -> Kept:
    """Return what is kept of a photograph, by the hash that it came with: itself, or what it was re-encoded to.

    Raises DamagedPhotograph where that is absent or does not match its recorded hash.
    """
    try:
        return Kept(images.load(sha256))
    except DamagedPhotograph:
        with read() as tx:
            row = tx.execute(
                select(reencoded_photograph.c.sha256, photograph.c.width, photograph.c.height)
                .join(photograph, photograph.c.sha256 == reencoded_photograph.c.original_sha256)
                .where(photograph.c.sha256 == sha256)).one_or_none()
        if row is None:
            raise
        return Kept(images.load(row.sha256), (row.width, row.height))
