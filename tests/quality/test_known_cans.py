"""What answers to known cans are worth, and which cans a round shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.known_cans import SHOWN, Outcome, Score, drawn, outcome, score
from core.quality.verdict import Verdict

KNOWN = st.lists(st.sampled_from([Verdict.GOOD, Verdict.BAD]), max_size=20).map(lambda truths: list(enumerate(truths)))


@pytest.mark.parametrize(("truth", "said", "worth"), [
    (Verdict.BAD, Verdict.GOOD, Outcome.MISS), (Verdict.BAD, Verdict.BAD, Outcome.RIGHT),
    (Verdict.GOOD, Verdict.BAD, Outcome.FALSE_ALARM), (Verdict.GOOD, Verdict.GOOD, Outcome.RIGHT),
    (Verdict.BAD, Verdict.REVIEW, Outcome.RIGHT), (Verdict.BAD, Verdict.INCOMPLETE, Outcome.RIGHT),
    (Verdict.GOOD, Verdict.REVIEW, Outcome.FALSE_ALARM),
])
def test_only_a_bad_can_that_is_passed_is_a_miss(truth, said, worth):
    assert outcome(truth, said) is worth


def test_answers_are_counted_by_what_they_are_worth():
    answers = [(Verdict.BAD, Verdict.GOOD), (Verdict.BAD, Verdict.BAD), (Verdict.GOOD, Verdict.BAD)]
    assert score(answers) == Score(1, 1, 1) and score(answers).answered == 3
    assert score([]) == Score()


@given(KNOWN, st.integers(0, 2**32))
def test_a_round_shows_bad_cans_at_least_half_and_a_good_one_among_them_where_there_are_any(known, seed):
    truths, cans = dict(known), drawn(known, seed)
    assert len(cans) == len(set(cans)) == min(SHOWN, len(known)) and set(cans) <= set(truths)
    bad = sum(truths[can] is Verdict.BAD for can in cans)
    known_bad = sum(truth is Verdict.BAD for truth in truths.values())
    assert bad >= min(known_bad, (len(cans) + 1) // 2)
    if len(cans) > 1 and known_bad < len(known):
        assert bad < len(cans)
    assert cans == drawn(known, seed)
