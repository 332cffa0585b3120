"""Re-encoding photographs of good cans: when a plant allows it, which of them, and the record of what was done.

A photograph goes on being known by the hash that it came with; its row says under which hash it is kept since.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, exists, func, insert, select, update

from core.errors import BadInput
from core.quality.rights import Right
from core.quality.room import LEAST_BYTES, LEAST_DAYS, LONGEST_EDGE, MOST_DAYS, Stays, stays, worth_it
from core.records import clock, images
from core.records.photograph_uses import pictures, shown_by
from core.records.schema import inspection, photograph, plant, reencoded_photograph, side_attempt
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, prepared_use_case, reading, use_case

if TYPE_CHECKING:
    from core.imaging.smaller import Smaller

ACTION = "photographs re-encoded"


@dataclass(frozen=True)
class Original:
    """A photograph as it came."""

    sha256: str
    bytes: int
    width: int
    height: int


@dataclass(frozen=True)
class Page:
    """Finished cans in the order of their ids: the photographs of each that may be re-encoded, and how many of the
    others stay as they came for which reason. ``last`` is the id after which to go on, None at the end."""

    cans: dict[int, list[Original]]
    stay: Counter[Stays]
    last: int | None


@dataclass(frozen=True)
class Reencoded:
    """Since when so many photographs of a can are kept re-encoded."""

    photographs: int
    since: datetime


@use_case(Right.SET_UP_PLANT)
def allow_after(tx: Connection, user: User, days: int | None) -> Changed[None] | Unchanged[None]:
    """Let photographs be re-encoded so many days after their can was finished; None: never.

    Raises BadInput for days out of ``LEAST_DAYS`` to ``MOST_DAYS``, and while the plant is not set up.
    """
    if days is not None and not LEAST_DAYS <= days <= MOST_DAYS:
        raise BadInput(f"Photographs are re-encoded after {LEAST_DAYS} to {MOST_DAYS:,} days, or never.")
    if tx.scalar(select(plant.c.id)) is None:
        raise BadInput("Set up the plant first: give its name, its time zone and the start of its day.")
    before = _days(tx)
    if days == before:
        return Unchanged(None)
    tx.execute(update(plant).values(reencode_after_days=days))
    return Changed(None, Entry("re-encoding allowed" if days else "re-encoding stopped", "plant",
                               {"after_days": before}, {"after_days": days}))


@reading(Right.READ)
def allowed_after(tx: Connection, user: User) -> int | None:
    """Return after how many days photographs may be re-encoded; None: never."""
    return _days(tx)


@reading(Right.MAKE_ROOM)
def page(tx: Connection, user: User, after: int = 0, size: int = 100) -> Page:
    """Return the next so many cans of an id above ``after`` that have a photograph large enough to be worth it.

    Raises BadInput while the plant does not allow re-encoding.
    """
    before = _finished_before(tx)
    ids = tx.scalars(
        select(inspection.c.id)
        .where(inspection.c.id > after, inspection.c.finished_at < before,
               exists(_large().where(side_attempt.c.inspection_id == inspection.c.id)))
        .order_by(inspection.c.id).limit(size)
    ).all()
    found = Page({}, Counter(), ids[-1] if len(ids) == size else None)
    rows = tx.execute(
        _large().where(side_attempt.c.inspection_id.in_(ids)).order_by(side_attempt.c.inspection_id)).all()
    why = _reasons(tx, {row.sha256 for row in rows}, before)
    done = set[str]()
    for row in rows:
        if row.sha256 in done:
            continue
        done.add(row.sha256)
        stay = why[row.sha256] or (None if worth_it(row.bytes, row.width, row.height) else Stays.SMALL)
        if stay:
            found.stay[stay] += 1
        else:
            found.cans.setdefault(row.inspection_id, []).append(
                Original(row.sha256, row.bytes, row.width, row.height))
    return found


def reencoded(original: Original) -> "Smaller | None":
    """Return what a photograph is re-encoded to, None where too little is gained; nothing is written.

    Raises DamagedPhotograph or BadInput for one that cannot be read.
    """
    from core.imaging.smaller import smaller  # only here: the trail, which everybody reads, names this module

    return smaller(images.load(original.sha256), original.width, original.height, LONGEST_EDGE)


def _store(user: User, inspection_id: int, originals: Sequence[Original]) -> "list[tuple[Original, Smaller, str]]":
    made = [(original, small) for original in originals if (small := reencoded(original)) is not None]
    return [(original, small, images.store(small.content)) for original, small in made]


@prepared_use_case(Right.MAKE_ROOM, prepare=_store)
def reencode(
    tx: Connection, user: User, made: "list[tuple[Original, Smaller, str]]", inspection_id: int,
    originals: Sequence[Original],
) -> Changed[list[tuple[Original, int]]] | Unchanged[list[tuple[Original, int]]]:
    """Keep photographs of a can re-encoded from now on; returns them, each with its new size in bytes.

    Those that stay as they came by now, or would hardly be smaller, are left out. Their files are left to
    ``making_room.drop_originals``. Raises BadInput while the plant does not allow it, or when one cannot be read.
    """
    why = _reasons(tx, {original.sha256 for original, _, _ in made}, _finished_before(tx))
    known = set(tx.scalars(select(reencoded_photograph.c.original_sha256).where(
        reencoded_photograph.c.original_sha256.in_(list(why)))))
    kept = [one for one in made if why[one[0].sha256] is None and one[0].sha256 not in known]
    if not kept:
        return Unchanged([])
    tx.execute(insert(reencoded_photograph), [{
        "original_sha256": original.sha256, "sha256": sha256, "bytes": len(small.content), "width": small.width,
        "height": small.height, "recorded_at": clock.now(),
    } for original, small, sha256 in kept])
    return Changed([(original, len(small.content)) for original, small, _ in kept], Entry(
        ACTION, f"can:{inspection_id}",
        {original.sha256: {"bytes": original.bytes} for original, _, _ in kept},
        {original.sha256: {"sha256": sha256, "bytes": len(small.content)} for original, small, sha256 in kept}))


@reading(Right.READ)
def of_can(tx: Connection, user: User, inspection_id: int) -> Reencoded | None:
    """Say how many photographs of a can are kept re-encoded; None where all are as they came."""
    count, since = tx.execute(
        select(func.count(reencoded_photograph.c.original_sha256.distinct()),
               func.min(reencoded_photograph.c.recorded_at))
        .join(side_attempt, side_attempt.c.photograph_sha256 == reencoded_photograph.c.original_sha256)
        .where(side_attempt.c.inspection_id == inspection_id)
    ).one()
    return Reencoded(count, since) if count else None


def still_allowed(tx: Connection, hashes: set[str]) -> set[str]:
    """Return those of these photographs that may be re-encoded now; none while the plant does not allow it."""
    days = _days(tx)
    if days is None:
        return set()
    why = _reasons(tx, hashes, clock.now() - timedelta(days=days))
    return {sha256 for sha256 in hashes if why[sha256] is None}


def reencoded_among(tx: Connection, hashes: set[str]) -> set[str]:
    """Return those of these photographs that are kept re-encoded."""
    return set(tx.scalars(select(reencoded_photograph.c.original_sha256)
                          .where(reencoded_photograph.c.original_sha256.in_(hashes))))


def _reasons(tx: Connection, hashes: set[str], finished_before: datetime) -> dict[str, Stays | None]:
    pictured = pictures(tx, hashes)
    return {sha256: stays(cans, finished_before, sha256 in pictured)
            for sha256, cans in shown_by(tx, hashes).items()}


def _large() -> Select[Any]:
    """Photographs of sides that are kept as they came and large enough to be worth a look."""
    return (
        select(side_attempt.c.inspection_id, photograph.c.sha256, photograph.c.bytes, photograph.c.width,
               photograph.c.height)
        .join(photograph, photograph.c.sha256 == side_attempt.c.photograph_sha256)
        .where(photograph.c.bytes >= LEAST_BYTES,
               ~exists().where(reencoded_photograph.c.original_sha256 == photograph.c.sha256))
    )


def _days(tx: Connection) -> int | None:
    return tx.scalar(select(plant.c.reencode_after_days))


def _finished_before(tx: Connection) -> datetime:
    days = _days(tx)
    if days is None:
        raise BadInput("This plant keeps every photograph as it came: a manager may allow re-encoding on the Plant "
                       "page.")
    return clock.now() - timedelta(days=days)
