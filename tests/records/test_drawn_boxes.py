"""People draw where a defect is: beside the model's boxes, kept with their revision, and counted in their place."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from core.errors import BadInput
from core.quality.drawn_box import MOST_BOXES, DrawnBox
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.verdict import Verdict
from core.records import inspections, reviews, statistics
from core.records.can import Can, Drawn
from core.records.counted import Scope
from core.records.database import read
from core.records.reviews import Named
from core.records.schema import raised_defect
from core.records.use_case import Actor
from tests.records.people import can_of_lot, signed_in

BOX, OTHER = DrawnBox(100, 120, 200, 240), DrawnBox(0, 0, 640, 480)
SCRAPPED = Disposition.SCRAPPED


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def rita() -> Actor:
    return signed_in("rita", Role.REVIEWER)


def drawn_in_review(actor: Actor, can_id: int, boxes: Sequence[DrawnBox], seen: int = 0, side: int = 3) -> Can:
    return reviews.review(actor, can_id, seen, Verdict.BAD, disposition=SCRAPPED,
                          defects=[Named("RST", side, boxes=tuple(boxes))])


def places(actor: Actor, side: int) -> list[tuple[int, ...]]:
    return [(one.x0, one.y0, one.x1, one.y1) for one in statistics.boxes(actor, Scope()) if one.side == side
            for _ in range(one.count)]


def test_a_box_is_kept_beside_the_models_with_the_name_of_who_drew_it(ines: Actor, rita: Actor) -> None:
    can_id = can_of_lot(ines, "one", probability=0.9)
    before = inspections.load(rita, can_id).sides[3].result.boxes
    can = drawn_in_review(rita, can_id, [BOX, BOX, OTHER])
    assert can.sides[3].drawn == (Drawn(BOX, "RST", "rita"), Drawn(OTHER, "RST", "rita"))
    assert can.sides[3].result.boxes == before and can.sides[2].drawn == ()
    assert inspections.load(ines, can_id) == can


def test_whoever_speaks_after_leaves_the_name_of_who_drew(ines: Actor, rita: Actor) -> None:
    can_id = can_of_lot(ines, "one", probability=0.9)
    drawn_in_review(rita, can_id, [BOX])
    can = inspections.raise_defect(ines, can_id, side=4, code="TAB")
    assert [drawn.by for drawn in can.sides[3].drawn] == ["rita"]


def test_a_box_drawn_for_a_raised_defect_takes_the_place_of_its_box(ines: Actor) -> None:
    can_id = can_of_lot(ines, "one")
    for boxes in ([BOX], [], [OTHER]):
        can = inspections.raise_defect(ines, can_id, side=2, code="RST", note=str(boxes), boxes=boxes)
        assert [(one.code, one.side) for one in can.defects] == [("RST", 2)]
        assert [one.box for one in can.sides[2].drawn] == [*(boxes or [BOX])]


def test_a_review_taken_back_takes_its_boxes_with_it(ines: Actor, rita: Actor) -> None:
    can_id = can_of_lot(ines, "one", probability=0.9)
    assert drawn_in_review(rita, can_id, [BOX]).sides[3].drawn
    assert reviews.undo(rita, can_id).sides[3].drawn == ()


@pytest.mark.parametrize("boxes", [
    [DrawnBox(-1, 0, 5, 5)], [DrawnBox(0, 0, 641, 5)], [DrawnBox(5, 5, 5, 9)], [DrawnBox(0, 0, 5, 2**40)],
    [DrawnBox(n, 0, n + 5, 5) for n in range(MOST_BOXES + 1)],
])
def test_boxes_that_are_none_are_refused_and_nothing_is_kept(ines: Actor, boxes: list[DrawnBox]) -> None:
    can_id = can_of_lot(ines, "one")
    with pytest.raises(BadInput, match="draw"):
        inspections.raise_defect(ines, can_id, side=2, code="RST", boxes=boxes)
    with read() as tx:
        assert tx.execute(select(raised_defect)).all() == []


def test_a_side_without_a_photograph_has_nothing_to_draw_on(ines: Actor) -> None:
    can_id = inspections.start(ines, can_of(ines).product, key="two")
    with pytest.raises(BadInput, match="without a box"):
        inspections.raise_defect(ines, can_id, side=2, code="RST", boxes=[BOX])


def can_of(ines: Actor) -> Can:
    return inspections.load(ines, can_of_lot(ines, "any"))


def test_a_persons_boxes_are_piled_in_the_place_of_the_models_on_their_side_alone(ines: Actor, rita: Actor) -> None:
    can_id = can_of_lot(ines, "one", probability=0.9)
    models = places(rita, 3)
    assert len(models) == 2
    drawn_in_review(rita, can_id, [BOX])
    assert places(rita, 3) == [(2, 4, 5, 8)] and places(rita, 2) == models
    reviews.undo(rita, can_id)
    assert places(rita, 3) == models


def test_a_person_marks_a_side_that_the_model_found_good(ines: Actor, rita: Actor) -> None:
    can_id = can_of_lot(ines, "one")
    inspections.raise_defect(ines, can_id, side=5, code="RST", boxes=[OTHER])
    assert places(rita, 5) == [(0, 0, 16, 16)] and places(rita, 4) == []
