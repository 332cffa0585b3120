"""The plant, its lines, seaming heads and shifts: set up, retired, brought back; and the production day of records."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.quality.plant_time import PlantTime, Shift
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import audit, gallery, inspections, lines, plant, shifts
from core.records.database import read
from core.records.lines import Head, Line
from core.records.plant import Plant
from core.records.shifts import ListedShift
from core.records.use_case import Actor, console
from tests.records.conftest import SetClock
from tests.records.people import signed_in, whole_can
from tests.records.test_hostile_text import HOSTILE


@pytest.fixture
def manager() -> Actor:
    return signed_in("mona", Role.MANAGER)


def _newest() -> audit.AuditRow:
    return audit.entries(console(), limit=1)[0]


def test_a_plant_that_is_set_up_is_kept_and_the_trail_says_what_it_was_before(manager: Actor) -> None:
    assert plant.current(manager) == Plant("", PlantTime("UTC", time(0)))
    plant.set_up(manager, " Safi 1 ", "Africa/Casablanca", time(6))
    plant.set_up(manager, "Safi 1", "Europe/Paris", time(5, 30))
    assert plant.current(manager) == Plant("Safi 1", PlantTime("Europe/Paris", time(5, 30)))
    row = _newest()
    assert (row.actor, row.action, row.subject) == ("mona", "plant set up", "plant")
    assert row.old == {"name": "Safi 1", "time_zone": "Africa/Casablanca", "day_starts": "06:00"}
    assert row.new == {"name": "Safi 1", "time_zone": "Europe/Paris", "day_starts": "05:30"}


def test_setting_up_what_is_set_up_already_leaves_no_row(manager: Actor) -> None:
    plant.set_up(manager, "Safi 1", "UTC", time(0))
    before = audit.examine().audit_rows
    plant.set_up(manager, "Safi 1", "UTC", time(0))
    assert audit.examine().audit_rows == before


@pytest.mark.parametrize("zone", [
    "", "Mars/Phobos", "../../etc/passwd", "Africa", "europe/paris", "UTC\0", "\ud800", "x" * 9999])
def test_a_time_zone_that_does_not_exist_is_refused_in_a_sentence(zone: str, manager: Actor) -> None:
    with pytest.raises(BadInput, match="no such time zone") as refusal:
        plant.set_up(manager, "Safi 1", zone, time(6))
    assert str(refusal.value).isprintable()
    assert plant.current(manager) == Plant()


@pytest.mark.parametrize("act", [
    lambda actor: plant.set_up(actor, "Safi 1", "UTC", None), lambda actor: shifts.add(actor, "Early", None, time(6)),
    lambda actor: shifts.add(actor, "Early", time(6), None),
])
def test_a_time_that_is_missing_is_asked_for(act, manager: Actor) -> None:
    with pytest.raises(BadInput, match="A time is missing"):
        act(manager)
    assert plant.current(manager) == Plant() and shifts.list_shifts(manager) == []


def test_the_records_production_day_is_the_plants_and_utc_until_it_is_set_up(manager: Actor) -> None:
    at = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
    with read() as tx:
        assert plant.plant_day(tx, at) == date(2026, 11, 24)
    plant.set_up(manager, "Safi 1", "Africa/Casablanca", time(6))
    with read() as tx:
        assert plant.plant_day(tx, at) == date(2026, 11, 23)


def test_cans_of_a_night_shift_count_and_are_found_under_the_day_on_which_it_began(
    manager: Actor, set_clock: SetClock
) -> None:
    plant.set_up(manager, "Safi 1", "Africa/Casablanca", time(6))
    set_clock.time = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    actor = signed_in()
    inspections.finish(actor, whole_can(actor, "before midnight"))
    set_clock.goes_on(hours=4)
    inspections.finish(actor, whole_can(actor, "after midnight"))
    assert inspections.counts_today(actor)[Verdict.GOOD] == 2
    found = gallery.page(actor, gallery.Wanted(first_day=date(2026, 11, 23), last_day=date(2026, 11, 23)))
    assert [can.number for can in found] == ["C-0002", "C-0001"]
    set_clock.goes_on(hours=2)  # 06:30 by the plant's clock
    assert inspections.counts_today(actor)[Verdict.GOOD] == 0
    assert inspections.load(actor, whole_can(actor, "early")).number == "C-0001"


def test_a_can_keeps_its_production_day_when_the_plants_time_is_changed(set_clock: SetClock, manager: Actor) -> None:
    set_clock.time = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
    actor = signed_in()
    inspections.finish(actor, whole_can(actor, "one"))
    plant.set_up(manager := signed_in("max", Role.MANAGER), "Safi 1", "Africa/Casablanca", time(6))
    assert inspections.counts_today(actor)[Verdict.GOOD] == 0
    assert gallery.page(actor, gallery.Wanted(first_day=date(2026, 11, 24)))
    assert plant.current(manager).name == "Safi 1"


def test_lines_come_with_their_heads_in_the_order_in_which_they_were_added(manager: Actor) -> None:
    lines.add(manager, " 2 ", ["1", "10", "9"])
    lines.add(manager, "1")
    lines.add_head(manager, "1", "A")
    assert lines.list_lines(manager) == [
        Line("2", (Head("1"), Head("10"), Head("9"))), Line("1", (Head("A"),))]
    assert [row.action for row in audit.entries(console(), "line:1")] == ["seaming head added", "line added"]
    assert audit.entries(console(), "line:2")[0].new == {"heads": ["1", "10", "9"]}


def test_what_is_retired_is_offered_no_more_and_again_when_it_is_brought_back(manager: Actor) -> None:
    lines.add(manager, "1", ["1", "2"])
    shifts.add(manager, "Early", time(6), time(14))
    lines.retire_head(manager, "1", "2")
    assert lines.list_lines(manager) == [Line("1", (Head("1"),))]
    assert lines.list_lines(manager, with_retired=True) == [Line("1", (Head("1"), Head("2", True)))]
    lines.retire(manager, "1")
    shifts.retire(manager, "Early")
    assert lines.list_lines(manager) == [] and shifts.list_shifts(manager) == []
    retired = lines.list_lines(manager, with_retired=True)[0]
    assert retired.retired and retired.offered_heads == ()
    assert [listed.retired for listed in shifts.list_shifts(manager, with_retired=True)] == [True]
    before = audit.examine().audit_rows
    lines.retire(manager, "1")
    lines.retire_head(manager, "1", "2")
    shifts.retire(manager, "Early")
    assert audit.examine().audit_rows == before
    lines.bring_back(manager, "1")
    lines.bring_back_head(manager, "1", "2")
    shifts.bring_back(manager, "Early")
    assert lines.list_lines(manager) == [Line("1", (Head("1"), Head("2")))]
    assert [listed.shift.name for listed in shifts.list_shifts(manager)] == ["Early"]


def test_shifts_come_by_their_start_and_have_their_times_changed(manager: Actor) -> None:
    night, early = Shift("Night", time(22), time(6)), Shift("Early", time(6), time(14))
    for shift in (night, early):
        shifts.add(manager, shift.name, shift.starts, shift.ends)
    assert shifts.list_shifts(manager) == [ListedShift(early), ListedShift(night)]
    shifts.change_times(manager, "Early", time(5, 45), time(14))
    assert shifts.list_shifts(manager)[0].shift.starts == time(5, 45)
    row = _newest()
    assert (row.old, row.new) == ({"starts": "06:00", "ends": "14:00"}, {"starts": "05:45", "ends": "14:00"})
    before = audit.examine().audit_rows
    shifts.change_times(manager, "Early", time(5, 45), time(14))
    assert audit.examine().audit_rows == before


def test_a_shift_that_ends_when_it_starts_is_none(manager: Actor) -> None:
    with pytest.raises(BadInput, match="at the same time"):
        shifts.add(manager, "Early", time(6), time(6))
    shifts.add(manager, "Early", time(6), time(14))
    with pytest.raises(BadInput, match="at the same time"):
        shifts.change_times(manager, "Early", time(6), time(6))


def test_a_name_that_is_taken_is_refused_whatever_its_case_and_though_it_is_retired(manager: Actor) -> None:
    lines.add(manager, "North", ["a"])
    shifts.add(manager, "Early", time(6), time(14))
    lines.retire(manager, "North")
    shifts.retire(manager, "Early")
    for act in (lambda: lines.add(manager, "NORTH"), lambda: lines.add_head(manager, "North", "A"),
                lambda: lines.add(manager, "South", ["1", "1"]),
                lambda: shifts.add(manager, " early", time(1), time(2))):
        with pytest.raises(BadInput, match="already"):
            act()
    assert [line.name for line in lines.list_lines(manager, with_retired=True)] == ["North"]


def test_of_eight_who_add_one_line_at_once_one_succeeds(manager: Actor) -> None:
    def attempt(number: int) -> bool:
        try:
            lines.add(manager, "1", ["1"])
        except BadInput:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(8))) == 1


def test_what_does_not_exist_is_named_in_a_sentence(manager: Actor) -> None:
    lines.add(manager, "1")
    for act, said in (
        (lambda: lines.retire(manager, "9"), "no line 9"), (lambda: lines.add_head(manager, "9", "1"), "no line 9"),
        (lambda: lines.retire_head(manager, "1", "7"), "no seaming head 7"),
        (lambda: shifts.retire(manager, "Noon"), "no shift Noon"),
        (lambda: shifts.change_times(manager, "Noon", time(1), time(2)), "no shift Noon"),
    ):
        with pytest.raises(BadInput, match=said):
            act()


def test_there_are_so_many_lines_heads_and_shifts_and_no_more(manager: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_LINES", 1)
    monkeypatch.setattr(lines, "MOST_HEADS", 2)
    monkeypatch.setattr(shifts, "MOST_SHIFTS", 1)
    lines.add(manager, "1", ["1", "2"])
    shifts.add(manager, "Early", time(6), time(14))
    for act in (lambda: lines.add(manager, "2"), lambda: lines.add_head(manager, "1", "3"),
                lambda: shifts.add(manager, "Late", time(14), time(22))):
        with pytest.raises(BadInput, match="more are not kept"):
            act()


def test_a_line_with_the_longest_name_gives_its_cans_a_number(manager: Actor) -> None:
    lines.add(manager, "x" * 16)
    with pytest.raises(BadInput, match="longer than 16"):
        lines.add(manager, "x" * 17)
    actor = signed_in()
    can = inspections.load(actor, inspections.start(actor, FOOD_CAN, key="one", line="x" * 16))
    assert can.number == f"L{'x' * 16}-0001"


FIELDS = {
    "plant": lambda actor, text: plant.set_up(actor, text, "UTC", time(0)),
    "line": lambda actor, text: lines.add(actor, text),
    "head": lambda actor, text: lines.add_head(actor, "first", text),
    "shift": lambda actor, text: shifts.add(actor, text, time(1), time(2)),
}


def _kept(field: str) -> set[str]:
    if field == "plant":
        return {plant.current(console()).name}
    if field == "shift":
        return {listed.shift.name for listed in shifts.list_shifts(console())}
    known = lines.list_lines(console())
    return {line.name for line in known} if field == "line" else {head.name for line in known for head in line.heads}


def _comes_back_or_is_refused(field: str, actor: Actor, text: str) -> bool:
    try:
        FIELDS[field](actor, text)
    except BadInput as refusal:
        assert str(refusal).isprintable()
        return False
    assert text.strip() in _kept(field)
    return True


@pytest.mark.parametrize("field", FIELDS)
def test_hostile_names_come_back_identical_or_are_refused(field: str, manager: Actor) -> None:
    lines.add(manager, "first")
    kept = {text for text in HOSTILE if _comes_back_or_is_refused(field, manager, text)}
    assert {"'", '"', "=1+1", "%s%n", "C:\\con", "{{7*7}}"} <= kept
    assert not {"\0", "\r\n", "\ud800", "\u202egnp.exe", "\x1b[2J", "x" * 1_000_000} & kept
    assert audit.verify() == []


@pytest.mark.parametrize("field", FIELDS)
def test_random_names_come_back_identical_or_are_refused(field: str, manager: Actor) -> None:
    lines.add(manager, "first")

    @settings(max_examples=25, deadline=None)
    @given(st.text(st.characters(exclude_categories=()), max_size=20))
    def keep(text: str) -> None:
        _comes_back_or_is_refused(field, manager, text)

    keep()
