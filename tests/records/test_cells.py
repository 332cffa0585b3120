"""No cell of an export is read as a formula, and what is no formula stays as it was."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quality.verdict import Verdict
from core.records.cells import safe_cell

pytestmark = pytest.mark.sqlite

TRIGGERS = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫"


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("before", ["", " ", "\ufeff", "\u200b", "\x00", "\u00a0 "])
def test_no_text_begins_as_a_formula_would(trigger: str, before: str) -> None:
    assert safe_cell(f"{before}{trigger}SUM(A1)") == f"'{before}{trigger}SUM(A1)"


@given(st.text(max_size=20))
def test_text_is_kept_whole_behind_at_most_an_apostrophe(text: str) -> None:
    cell = safe_cell(text)
    assert cell in (text, f"'{text}")
    assert not str(cell).lstrip().startswith(tuple(TRIGGERS))


def test_what_is_no_formula_stays_as_it_was() -> None:
    for text in ("", "L2315-A", "a=b", "'quoted", "محمد", "  two", "5 - 3"):
        assert safe_cell(text) == text


def test_numbers_stay_numbers_and_the_rest_becomes_plain() -> None:
    assert [safe_cell(value) for value in (3, 0.5, -2, True, None, float("nan"), Verdict.BAD)] == \
        [3, 0.5, -2, "yes", "", "", "bad"]
    assert safe_cell(date(2026, 11, 25)) == "2026-11-25"
    assert safe_cell(datetime(2026, 11, 25, 6, 30, tzinfo=UTC)) == "2026-11-25 06:30:00+00:00"
