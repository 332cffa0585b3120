"""Inspection stops before the disk is full, with a sentence, and nothing is half saved."""

from pathlib import Path

import pytest

from core.errors import BadInput
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import audit, inspections, rack_pictures, room
from tests.records.people import signed_in, taken, whole_can
from tests.records.racks import CORNERS, add_rack, photographed

pytestmark = pytest.mark.sqlite


class Disk:
    """A disk of 1,000 bytes that a test fills."""

    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self, folder: Path) -> tuple[int, int]:
        return 1000, self.free


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    held = Disk(free=500)
    monkeypatch.setattr(room, "disk", held)
    return held


def test_below_5_percent_free_no_can_is_started_and_no_side_kept_and_nothing_is_written(installation, disk) -> None:
    actor = signed_in()
    can = inspections.start(actor, FOOD_CAN, key="one")
    rows = audit.examine().audit_rows
    disk.free = 49
    for act in (
        lambda: inspections.start(actor, FOOD_CAN, key="two"),
        lambda: inspections.start(actor, FOOD_CAN, key="one"),
        lambda: inspections.add_sides(actor, can, [taken(4)]),
    ):
        with pytest.raises(BadInput, match=r"Only 4\.9% .* inspection has stopped"):
            act()
    assert audit.examine() == audit.Verification(rows, 0, [])
    assert not (installation / "photographs").exists()
    disk.free = 50
    inspections.add_sides(actor, can, [taken(4)])
    assert inspections.start(actor, FOOD_CAN, key="one") == can


def test_what_was_taken_before_can_be_finished_and_a_defect_raised(disk) -> None:
    actor = signed_in()
    can, other = whole_can(actor, "one"), whole_can(actor, "two")
    disk.free = 0
    assert inspections.finish(actor, can).state == "finished"
    assert inspections.raise_defect(actor, other, side=4, code="TAB").state == "finished"


def test_no_picture_of_a_rack_is_kept_either(installation, disk) -> None:
    manager, rack = signed_in("mona", Role.MANAGER), add_rack()
    disk.free = 49
    with pytest.raises(BadInput, match="inspection has stopped"):
        rack_pictures.keep(manager, rack, 1, photographed(), CORNERS)
    assert not (installation / "photographs").exists()


def test_the_share_is_of_the_disk_that_the_data_lie_on(monkeypatch, tmp_path) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("CANSIGHT_DATA", str(tmp_path / "not" / "made" / "yet"))
    assert 0 <= room.free_share() <= 1
    assert room.disk(tmp_path / "not" / "made")[0] == room.disk(tmp_path)[0] > 0
