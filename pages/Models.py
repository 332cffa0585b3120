"""Models: the list of versions, or the card of the one that the address names."""

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.ui import doing
from core.ui.gate import require_user
from core.ui.model_acts import draw_acts
from core.ui.model_card import draw_card
from core.ui.model_list import draw_list, find, state_of
from core.ui.model_view import draw_reteach
from core.ui.page import follow_address, show_plain, show_problem
from core.words import tr

user = require_user("Models", Right.KEEP_MODELS)
follow_address("models")
asked = st.query_params.get("version")
with st.container(horizontal=True, vertical_alignment="center", key="models_head"):
    st.title("Models" if asked is None else "Model", width="stretch")
    if asked is not None:
        st.page_link("pages/Models.py", label="All models", icon=":material/arrow_back:", width="content")
with st.container(key="models_told"):
    doing.draw_outcome()

try:
    chosen = find(asked) if asked is not None else None
    if chosen is None:
        draw_list()
        draw_reteach(user)
        st.stop()
except BadInput as problem:
    show_problem(str(problem), key="problem_version")
    st.stop()

card, state = chosen.card, state_of(chosen)
with st.container(key="models_named"):
    show_plain(card.name, icon=":material/model_training:")
    st.text(f"{state}, {card.fit_for}. {tr(f'models_state_{state}', model=card.model)}")
draw_acts(user, card.name, state, card.fit_for)
draw_card(user, chosen)
