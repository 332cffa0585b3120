"""A complaint keeps what the customer said, and counts on its lot."""

import pytest

from core.errors import BadInput, Refused
from core.records import audit, complaints, inspections
from core.records.use_case import console
from tests.records.people import can_of_lot, open_lot, signed_in, whole_can


def test_what_the_customer_said_is_kept_and_an_earlier_note_stands_in_the_audit_trail() -> None:
    ines = signed_in("ines")
    lot = open_lot(ines)
    can = can_of_lot(ines, "one", lot, purpose="complaint")
    complaints.keep_note(ines, can, "The lid bulges")
    complaints.keep_note(ines, can, "The lid bulges and leaks")
    complaints.keep_note(ines, can, "The lid bulges and leaks")
    assert inspections.load(ines, can).note == "The lid bulges and leaks"
    newest = audit.entries(console(), f"can:{can}")
    assert [row.action for row in newest[:2]] == ["complaint noted"] * 2 and newest[0].old == {"note": "The lid bulges"}
    assert [(one.id, one.note) for one in complaints.of_lot(ines, lot)] == [(can, "The lid bulges and leaks")]


def test_a_lot_counts_its_complaints_and_nothing_else() -> None:
    ines = signed_in("ines")
    lot, other = open_lot(ines, "L1"), open_lot(ines, "L2")
    can_of_lot(ines, "routine", lot)
    for number in range(3):
        can_of_lot(ines, f"{number}", lot, purpose="complaint")
    can_of_lot(ines, "other", other, purpose="complaint")
    assert (complaints.count_of_lot(ines, lot), complaints.count_of_lot(ines, other)) == (3, 1)
    assert len(complaints.of_lot(ines, lot, most=2)) == 2


def test_only_a_complaint_has_a_customers_note_and_a_draft_only_its_inspectors() -> None:
    ines, omar = signed_in("ines"), signed_in("omar")
    routine = whole_can(ines, "routine")
    with pytest.raises(BadInput, match="only a complaint"):
        complaints.keep_note(ines, routine, "It leaks")
    draft = inspections.start(ines, inspections.load(ines, routine).product, key="c", purpose="complaint")
    with pytest.raises(Refused):
        complaints.keep_note(omar, draft, "It leaks")
    with pytest.raises(BadInput):
        complaints.keep_note(ines, draft, "x" * 2001)
    complaints.keep_note(ines, draft, "It leaks")
    assert inspections.load(ines, draft).note == "It leaks"
