"""Passwords: which are taken, how they are hashed, and a check that costs the same whether or not a user exists."""

import base64
import hashlib
import unicodedata

import bcrypt

from core.errors import BadInput

SHORTEST, LONGEST = 10, 128
COST = 12
"""bcrypt's work factor: 2 to this power rounds, about a quarter of a second."""

_WEAKEST_SCORE = 2
_NO_ONES = "B" * 21 + "." + "B" * 30 + "."


def checked_password(password: str, name: str) -> str:
    """Return the password as it is hashed; raises BadInput when it is too short, too long or easily guessed."""
    password = _normal(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(f"A password has {SHORTEST} to {LONGEST} characters: please choose another.")
    if any("\ud800" <= character <= "\udfff" for character in password):
        raise BadInput("The password holds characters that are no text: please type it again.")
    from zxcvbn import zxcvbn  # only here: its word lists take a moment to load, and sign in does without

    if zxcvbn(password, user_inputs=[name, "cansight"], max_length=LONGEST)["score"] < _WEAKEST_SCORE:
        raise BadInput("This password is easily guessed: choose a longer one, such as four words of your own.")
    return password


def hash_password(password: str) -> str:
    """Return the bcrypt hash of a password."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(COST)).decode()


def matches(password: str, password_hash: str | None) -> bool:
    """Say whether the password belongs to the hash; None costs the same work and is always False."""
    known = password_hash is not None
    hashed = password_hash if password_hash is not None else f"$2b${COST:02d}${_NO_ONES}"
    return bcrypt.checkpw(_digest(password), hashed.encode()) and known


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password.strip()).strip()


def _digest(password: str) -> bytes:
    # bcrypt reads 72 bytes at most and stops at a NUL: a digest has neither limit
    return base64.b64encode(hashlib.sha256(_normal(password).encode("utf-8", "surrogatepass")).digest())
