"""A product whose model is still to come: what people judge is counted, and nothing else."""

import pytest

from core.quality.collecting import LEAST_DEFECTIVE, LEAST_GOOD, Collected
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN, SARDINE_CLUB
from core.quality.verdict import Verdict
from core.records import inspections, reviews
from core.records.collecting import collected
from core.records.reviews import Named
from tests.records.people import signed_in
from tests.records.test_dataset_export import finished


def test_each_side_counts_as_a_person_judged_it_for_the_models_that_are_to_come() -> None:
    ines, mona = signed_in("ines"), signed_in("mona", Role.MANAGER)
    good, bad, waiting = (finished(ines, key) for key in ("good", "bad", "waiting"))
    reviews.review(mona, good, 0, Verdict.GOOD, disposition=Disposition.PASSED)
    reviews.review(mona, bad, 0, Verdict.BAD, disposition=Disposition.SCRAPPED, defects=[Named("RPT", 3)])
    assert inspections.load(ines, waiting).review is None
    assert collected(ines, FOOD_CAN, ["food-can"]) == [
        Collected("wall", "food-can", 6, 1), Collected("lid", "food-can", 1, 0)]
    assert collected(ines, FOOD_CAN, []) == []
    assert collected(ines, SARDINE_CLUB, ["sardine-lid"]) == [Collected("lid", "sardine-lid", 0, 0)]


@pytest.mark.parametrize(("good", "defective", "enough"), [
    (LEAST_GOOD, LEAST_DEFECTIVE, True), (LEAST_GOOD - 1, 99, False), (999, LEAST_DEFECTIVE - 1, False),
])
def test_a_first_model_needs_enough_of_both(good: int, defective: int, enough: bool) -> None:
    assert Collected("lid", "lids", good, defective).enough is enough
