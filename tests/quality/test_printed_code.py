"""A code read off a can finds its lot, though it was read in part, with other spaces, or wrongly."""

from hypothesis import given
from hypothesis import strategies as st

from core.quality.printed_code import Fit, fit, lot_parts, squeezed

PATTERN = r"(?P<lot>L[0-9]{4})\s?[A-C]\s[0-9]{2}:[0-9]{2}"


def test_other_spaces_and_signs_between_change_nothing() -> None:
    for read in ("L2315-A", "l 2315 a", "L23 15/A", "Ｌ2315A"):
        assert fit(read, "L2315-A") is Fit.SAME


def test_the_pattern_tells_the_lots_part_of_a_printed_code() -> None:
    for read in ("L2315 B 10:42", "L2315B 10:42", "BEST BEFORE 2029 L2315B 10:42 MOROCCO"):
        assert fit(read, "L2315", lot_parts(read, PATTERN)) is Fit.BY_PATTERN
    assert fit("L2315 B 10:42", "L2316", lot_parts("L2315 B 10:42", PATTERN)) is None


def test_a_pattern_without_the_group_is_the_lots_code_itself() -> None:
    assert lot_parts("exp 2029 L 2315", "L[0-9]{4}") == {"L2315"}


def test_a_part_is_enough_and_too_little_is_not() -> None:
    assert fit("315-A", "L2315-A") is Fit.PART
    assert fit("L2315-A 10:42", "L2315-A") is Fit.PART
    assert fit("A", "L2315-A") is fit("--", "L2315-A") is None


def test_letters_read_for_digits_are_found_last() -> None:
    assert fit("LZ3I5-A", "L2315-A") is Fit.MISREAD
    assert fit("L9999-A", "L2315-A") is None


def test_a_pattern_that_would_try_for_hours_or_is_none_finds_nothing() -> None:
    assert lot_parts("a" * 60 + "!", "(a+)+$") in (set(), {"A" * 60})
    assert lot_parts("L2315", "(") == set()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_answered(read: str, code: str) -> None:
    assert fit(read, code, lot_parts(read, "[A-Z]+")) in (None, *Fit)
    assert squeezed(squeezed(read)) == squeezed(read)
