"""The gallery: every inspected can as a picture, newest first."""

import streamlit as st

from core.quality.rights import Right
from core.records import gallery
from core.ui.gallery import PAGE, draw_filters, draw_pictures, place_asked
from core.ui.gate import require_user
from core.ui.page import show_plain
from core.words import tr

user = require_user("Gallery", Right.READ)
st.title("Gallery")
wanted = draw_filters(user)
cans = gallery.page(user.actor, wanted, after=place_asked(), size=PAGE)
if cans:
    draw_pictures(cans)
else:
    show_plain(tr("gallery_empty"), icon=":material/search_off:")
