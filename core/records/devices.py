"""Devices at the lines that an administrator registered: on them inspectors change over by name and PIN."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import BadInput, Refused
from core.quality.rights import RIGHTS, Right, Role, may
from core.records import clock
from core.records.database import read
from core.records.passwords import hash_password
from core.records.plain_text import checked_name
from core.records.schema import device, session, user_account
from core.records.sessions import Session, User, end_where, hashed_token
from core.records.sign_in import confirm_password, counted_attempt, opened, verified
from core.records.trail import Entry
from core.records.use_case import Changed, prepared_use_case, reading, use_case

PIN_DIGITS = 6
LONGEST_DEVICE_NAME = 64
WRONG_PIN = "Name and PIN do not belong together: try again, or sign in with your password."


@dataclass(frozen=True)
class Device:
    """A device at a line, under the name that the administrator gave it."""

    id: int
    name: str
    registered_by: str
    registered_at: datetime


@use_case(Right.KEEP_USERS)
def register(tx: Connection, user: User, name: str) -> Changed[str]:
    """Register a device and return the token that its browser keeps; the database holds its hash alone.

    Raises BadInput for a name that is no line of 1 to 64 characters, or was given before, and on the command line.
    """
    if user.session is None:
        raise BadInput("A device is registered in its own browser: open the page Users on it.")
    name, token = checked_name(name, "device's name", LONGEST_DEVICE_NAME), secrets.token_urlsafe(32)
    try:
        device_id = tx.execute(insert(device).values(
            name=name, token_hash=hashed_token(token), registered_by=user.id, registered_at=clock.now(),
        ).returning(device.c.id)).scalar_one()
    except IntegrityError as clash:
        raise BadInput("A device was registered under this name already: choose another.") from clash
    return Changed(token, Entry("device registered", f"device:{device_id}", new={"name": name}))


@use_case(Right.KEEP_USERS)
def retire(tx: Connection, user: User, device_id: int) -> Changed[None]:
    """Take PINs on this device no more, and end the sessions that were opened with one on it."""
    name = tx.execute(
        update(device).where(device.c.id == device_id, device.c.retired_at.is_(None))
        .values(retired_at=clock.now()).returning(device.c.name)
    ).scalar_one_or_none() if 0 < device_id < 2**63 else None
    if name is None:
        raise BadInput("There is no such device: look at the list of devices.")
    end_where(tx, session.c.device_id == device_id)
    return Changed(None, Entry("device retired", f"device:{device_id}", {"name": name}))


@reading(Right.KEEP_USERS)
def list_devices(tx: Connection, user: User) -> list[Device]:
    """Return the registered devices by name, but for the retired ones."""
    return [
        Device(row.id, row.name, row.by, row.registered_at)
        for row in tx.execute(
            select(device, user_account.c.name.label("by"))
            .join(user_account, user_account.c.id == device.c.registered_by)
            .where(device.c.retired_at.is_(None)).order_by(device.c.name)
        )
    ]


def _hash_of_pin(user: User, password: str, pin: str) -> str:
    checked_pin(pin)
    confirm_password(user.name, password)
    return hash_password(pin)


@prepared_use_case(Right.USE_PIN, _hash_of_pin)
def set_pin(tx: Connection, user: User, pin_hash: str, password: str, pin: str) -> Changed[None]:
    """Set one's own PIN of six digits; raises BadInput for one that is easily guessed, or a wrong password."""
    tx.execute(update(user_account).where(user_account.c.id == user.id).values(pin_hash=pin_hash))
    return Changed(None, Entry("PIN set", f"user:{user.name}"))


def checked_pin(pin: str) -> None:
    """Raise BadInput unless it is six digits, of which three differ and that do not count up or down."""
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise BadInput(f"A PIN has {PIN_DIGITS} digits: please choose another.")
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if len(set(pin)) < 3 or steps in ({1}, {9}):
        raise BadInput("This PIN is easily guessed: choose one that neither repeats nor counts.")


def device_of(token: str) -> int | None:
    """Return the registered device that this token belongs to, None for a retired or unknown one."""
    with read() as tx:
        return tx.scalar(select(device.c.id).where(
            device.c.token_hash == hashed_token(token), device.c.retired_at.is_(None)))


def names_on(token: str) -> list[str]:
    """Return who may sign in by PIN on the device of this token, by name; nobody on another."""
    if device_of(token) is None:
        return []
    with read() as tx:
        return list(tx.scalars(select(user_account.c.name).where(
            user_account.c.pin_hash.is_not(None), user_account.c.disabled == 0,
            user_account.c.role.in_(RIGHTS[Right.USE_PIN]),
        ).order_by(user_account.c.name)))


def sign_in_with_pin(token: str, name: str, pin: str, address: str = "") -> Session:
    """Open a session on a registered device; raises Refused as ``sign_in``, with the same five tries in all."""
    attempt, device_id = counted_attempt(name, address), device_of(token)
    found = verified(attempt, pin, _pin_hash, WRONG_PIN)
    if device_id is None:
        raise Refused(WRONG_PIN)
    return opened(attempt, found, _pin_hash, WRONG_PIN, device_id, "signed in by PIN")


def _pin_hash(user: Row) -> str | None:
    return user.pin_hash if may(Role(user.role), Right.USE_PIN) else None
