"""Writing the audit trail: each row is chained to the one before by its hash, and the head is anchored outside."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from core.records import clock
from core.records.anchor import Anchor, DamagedAnchor, Head, read_anchor, write_anchor
from core.records.columns import EPOCH, MICROSECOND
from core.records.database import after_commit
from core.records.schema import audit


@dataclass(frozen=True)
class Entry:
    """What was done to what: values before and after as they stand in records, and the reason a person gave."""

    action: str
    subject: str
    old: Mapping[str, Any] | None = None
    new: Mapping[str, Any] | None = None
    why: str = ""


def append(tx: Connection, actor: str, entry: Entry) -> None:
    """Add one row inside a write transaction, which may do so or ``extend`` once: the anchor holds one pending."""
    extend(tx, [(clock.now(), actor, entry)])


def extend(tx: Connection, done: Sequence[tuple[datetime, str, Entry]]) -> None:
    """Add many rows, (when, who, what), in this order; once a transaction, and at least one."""
    last, rows = head(tx), list[dict[str, Any]]()
    reached = last
    for moment, actor, entry in done:
        values = {
            "id": reached.count + 1,
            "recorded_at": moment,
            "actor": actor,
            "action": entry.action,
            "subject": entry.subject,
            "old": canonical(entry.old) if entry.old is not None else None,
            "new": canonical(entry.new) if entry.new is not None else None,
            "why": entry.why,
        }
        row_hash = chained(reached.hash, values)
        rows.append({**values, "previous_hash": reached.hash, "hash": row_hash})
        reached = Head(reached.count + 1, row_hash)
    tx.execute(audit.insert(), rows)
    intent = replace(_anchor_at(last), confirmed=last, pending=reached)
    write_anchor(intent)
    after_commit(tx, lambda: write_anchor(replace(intent, confirmed=reached, pending=None)))


def head(tx: Connection) -> Head:
    """Return where the trail stands in the database."""
    last = tx.execute(select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)).one_or_none()
    return Head(last.id, last.hash) if last else Head()


def chained(previous_hash: str, values: Mapping[str, Any]) -> str:
    """Return the hash of a row: sha256 over the previous hash and the row's values in canonical JSON."""
    moment = (values["recorded_at"] - EPOCH) // MICROSECOND
    content = canonical({**values, "recorded_at": moment, "previous_hash": previous_hash})
    return hashlib.sha256(content.encode()).hexdigest()


def canonical(values: Mapping[str, Any]) -> str:
    """Return JSON that is the same for the same values."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _anchor_at(found: Head) -> Anchor:
    """Return the anchor; a head that it does not allow is noted in it for good, or the next write would hide it."""
    try:
        anchor = read_anchor()
    except DamagedAnchor as error:
        return Anchor(breaks=(str(error),))
    if anchor is None:
        anchor = Anchor()
    if anchor.allows(found):
        return anchor
    wanted = anchor.confirmed
    note = (f"On {clock.now():%Y-%m-%d %H:%M} UTC the trail stood at row {found.count} ({found.hash[:12]}), "
            f"but row {wanted.count} ({wanted.hash[:12]}) had been recorded.")
    return replace(anchor, breaks=(*anchor.breaks, note))
