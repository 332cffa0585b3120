"""Alerts: raised once for a cause, by what caused it, and standing until somebody takes them with a note."""

import pytest

from core.errors import BadInput
from core.quality.alerts import AlertKind
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sampling import Limit, Plan
from core.quality.verdict import Reason, Verdict
from core.records import alerts, audit, database, inspections, reviews, samples
from core.records.alert_rows import raise_alert
from core.records.reviews import Named
from core.records.use_case import Actor, console
from core.words import sentence
from tests.records.people import can_of_lot, open_lot, signed_in

TWO_MINOR = Plan("Ours", 5, total=Limit(1, 2))


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


def kinds(actor: Actor) -> list[AlertKind]:
    return [alert.kind for alert in alerts.standing(actor)]


def test_a_critical_defect_raises_one_alert_for_its_can_whoever_says_it_again(ines: Actor) -> None:
    lot = open_lot(ines)
    can = can_of_lot(ines, "one", lot)
    inspections.raise_defect(ines, can, side=4, code="LEK")
    inspections.raise_defect(ines, can, side=4, code="PUN")
    rita = signed_in("rita", Role.REVIEWER)
    reviews.review(rita, can, 2, Verdict.BAD, defects=[Named("LEK", 4)], disposition=Disposition.LABORATORY)
    (alert,) = alerts.standing(ines)
    assert (alert.kind, alert.lot_id, alert.inspection_id) == (AlertKind.CRITICAL, lot, can)
    assert sentence(alert.reason) == "Critical defect on can C-0001: Leak or product stain."


def test_a_defect_that_a_reviewer_makes_critical_raises_an_alert(ines: Actor) -> None:
    can = can_of_lot(ines, "one", probability=0.9)
    rita = signed_in("rita", Role.REVIEWER)
    reviews.review(rita, can, 0, Verdict.BAD, defects=[Named("SMD", 4, answers={"seam_pulled": True})],
                   disposition=Disposition.SCRAPPED)
    assert kinds(ines) == [AlertKind.CRITICAL]


@pytest.mark.parametrize("purpose", ["test can", "practice"])
def test_test_and_practice_cans_alert_nobody(ines: Actor, purpose: str) -> None:
    inspections.raise_defect(ines, can_of_lot(ines, "one", purpose=purpose), side=4, code="LEK")
    assert alerts.standing(ines) == []


def test_a_sample_past_its_rejection_number_raises_one_alert_for_its_lot(ines: Actor) -> None:
    lot = open_lot(ines)
    sample = samples.start(ines, lot, TWO_MINOR)
    for key in ("one", "two", "three"):
        assert AlertKind.REJECTION not in kinds(ines) or key == "three"
        inspections.raise_defect(ines, can_of_lot(ines, key, sample_id=sample), side=2, code="DNT")
    (alert,) = alerts.standing(ines)
    assert (alert.kind, alert.lot_id) == (AlertKind.REJECTION, lot)
    assert sentence(alert.reason) == "Lot L1 is past its rejection number (total) in its sample by Ours (own plan)."


def test_an_alert_stands_until_one_person_takes_it_with_a_note(ines: Actor) -> None:
    inspections.raise_defect(ines, can_of_lot(ines, "one"), side=4, code="LEK")
    (alert,) = alerts.standing(ines)
    with pytest.raises(BadInput, match="Say what you do about it"):
        alerts.take(ines, alert.id, "  ")
    alerts.take(ines, alert.id, "the lot is held, cans go to the laboratory")
    with pytest.raises(BadInput, match="ines took this alert already: the lot is held"):
        alerts.take(signed_in("otto"), alert.id, "me, too")
    assert alerts.standing(ines) == [] and alerts.count_standing(ines) == 0
    (taken,) = alerts.taken(ines)
    assert (taken.id, taken.taken_by, taken.note) == (
        alert.id, "ines", "the lot is held, cans go to the laboratory")
    row = audit.entries(console(), f"alert:{alert.id}")[0]
    assert (row.actor, row.action, row.why) == ("ines", "alert taken", taken.note)


def test_a_cause_that_was_taken_raises_no_second_alert(ines: Actor) -> None:
    def signal() -> bool:
        with database.write() as tx:
            return raise_alert(tx, AlertKind.SIGNAL, "signal:p:2026-11-23", Reason("alert_critical", {
                "number": "1", "defects": "x"}))

    assert signal() and not signal()
    alerts.take(ines, alerts.standing(ines)[0].id, "seen")
    assert not signal() and alerts.standing(ines) == []


@pytest.mark.parametrize("number", [0, -1, 99, 2**63])
def test_an_alert_that_is_not_there_gets_a_sentence(ines: Actor, number: int) -> None:
    with pytest.raises(BadInput, match="There is no such alert"):
        alerts.take(ines, number, "mine")


def test_a_refused_defect_leaves_no_alert(ines: Actor) -> None:
    can = can_of_lot(ines, "one")
    with pytest.raises(BadInput):
        inspections.raise_defect(ines, can, side=99, code="LEK")
    assert alerts.standing(ines) == []
