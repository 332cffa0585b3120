"""One-time codes: shown once to an administrator, good once and for a day, for whoever has to choose a password."""

import secrets
from datetime import timedelta

from sqlalchemy import update

from core.errors import Refused
from core.records import clock
from core.records.database import write
from core.records.passwords import checked_password, hash_password
from core.records.schema import user_account
from core.records.sessions import Session
from core.records.sign_in import counted_attempt, opened, succeed, verified
from core.records.trail import Entry, append

VALID_FOR = timedelta(hours=24)
WRONG_CODE = "Name and code do not belong together, or the code is used or older than a day: ask an administrator."
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_GROUPS, _IN_A_GROUP = 3, 4


def new_code() -> tuple[str, str]:
    """Return a random code such as "K7QF-2MZX-9RTC" (58 bits) and its hash."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    return code, hash_password(_plain(code))


def redeem(name: str, code: str, password: str, address: str = "") -> Session:
    """Take the code once, keep the password that its user chose, and open a session.

    Raises BadInput for a password that cannot be taken, before the code is looked at; else Refused as ``sign_in``.
    """
    password_hash = hash_password(checked_password(password, name))
    attempt = counted_attempt(name, address)
    found = verified(attempt, _plain(code), lambda user: user.code_hash, WRONG_CODE)
    with write() as tx:
        taken = tx.execute(
            update(user_account)
            .where(user_account.c.id == found.id, user_account.c.code_hash == found.code_hash,
                   user_account.c.code_expires_at > clock.now(), user_account.c.disabled == 0)
            .values(password_hash=password_hash, code_hash=None, code_expires_at=None)
            .returning(user_account)
        ).one_or_none()
        if taken is None:
            raise Refused(WRONG_CODE)
        succeed(tx, attempt)
        append(tx, found.name, Entry("password chosen", f"user:{found.name}", why="one-time code"))
    return opened(attempt, taken, lambda user: user.password_hash, WRONG_CODE)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())
