"""A lot as a person opens it, and what makes it one."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.errors import BadInput
from core.records.plain_text import checked, checked_or_none

LARGEST_QUANTITY, MOST_SHIFTS = 10_000_000, 8
LONGEST_CODE, LONGEST_LINE, LONGEST_SHIFT, LONGEST_REASON = 40, 16, 64, 500

_CODE = re.compile(r"[A-Z0-9][A-Z0-9 ._/-]{0,39}")


@dataclass(frozen=True)
class LotDraft:
    """What one lot is; ``quantity`` in cans, the line and the best-before day may be unknown."""

    product_sku: str
    code: str
    production_day: date
    quantity: int
    line: str | None = None
    shifts: tuple[str, ...] = ()
    best_before: date | None = None


def checked_lot(draft: LotDraft, today: date) -> LotDraft:
    """Return the draft with its code in capitals; raises BadInput for what is not usable, saying what to do.

    ``today`` is the plant's production day.
    """
    code = draft.code.strip().upper()
    if not _CODE.fullmatch(code):
        raise BadInput(f"A lot's code has 1 to {LONGEST_CODE} letters A to Z, digits, spaces or the signs . _ / - "
                       "and begins with a letter or digit: please correct it.")
    if draft.production_day > today + timedelta(days=1):
        raise BadInput("The production day lies in the future: please correct it.")
    if draft.best_before is not None and draft.best_before <= draft.production_day:
        raise BadInput("Best before has to be later than the production day: please correct it.")
    if not isinstance(draft.quantity, int) or not 1 <= draft.quantity <= LARGEST_QUANTITY:
        raise BadInput(f"Give the quantity in cans, a whole number from 1 to {LARGEST_QUANTITY:,}.")
    if len(draft.shifts) > MOST_SHIFTS:
        raise BadInput(f"A lot has at most {MOST_SHIFTS} shifts: take some out.")
    for shift in draft.shifts:
        if not checked(shift, "shift", LONGEST_SHIFT).strip():
            raise BadInput("A shift has no name: fill it in, or take it out.")
    return replace(draft, code=code, line=checked_or_none(draft.line, "line", LONGEST_LINE))


def checked_reason(reason: str) -> str:
    """Return the reason unchanged; raises BadInput when there is none, or it cannot be kept."""
    checked(reason, "reason", LONGEST_REASON)
    if not reason.strip():
        raise BadInput("Give a reason: it stands in the lot's history.")
    return reason
