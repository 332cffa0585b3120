"""The list of model versions, by model, and the state of each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import BadInput
from core.ui.model_acts import ACTIVE, KEPT, RETIRED
from core.ui.page import show_plain, show_problem
from core.words import tr

if TYPE_CHECKING:
    from core.vision.versions import Version

_ICONS = {ACTIVE: ":material/play_circle:", KEPT: ":material/inventory_2:", RETIRED: ":material/archive:"}


def versions() -> list[Version]:
    """Return all versions; raises BadInput for a card that is damaged."""
    from core.vision.versions import list_versions

    return list_versions()


def find(name: str) -> Version:
    """Return the version of a full name; raises BadInput when there is none."""
    from core.vision.versions import find_version

    model, slash, number = name.partition("/")
    if not slash:
        raise BadInput(tr("models_no_such"))
    return find_version(model, number)


def state_of(version: Version) -> str:
    """Return whether a version judges, is kept, or may judge no more."""
    from core.vision.versions import active_version, retired_versions

    model, number = version.card.model, version.card.version
    try:
        if active_version(model).card.version == number:
            return ACTIVE
    except BadInput:
        pass  # none judges; the list says why
    return RETIRED if number in retired_versions(model) else KEPT


def draw_list(versions: list[Version]) -> None:
    """Draw every version, model by model, the newest first."""
    from core.vision.versions import active_version

    if not versions:
        show_plain(tr("models_none"), icon=":material/model_training:")
    for model, own in groupby(versions, key=lambda version: version.card.model):
        st.subheader(model)
        try:
            active_version(model)
        except BadInput as problem:
            show_problem(tr("models_unusable", model=model, problem=str(problem)), key=f"problem_{model}")
        for version in reversed(list(own)):
            _draw_row(version)


def _draw_row(version: Version) -> None:
    card, state = version.card, state_of(version)
    facts = [state, card.fit_for, card.created_at[:10]]
    test = card.metrics.get("test", {})
    if test.get("balanced_accuracy") is not None:
        facts.append(f"balanced accuracy {test['balanced_accuracy']:.2f} of {test['photographs']} photographs")
    with st.container(border=True, horizontal=True, vertical_alignment="center",
                      key=f"models_row_{card.model}_{card.version}"):
        st.markdown(_ICONS[state], width="content")
        st.page_link("pages/Models.py", label=card.name, query_params={"version": card.name}, width="content")
        st.text(" · ".join(facts), width="stretch")
