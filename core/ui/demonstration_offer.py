"""What an administrator of an installation in which nothing has happened yet is offered: to see a plant first."""

import streamlit as st

from core.ui.page import show_plain
from core.words import tr

COMMAND = "python -m core demo"


def draw_offer(words: str = "demonstration_offer") -> None:
    """Draw the command of the demonstration, and say where the sample cans are."""
    with st.container(border=True, key="demonstration_offer"):
        show_plain(tr(words), icon=":material/theater_comedy:")
        st.code(COMMAND, language="sh")
        st.text(tr("demonstration_sample_cans"))
