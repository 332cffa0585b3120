"""Samples: numbered without gaps, counted, closed when full, and gone on with by anyone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.quality.sampling import CFIA_200, Counts, Limit, Plan
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Reason, Verdict
from core.records import audit, database, inspections, lots, products, samples
from core.records.can_rows import add_revision
from core.records.product_draft import ProductDraft
from core.records.schema import inspection, sample_can
from core.records.use_case import Actor, console
from tests.records.people import can_of_lot, open_lot, sign_in, signed_in
from tests.records.test_hostile_text import HOSTILE

SMALL = Plan("Small", 4, Limit(0, 1), Limit(1, 2), Limit(2, 3))


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def sample(ines: Actor) -> int:
    """An open sample of four cans."""
    return samples.start(ines, open_lot(ines), SMALL)


def numbers(sample_id: int) -> dict[int, int]:
    """The cans of a sample by their number."""
    with database.read() as tx:
        rows = tx.execute(select(sample_can).where(sample_can.c.sample_id == sample_id)).all()
    return {row.number: row.inspection_id for row in rows}


def begin(actor: Actor, key: str, sample_id: int) -> int:
    return inspections.start(actor, FOOD_CAN, key=key, sample_id=sample_id)


def test_a_can_started_in_a_sample_has_its_number_its_lot_and_its_purpose(ines: Actor, sample: int) -> None:
    can = inspections.load(ines, begin(ines, "one", sample))
    lot = lots.find(ines, samples.of_lot(ines, can.lot_id or 0)[0].lot_id)
    assert (can.purpose, can.lot_id, lot.code) == ("lot sample", lot.id, "L1")
    assert samples.place_of(ines, can.id) == (sample, 1)
    row = audit.entries(console(), f"can:{can.id}")[0]
    assert row.new is not None and (row.new["sample"], row.new["sample_number"], row.new["lot"]) == (sample, 1, lot.id)


def test_a_second_start_with_one_key_takes_no_second_number(ines: Actor, sample: int) -> None:
    assert begin(ines, "one", sample) == begin(ines, "one", sample)
    assert set(numbers(sample)) == {1}


def test_eight_threads_that_start_the_cans_of_one_sample_number_them_without_gap_or_duplicate(ines: Actor) -> None:
    sample_id = samples.start(ines, open_lot(ines), replace(SMALL, size=40))

    def attempt(number: int) -> int | None:
        try:
            return begin(ines, f"key {number}", sample_id)
        except BadInput as refusal:
            assert "All 40 cans of this sample" in str(refusal)
            return None

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(attempt, range(48)))
    assert sorted(numbers(sample_id)) == list(range(1, 41))
    assert set(numbers(sample_id).values()) == set(made) - {None}
    assert made.count(None) == 8


def test_a_can_given_up_gives_its_number_to_the_next(ines: Actor, sample: int) -> None:
    first, second = begin(ines, "one", sample), begin(ines, "two", sample)
    inspections.give_up(ines, first)
    assert samples.place_of(ines, first) is None
    third = begin(ines, "three", sample)
    assert numbers(sample) == {1: third, 2: second}
    assert samples.progress(ines, sample).next_number == 3
    row = audit.entries(console(), f"can:{first}")[0]
    assert row.new == {"state": "abandoned", "sample": sample, "sample_number": 1}


def test_a_full_sample_closes_by_itself_with_its_last_can_and_takes_no_more(ines: Actor, sample: int) -> None:
    for number in range(3):
        can_of_lot(ines, f"{number}", sample_id=sample)
    last = begin(ines, "last", sample)
    assert not samples.progress(ines, sample).sample.takes_more
    with pytest.raises(BadInput, match="All 4 cans of this sample are taken or being taken"):
        begin(ines, "more", sample)
    assert samples.progress(ines, sample).sample.closed_at is None
    inspections.raise_defect(ines, last, side=4, code="DNT")
    progress = samples.progress(ines, sample)
    assert progress.sample.closed_at is not None and not progress.sample.given_up
    assert (progress.sample.finished, progress.sample.begun) == (4, 4)
    row = audit.entries(console(), f"can:{last}")[0]
    assert row.new is not None and row.new["sample_complete"] is True
    with pytest.raises(BadInput, match="This sample is closed"):
        begin(ines, "more", sample)
    assert samples.still_open(ines) == []


def test_progress_counts_by_the_verdicts_that_hold_now_and_says_when_rejection_is_certain(
    ines: Actor, sample: int
) -> None:
    good, model_bad = can_of_lot(ines, "good", sample_id=sample), can_of_lot(ines, "bad", None, 0.9, sample_id=sample)
    begin(ines, "draft", sample)
    progress = samples.progress(ines, sample)
    assert (progress.sample.finished, progress.sample.begun, progress.next_number) == (2, 3, 4)
    assert {verdict: n for verdict, n in progress.verdicts.items() if n} == {Verdict.GOOD: 1, Verdict.BAD: 1}
    assert (progress.counts, progress.rejected_by) == (Counts(), ())  # what nobody has named is no defect yet
    inspections.raise_defect(ines, model_bad, side=4, code="UNK")
    inspections.raise_defect(ines, model_bad, side=4, code="SMD")
    assert samples.progress(ines, sample).counts == Counts(0, 1, 1, 1)
    assert samples.progress(ines, sample).rejected_by == ()
    inspections.raise_defect(ines, good, side=4, code="LEK")
    assert samples.progress(ines, sample).rejected_by == ("critical",)


def test_the_defects_of_a_can_that_a_later_verdict_passes_do_not_count(ines: Actor, sample: int) -> None:
    can = inspections.raise_defect(ines, begin(ines, "one", sample), side=4, code="LEK")
    assert samples.progress(ines, sample).rejected_by == ("critical",)
    with database.write() as tx:
        add_revision(tx, can.id, 2, Verdict.GOOD, Reason("can_good", {"taken": 7}), author_id=1, defects=can.defects)
        tx.execute(update(inspection).where(inspection.c.id == can.id).values(current_revision=2))
    progress = samples.progress(ines, sample)
    assert (progress.counts, progress.verdicts[Verdict.GOOD]) == (Counts(), 1)


def test_cans_of_the_lot_outside_the_sample_do_not_count_in_it(ines: Actor, sample: int) -> None:
    lot = samples.still_open(ines)[0].lot_id
    inspections.raise_defect(ines, can_of_lot(ines, "routine", lot), side=4, code="LEK")
    assert samples.progress(ines, sample).counts == Counts()
    assert samples.progress(ines, sample).sample.begun == 0


def test_another_inspector_goes_on_with_a_sample_after_a_change(ines: Actor, sample: int) -> None:
    can_of_lot(ines, "one", sample_id=sample)
    otto = signed_in("otto")
    going_on = samples.still_open(otto)[0]
    assert (going_on.id, going_on.lot_code, going_on.finished, going_on.drawn_by) == (sample, "L1", 1, "ines")
    assert samples.place_of(otto, begin(otto, "two", sample)) == (sample, 2)


def test_a_lot_has_one_open_sample_at_a_time_whoever_starts_it(ines: Actor, sample: int) -> None:
    lot = samples.still_open(ines)[0].lot_id
    with pytest.raises(BadInput, match="Lot L1 has an open sample: continue it"):
        samples.start(signed_in("otto"), lot, CFIA_200)
    samples.give_up(ines, sample, "the pallet was mixed up")
    with pytest.raises(BadInput, match="closed already"):
        samples.give_up(ines, sample, "once more")
    second = samples.start(ines, lot, CFIA_200)
    assert [(of.id, of.given_up) for of in samples.of_lot(ines, lot)] == [(second, False), (sample, True)]
    row = audit.entries(console(), f"lot:{lot}")[1]
    assert (row.action, row.why, row.new) == ("sample given up", "the pallet was mixed up", {"sample": sample})


def test_a_plan_comes_back_as_it_was_given_and_a_name_that_cannot_be_kept_is_refused(ines: Actor) -> None:
    for number, text in enumerate(HOSTILE):
        lot, plan = open_lot(ines, f"L{number}"), replace(SMALL, name=text, major=None)
        try:
            sample_id = samples.start(ines, lot, plan)
        except BadInput as refusal:
            assert str(refusal).isprintable()
        else:
            assert samples.progress(ines, sample_id).sample.plan == plan
    assert audit.verify() == []
    standard = samples.start(ines, open_lot(ines, "CFIA"), CFIA_200)
    assert samples.progress(ines, standard).sample.plan == CFIA_200


def test_a_sample_of_a_product_that_was_retired_goes_on(ines: Actor) -> None:
    mona = signed_in("mona", Role.MANAGER)
    tuna = replace(FOOD_CAN, sku="TUNA-1")
    products.add(mona, ProductDraft(tuna, 1, 1))
    sample_id = samples.start(ines, open_lot(ines, "T1", "TUNA-1"), SMALL)
    products.retire(mona, "TUNA-1")
    assert samples.product_sampled(ines, sample_id) == tuna
    with pytest.raises(BadInput, match="is of TUNA-1"):
        begin(ines, "of another product", sample_id)
    inspections.start(ines, tuna, key="one", sample_id=sample_id)


@pytest.mark.parametrize("number", [0, -1, 9, 2**63])
def test_a_sample_that_is_not_there_gets_a_sentence(ines: Actor, number: int) -> None:
    for act in (lambda: samples.progress(ines, number), lambda: begin(ines, "one", number),
                lambda: samples.give_up(ines, number, "why"), lambda: samples.product_sampled(ines, number)):
        with pytest.raises(BadInput, match="There is no such sample"):
            act()


def test_a_viewer_sees_samples_and_starts_none(ines: Actor, sample: int) -> None:
    vera = signed_in("vera", Role.VIEWER)
    assert samples.progress(vera, sample).sample.id == sample
    with pytest.raises(Refused):
        samples.start(vera, 1, CFIA_200)


def test_what_was_begun_before_a_sample_was_given_up_may_be_finished(ines: Actor, sample: int) -> None:
    can = begin(ines, "one", sample)
    samples.give_up(sign_in("ines"), sample, "enough seen")
    inspections.finish(ines, can)
    assert samples.progress(ines, sample).sample.given_up
    assert samples.progress(ines, sample).sample.finished == 1
