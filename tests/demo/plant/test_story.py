"""What the five weeks tell, can by can, without a database."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.demo.plant.site import TIME
from core.demo.plant.story import (
    CANS,
    DAYS,
    DRIFT_CODE,
    DRIFT_DAYS,
    DRIFT_HEAD,
    DRIFT_LINE,
    SWELLS,
    Happening,
    Story,
)
from tests.telling import SEED, UNTIL


@pytest.fixture(scope="module")
def cans() -> list[Happening]:
    return list(Story(SEED, UNTIL).cans())


def test_the_same_seed_and_end_tell_the_same_weeks_and_another_seed_others(cans) -> None:
    assert list(Story(SEED, UNTIL).cans()) == cans
    assert list(Story(SEED + 1, UNTIL).cans()) != cans


@settings(max_examples=5, deadline=None)
@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_all_cans_lie_in_the_five_weeks_before_the_end_in_the_order_of_time_whatever_the_day(until) -> None:
    story = Story(3, until)
    moments = [can.at for can in story.cans()]
    assert len(moments) == CANS and moments == sorted(moments)
    assert story.begins <= moments[0] and moments[-1] < until - timedelta(minutes=1)
    assert len(story.days) == DAYS and story.days[-1] == TIME.day(until)


def smd_share(cans: list[Happening], **of: str) -> float:
    those = [can for can in cans if can.line.name == of["line"] and can.head == of["head"]]
    return sum(can.code == DRIFT_CODE for can in those) / len(those)


def test_in_the_last_week_one_head_dents_the_seam_of_many_cans_and_no_other_does(cans) -> None:
    story = Story(SEED, UNTIL)
    last_week = [can for can in cans if can.day in story.days[-DRIFT_DAYS:]]
    before = [can for can in cans if can.day not in story.days[-DRIFT_DAYS:]]
    assert smd_share(last_week, line=DRIFT_LINE, head=DRIFT_HEAD) > 0.15
    others = {(can.line.name, can.head) for can in cans} - {(DRIFT_LINE, DRIFT_HEAD)}
    assert len(others) == 11
    assert all(smd_share(last_week, line=line, head=head) < 0.03 for line, head in others)
    assert smd_share(before, line=DRIFT_LINE, head=DRIFT_HEAD) < 0.02


def test_two_cans_are_swollen_each_on_its_day_and_line(cans) -> None:
    days = Story(SEED, UNTIL).days
    swollen = Counter((days.index(can.day), can.line.name) for can in cans if can.code == "SWL")
    assert swollen == Counter(SWELLS)


def test_most_cans_are_good_and_the_newest_ones_have_photographs(cans) -> None:
    assert 0.02 < sum(can.code is not None for can in cans) / CANS < 0.06
    assert all(can.pictured for can in cans[-100:])
    assert 200 < sum(can.pictured for can in cans) < 600
