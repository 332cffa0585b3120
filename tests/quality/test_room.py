"""Photographs stay as they came unless all that they show is good, old and of no further interest to anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.quality.lot_states import LotState
from core.quality.purposes import PURPOSES
from core.quality.room import LONGEST_EDGE, ORDINARY, ShownCan, Stays, stays, worth_it
from core.quality.verdict import Outcome, Verdict

BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
OLD = BEFORE - timedelta(microseconds=1)
ORDINARY_CAN = ShownCan(OLD, "routine", (Verdict.GOOD,), frozenset({Outcome.GOOD}))

cans = st.builds(
    ShownCan, st.sampled_from([None, OLD, BEFORE]), st.sampled_from(PURPOSES),
    st.lists(st.sampled_from(Verdict), min_size=1, max_size=3).map(tuple),
    st.frozensets(st.sampled_from(Outcome), min_size=1), *[st.booleans()] * 5,
    st.sampled_from([None, *LotState]))


def test_a_good_can_on_which_nobody_spoke_may_lose_its_original_and_practice_too():
    assert stays([ORDINARY_CAN], BEFORE) is None
    assert stays([replace(ORDINARY_CAN, purpose="practice", lot=LotState.ACCEPTED)] * 2, BEFORE) is None
    assert stays([replace(ORDINARY_CAN, outcomes=frozenset({Outcome.GOOD, Outcome.MISSING}))], BEFORE) is None


def test_each_reason_alone_keeps_a_photograph():
    for why, change in (
        (Stays.UNFINISHED, {"finished_at": None}), (Stays.YOUNG, {"finished_at": BEFORE}),
        *((Stays.PURPOSE, {"purpose": purpose}) for purpose in PURPOSES if purpose not in ORDINARY),
        (Stays.SAMPLE, {"in_sample": True}), (Stays.KNOWN, {"known": True}),
        (Stays.PERSON, {"verdicts": (Verdict.GOOD, Verdict.GOOD)}), (Stays.PERSON, {"checked": True}),
        *((Stays.NOT_GOOD, {"verdicts": (verdict,)}) for verdict in Verdict if verdict is not Verdict.GOOD),
        (Stays.NOT_GOOD, {"verdicts": (Verdict.BAD, Verdict.GOOD)}),
        (Stays.NOT_GOOD, {"outcomes": frozenset({Outcome.GOOD, Outcome.REVIEW})}), (Stays.NOT_GOOD, {"marked": True}),
        (Stays.WAITING, {"waiting": True}),
        (Stays.LOT, {"lot": LotState.HELD}), (Stays.LOT, {"lot": LotState.REJECTED}),
    ):
        assert stays([ORDINARY_CAN, replace(ORDINARY_CAN, **change)], BEFORE) is why, change


def test_the_picture_of_a_product_or_rack_stays_and_so_does_what_shows_nothing():
    assert stays([ORDINARY_CAN], BEFORE, pictured=True) is Stays.PICTURE
    assert stays([], BEFORE) is Stays.UNUSED


@given(st.lists(cans, min_size=1, max_size=3), st.booleans())
def test_what_may_be_re_encoded_is_good_old_ordinary_and_unspoken_of_in_every_can_that_it_shows(shown, pictured):
    if stays(shown, BEFORE, pictured) is None:
        assert not pictured
        for can in shown:
            assert can.finished_at == OLD and can.purpose in ("routine", "practice")
            assert can.verdicts == (Verdict.GOOD,) and can.outcomes <= {Outcome.GOOD, Outcome.MISSING}
            assert not (can.in_sample or can.known or can.waiting or can.marked or can.checked)
            assert can.lot not in (LotState.HELD, LotState.REJECTED)


@given(st.lists(cans, min_size=1, max_size=3), cans)
def test_another_can_on_a_photograph_never_frees_it(shown, another):
    if stays(shown, BEFORE) is not None:
        assert stays([*shown, another], BEFORE) is not None


@given(st.integers(1, 12_000_000), st.integers(1, 5000), st.integers(1, 5000))
def test_re_encoding_is_tried_where_the_photograph_is_large_for_what_is_kept_of_it(size, width, height):
    if worth_it(size, width, height):
        assert worth_it(size + 1, width, height) and size >= 50_000
    assert not worth_it(49_999, width, height) and not worth_it(size, None, height)


def test_a_phones_photograph_is_worth_it_and_one_that_was_made_small_is_not():
    assert worth_it(3_500_000, 4032, 3024)
    assert not worth_it(220_000, LONGEST_EDGE, 960)
