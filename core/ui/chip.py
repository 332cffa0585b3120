"""A verdict or a side's outcome in small: sign, word and colour together."""

import html
from enum import StrEnum

import streamlit as st

SIGNS = {"good": "✓", "bad": "✕", "review": "?", "incomplete": "…", "missing": "…", "error": "!"}
"""One sign a verdict, told apart by shape; colour and word stand beside it."""


def draw_chip(outcome: StrEnum) -> None:
    """Draw a verdict or outcome in one line."""
    word = "not taken" if outcome == "missing" else outcome.value
    st.html(f'<span class="chip chip-{outcome.value}">{SIGNS[outcome]} {word}</span>', width="content")


def draw_purpose(purpose: str) -> None:
    """Draw what a can was inspected for, unless that is routine."""
    if purpose != "routine":
        st.html(f'<span class="chip chip-purpose">{html.escape(purpose)}</span>', width="content")
