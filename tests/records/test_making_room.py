"""Old photographs of good cans make room: both hashes stay on record, and nothing else loses anything."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import insert, update

from core.__main__ import main
from core.errors import BadInput
from core.imaging.decode import decode
from core.quality.drawn_box import DrawnBox
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import (
    audit,
    backup,
    clock,
    database,
    dataset_export,
    images,
    inspections,
    known_cans,
    making_room,
    photograph_rows,
    plant,
    product_pictures,
    products,
    recalls,
    reencoding,
    restore,
    reteaching,
    reviews,
)
from core.records.making_room import Made, make_room
from core.records.photograph_rows import load_kept
from core.records.products import ProductDraft
from core.records.schema import reencoded_photograph
from core.records.use_case import Actor, console
from core.reports.side_pictures import photograph
from tests.records.people import can_of_lot, open_lot, signed_in
from tests.records.photographs import DAYS, allow, noisy, noisy_side, old_can
from tests.records.racks import photographed

sqlite = pytest.mark.sqlite


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


def run(dry_run: bool = False) -> Made:
    return make_room(console(), lambda photographs, freed: None, dry_run)


def as_it_came(seed: int) -> bool:
    return load_kept(images.digest(noisy(seed))) == noisy(seed)


def test_both_hashes_stay_on_record_and_what_is_kept_is_smaller_whole_and_the_same_picture(
    ines: Actor, installation: Path
) -> None:
    allow()
    can = old_can(ines, "one", [1, 2])
    made = run()
    assert (made.photographs, made.originals_left, made.findings) == (2, 0, [])
    assert made.bytes_before == len(noisy(1)) + len(noisy(2)) and made.bytes_after < 0.5 * made.bytes_before
    original = images.digest(noisy(1))
    assert not images.exists(original)
    kept = load_kept(original)
    photograph = decode("", kept)
    assert (photograph.media_type, photograph.width, photograph.height) == ("image/jpeg", 240, 200)
    row = audit.entries(console(), f"can:{can}")[0]
    assert (row.action, row.actor) == (reencoding.ACTION, "console")
    assert row.old is not None and row.old[original] == {"bytes": len(noisy(1))}
    assert row.new is not None and row.new[original] == {"sha256": images.digest(kept), "bytes": len(kept)}
    assert inspections.load(ines, can).sides[1].photograph == original
    told = reencoding.of_can(ines, can)
    assert told is not None and told.photographs == 2
    assert audit.verify() == []
    rows = audit.examine().audit_rows
    assert run() == Made(False, DAYS) and audit.examine().audit_rows == rows


@sqlite
def test_a_dry_run_says_what_it_would_free_and_changes_nothing(ines: Actor) -> None:
    allow()
    old_can(ines, "one", [1, 2])
    old_can(ines, "two", [2, 3])
    rows = audit.examine().audit_rows
    said = run(dry_run=True)
    assert audit.examine().audit_rows == rows and all(as_it_came(seed) for seed in (1, 2, 3))
    done = run()
    assert (said.photographs, said.freed) == (done.photographs, done.freed) == (3, done.freed)


@sqlite
def test_it_is_off_until_a_manager_allows_it(ines: Actor) -> None:
    old_can(ines, "one", [1])
    with pytest.raises(BadInput, match="keeps every photograph as it came"):
        run()
    manager = signed_in("mona", Role.MANAGER)
    with pytest.raises(BadInput, match="Set up the plant first"):
        reencoding.allow_after(manager, 30)
    allow(None)
    for days in (6, 3651, 0, -1):
        with pytest.raises(BadInput, match="7 to 3,650 days"):
            reencoding.allow_after(manager, days)
    reencoding.allow_after(manager, 60)
    assert run().photographs == 0
    row = next(row for row in audit.entries(console(), "plant") if row.actor == "mona")
    assert (row.action, row.old, row.new) == ("re-encoding allowed", {"after_days": None}, {"after_days": 60})
    plant.set_up(console(), "Safi 2", "UTC", clock.now().time())
    assert reencoding.allowed_after(manager) == 60
    rows = audit.examine().audit_rows
    reencoding.allow_after(manager, 60)
    assert audit.examine().audit_rows == rows
    reencoding.allow_after(manager, None)
    with pytest.raises(BadInput, match="keeps every photograph"):
        run()


@sqlite
def test_what_anybody_may_ask_about_stays_as_it_came_and_is_told(ines: Actor) -> None:
    allow()
    mona, lot = signed_in("mona", Role.MANAGER), open_lot(ines)
    old_can(ines, "young", [1], days=DAYS - 1)
    old_can(ines, "bad", [2], probability=0.9)
    old_can(ines, "review", [3], probability=0.4)
    old_can(ines, "complaint", [4], purpose="complaint", lot_id=lot)
    reviews.review(mona, old_can(ines, "judged", [5]), 0, Verdict.GOOD, disposition=Disposition.PASSED)
    known_cans.add(mona, old_can(ines, "known", [6]), "K1", Verdict.GOOD)
    products.add(mona, ProductDraft(replace(FOOD_CAN, sku="OWN-1"), 1, 1))
    product_pictures.keep(mona, "OWN-1", photographed(noisy(7), 240, 200))
    old_can(ines, "pictured", [7])
    draft = inspections.start(ines, FOOD_CAN, key="draft")
    inspections.add_sides(ines, draft, [noisy_side(1, 8)])
    old_can(ines, "as the draft", [8])
    old_can(ines, "good", [9])
    made = run()
    assert made.photographs == 1 and not as_it_came(9) and all(as_it_came(seed) for seed in range(1, 9))
    assert made.stay == {"not good": 2, "purpose": 1, "person": 1, "known": 1, "picture": 1, "unfinished": 1}


@sqlite
def test_a_photograph_of_two_cans_stays_for_the_sake_of_one_and_is_re_encoded_once_for_both(ines: Actor) -> None:
    allow()
    good, bad = old_can(ines, "good", [1, 2]), old_can(ines, "bad", [1], probability=0.9)
    other = old_can(ines, "other", [2])
    assert run().photographs == 1
    assert as_it_came(1) and not as_it_came(2)
    assert [getattr(reencoding.of_can(ines, can), "photographs", 0) for can in (good, bad, other)] == [1, 0, 1]


@sqlite
def test_the_same_photograph_taken_again_is_kept_as_it_came_from_then_on(ines: Actor) -> None:
    allow()
    old_can(ines, "one", [1])
    run()
    old_can(ines, "bad", [1], probability=0.9)
    assert as_it_came(1)
    run()
    assert as_it_came(1) and audit.verify() == []


@sqlite
def test_a_photograph_that_is_what_another_was_re_encoded_to_is_not_removed(ines: Actor) -> None:
    allow()
    old_can(ines, "one", [1])
    run()
    kept = load_kept(images.digest(noisy(1)))
    with database.write() as tx:
        tx.execute(insert(reencoded_photograph).values(
            original_sha256=_entered(tx, kept), sha256="0" * 64, bytes=1, width=1, height=1, recorded_at=clock.now()))
    making_room.drop_originals({images.digest(kept)})
    assert load_kept(images.digest(noisy(1))) == kept


def _entered(tx, content: bytes) -> str:
    from core.records.photograph_rows import add_photograph

    return add_photograph(tx, content, "image/jpeg", 240, 200)


@sqlite
def test_what_a_stopped_run_left_is_removed_by_the_next_and_not_while_a_backup_is_made(
    ines: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow()
    old_can(ines, "one", [1])
    with images.none_removed(0):
        assert run().originals_left == 1
    assert as_it_came(1) and audit.verify() == []
    assert run().originals_left == 0
    assert not as_it_came(1) and audit.verify() == []


@sqlite
def test_a_damaged_photograph_is_named_and_left_and_the_others_go_on(
    ines: Actor, installation: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow()
    old_can(ines, "one", [1])
    old_can(ines, "two", [2])
    sha256 = images.digest(noisy(1))
    (installation / "photographs" / images.name_in_folder(sha256)).write_bytes(b"scratched")
    assert main(["room", "--json", "-"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["photographs"] == 1 and f"{sha256} was changed on disk" in said["findings"][0]
    assert audit.verify() == said["findings"]


@sqlite
def test_the_command_says_what_it_did_and_progress_on_the_other_stream(
    ines: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["room"]) == 2
    assert "keeps every photograph as it came" in capsys.readouterr().err
    allow()
    old_can(ines, "one", [1])
    old_can(ines, "bad", [2], probability=0.9)
    assert main(["room", "--dry-run"]) == 0
    assert "1 photographs would be re-encoded" in capsys.readouterr().out
    assert main(["room"]) == 0
    said = capsys.readouterr()
    assert "1 photographs were re-encoded" in said.out and "as they came: not good 1" in said.out
    assert "1 photographs, 0.1 MB" in said.err


@sqlite
def test_verify_finds_a_re_encoded_photograph_that_was_changed_or_exchanged(ines: Actor, installation: Path) -> None:
    allow()
    old_can(ines, "one", [1])
    run()
    original = images.digest(noisy(1))
    kept = images.digest(load_kept(original))
    file = installation / "photographs" / images.name_in_folder(kept)
    content = file.read_bytes()
    file.write_bytes(content[:-1])
    assert "changed on disk" in audit.verify()[0]
    file.write_bytes(content)
    assert audit.verify() == []
    forged = images.store(noisy(99))
    with database.write() as tx:
        tx.exec_driver_sql("DROP TRIGGER reencoded_photograph_no_update")
        tx.execute(update(reencoded_photograph).values(sha256=forged))
    assert audit.verify() == [f"Photograph {original} is kept re-encoded as {forged}, of which the audit trail says "
                              "nothing."]


@sqlite
def test_a_backup_holds_what_is_kept_and_comes_back_whole(
    ines: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    allow()
    can = old_can(ines, "one", [1])
    run()
    kept = load_kept(images.digest(noisy(1)))
    made = backup.make(tmp_path / "backup")
    assert made.findings == [] and made.photographs == 7
    monkeypatch.setenv("CANSIGHT_DATA", str(tmp_path / "elsewhere"))
    assert restore.bring_back(tmp_path / "backup").findings == []
    assert load_kept(str(inspections.load(console(), can).sides[1].photograph)) == kept


@sqlite
def test_a_recall_names_both_hashes(ines: Actor) -> None:
    allow()
    lot = open_lot(ines)
    old_can(ines, "one", [1], lot_id=lot)
    run()
    side = recalls.sides(ines, lot)[0]
    assert side.sha256 == images.digest(noisy(1)) and side.file.endswith(".jpg")
    assert side.kept_sha256 == images.digest(load_kept(side.sha256))


@sqlite
def test_a_box_drawn_on_a_re_encoded_photograph_lies_where_it_was_drawn(
    ines: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reencoding, "LONGEST_EDGE", 120)
    allow()
    can = old_can(ines, "one", [1])
    run()
    sha256 = images.digest(noisy(1))
    assert decode("", load_kept(sha256)).width == 120 and photograph_rows.kept(sha256).came_as == (240, 200)
    inspections.raise_defect(ines, can, side=1, code="TAB", boxes=[DrawnBox(150, 120, 230, 190)])
    picture = photograph(inspections.load(ines, can).sides[1])
    assert picture is not None and picture.shape == (200, 240, 3)
    assert len(np.unique(picture[130:180, 151], axis=0)) == 2  # dashes
    assert len(np.unique(picture[130:180, 100], axis=0)) > 10


@sqlite
def test_nothing_is_taught_or_tested_with_a_re_encoded_photograph(ines: Actor) -> None:
    allow()
    mona = signed_in("mona", Role.MANAGER)
    can, plain = old_can(ines, "one", [1]), can_of_lot(ines, "plain")
    run()
    for one in (can, plain):
        reviews.review(mona, one, 0, Verdict.GOOD, disposition=Disposition.PASSED)
    group = FOOD_CAN.sides[0].group
    sides = [side.side for side in dataset_export.confirmed_sides(mona, group) if side.can == can]
    assert sides == [side.number for side in FOOD_CAN.sides[1:] if side.group == group]
    assert [good.id for good in reteaching.good_cans(console(), FOOD_CAN.sku)] == [plain]
    with pytest.raises(BadInput, match="were re-encoded"):
        known_cans.add(mona, can, "K1", Verdict.GOOD)


@sqlite
def test_a_can_that_turned_bad_between_the_look_and_the_record_keeps_its_photographs(ines: Actor) -> None:
    allow()
    can = old_can(ines, "one", [1])
    (originals,) = reencoding.page(console()).cans.values()
    inspections.raise_defect(ines, can, side=1, code="TAB")
    assert reencoding.reencode(console(), can, originals) == []
    assert as_it_came(1) and run().photographs == 0
