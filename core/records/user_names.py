"""Names of users, as they are typed, kept and compared."""

from core.errors import BadInput

_RESERVED = frozenset({"console"})


def normal_name(name: str) -> str:
    """Return the name without surrounding space and in lower case, as the sign-in form does.

    Raises BadInput unless it is 1 to 64 letters, digits and . _ - @, and not the name the command line acts under.
    """
    name = name.strip().lower()
    if not (1 <= len(name) <= 64 and all(c.isalnum() or c in "._-@" for c in name)) or name in _RESERVED:
        raise BadInput("A name has 1 to 64 letters, digits or the signs . _ - @, and is not \"console\".")
    return name
