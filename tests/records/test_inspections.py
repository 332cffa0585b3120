"""A person's eyes beside the model's, and what is read back."""

import pytest

from core.errors import BadInput
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import inspections
from core.records.can import RaisedDefect
from tests.records.conftest import SetClock
from tests.records.people import sign_in, signed_in, taken, whole_can


def test_a_raised_defect_makes_a_good_can_bad_and_both_verdicts_stay() -> None:
    actor = signed_in()
    inspections.finish(actor, whole := whole_can(actor, "one"))
    can = inspections.raise_defect(actor, whole, side=4, code="TAB", note="ring is gone")
    assert can.model_verdict is not None and can.model_verdict[0] is Verdict.GOOD
    assert can.effective[0] is Verdict.BAD
    assert can.effective[1].values["code"] == "TAB"
    newest = can.revisions[1]
    assert (newest.number, newest.author, newest.note) == (1, "ines", "ring is gone")
    assert can.defects == (RaisedDefect("TAB", 4),)
    assert can == inspections.load(actor, whole)


def test_a_defect_raised_on_a_draft_finishes_it_first() -> None:
    actor = signed_in()
    inspection_id = inspections.start(actor, FOOD_CAN, key="one")
    inspections.add_sides(actor, inspection_id, [taken(1)])
    can = inspections.raise_defect(actor, inspection_id, side=2, code="LEK")
    assert can.state == "finished"
    assert [revision.verdict for revision in can.revisions] == [Verdict.INCOMPLETE, Verdict.BAD]
    assert inspections.unfinished(actor) is None


def test_earlier_defects_stay_part_of_the_newest_revision() -> None:
    actor = signed_in()
    inspections.finish(actor, can_id := whole_can(actor, "one"))
    for side, code in ((4, "TAB"), (2, "DNT"), (2, "RST"), (4, "TAB")):
        can = inspections.raise_defect(actor, can_id, side=side, code=code, note=f"{side} {code}")
    assert can.defects == (RaisedDefect("TAB", 4), RaisedDefect("DNT", 2), RaisedDefect("RST", 2))
    assert [len(revision.defects) for revision in can.revisions] == [0, 1, 2, 3, 3]


def test_a_second_click_raises_nothing_twice() -> None:
    actor = signed_in()
    inspections.finish(actor, can_id := whole_can(actor, "one"))
    first = inspections.raise_defect(actor, can_id, side=4, code="TAB")
    assert inspections.raise_defect(actor, can_id, side=4, code="TAB") == first


def test_any_inspector_may_raise_on_a_finished_can() -> None:
    inspections.finish(ines := signed_in("ines"), can_id := whole_can(ines, "one"))
    can = inspections.raise_defect(signed_in("otto"), can_id, side=4, code="TAB")
    assert (can.inspector, can.revisions[-1].author) == ("ines", "otto")


@pytest.mark.parametrize(("side", "code", "note"), [
    (4, "XXX", ""), (4, "", ""), (0, "TAB", ""), (8, "TAB", ""), (4, "TAB", "x" * 2001), (4, "TAB", "a\0b"),
])
def test_an_unknown_defect_or_side_or_an_unusable_note_changes_nothing(side: int, code: str, note: str) -> None:
    actor = signed_in()
    can_id = whole_can(actor, "one")
    with pytest.raises(BadInput):
        inspections.raise_defect(actor, can_id, side=side, code=code, note=note)
    assert inspections.load(actor, can_id).state == "draft"


def test_recent_cans_come_newest_first_with_the_verdict_that_holds(set_clock: SetClock) -> None:
    actor = signed_in()
    ids = []
    for key, probability in (("a", 0.1), ("b", 0.9), ("c", 0.4)):
        ids.append(whole_can(actor, key, probability=probability))
        inspections.finish(actor, ids[-1])
        set_clock.goes_on(minutes=1)
    inspections.raise_defect(actor, ids[0], side=1, code="DNT")
    lines = inspections.recent(actor)
    assert [(line.id, line.verdict, line.model_verdict) for line in lines] == [
        (ids[2], Verdict.REVIEW, Verdict.REVIEW),
        (ids[1], Verdict.BAD, Verdict.BAD),
        (ids[0], Verdict.BAD, Verdict.GOOD),
    ]
    assert [line.id for line in inspections.recent(actor, limit=1)] == [ids[2]]
    assert lines[0].inspector == "ines" and lines[0].number == "C-0003"


def test_todays_counts_are_by_the_verdict_that_holds_and_of_today_only(set_clock: SetClock) -> None:
    actor = signed_in()
    for key, probability in (("a", 0.1), ("b", 0.1), ("c", 0.4)):
        inspections.finish(actor, last := whole_can(actor, key, probability=probability))
    inspections.raise_defect(actor, last, side=1, code="DNT")
    whole_can(actor, "draft")
    assert inspections.counts_today(actor) == {
        Verdict.GOOD: 2, Verdict.BAD: 1, Verdict.REVIEW: 0, Verdict.INCOMPLETE: 0
    }
    set_clock.goes_on(days=1)
    assert set(inspections.counts_today(sign_in("ines")).values()) == {0}
