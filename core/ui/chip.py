"""A verdict or a side's outcome in small: sign, word and colour together."""

from enum import StrEnum

import streamlit as st

SIGNS = {"good": "✓", "bad": "✕", "review": "?", "incomplete": "…", "missing": "…", "error": "!"}
"""One sign a verdict, told apart by shape; colour and word stand beside it."""


def draw_chip(outcome: StrEnum) -> None:
    """Draw a verdict or outcome in one line."""
    word = "not taken" if outcome == "missing" else outcome.value
    st.html(f'<span class="chip chip-{outcome.value}">{SIGNS[outcome]} {word}</span>', width="content")
