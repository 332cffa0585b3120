"""The shares of cans that are looked at twice, which a manager sets; all are 0 until then."""

import secrets
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select, update

from core.errors import BadInput
from core.quality.rights import Right
from core.records.schema import check_share
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

_SEED_BYTES = 16


@dataclass(frozen=True)
class Shares:
    """Whole per cent: ``blind`` of the cans that are started, to be judged before the model's verdict is shown."""

    blind: int = 0


@use_case(Right.SET_UP_PLANT)
def set_shares(tx: Connection, user: User, shares: Shares) -> Changed[None] | Unchanged[None]:
    """Set the shares for the cans to come; BadInput for what is not 0 to 100 %."""
    if not all(0 <= share <= 100 for share in asdict(shares).values()):
        raise BadInput("A share is 0 to 100 %: 0 switches it off.")
    before = current_shares(tx)
    if before == shares:
        return Unchanged(None)
    values = {"blind_percent": shares.blind}
    if tx.execute(update(check_share).values(**values)).rowcount == 0:
        tx.execute(insert(check_share).values(id=1, seed=secrets.token_hex(_SEED_BYTES), **values))
    return Changed(None, Entry("shares of checks set", "plant", asdict(before), asdict(shares)))


@reading(Right.READ)
def shares(tx: Connection, user: User) -> Shares:
    """Return the shares that hold now."""
    return current_shares(tx)


def current_shares(tx: Connection) -> Shares:
    """Return the shares that hold now, inside a transaction."""
    row = tx.execute(select(check_share)).one_or_none()
    return Shares(row.blind_percent) if row else Shares()


def seed(tx: Connection) -> str:
    """Return the secret by which cans are drawn; "" before a share was ever set."""
    return tx.scalar(select(check_share.c.seed)) or ""
