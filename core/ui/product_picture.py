"""The picture of a product: shown small in the list, and given over the page by those who set products up."""

import streamlit as st

from core.errors import BadInput
from core.quality.sides import Product
from core.records import product_pictures
from core.records.images import DamagedPhotograph
from core.ui import doing, resources
from core.ui.gate import SignedIn
from core.ui.page import show_problem
from core.ui.pictures import side_picture
from core.ui.rack_corners import PHOTOGRAPHS
from core.words import tr

_OPEN = "products.picture"
_WIDTH = 96


def draw_picture(product: Product, sha256: str | None) -> None:
    """Draw a product's picture, or its first side in outline where it has none."""
    if sha256 is None:
        st.image(side_picture(product.sides[0], product), width=_WIDTH)
        return
    try:
        st.image(resources.preview(sha256)[0], width=_WIDTH)
    except (BadInput, DamagedPhotograph) as problem:
        show_problem(str(problem), key=f"problem_picture_{product.sku}")


def open_picture(sku: str) -> None:
    """Have it asked for the picture of this product."""
    st.session_state[_OPEN] = sku


def draw_picture_form(user: SignedIn) -> None:
    """Draw the form where it is open."""
    if _OPEN in st.session_state:
        st.dialog("Picture of the product", on_dismiss=_close)(_ask)(user, st.session_state[_OPEN])


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _ask(user: SignedIn, sku: str) -> None:
    given = st.file_uploader("Photograph", PHOTOGRAPHS, key=f"products_picture_{sku}")
    if not st.button("Save", key=f"products_picture_save_{sku}", type="primary", disabled=given is None) or not given:
        return
    from core.imaging.decode import decode

    try:
        product_pictures.keep(user.actor, sku, decode(given.name, given.getvalue()))
    except BadInput as problem:
        show_problem(str(problem))
        return
    doing.attempt(tr("product_pictured", sku=sku), _close)
