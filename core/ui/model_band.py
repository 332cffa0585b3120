"""The band that says when a verdict comes from a model for demonstration, and on what that was trained."""

from collections.abc import Callable, Iterable

import streamlit as st

from core.errors import BadInput
from core.quality.sides import Product
from core.records.inspections import Can
from core.vision.versions import NoModel, Version, active_version, find_version
from core.words import tr


def draw_band_of_product(product: Product) -> None:
    """Draw the band when a model that judges this product now is not fit for production, or cannot be read at all."""
    def judging(model: str) -> Version | None:
        try:
            return active_version(model)
        except NoModel:
            return None  # it is still to come: core.ui.collecting says how far

    _draw(judging, set(product.models.values()))


def draw_band_of_can(can: Can) -> None:
    """Draw the band when a version that judged this can is not fit for production, or is not there any more."""
    judged = {kept.result.model for kept in can.sides.values() if kept.result.model}
    _draw(lambda name: find_version(*name.split("/", 1)), judged)


def bands_of(names: Iterable[str]) -> list[str]:
    """Return the sentences of the band on versions such as "food-can/1", for a report."""
    return _sentences(lambda name: find_version(*name.split("/", 1)), names)


def _draw(version_of: Callable[[str], Version | None], names: Iterable[str]) -> None:
    sentences = _sentences(version_of, names)
    if sentences:
        with st.container(key="model_band"):
            st.text("\n".join(sentences))


def _sentences(version_of: Callable[[str], Version | None], names: Iterable[str]) -> list[str]:
    sentences: list[str] = []
    demonstrations: dict[str, list[str]] = {}
    for name in sorted(names):
        try:
            version = version_of(name)
        except BadInput as problem:
            sentences.append(str(problem))
            continue
        if version and version.card.fit_for != "production":
            demonstrations.setdefault(version.card.trained_on, []).append(version.card.name)
    for trained_on, models in demonstrations.items():
        code = "band_demonstration" if len(models) == 1 else "band_demonstrations"
        sentences.append(tr(code, models=", ".join(models), trained_on=trained_on))
    return sentences
