"""Signing in with a name and a password, throttled by account."""

from datetime import timedelta

from sqlalchemy import Connection, func, insert, select, update

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.records import clock
from core.records.database import read, write
from core.records.passwords import matches
from core.records.schema import sign_in_attempt, user_account
from core.records.sessions import Session, User, open_session
from core.records.trail import Entry, append
from core.records.user_names import normal_name

FAILURES, WINDOW = 5, timedelta(minutes=15)
WRONG = "Name and password do not belong together: try again, or ask an administrator to look at the account."
THROTTLED = "Too many failed tries: wait 15 minutes or ask an administrator."


def sign_in(name: str, password: str, address: str = "") -> Session:
    """Open a session for the name and its password.

    Raises Refused with one and the same sentence for an unknown or disabled name and a wrong password, after the
    same work; and another once an account had five failures in fifteen minutes, whatever the password.
    """
    account = _account(name)
    attempt_id = _counted_attempt(account, address[:100])
    with read() as tx:
        found = tx.execute(select(user_account).where(user_account.c.name == account)).one_or_none()
    usable = found is not None and not found.disabled
    if not matches(password, found.password_hash if found is not None and usable else None) or found is None:
        raise Refused(WRONG)
    with write() as tx:
        now = tx.execute(select(user_account).where(user_account.c.id == found.id)).one()
        if now.disabled or now.password_hash != found.password_hash:
            raise Refused(WRONG)
        tx.execute(update(sign_in_attempt).where(sign_in_attempt.c.id == attempt_id).values(outcome="succeeded"))
        opened = open_session(tx, User(now.id, now.name, Role(now.role)), address[:100])
        append(tx, now.name, Entry("signed in", f"user:{now.name}", new={"address": address[:100]}))
    return opened


def is_throttled(tx: Connection, account: str) -> bool:
    """Say whether the account had its five failures in the last fifteen minutes."""
    failures = tx.scalar(
        select(func.count()).select_from(sign_in_attempt).where(
            sign_in_attempt.c.account == account,
            sign_in_attempt.c.outcome == "failed",
            sign_in_attempt.c.tried_at > clock.now() - WINDOW,
        )
    )
    return bool(failures is not None and failures >= FAILURES)


def forgive(tx: Connection, account: str) -> None:
    """Let the account's failures no longer count."""
    tx.execute(
        update(sign_in_attempt)
        .where(sign_in_attempt.c.account == account, sign_in_attempt.c.outcome == "failed")
        .values(outcome="forgiven")
    )


def _counted_attempt(account: str, address: str) -> int:
    """Note the attempt as failed before its password is looked at, so that many at once cannot slip through."""
    with write() as tx:
        if is_throttled(tx, account):
            raise Refused(THROTTLED)
        return int(tx.execute(
            insert(sign_in_attempt)
            .values(account=account, address=address, tried_at=clock.now(), outcome="failed")
            .returning(sign_in_attempt.c.id)
        ).scalar_one())


def _account(name: str) -> str:
    try:
        return normal_name(name)
    except BadInput:
        return ascii(name)[:64]  # in quotes, so no real name: it is throttled and refused like an unknown one
