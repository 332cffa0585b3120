"""The frame that every page shares: title, wide layout, one static style sheet, the band of a demonstration; and plain
text shown as text."""

import re
from pathlib import Path

import streamlit as st

from core.settings import settings
from core.words import tr

_STYLE = Path(__file__).with_name("style.css")
LOGO = Path(__file__).with_name("logo.svg")
MARK = Path(__file__).with_name("mark.svg")
_BEFORE, _NOW = "page.before", "page.now"
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+\-.!:|~$^&]")


def page_frame(title: str) -> None:
    """Set up the browser tab and the style; the first thing that a page does.

    The tab's icon is a file of ours: Streamlit's own icons would be fetched from the internet there.
    """
    st.set_page_config(page_title=f"{title} · Cansight", page_icon=str(MARK), layout="wide")
    st.session_state[_BEFORE], st.session_state[_NOW] = st.session_state.get(_NOW), title
    st.logo(str(LOGO), size="large")
    st.html(_STYLE)
    if settings().demonstration:
        with st.container(key="demonstration_band"):
            show_plain(tr("demonstration_band"), icon=":material/theater_comedy:")


def follow_address(page: str) -> None:
    """Make the browser's address what this run was asked for.

    A link to the page that is open already changes what the script is asked, but leaves the address in the browser as
    it was, and the next click would ask for that again. Whoever comes from another page has the right address: to
    write it then could undo what their next click asks for, where that is quicker than this run.
    """
    asked, key = st.query_params.to_dict(), f"page.asked_{page}"
    stayed = st.session_state[_BEFORE] == st.session_state[_NOW]
    if stayed and asked != st.session_state.get(key, asked):
        if asked:
            st.query_params.from_dict(asked)
        else:
            st.query_params.clear()
    st.session_state[key] = asked


def plain_label(text: str) -> str:
    """Return people's text for the label of a button or choice, which Streamlit would read as markup."""
    return _MARKUP.sub(r"\\\g<0>", text)


def show_plain(text: str, icon: str | None = None) -> None:
    """Show text in which nothing is read as markup, optionally behind an icon."""
    if icon is None:
        st.text(text)
        return
    with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center"):
        st.markdown(icon, width="content")
        st.text(text, width="stretch")


def show_problem(*sentences: str, key: str = "problem") -> None:
    """Show what is wrong and what to do, as plain text: sentences may quote file names and other people's words.

    ``key`` begins with "problem"; where two may be shown at once, each has its own.
    """
    with st.container(key=key):
        show_plain("\n".join(sentences), icon=":material/warning:")
