"""The gallery: every inspected can as a picture, newest first."""

import streamlit as st

from core.quality.rights import Right
from core.records import gallery
from core.reports import lists
from core.ui import doing, paired
from core.ui.exporting import draw_dataset
from core.ui.files import draw_export
from core.ui.gallery import PAGE, before_asked, draw_filters, draw_pictures
from core.ui.gate import require_user
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr

user = require_user("Gallery", Right.READ)
with st.container(horizontal=True, vertical_alignment="center", key="gallery_top"):
    st.title("Gallery", width="stretch")
    exports = st.container(horizontal=True, width="content")
    if user.may(Right.EXPORT_DATASETS):
        draw_dataset(user)
with st.container(key="gallery_told"):
    doing.draw_outcome()
wanted = draw_filters(user)
with exports:
    draw_export(user, "cans_export", lambda occasion: lists.cans(occasion, wanted))
    if user.may(Right.ASSIGN_REVIEWS):
        paired.draw_assign(user, wanted)
cans = gallery.page(user.actor, wanted, before=before_asked(), size=PAGE)
if cans:
    when = When.at_the_plant(user)
    draw_pictures(cans, when)
    when.draw_zone()
else:
    show_plain(tr("gallery_empty"), icon=":material/search_off:")
