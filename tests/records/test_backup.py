"""Backups made while people work, and what comes back from them."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from core.__main__ import main
from core.errors import BadInput
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import accounts, audit, backup, database, images, inspections, restore
from core.records.use_case import console
from core.settings import DEMONSTRATION, settings
from tests.records.people import PASSWORD, signed_in, taken, whole_can

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This installation's own models: one version, another half written."""
    folder = tmp_path / "models"
    for name in ("sardine/1/card.json", ".writing-sardine-7.tmp/card.json", "sardine/active.tmp"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"content of {name}")
    monkeypatch.setenv("CANSIGHT_MODELS", str(folder))
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Go over to another installation, which is empty."""
    numbers = count()

    def move() -> Path:
        new = tmp_path / f"elsewhere {next(numbers)}"
        monkeypatch.setenv("CANSIGHT_DATA", str(new / "data"))
        monkeypatch.setenv("CANSIGHT_MODELS", str(new / "models"))
        return new

    return move


def made(folder: Path) -> backup.Backup:
    done = backup.make(folder)
    assert done.findings == []
    return done


def test_a_backup_brings_back_the_same_cans_photographs_models_and_trail(tmp_path, elsewhere):
    actor = signed_in("ines")
    inspections.finish(actor, can := whole_can(actor, "one"))
    before = inspections.load(actor, can)
    done = made(tmp_path / "backup")
    assert (done.photographs, done.files) == (7, 10)
    new = elsewhere()
    back = restore.bring_back(tmp_path / "backup")
    assert (back.findings, back.photographs, back.audit_rows) == ([], 7, done.audit_rows + 1)
    again = inspections.load(console(), can)
    assert again == before
    assert all(images.load(side.photograph) for side in again.sides.values())
    assert (new / "models/sardine/1/card.json").read_text() == "content of sardine/1/card.json"
    assert sorted(file.name for file in (new / "models").rglob("*") if file.is_file()) == ["card.json"]
    assert audit.entries(console())[0].action == "backup restored"
    assert accounts.sign_in("ines", PASSWORD).role is Role.INSPECTOR


def test_what_comes_back_from_the_backup_of_a_demonstration_is_one(tmp_path, elsewhere, installation):
    signed_in("ines")
    (installation / DEMONSTRATION).write_text("{}")
    made(tmp_path / "backup")
    elsewhere()
    restore.bring_back(tmp_path / "backup")
    assert settings().demonstration


def test_a_backup_while_four_people_save_is_whole_and_of_one_moment(tmp_path, elsewhere):
    actors = [signed_in(f"inspector{number}") for number in range(4)]
    stop, saved = threading.Event(), []

    def save(number: int) -> None:
        for can in count():
            if stop.is_set():
                return
            inspection = inspections.start(actors[number], FOOD_CAN, key=f"{number} {can}")
            inspections.add_sides(actors[number], inspection, [taken(4, 0.1, os.urandom(2000))])
            inspections.finish(actors[number], inspection)
            saved.append(inspection)

    people = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for person in people:
        person.start()
    try:
        acknowledged = []
        for number in range(3):
            acknowledged.append(list(saved))
            made(tmp_path / f"backup {number}")
    finally:
        stop.set()
        for person in people:
            person.join()
    assert audit.verify() == [] and len(saved) > len(acknowledged[-1]) > 0
    for number in range(3):
        elsewhere()
        assert restore.bring_back(tmp_path / f"backup {number}").findings == []
        for can in acknowledged[number]:
            assert inspections.load(console(), can).state == "finished"


def test_a_row_written_right_after_the_anchor_was_copied_is_not_in_the_copy(tmp_path, monkeypatch):
    whole_can(signed_in("ines"), "one")

    @contextmanager
    def then_somebody_writes() -> Iterator[None]:
        with database.writer_lock():
            yield
        accounts.set_role(console(), "ines", Role.VIEWER)

    monkeypatch.setattr(backup, "writer_lock", then_somebody_writes)
    assert made(tmp_path / "backup").audit_rows + 1 == audit.examine().audit_rows


def test_a_changed_byte_in_any_file_of_a_backup_is_found_and_nothing_is_restored(tmp_path, elsewhere):
    whole_can(signed_in(), "one")
    made(tmp_path / "backup")
    new = elsewhere()
    for file in [file for file in (tmp_path / "backup").rglob("*") if file.is_file()]:
        content = file.read_bytes()
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:])
        with pytest.raises(BadInput):
            restore.bring_back(tmp_path / "backup")
        file.unlink()
        with pytest.raises(BadInput):
            restore.bring_back(tmp_path / "backup")
        assert not new.exists()
        file.write_bytes(content)
    assert restore.bring_back(tmp_path / "backup").findings == []


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "photographs/ab/../../x", "models/../evil", "models/.x",
                                  "photographs/ab/" + "0" * 64, "cookie-key", "models/C:evil", "models\\evil"])
def test_a_manifest_that_names_other_files_is_refused(tmp_path, elsewhere, name):
    signed_in()
    made(tmp_path / "backup")
    listed = json.loads((tmp_path / "backup/manifest.json").read_text())
    listed["files"][name] = "0" * 64
    (tmp_path / "backup/manifest.json").write_text(json.dumps(listed))
    elsewhere()
    with pytest.raises(BadInput, match="as the list of a backup"):
        restore.bring_back(tmp_path / "backup")


def test_a_trail_that_was_changed_in_the_backup_with_its_hash_is_found(tmp_path, elsewhere):
    signed_in()
    made(tmp_path / "backup")
    (tmp_path / "backup/audit-anchor").unlink()
    listed = json.loads((tmp_path / "backup/manifest.json").read_text())
    del listed["files"]["audit-anchor"]
    (tmp_path / "backup/manifest.json").write_text(json.dumps(listed))
    elsewhere()
    assert restore.bring_back(tmp_path / "backup").findings != []


def test_a_backup_that_was_interrupted_is_never_taken_for_whole(tmp_path, elsewhere, monkeypatch):
    whole_can(signed_in(), "one")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(backup, "write_manifest", dies)
        with pytest.raises(KeyboardInterrupt):
            backup.make(tmp_path / "backup")
    with pytest.raises(BadInput, match="holds something already"):
        backup.make(tmp_path / "backup")
    elsewhere()
    with pytest.raises(BadInput, match=r"no manifest\.json"):
        restore.bring_back(tmp_path / "backup")


def test_a_restore_that_was_interrupted_is_done_again(tmp_path, elsewhere, monkeypatch):
    whole_can(signed_in(), "one")
    made(tmp_path / "backup")
    new = elsewhere()

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restore, "_put_in_place", dies)
        with pytest.raises(KeyboardInterrupt):
            restore.bring_back(tmp_path / "backup")
    assert restore.bring_back(tmp_path / "backup").findings == []
    assert not (new / "data/restoring").exists()


def test_what_was_wrong_already_is_said_and_the_rest_is_copied(tmp_path, installation, elsewhere):
    whole_can(signed_in(), "one")
    damaged = min((installation / "photographs").glob("??/*"))
    damaged.write_bytes(b"another")
    done = backup.make(tmp_path / "backup")
    assert done.photographs == 6 and len(done.findings) == 1 and damaged.name in done.findings[0]
    elsewhere()
    findings = restore.bring_back(tmp_path / "backup").findings
    assert len(findings) == 1 and damaged.name in findings[0]


def test_a_copy_that_is_not_what_was_written_is_no_backup(tmp_path, monkeypatch):
    whole_can(signed_in(), "one")
    monkeypatch.setattr(backup, "sha256_of", lambda file: "0" * 64)
    with pytest.raises(BadInput, match="This is no backup"):
        backup.make(tmp_path / "backup")
    assert not (tmp_path / "backup/manifest.json").exists()


def test_the_session_key_stays_and_only_its_owner_reads_a_backup(tmp_path, installation):
    signed_in()
    (installation / "cookie-key").write_text("secret")
    made(tmp_path / "backup")
    assert not list((tmp_path / "backup").rglob("*key*"))
    files = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert not [path for path in (tmp_path / "backup", *files) if path.stat().st_mode & 0o077]


def test_the_command_writes_one_row_and_one_json_document(tmp_path, elsewhere, capsys):
    whole_can(signed_in(), "one")
    assert backup.last_made(console()) is None
    rows = audit.examine().audit_rows
    assert main(["backup", str(tmp_path / "backup"), "--json", "-"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["photographs"], said["audit_rows"], said["findings"]) == (7, rows, [])
    newest = audit.entries(console(), limit=1)[0]
    assert (newest.id, newest.actor, newest.action) == (rows + 1, "console", "backup made")
    assert backup.last_made(console()) == newest.at
    elsewhere()
    assert main(["restore", str(tmp_path / "backup"), "--json", "-"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["photographs"], said["audit_rows"], said["findings"]) == (7, rows + 1, [])


def test_what_cannot_be_done_is_said_with_status_2(tmp_path, installation, elsewhere, models, capsys, monkeypatch):
    new = tmp_path / "backup"

    def refused(*arguments: object) -> str:
        assert main([str(argument) for argument in arguments]) == 2
        return capsys.readouterr().err

    assert "nothing to back up" in refused("backup", new)
    whole_can(signed_in(), "one")
    (tmp_path / "file").touch()
    assert "holds something already" in refused("backup", tmp_path)
    assert "holds something already" in refused("backup", tmp_path / "file")
    assert "copied itself" in refused("backup", installation / "photographs/backup")
    assert "copied itself" in refused("backup", models / "backup")
    made(new)
    assert "not empty" in refused("restore", new)
    (installation / "cansight.db").unlink()
    assert "not empty" in refused("restore", new)
    elsewhere()
    assert "no whole backup" in refused("restore", tmp_path / "nowhere")
    monkeypatch.setenv("CANSIGHT_MODELS", str(models))
    (models / "sardine/1/card.json").write_text("another")
    assert "another than in the backup" in refused("restore", new)
    monkeypatch.setenv("CANSIGHT_DATABASE_URL", "postgresql+psycopg://plant/cansight")
    assert "pg_dump" in refused("backup", tmp_path / "new")
    assert "pg_restore" in refused("restore", new)


@pytest.mark.parametrize("change", [{"format": 2}, {"schema": "9999"}])
def test_a_backup_of_a_newer_program_is_refused(tmp_path, elsewhere, change):
    signed_in()
    made(tmp_path / "backup")
    manifest = tmp_path / "backup/manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | change))
    elsewhere()
    with pytest.raises(BadInput, match="newer version"):
        restore.bring_back(tmp_path / "backup")


def test_a_model_that_is_there_already_and_the_same_is_no_hindrance(tmp_path, elsewhere, models):
    signed_in()
    made(tmp_path / "backup")
    new = elsewhere()
    shutil.copytree(models, new / "models")
    assert restore.bring_back(tmp_path / "backup").findings == []


@pytest.mark.parametrize("content", ["", "[]", "null", "{}", "\x00", '{"format": 1}', '{"format": "x"}'])
def test_a_manifest_that_is_none_is_refused(tmp_path, elsewhere, content):
    signed_in()
    made(tmp_path / "backup")
    (tmp_path / "backup/manifest.json").write_text(content)
    elsewhere()
    with pytest.raises(BadInput):
        restore.bring_back(tmp_path / "backup")
