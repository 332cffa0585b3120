"""The lots' events come in an order that can happen, at whatever hour the plant is filled."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from core.demo.plant.deciding import deciding
from core.demo.plant.site import TIME
from core.demo.plant.story import Story
from core.demo.plant.told import Told


@pytest.mark.parametrize("minutes", [0, 1, 30, 49, 51, 12 * 60, 24 * 60 - 1])
def test_the_newest_lot_of_the_drifting_line_is_open_before_it_is_held(minutes: int) -> None:
    begins = TIME.day_begins(TIME.day(datetime(2026, 11, 26, 12, tzinfo=UTC)))
    nobody: Any = None
    told = Told(nobody, Story(1, begins + timedelta(minutes=minutes)), nobody)
    events = sorted(deciding(told), key=lambda event: event[0])
    called = [(happens.func.__name__, happens.args[1:]) for _, happens in events if isinstance(happens, partial)]
    opened = [number for number, (name, args) in enumerate(called)
              if name == "_open" and args[1] == told.story.days[-1]]
    (held,) = [number for number, (name, _) in enumerate(called) if name == "_hold_todays"]
    assert max(opened) < held
    assert events[held][0] <= told.story.until
