"""Acts that a person signs by giving their password again: releasing a held lot or part of it, lowering a critical
defect.

What 21 CFR 11.50 and 11.200 ask of a signature, its name, time and meaning, stands in the row of the audit trail.
"""

from typing import Any

from core.errors import BadInput
from core.records.sessions import User
from core.records.sign_in import confirm_password


def confirmed(user: User, password: str) -> bool:
    """Check the password outside the transaction; False when none was given.

    Raises BadInput for a wrong one, and Refused after too many.
    """
    if password:
        confirm_password(user.name, password)
    return bool(password)


def signature(user: User, is_signed: bool | None, meaning: str) -> dict[str, Any]:
    """Return what the trail says of a signature, beside its own name and time.

    Raises BadInput when the person gave no password. Records that nobody makes in a session, such as made-up ones,
    carry no signature.
    """
    if is_signed:
        return {"signed": {"name": user.name, "meaning": meaning}}
    if user.session is not None:
        raise BadInput(f"This is signed: give your password again for the {meaning}.")
    return {}
