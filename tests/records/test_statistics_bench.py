"""The measurement asks what the page asks, of a few cans here; times are for a person to read."""

import pytest

from core.records import statistics_bench

pytestmark = pytest.mark.sqlite


def test_every_query_of_the_page_and_the_plain_way_are_timed() -> None:
    (figures,) = statistics_bench.measure(1, sizes=(60,))
    assert figures["rows"] == 60 and len(figures["queries"]) >= 10
    assert figures["total_ms"] == pytest.approx(sum(figures["queries"].values()), abs=0.1)
    assert figures["naive_pandas_ms"] > 0
