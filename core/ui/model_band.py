"""The band that says when a verdict comes from a model for demonstration, and on what that was trained."""

import streamlit as st

from core.errors import BadInput
from core.quality.sides import Product
from core.words import tr


def draw_model_band(product: Product) -> None:
    """Draw the band when any active model of the product is not fit for production, or cannot be read at all."""
    from core.vision.versions import active_version

    sentences = []
    for model in sorted(set(product.models.values())):
        try:
            card = active_version(model).card
        except BadInput as problem:
            sentences.append(str(problem))
            continue
        if card.fit_for != "production":
            sentences.append(tr("band_demonstration", model=card.name, trained_on=card.trained_on))
    if sentences:
        with st.container(key="model_band"):
            st.text("\n".join(sentences))
