"""A code as a person reads it off a can, held against the codes of lots: in part, with other spaces, or misread.

Where a product says how its printed code looks, the lot's part of it is what the pattern's group ``lot`` finds, or all
that the pattern finds where it has no such group.
"""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

import regex

SHORTEST, LONGEST = 3, 80
"""How many letters and digits a search needs at least, and how long it may be."""

_SECONDS = 0.2
"""How long one pattern is tried: a careless one would otherwise try for hours."""

_ALIKE = str.maketrans("OQDILZSGB", "000112568")
"""Letters that are read for digits on metal, and digits for them."""


class Fit(StrEnum):
    """How a code that was read fits a lot's, from the surest to the least sure."""

    SAME = "same"
    BY_PATTERN = "by the pattern"
    PART = "in part"
    MISREAD = "misread"


def squeezed(text: str) -> str:
    """Return the letters and digits of a code in capitals, without what stands between them."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())


def lot_parts(read: str, pattern: str) -> set[str]:
    """Return what a product's pattern takes for the lot's code in a text that was read, squeezed.

    The text is tried as it is, in capitals, and without its spaces. A pattern that is none, or takes too long, finds
    nothing.
    """
    if not pattern:
        return set()
    found = set()
    for text in dict.fromkeys((read, read.upper(), "".join(read.split()), "".join(read.upper().split()))):
        try:
            match = regex.search(pattern, text, timeout=_SECONDS)
        except (regex.error, TimeoutError):
            return set()
        if match:
            found.add(squeezed(match.group("lot") if "lot" in match.re.groupindex else match.group()))
    return found - {""}


def fit(read: str, code: str, parts: Iterable[str] = ()) -> Fit | None:
    """Return how what was read fits a lot's code, None where it does not; ``parts`` are of ``lot_parts``.

    What was read may be a part of the code, or the code a part of what was read.
    """
    seen, wanted = squeezed(read), squeezed(code)
    if len(seen) < SHORTEST or not wanted:
        return None
    if seen == wanted:
        return Fit.SAME
    if wanted in parts:
        return Fit.BY_PATTERN
    if _within(seen, wanted):
        return Fit.PART
    return Fit.MISREAD if _within(seen.translate(_ALIKE), wanted.translate(_ALIKE)) else None


def _within(seen: str, wanted: str) -> bool:
    return seen in wanted or (len(wanted) >= SHORTEST and wanted in seen)
