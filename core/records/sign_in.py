"""Signing in with a name and a secret (password, PIN, one-time code), throttled by account and by address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

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
FAILURES_OF_AN_ADDRESS = 100
"""A plant behind a proxy is one address, so that this many belong to many people."""
TRIES_KEPT = timedelta(hours=24)
"""As long as an administrator is shown failed tries; older ones are deleted by the next try."""
WRONG = "Name and password do not belong together: try again, or ask an administrator to look at the account."
THROTTLED = "Too many failed tries: wait 15 minutes or ask an administrator."


@dataclass(frozen=True)
class Attempt:
    """One counted try: failed until it succeeds."""

    id: int
    account: str
    address: str


def sign_in(name: str, password: str, address: str = "") -> Session:
    """Open a session for the name and its password.

    Raises Refused with one and the same sentence for an unknown or disabled name and a wrong password, after the
    same work; and another once an account had five failures in fifteen minutes, or an address a hundred, whatever the
    password.
    """
    attempt = counted_attempt(name, address)
    found = verified(attempt, password, lambda user: user.password_hash, WRONG)
    return opened(attempt, found, lambda user: user.password_hash, WRONG)


def counted_attempt(name: str, address: str = "") -> Attempt:
    """Note a try as failed before its secret is looked at, so that many at once cannot slip through.

    Raises Refused when the account or the address had too many failures.
    """
    account, address = _account(name), address[:100]
    with write() as tx:
        if is_throttled(tx, account) or _is_address_throttled(tx, address):
            raise Refused(THROTTLED)
        attempt_id = tx.execute(
            insert(sign_in_attempt)
            .values(account=account, address=address, tried_at=clock.now(), outcome="failed")
            .returning(sign_in_attempt.c.id)
        ).scalar_one()
        tx.execute(delete(sign_in_attempt).where(sign_in_attempt.c.tried_at <= clock.now() - TRIES_KEPT))
    return Attempt(int(attempt_id), account, address)


def verified(attempt: Attempt, secret: str, kept: Callable[[Row], str | None], wrong: str) -> Row:
    """Return the user's row when the secret belongs to the hash that ``kept`` takes from it.

    Raises Refused with the sentence ``wrong``, after the same work for everyone.
    """
    with read() as tx:
        found = tx.execute(select(user_account).where(user_account.c.name == attempt.account)).one_or_none()
    usable = found is not None and not found.disabled
    if not matches(secret, (kept(found) or None) if found is not None and usable else None) or found is None:
        raise Refused(wrong)
    return found


def opened(
    attempt: Attempt, found: Row, kept: Callable[[Row], str | None], wrong: str,
    device_id: int | None = None, how: str = "signed in",
) -> Session:
    """Open the session of a verified try; raises Refused when the user was changed meanwhile."""
    with write() as tx:
        now = tx.execute(select(user_account).where(user_account.c.id == found.id)).one()
        if now.disabled or kept(now) != kept(found):
            raise Refused(wrong)
        succeed(tx, attempt)
        session = open_session(tx, User(now.id, now.name, Role(now.role)), attempt.address, device_id)
        told = {"address": attempt.address} | ({} if device_id is None else {"device": device_id})
        append(tx, now.name, Entry(how, f"user:{now.name}", new=told))
    return session


def confirm_password(name: str, password: str) -> None:
    """Ask for the password of somebody who is signed in, in what is not their session's first proof.

    Raises BadInput when it is wrong, and Refused after too many wrong ones, which count as tries to sign in.
    """
    attempt = counted_attempt(name)
    try:
        verified(attempt, password, lambda user: user.password_hash, WRONG)
    except Refused as wrong:
        raise BadInput("This is not your current password: please type it again.") from wrong
    with write() as tx:
        succeed(tx, attempt)


def succeed(tx: Connection, attempt: Attempt) -> None:
    """Let the try count as no failure."""
    tx.execute(update(sign_in_attempt).where(sign_in_attempt.c.id == attempt.id).values(outcome="succeeded"))


def is_throttled(tx: Connection, account: str) -> bool:
    """Say whether the account had its five failures in the last fifteen minutes."""
    return failures(tx, sign_in_attempt.c.account == account, WINDOW) >= FAILURES


def failures(tx: Connection, of: ColumnElement[bool], since: timedelta) -> int:
    """Return how many tries failed in the time up to now, and were not forgiven."""
    return tx.scalar(
        select(func.count()).select_from(sign_in_attempt).where(
            of, sign_in_attempt.c.outcome == "failed", sign_in_attempt.c.tried_at > clock.now() - since
        )
    ) or 0


def forgive(tx: Connection, account: str) -> None:
    """Let the account's failures no longer count."""
    tx.execute(
        update(sign_in_attempt)
        .where(sign_in_attempt.c.account == account, sign_in_attempt.c.outcome == "failed")
        .values(outcome="forgiven")
    )


def _is_address_throttled(tx: Connection, address: str) -> bool:
    of = sign_in_attempt.c.address == address
    return not _is_this_machine(address) and failures(tx, of, WINDOW) >= FAILURES_OF_AN_ADDRESS


def _is_this_machine(address: str) -> bool:
    """Say whether it is loopback, in any way of writing it, or unknown, as Streamlit gives loopback."""
    if not address:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def _account(name: str) -> str:
    try:
        return normal_name(name)
    except BadInput:
        return ascii(name)[:64]  # in quotes, so no real name: it is throttled and refused like an unknown one
