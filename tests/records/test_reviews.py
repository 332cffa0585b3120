"""Cans wait for a reviewer, are reviewed once by one of two, and keep every verdict."""

import pytest

from core.errors import BadInput, Refused
from core.quality.defects import Severity
from core.quality.lot_states import LotState
from core.quality.review_rank import Wanted
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.verdict import Verdict
from core.records import audit, inspections, lots, reviews
from core.records.can import Can, RaisedDefect
from core.records.reviews import Named
from core.records.use_case import Actor, console
from tests.records import people
from tests.records.conftest import SetClock
from tests.records.people import signed_in, whole_can

GOOD, BAD = Verdict.GOOD, Verdict.BAD
PASSED, SCRAPPED, LABORATORY = Disposition.PASSED, Disposition.SCRAPPED, Disposition.LABORATORY


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def rita() -> Actor:
    return signed_in("rita", Role.REVIEWER)


def finished(actor: Actor, key: str, probability: float = 0.1) -> int:
    inspections.finish(actor, can_id := whole_can(actor, key, probability=probability))
    return can_id


def waiting(actor: Actor) -> list[tuple[int, Wanted]]:
    return [(can.id, can.why) for can in reviews.queue(actor)]


def verdicts(can: Can) -> list[tuple[str | None, Verdict]]:
    return [(revision.author, revision.verdict) for revision in can.revisions]


def test_the_queue_has_the_most_valuable_first_then_the_oldest(set_clock: SetClock, ines: Actor, rita: Actor) -> None:
    ids = {}
    for key, probability in (("unnamed", 0.9), ("good", 0.1), ("near", 0.27), ("open", 0.4), ("raised", 0.1),
                             ("open too", 0.4)):
        ids[key] = finished(ines, key, probability)
        set_clock.goes_on(seconds=1)
    inspections.raise_defect(ines, ids["raised"], side=4, code="TAB")
    assert waiting(rita) == [
        (ids["open"], Wanted.UNDECIDED), (ids["open too"], Wanted.UNDECIDED), (ids["raised"], Wanted.DIFFERS),
        (ids["near"], Wanted.NEAR_THRESHOLD), (ids["unnamed"], Wanted.UNNAMED),
    ]
    assert reviews.counts(rita) == {Wanted.UNDECIDED: 2, Wanted.DIFFERS: 1, Wanted.NEAR_THRESHOLD: 1,
                                    Wanted.UNFAMILIAR: 0, Wanted.UNNAMED: 1}


def test_pages_of_the_queue_show_every_can_once_even_when_all_were_finished_at_the_same_moment(
    set_clock: SetClock, ines: Actor, rita: Actor
) -> None:
    made = [finished(ines, str(n), 0.4) for n in range(5)]
    seen, place = [], None
    while len(seen) < 10 and (page := reviews.queue(rita, after=place, size=2)):
        seen += [can.id for can in page]
        place = page[-1].place
    assert seen == made


def test_agreeing_keeps_the_verdict_takes_the_can_from_the_queue_and_leaves_one_row(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.9)
    before = audit.examine().audit_rows
    can = reviews.review(rita, can_id, 0, BAD, disposition=SCRAPPED)
    assert verdicts(can) == [(None, BAD), ("rita", BAD)]
    assert can.review is not None and can.review.agrees and can.review.disposition is SCRAPPED
    assert waiting(rita) == [] and can == inspections.load(rita, can_id)
    newest = audit.entries(console(), limit=1)[0]
    assert audit.examine().audit_rows == before + 1
    assert (newest.actor, newest.action, newest.new["disposition"]) == ("rita", "can reviewed", "scrapped")


def test_an_overturned_verdict_keeps_both_and_the_models_own_is_never_changed(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.9)
    said = inspections.load(rita, can_id).revisions[0]
    with pytest.raises(BadInput, match="Give the reason"):
        reviews.review(rita, can_id, 0, GOOD, disposition=PASSED)
    can = reviews.review(rita, can_id, 0, GOOD, disposition=PASSED, reason="a reflection")
    assert can.revisions[0] == said and can.model_verdict == (BAD, said.reason)
    assert (can.effective[0], can.revisions[1].note) == (GOOD, "a reflection")
    assert can.review is not None and not can.review.agrees
    assert waiting(rita) == []


def test_a_named_defect_is_bad_with_its_severity_its_cause_and_its_answers(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.4)
    can = reviews.review(rita, can_id, 0, BAD, disposition=LABORATORY, defects=[
        Named("DNT", 2, 1, {"touches_seam": True, "seam_pulled": True}), Named("LBL", 2, 1), Named("DRT", 4),
    ])
    assert can.defects == (
        RaisedDefect("SMD", 2, 1, Severity.CRITICAL, (("touches_seam", True), ("seam_pulled", True))),
        RaisedDefect("LBL", 2, 1, Severity.MINOR), RaisedDefect("DRT", 4, None, Severity.MINOR),
    )
    assert can.severities == [Severity.CRITICAL, Severity.MINOR] and can.severity is Severity.CRITICAL
    assert can.review is not None and can.review.severity is Severity.CRITICAL
    assert can == inspections.load(rita, can_id)


def test_rust_that_wipes_off_is_no_defect_and_the_can_may_be_good(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.4)
    rust = Named("RST", 1, answers={"wipes_off": True})
    can = reviews.review(rita, can_id, 0, GOOD, disposition=PASSED, defects=[rust])
    assert can.effective[0] is GOOD and can.defects == ()
    assert audit.entries(console(), limit=1)[0].new["no_defect"] == ["RST"]


def test_who_comes_second_is_told_and_nothing_of_theirs_is_kept(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.4)
    reviews.review(rita, can_id, 0, GOOD, disposition=PASSED)
    with pytest.raises(BadInput, match="rita said good of can C-0001 meanwhile"):
        reviews.review(signed_in("rolf", Role.REVIEWER), can_id, 0, BAD, disposition=SCRAPPED)
    assert len(inspections.load(rita, can_id).revisions) == 2


def test_saving_twice_changes_nothing(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.4)
    first = reviews.review(rita, can_id, 0, BAD, disposition=SCRAPPED, defects=[Named("TAB", 4)])
    assert reviews.review(rita, can_id, 0, BAD, disposition=SCRAPPED, defects=[Named("TAB", 4)]) == first
    with pytest.raises(BadInput, match="meanwhile"):
        reviews.review(rita, can_id, 0, BAD, disposition=LABORATORY, defects=[Named("TAB", 4)])


def test_only_a_manager_lowers_a_critical_defect(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one")
    inspections.raise_defect(ines, can_id, side=4, code="LEK")
    for verdict, defects in ((GOOD, []), (BAD, [Named("DNT", 4)]), (BAD, [])):
        with pytest.raises(Refused, match="may not lower a critical"):
            reviews.review(rita, can_id, 1, verdict, disposition=SCRAPPED, defects=defects, reason="it was soup")
        assert audit.entries(console(), limit=1)[0].action == "refused"
    assert len(inspections.load(rita, can_id).revisions) == 2
    can = reviews.review(signed_in("mona", Role.MANAGER), can_id, 1, GOOD, disposition=PASSED, reason="it was soup",
                         password=people.PASSWORD)
    assert can.effective[0] is GOOD and can.severity is None


def test_taking_back_a_review_that_found_a_critical_defect_lowers_it_too(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.9)
    reviews.review(rita, can_id, 0, BAD, disposition=SCRAPPED, defects=[Named("PUN", 4)])
    with pytest.raises(Refused, match="may not lower a critical"):
        reviews.undo(rita, can_id)


def test_lowering_a_critical_defect_is_signed_with_the_password(ines: Actor) -> None:
    can_id, mona = finished(ines, "one"), signed_in("mona", Role.MANAGER)
    inspections.raise_defect(ines, can_id, side=4, code="LEK")
    for password, said in (("", "give your password again"), ("not this one", "not your current password")):
        with pytest.raises(BadInput, match=said):
            reviews.review(mona, can_id, 1, GOOD, disposition=PASSED, reason="it was soup", password=password)
    assert len(inspections.load(mona, can_id).revisions) == 2
    reviews.review(mona, can_id, 1, GOOD, disposition=PASSED, reason="it was soup", password=people.PASSWORD)
    row = audit.entries(console(), f"can:{can_id}")[0]
    assert (row.actor, row.new["signed"]) == ("mona", {"name": "mona", "meaning": "lowering of a critical defect"})


def test_nothing_else_in_a_review_asks_for_the_password(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.9)
    reviews.review(rita, can_id, 0, GOOD, disposition=PASSED, reason="a reflection")
    assert "signed" not in audit.entries(console(), f"can:{can_id}")[0].new


def test_undo_is_a_further_revision_and_the_can_waits_again(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.9)
    reviews.review(rita, can_id, 0, GOOD, disposition=PASSED, reason="a reflection")
    can = reviews.undo(rita, can_id)
    assert verdicts(can) == [(None, BAD), ("rita", GOOD), ("rita", BAD)]
    assert can.review is None and can.revisions[2].review is not None and can.revisions[2].review.undoes == 1
    assert can.standing == can.revisions[:1]
    assert waiting(rita) == [(can_id, Wanted.UNNAMED)]
    assert audit.entries(console(), limit=1)[0].action == "review taken back"


def test_undo_goes_back_review_by_review_and_restores_defects_and_disposition(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.4)
    reviews.review(rita, can_id, 0, BAD, disposition=PASSED, defects=[Named("DNT", 2)])
    reviews.review(rita, can_id, 1, GOOD, disposition=SCRAPPED, reason="no dent")
    can = reviews.undo(rita, can_id)
    assert (can.effective[0], can.defects) == (BAD, (RaisedDefect("DNT", 2, None, Severity.MINOR),))
    assert can.review is not None and can.review.disposition is PASSED and waiting(rita) == []
    can = reviews.undo(rita, can_id)
    assert (can.effective[0], can.defects, can.review) == (Verdict.REVIEW, (), None)
    assert waiting(rita) == [(can_id, Wanted.UNDECIDED)]
    with pytest.raises(BadInput, match="no review of yours"):
        reviews.undo(rita, can_id)


def test_nobody_takes_back_another_persons_review_or_one_that_somebody_spoke_after(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.4)
    reviews.review(rita, can_id, 0, GOOD, disposition=PASSED)
    with pytest.raises(BadInput, match="no review of yours"):
        reviews.undo(signed_in("mona", Role.MANAGER), can_id)
    inspections.raise_defect(ines, can_id, side=4, code="TAB")
    with pytest.raises(BadInput, match="no review of yours"):
        reviews.undo(rita, can_id)


def test_a_defect_raised_on_a_reviewed_can_brings_it_back(ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.9)
    reviews.review(rita, can_id, 0, GOOD, disposition=PASSED, reason="a reflection")
    can = inspections.raise_defect(ines, can_id, side=4, code="TAB")
    assert can.review is None and waiting(rita) == [(can_id, Wanted.DIFFERS)]


@pytest.mark.parametrize("asked", [
    {"verdict": Verdict.REVIEW}, {"verdict": Verdict.INCOMPLETE}, {"defects": [Named("XXX", 4)]},
    {"defects": [Named("TAB", 8)]}, {"defects": [Named("TAB", 4, 0)]}, {"defects": [Named("TAB", 4)] * 51},
    {"defects": [Named("TAB", 4, answers={"wipes_off": True})]}, {"defects": [Named("LEK", 4)]},
    {"verdict": GOOD, "defects": [Named("DNT", 4)]}, {"reason": "x" * 2001}, {"reason": "a\0b"},
])
def test_a_review_that_makes_no_sense_changes_nothing(asked: dict, ines: Actor, rita: Actor) -> None:
    can_id = finished(ines, "one", 0.4)
    with pytest.raises(BadInput):
        reviews.review(rita, can_id, 0, **{"verdict": BAD, "disposition": PASSED, **asked})
    assert len(inspections.load(rita, can_id).revisions) == 1


def test_drafts_and_cans_that_are_none_are_not_reviewed(ines: Actor, rita: Actor) -> None:
    for can_id in (whole_can(ines, "draft"), 99):
        with pytest.raises(BadInput):
            reviews.review(rita, can_id, 0, GOOD, disposition=PASSED)
        with pytest.raises(BadInput):
            reviews.undo(rita, can_id)


def test_the_command_line_reviews_nothing(ines: Actor) -> None:
    with pytest.raises(Refused, match="no person's name"):
        reviews.review(console(), finished(ines, "one"), 0, GOOD, disposition=PASSED)


def test_a_critical_defect_found_in_review_holds_the_lot(ines: Actor, rita: Actor) -> None:
    lot = people.open_lot(ines, "L1")
    can = people.can_of_lot(ines, "in the lot", lot)
    seen = inspections.load(ines, can).revisions[-1].number
    reviews.review(rita, can, seen, Verdict.BAD, defects=[Named("SWL", 4)], disposition=LABORATORY, reason="swollen")
    assert lots.find(ines, lot).state is LotState.HELD
    assert audit.entries(console(), f"can:{can}")[0].new["lot"]["code"] == "L1"
