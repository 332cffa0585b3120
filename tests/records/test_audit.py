"""The audit trail: whatever is changed in it afterwards is found."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest

from core.quality.rights import Role
from core.records import accounts, anchor, audit, database, inspections
from core.records import trail as trail_module
from core.records.anchor import Anchor, Head
from core.records.columns import EPOCH, MICROSECOND
from core.records.trail import Entry, append, chained
from core.records.use_case import console
from tests.records.people import PASSWORD, add, signed_in, taken, whole_can

COLUMNS = ("id", "recorded_at", "actor", "action", "subject", "old", "new", "why", "previous_hash", "hash")
Rows = list[dict[str, object]]


@pytest.fixture
def trail(installation: Path) -> Iterator[sqlite3.Connection]:
    """A connection past all guards to a database with some history."""
    actor = signed_in("ines")
    inspections.finish(actor, can := whole_can(actor, "one"))
    inspections.raise_defect(actor, can, side=4, code="TAB", note="the ring is gone")
    accounts.set_role(console(), "ines", Role.REVIEWER)
    with closing(sqlite3.connect(installation / "cansight.db", isolation_level=None)) as connection:
        for change in ("update", "delete"):
            connection.execute(f"DROP TRIGGER audit_no_{change}")
        yield connection


def _rows(trail: sqlite3.Connection) -> Rows:
    return [dict(zip(COLUMNS, row, strict=True)) for row in trail.execute("SELECT * FROM audit ORDER BY id")]


def _replace(trail: sqlite3.Connection, rows: Rows) -> None:
    trail.execute("BEGIN")
    trail.execute("DELETE FROM audit")
    trail.executemany("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in rows])
    trail.execute("COMMIT")


def _rehashed(row: dict[str, object], previous_hash: object) -> dict[str, object]:
    values = {key: row[key] for key in COLUMNS[:-2]}
    moment = EPOCH + int(str(row["recorded_at"])) * MICROSECOND
    return {**row, "previous_hash": previous_hash,
            "hash": chained(str(previous_hash), {**values, "recorded_at": moment})}


def _edited(row: dict[str, object], column: str) -> dict[str, object]:
    value = row[column]
    if column == "id":
        return {**row, column: 1000}
    if isinstance(value, int):
        return {**row, column: value + 1}
    return {**row, column: "{}" if value is None else f"{value} "}


def _edits(rows: Rows) -> Iterator[Rows]:
    for i, row in enumerate(rows):
        for column in COLUMNS:
            yield [*rows[:i], _edited(row, column), *rows[i + 1:]]


def _deletions(rows: Rows) -> Iterator[Rows]:
    for i in range(len(rows)):
        yield [*rows[:i], *rows[i + 1:]]


def _deletions_closed_up(rows: Rows) -> Iterator[Rows]:
    for i in range(len(rows)):
        yield [*rows[:i], *({**row, "id": int(str(row["id"])) - 1} for row in rows[i + 1:])]


def _swaps(rows: Rows) -> Iterator[Rows]:
    for i, j in combinations(range(len(rows)), 2):
        swapped = list(rows)
        swapped[i], swapped[j] = {**rows[j], "id": rows[i]["id"]}, {**rows[i], "id": rows[j]["id"]}
        yield swapped


def _cut_tails(rows: Rows) -> Iterator[Rows]:
    for length in range(len(rows)):
        yield rows[:length]


def _replaced_with_hash_recomputed(rows: Rows) -> Iterator[Rows]:
    for i, row in enumerate(rows):
        for column in ("actor", "new", "why", "recorded_at"):
            yield [*rows[:i], _rehashed(_edited(row, column), row["previous_hash"]), *rows[i + 1:]]


def _rechained_to_the_end(rows: Rows) -> Iterator[Rows]:
    for i, row in enumerate(rows):
        forged = [*rows[:i], _rehashed({**row, "actor": "eve"}, row["previous_hash"])]
        for later in rows[i + 1:]:
            forged.append(_rehashed(later, forged[-1]["hash"]))
        yield forged


def _additions(rows: Rows) -> Iterator[Rows]:
    yield [*rows, _rehashed({**rows[-1], "id": len(rows) + 1}, rows[-1]["hash"])]


@pytest.mark.sqlite
@pytest.mark.parametrize("tamperings", [
    _edits, _deletions, _deletions_closed_up, _swaps, _cut_tails, _replaced_with_hash_recomputed,
    _rechained_to_the_end, _additions,
], ids=lambda tamperings: tamperings.__name__.strip("_"))
def test_every_tampering_is_found(trail: sqlite3.Connection, tamperings: Callable[[Rows], Iterator[Rows]]) -> None:
    rows = _rows(trail)
    assert len(rows) > 6
    assert audit.verify() == []
    for tampered in tamperings(rows):
        _replace(trail, tampered)
        assert audit.verify() != [], tampered
    _replace(trail, rows)
    assert audit.verify() == []


def _random_tampering(rows: Rows, chance: random.Random) -> Rows:
    """Change a trail in one of the ways that there are, at one or several places."""
    kind = chance.choice(("edits", "deletion", "closed up", "swap", "cut tail", "hash recomputed", "rechained"))
    length, rows = len(rows), [dict(row) for row in rows]
    i, j = sorted(chance.sample(range(length), 2))
    if kind == "edits":
        for at in chance.sample(range(length), chance.randint(1, 3)):
            rows[at] = _edited(rows[at], chance.choice(COLUMNS[1:]))
    elif kind in ("deletion", "closed up"):
        end = chance.randint(i + 1, length)
        kept = [*rows[:i], *rows[end:]]
        rows = kept if kind == "deletion" else [{**row, "id": number} for number, row in enumerate(kept, start=1)]
    elif kind == "swap":
        rows[i], rows[j] = {**rows[j], "id": rows[i]["id"]}, {**rows[i], "id": rows[j]["id"]}
    elif kind == "cut tail":
        rows = rows[:j]
    else:
        rows[i] = _rehashed(_edited(rows[i], chance.choice(("actor", "new", "why", "recorded_at", "action"))),
                            rows[i]["previous_hash"])
        for later in range(i + 1, length if kind == "rechained" else i + 1):
            rows[later] = _rehashed(rows[later], rows[later - 1]["hash"])
    return rows


@pytest.mark.sqlite
@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_so_many_random_tamperings_are_all_found(trail: sqlite3.Connection, count: int) -> None:
    rows, chance, found = _rows(trail), random.Random(11), 0
    for _ in range(count):
        tampered = _random_tampering(rows, chance)
        assert tampered != rows
        _replace(trail, tampered)
        found += audit.verify() != []
    assert found == count
    _replace(trail, rows)
    assert audit.verify() == []


@pytest.mark.sqlite
def test_the_next_write_does_not_hide_a_cut_tail(trail: sqlite3.Connection) -> None:
    _replace(trail, _rows(trail)[:-2])
    add("otto", Role.VIEWER)
    add("vera", Role.VIEWER)
    assert len(audit.verify()) == 1


@pytest.mark.sqlite
def test_one_write_may_be_pending_and_the_database_on_either_side_of_it(trail: sqlite3.Connection) -> None:
    rows = _rows(trail)
    last, before = (Head(int(str(row["id"])), str(row["hash"])) for row in (rows[-1], rows[-2]))
    anchor.write_anchor(Anchor(confirmed=before, pending=last))
    assert audit.verify() == []
    _replace(trail, rows[:-1])
    assert audit.verify() == []
    _replace(trail, rows[:-2])
    assert audit.verify() != []


def test_a_write_that_fails_before_or_after_its_commit_leaves_a_whole_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    add("ines", Role.VIEWER)
    with pytest.raises(KeyboardInterrupt), database.write() as tx:
        append(tx, "ines", Entry("undone", "user:ines"))
        raise KeyboardInterrupt
    assert audit.examine() == audit.Verification(1, 0, [])

    def dies_confirming(intent: Anchor) -> None:
        if intent.pending is None:
            raise KeyboardInterrupt
        anchor.write_anchor(intent)

    with monkeypatch.context() as patched:
        patched.setattr(trail_module, "write_anchor", dies_confirming)
        with pytest.raises(KeyboardInterrupt):
            add("otto", Role.VIEWER)
    assert audit.examine() == audit.Verification(2, 0, [])
    add("vera", Role.VIEWER)
    assert audit.examine() == audit.Verification(3, 0, [])


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"confirmed": 1, "pending": 2, "breaks": []}', "\x00"])
def test_a_damaged_anchor_is_found_and_stays_found(installation: Path, content: str) -> None:
    add("ines", Role.VIEWER)
    (installation / "audit-anchor").write_text(content)
    assert audit.verify() != []
    add("otto", Role.VIEWER)
    assert audit.verify() != []


def test_a_missing_anchor_is_found_and_stays_found(installation: Path) -> None:
    assert audit.verify() == []
    add("ines", Role.VIEWER)
    (installation / "audit-anchor").unlink()
    assert audit.verify() != []
    add("otto", Role.VIEWER)
    assert audit.verify() != []


def test_damaged_and_missing_photographs_are_named(installation: Path) -> None:
    actor = signed_in("ines")
    whole_can(actor, "one")
    photographs = sorted((installation / "photographs").glob("??/*"))
    assert len(photographs) == 7
    photographs[0].write_bytes(b"another")
    photographs[1].unlink()
    findings = audit.verify()
    assert len(findings) == 2
    assert {file.name for file in photographs[:2]} == {f.split()[1] for f in findings}


def test_rows_say_who_did_what_to_what() -> None:
    add("ines", Role.VIEWER)
    accounts.set_role(console(), "ines", Role.INSPECTOR)
    newest, oldest = audit.entries(console(), "user:ines")
    assert (newest.id, newest.actor, newest.action) == (2, "console", "role changed")
    assert (newest.old, newest.new) == ({"role": "viewer"}, {"role": "inspector"})
    assert oldest.action == "user added"
    assert audit.entries(console(), "user:nobody") == []
    assert len(audit.entries(console(), limit=1)) == 1


def test_the_anchor_names_count_and_head(installation: Path) -> None:
    add("ines", Role.VIEWER)
    kept = json.loads((installation / "audit-anchor").read_text())
    assert kept["confirmed"]["count"] == audit.examine().audit_rows == 1
    assert kept["pending"] is None


def test_sides_and_their_photographs_are_in_the_trail() -> None:
    actor = signed_in("ines")
    inspections.add_sides(actor, can := whole_can(actor, "one"), [side := taken(3, 0.9)])
    newest = audit.entries(console(), f"can:{can}")[0]
    assert newest.new == {"3": {"outcome": "bad", "photograph": side.sha256}}
    assert PASSWORD not in str(newest)
