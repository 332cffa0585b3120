"""Kinds stand by how often they were counted, and together they are all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.pareto import Bar, pareto


def test_the_largest_comes_first_and_shares_add_up() -> None:
    assert pareto({"RST": 1, "SMD": 6, "DNT": 3, "COD": 0}) == [
        Bar("SMD", 6, 0.6, 0.6), Bar("DNT", 3, 0.3, 0.9), Bar("RST", 1, 0.1, 1.0)]


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 1000)))
def test_nothing_is_lost(counts: dict[str, int]) -> None:
    bars = pareto(counts)
    assert {bar.kind: bar.count for bar in bars} == {kind: count for kind, count in counts.items() if count}
    assert [bar.count for bar in bars] == sorted((bar.count for bar in bars), reverse=True)
    assert not bars or bars[-1].cumulative == pytest.approx(1.0)
