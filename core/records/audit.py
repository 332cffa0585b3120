"""Reading and verifying the audit trail."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from core.quality.rights import Right
from core.records import can_counts, images, reencoding
from core.records.anchor import START, Anchor, DamagedAnchor, Head, read_anchor
from core.records.database import read, writer_lock
from core.records.photograph_rows import load_kept
from core.records.schema import audit, photograph, reencoded_photograph
from core.records.sessions import User
from core.records.trail import chained, head
from core.records.use_case import reading


@dataclass(frozen=True)
class AuditRow:
    """One row of the trail: who did what, when, the values before and after, and why."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    why: str


@reading(Right.READ_AUDIT)
def entries(
    tx: Connection, user: User, subject: str | None = None, limit: int = 100, before: int | None = None
) -> list[AuditRow]:
    """Return the newest rows first, of one subject (such as "can:12" or "user:ada") or of all; those before a row."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    return [
        AuditRow(row.id, row.recorded_at, row.actor, row.action, row.subject,
                 json.loads(row.old) if row.old else None, json.loads(row.new) if row.new else None, row.why)
        for row in tx.execute(query)
    ]


@dataclass(frozen=True)
class Verification:
    """How much was checked, and what was found: a sentence each, nothing when all is well."""

    audit_rows: int
    photographs: int
    findings: list[str]


def verify() -> list[str]:
    """Return the findings of ``examine``."""
    return examine().findings


def examine() -> Verification:
    """Check the whole trail against its chain and its anchor, and every photograph against its hash; of one that is
    re-encoded the hash of what is kept, and that hash against the trail."""
    with read() as tx:
        with writer_lock():  # the anchor and the first look at the database belong to the same moment
            end = head(tx)
            findings = list(_against_anchor(end))
        findings += _broken_links(tx)
        findings += _damaged_photographs(tx)
        findings += _exchanged_photographs(tx)
        findings += _wrong_counts(tx)
        photographs = tx.scalar(select(func.count()).select_from(photograph)) or 0
    return Verification(end.count, photographs, findings)


def examine_copy(tx: Connection, folder: Path) -> tuple[int, list[str]]:
    """Check the trail of a database that nobody writes against the anchor beside it; returns its rows and findings."""
    end = head(tx)
    return end.count, [*_against_anchor(end, folder), *_broken_links(tx)]


def _against_anchor(found: Head, folder: Path | None = None) -> Iterator[str]:
    try:
        anchor = read_anchor(folder)
    except DamagedAnchor as error:
        yield str(error)
        return
    if anchor is None:
        if found.count:
            yield "The audit anchor is missing: the trail's end cannot be checked."
        return
    yield from anchor.breaks
    if not anchor.allows(found):
        yield _wrong_end(anchor, found)


def _wrong_end(anchor: Anchor, found: Head) -> str:
    wanted = anchor.confirmed
    if found.count < wanted.count:
        return f"The audit trail ends at row {found.count}, but row {wanted.count} had been recorded."
    return f"The audit trail ends at row {found.count} with another hash than was recorded for row {wanted.count}."


def _broken_links(tx: Connection) -> Iterator[str]:
    number, previous_hash = 0, START
    for row in tx.execution_options(yield_per=1000).execute(select(audit).order_by(audit.c.id)).mappings():
        number += 1
        if row["id"] != number:
            yield f"Audit row {number} is missing: row {row['id']} stands in its place."
            number = row["id"]
        values = {key: row[key] for key in row if key not in ("previous_hash", "hash")}
        if row["previous_hash"] != previous_hash:
            yield f"Audit row {row['id']} does not follow from the row before it."
        if row["hash"] != chained(row["previous_hash"], values):
            yield f"Audit row {row['id']} was changed."
        previous_hash = row["hash"]


def _wrong_counts(tx: Connection) -> Iterator[str]:
    wrong = can_counts.differences(tx)
    if wrong:
        yield (f"Counts of the statistics that differ from a recount of the cans: {wrong}. "
               "Mend them: python -m core verify --recount")


def _damaged_photographs(tx: Connection) -> Iterator[str]:
    rows = tx.execution_options(yield_per=1000).execute(
        select(photograph.c.sha256, reencoded_photograph.c.sha256.label("kept"))
        .outerjoin(reencoded_photograph, reencoded_photograph.c.original_sha256 == photograph.c.sha256))
    for row in rows:
        try:
            if row.kept is None:
                load_kept(row.sha256)  # it may have been re-encoded since the check began
            else:
                images.load(row.kept)
        except images.DamagedPhotograph as error:
            yield str(error)


def _exchanged_photographs(tx: Connection) -> Iterator[str]:
    rows = tx.execution_options(yield_per=1000).execute(
        select(audit.c.new).where(audit.c.action == reencoding.ACTION)).scalars()
    told = {original: said["sha256"] for new in rows for original, said in json.loads(new).items()}
    for row in tx.execution_options(yield_per=1000).execute(select(reencoded_photograph)):
        if told.get(row.original_sha256) != row.sha256:
            yield (f"Photograph {row.original_sha256} is kept re-encoded as {row.sha256}, of which the audit trail "
                   "says nothing.")
