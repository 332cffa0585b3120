"""Choices of a page that stand in its address, so that what is seen can be shared."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

ANY = "any"


def asked(key: str) -> str:
    """Return what the address asks for under a key; "" for nothing."""
    return st.query_params.get(key, "")


def asked_day(key: str) -> date | None:
    """Return the day that the address asks for; None for nothing, or for what is no day."""
    try:
        return date.fromisoformat(asked(key))
    except ValueError:
        return None


def keep(key: str, value: str) -> None:
    """Put a choice into the address; "" takes it out."""
    if value == asked(key):
        return
    if value:
        st.query_params[key] = value
    else:
        del st.query_params[key]


def choice(
    label: str, page: str, key: str, options: Sequence[str], told: Callable[[str], str] = str, width: int = 150
) -> str | None:
    """Draw a list of choices that begins with any; return what is chosen, None for any.

    What the address asks for is chosen if it is among the options. The widget's key is the page's name and the key.
    """
    choices, wanted = [ANY, *options], asked(key)
    chosen = st.selectbox(label, choices, index=choices.index(wanted) if wanted in options else 0,
                          format_func=lambda one: ANY if one == ANY else told(one), key=f"{page}_{key}", width=width)
    keep(key, "" if chosen in (None, ANY) else str(chosen))
    return None if chosen in (None, ANY) else str(chosen)


def switch(
    label: str, page: str, key: str, options: Sequence[str], told: Callable[[str], str] = str
) -> str:
    """Draw options beside each other, of which the first holds until another is chosen; return the one that holds."""
    wanted = asked(key)
    chosen = str(st.segmented_control(
        label, options, default=wanted if wanted in options else options[0], required=True, format_func=told,
        key=f"{page}_{key}", label_visibility="collapsed", wrap=True))
    keep(key, "" if chosen == options[0] else chosen)
    return chosen
