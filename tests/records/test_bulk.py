"""The rows for measuring are rows as the program itself keeps them."""

from core.quality.verdict import Verdict
from core.records import bulk, gallery, inspections
from core.records.gallery import Wanted
from core.records.use_case import console


def test_the_made_up_cans_are_finished_cans_that_the_program_can_read() -> None:
    bulk.fill(40, seed=3)
    cans = gallery.page(console(), Wanted(), size=100)
    assert [can.id for can in cans] == list(range(40, 0, -1))
    assert {can.verdict for can in cans} >= {Verdict.GOOD, Verdict.BAD}
    for picture in cans:
        can = inspections.load(console(), picture.id)
        assert (can.effective[0], can.model_verdict and can.model_verdict[0]) == (
            picture.verdict, picture.model_verdict)
        assert can.live[0] is picture.model_verdict and can.lot_id and len(can.attempts) == 7
