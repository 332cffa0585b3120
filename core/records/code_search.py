"""Lots found by a code that was read off a can."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from core.errors import BadInput
from core.quality.lot_states import LotState
from core.quality.printed_code import LONGEST, SHORTEST, Fit, fit, lot_parts, squeezed
from core.quality.rights import Right
from core.records.plain_text import checked
from core.records.schema import lot, product
from core.records.sessions import User
from core.records.use_case import reading

MOST_FOUND = 20


@dataclass(frozen=True)
class Candidate:
    """A lot that the can may belong to, and how its code fits what was read."""

    lot_id: int
    code: str
    product_name: str
    production_day: date
    state: LotState
    fit: Fit


@reading(Right.READ)
def candidates(tx: Connection, user: User, read: str) -> list[Candidate]:
    """Return the lots whose codes fit what was read, the surest first and of those the newest, at most ``MOST_FOUND``.

    Raises BadInput for a text that is too long, or has too few letters and digits to tell lots apart.
    """
    checked(read, "code", LONGEST)
    if len(squeezed(read)) < SHORTEST:
        raise BadInput(f"Give at least {SHORTEST} letters or digits of the code.")
    parts = {row.sku: lot_parts(read, row.code_pattern)
             for row in tx.execute(select(product.c.sku, product.c.code_pattern))}
    found = []
    for row in tx.execute(select(lot.c.id, lot.c.code, lot.c.product_sku, lot.c.product_name, lot.c.production_day,
                                 lot.c.state).order_by(lot.c.id.desc())):
        how = fit(read, row.code, parts.get(row.product_sku, ()))
        if how is not None:
            found.append(Candidate(row.id, row.code, row.product_name, date.fromisoformat(row.production_day),
                                   LotState(row.state), how))
    order = list(Fit)
    return sorted(found, key=lambda one: order.index(one.fit))[:MOST_FOUND]
