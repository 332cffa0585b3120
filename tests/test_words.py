"""Every reason code has its sentence."""

import re
from itertools import product as combinations
from pathlib import Path

from core.quality.sides import FOOD_CAN
from core.quality.thresholds import Thresholds
from core.quality.verdict import Outcome, SideResult, Verdict, can_verdict, judge_probability
from core.words import _SUBJECTS, ENGLISH, sentence, tr

CORE = Path(__file__).parent.parent / "core"


def test_every_code_that_the_program_gives_has_a_sentence():
    given = set()
    for path in CORE.rglob("*.py"):
        given |= set(re.findall(r"(?:Reason|\btr)\(\s*\"(\w+)\"", path.read_text(encoding="utf-8")))
    assert given, "the search found no code at all"
    assert given <= set(ENGLISH)


def test_no_code_has_two_sentences():
    assert sum(len(subject.ENGLISH) for subject in _SUBJECTS) == len(ENGLISH)


def test_every_verdict_says_what_to_do_with_the_can():
    assert all(tr(f"do_{verdict}") for verdict in Verdict)


def test_every_reason_of_every_kind_of_can_can_be_said():
    limits = Thresholds(0.3, 0.6)
    by_outcome = {outcome: (outcome, reason) for outcome, reason in
                  (judge_probability(p, limits) for p in (0.1, 0.4, 0.9, 2.0))}
    for outcomes in combinations(list(by_outcome), repeat=3):
        results = [SideResult(side, *by_outcome[outcome], probability=0.5, thresholds=limits)
                   for side, outcome in zip(FOOD_CAN.sides, outcomes, strict=False)]
        words = sentence(can_verdict(results)[1])
        assert words[0].isupper() and words.endswith(".") and "{" not in words


def test_a_bad_can_says_which_side_and_the_two_numbers():
    outcome, reason = judge_probability(0.97, Thresholds(0.3, 0.5))
    results = [SideResult(FOOD_CAN.side(4), outcome, reason, 0.97, Thresholds(0.3, 0.5))]
    assert outcome is Outcome.BAD
    assert sentence(can_verdict(results)[1]) == "Bad because side 4 (Lid) is bad: 0.97 ≥ 0.50."
