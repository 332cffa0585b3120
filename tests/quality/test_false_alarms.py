"""The rate at which all checks of a can together may stop a good one."""

import numpy as np
import pytest

from core.quality.false_alarms import A_CAN, CHECKS, MOST, SIDES, deviations


@pytest.mark.parametrize("count", [20, 60, 400])
def test_all_checks_of_a_can_together_stop_about_the_stated_share_of_good_cans(count: int) -> None:
    random = np.random.default_rng(count)
    stopped = cans = 0
    for _ in range(4):
        learnt = random.normal(size=(250, count, 1))
        limits = learnt.mean(axis=1) + deviations(count) * learnt.std(axis=1, ddof=1)
        new = random.normal(size=(250, 200, SIDES * CHECKS))
        stopped += int((new > limits[:, :, None]).any(axis=2).sum())
        cans += 250 * 200
    assert 0.6 * A_CAN < stopped / cans < 1.4 * A_CAN


def test_the_fewer_the_photographs_the_more_room_is_left_up_to_a_bound() -> None:
    rooms = [deviations(count) for count in (2, 5, 10, 50, 500, 50_000)]
    assert rooms == sorted(rooms, reverse=True)
    assert rooms[0] == MOST
