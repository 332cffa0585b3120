"""Cells of CSV and Excel files: what people typed never becomes a formula in somebody's spreadsheet."""

import math
import unicodedata
from datetime import date, datetime

Cell = str | int | float
"""What a file keeps of a value."""

_FORMULA_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_LINE_SIGNS = frozenset("\t\r\n")


def safe_cell(value: object) -> Cell:
    """Return a value as a cell that no spreadsheet reads as a formula.

    Text that begins as a formula would, in any width or behind signs that cannot be seen, gets an apostrophe in front;
    all other text stays as it is. Numbers stay numbers, a number that is not finite and None become empty, True and
    False yes and no, moments and days ISO 8601.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = value.isoformat(sep=" ") if isinstance(value, datetime) else \
        value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if _begins_a_formula(text) else text


def _begins_a_formula(text: str) -> bool:
    for sign in text:
        if sign in _LINE_SIGNS or unicodedata.normalize("NFKC", sign)[0] in _FORMULA_SIGNS:
            return True
        if unicodedata.category(sign)[0] not in "CZ":  # what can be seen, and begins no formula
            return False
    return False
