"""Making room: goes through all photographs, re-encodes those that may be, and then removes what they came as.

At each moment every photograph matches a hash on record: the smaller file is on the disk before its row is, and the
original goes only after that. Whatever is stopped in between is gone on with by the next run.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from filelock import Timeout
from sqlalchemy import select

from core.errors import BadInput
from core.records import images, reencoding
from core.records.database import read, writer_lock
from core.records.images import DamagedPhotograph
from core.records.reencoding import Original, Page
from core.records.schema import reencoded_photograph
from core.records.use_case import Actor

_AT_ONCE = 500

Progress = Callable[[int, int], None]
"""Told after each can: photographs re-encoded so far, bytes freed so far."""


@dataclass
class Made:
    """What was, or would be, re-encoded: photographs, their bytes before and after, and how many stay for what reason.

    ``originals_left`` are re-encoded already and removed by the next run, because a backup is being made of them;
    ``findings`` names in a sentence each what could not be read.
    """

    dry_run: bool
    after_days: int
    photographs: int = 0
    bytes_before: int = 0
    bytes_after: int = 0
    stay: dict[str, int] = field(default_factory=dict)
    originals_left: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def freed(self) -> int:
        """Bytes."""
        return self.bytes_before - self.bytes_after


def make_room(actor: Actor, progress: Progress, dry_run: bool = False) -> Made:
    """Re-encode every photograph that may be, can by can; with ``dry_run`` do all of it but keep nothing.

    Raises BadInput while the plant does not allow it, Refused without the right.
    """
    made = Made(dry_run, reencoding.allowed_after(actor) or 0)
    stay, seen = Counter[str](), set[str]()
    for page in _pages(actor):
        stay.update({why.value: count for why, count in page.stay.items()})
        for can, originals in page.cans.items():
            new = [one for one in originals if one.sha256 not in seen]
            seen.update(one.sha256 for one in new)
            try:
                done = _tried(new) if dry_run else reencoding.reencode(actor, can, new)
            except (DamagedPhotograph, BadInput) as problem:
                made.findings.append(str(problem))
                continue
            made.photographs += len(done)
            made.bytes_before += sum(original.bytes for original, _ in done)
            made.bytes_after += sum(size for _, size in done)
            if not dry_run:
                drop_originals({original.sha256 for original, _ in done})
            progress(made.photographs, made.freed)
    made.stay = dict(stay)
    if not dry_run:
        made.originals_left = _drop_all()
    return made


def drop_originals(hashes: set[str]) -> bool:
    """Remove the files of originals that are kept re-encoded, where nothing has been recorded since that keeps them.

    False, and nothing is removed, while a backup is being made: it has read the names of the files that it copies.
    """
    with suppress(Timeout), read() as tx, images.none_removed(wait_seconds=0), writer_lock():
        needed = set(tx.scalars(select(reencoded_photograph.c.sha256).where(reencoded_photograph.c.sha256.in_(hashes))))
        allowed = reencoding.still_allowed(tx, reencoding.reencoded_among(tx, hashes) - needed)
        for sha256 in allowed:
            images.remove(sha256)
        return True
    return False


def _pages(actor: Actor) -> Iterator[Page]:
    last: int | None = 0
    while last is not None:
        page = reencoding.page(actor, last)
        yield page
        last = page.last


def _tried(originals: Sequence[Original]) -> list[tuple[Original, int]]:
    made = [(original, reencoding.reencoded(original)) for original in originals]
    return [(original, len(small.content)) for original, small in made if small is not None]


def _drop_all() -> int:
    """Remove what a run that was stopped left behind; returns how many are left because of a backup."""
    with read() as tx:
        known = list(tx.scalars(select(reencoded_photograph.c.original_sha256)))
    there = [sha256 for sha256 in known if images.exists(sha256)]
    blocks = (there[first:first + _AT_ONCE] for first in range(0, len(there), _AT_ONCE))
    return sum(len(block) for block in blocks if not drop_originals(set(block)))
