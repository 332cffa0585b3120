"""Photographs as rows: what the database knows of a file that lies beside it."""

from sqlalchemy import Connection, insert, select

from core.records import clock, images
from core.records.schema import photograph


def add_photograph(tx: Connection, content: bytes, media_type: str, width: int | None, height: int | None) -> str:
    """Enter a photograph that is stored as a file, once, and return its sha256."""
    sha256 = images.digest(content)
    if tx.scalar(select(photograph.c.sha256).where(photograph.c.sha256 == sha256)) is None:
        tx.execute(insert(photograph).values(
            sha256=sha256, bytes=len(content), media_type=media_type, width=width, height=height,
            recorded_at=clock.now(),
        ))
    return sha256
