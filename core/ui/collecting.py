"""A product without a model yet: how far its collection is."""

import streamlit as st

from core.errors import BadInput
from core.quality.collecting import LEAST_DEFECTIVE, LEAST_GOOD
from core.quality.sides import Product
from core.records import collecting
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.vision.versions import NoModel, active_version
from core.words import tr


def draw_collecting(user: SignedIn, product: Product) -> None:
    """Say how many photographs people have judged, for each model of the product that is still to come."""
    missing = {model for model in product.models.values() if _is_to_come(model)}
    if not missing:
        return
    with st.container(key="collecting"):
        show_plain(tr("collecting_why"), icon=":material/inventory:")
        for found in collecting.collected(user.actor, product, missing):
            st.text(tr("collecting_count", group=found.group, model=found.model, good=found.good,
                       defective=found.defective, least_good=LEAST_GOOD, least_defective=LEAST_DEFECTIVE))
            st.progress(min(1.0, (min(found.good, LEAST_GOOD) + min(found.defective, LEAST_DEFECTIVE))
                            / (LEAST_GOOD + LEAST_DEFECTIVE)))
            if found.enough:
                show_plain(tr("collecting_enough", group=found.group, model=found.model), icon=":material/check:")


def _is_to_come(model: str) -> bool:
    try:
        active_version(model)
    except NoModel:
        return True
    except BadInput:
        pass  # the band says what is wrong with it
    return False
