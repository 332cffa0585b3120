"""Free text as people give it: kept identical, or refused in words."""

import unicodedata

from core.errors import BadInput


def checked(text: str, what: str, most: int) -> str:
    """Return the text unchanged.

    Raises BadInput when it is longer than ``most`` characters, or holds a NUL or half a surrogate pair, which not
    every database can keep.
    """
    if len(text) > most:
        raise BadInput(f"The {what} is longer than {most:,} characters: please shorten it.")
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInput(f"The {what} holds characters that are no text: please type it again.")
    return text


def checked_or_none(text: str | None, what: str, most: int) -> str | None:
    """Return ``checked`` text, or None for None and for blank text."""
    return checked(text, what, most) if text and text.strip() else None


def checked_name(text: str, what: str, most: int) -> str:
    """Return the text without surrounding space; raises BadInput unless it is one line of visible characters."""
    name = checked(text, what, most).strip()
    if not name:
        raise BadInput(f"The {what} is empty: please fill it in.")
    if not name.isprintable():
        raise BadInput(f"The {what} holds characters that cannot be seen: please type it again.")
    return name
def folded(text: str) -> str:
    """Return the text as it is searched: in small letters, whatever way it was typed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
