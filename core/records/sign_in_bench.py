"""``bench security``: how long a refused try to sign in takes, by what is wrong with the name."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import bcrypt

from core.errors import Refused
from core.quality.rights import Role
from core.records import accounts
from core.records.database import write
from core.records.sign_in import forgive
from core.records.use_case import console
from core.settings import scratch_installation

_RIGHT, _WRONG = "pale herrings, nine of them", "something that was never set"
KINDS = ("known", "unknown", "disabled", "deleted", "invited")


def measure(rounds: int) -> dict[str, Any]:
    """Return, for each kind of name, the hashes of one try and the median milliseconds of so many."""
    figures: dict[str, Any] = {}
    with scratch_installation():
        for name in ("known", "disabled", "deleted"):
            accounts.add_user(console(), name, Role.VIEWER, _RIGHT)
        accounts.disable(console(), "disabled")
        accounts.delete(console(), "deleted")
        accounts.invite(console(), "invited", Role.VIEWER)
        for name in KINDS:
            with _counted() as hashes:
                milliseconds = [_one_try(name) for _ in range(rounds)]
            figures[f"{name}_hashes"] = len(hashes) // rounds
            figures[f"{name}_ms"] = round(statistics.median(milliseconds))
    return figures


def _one_try(name: str) -> float:
    started = time.perf_counter()
    try:
        accounts.sign_in(name, _WRONG)
    except Refused:
        taken = (time.perf_counter() - started) * 1000
    with write() as tx:
        forgive(tx, name)
    return taken


@contextmanager
def _counted() -> Iterator[list[bytes]]:
    """Note every password that is looked at."""
    looked_at: list[bytes] = []
    real = bcrypt.checkpw

    def check(password: bytes, hashed_password: bytes) -> bool:
        looked_at.append(hashed_password)
        return real(password, hashed_password)

    bcrypt.checkpw = check
    try:
        yield looked_at
    finally:
        bcrypt.checkpw = real
