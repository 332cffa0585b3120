"""The list of model versions, by model, and the state of each."""

from itertools import groupby

import streamlit as st

from core.errors import BadInput
from core.ui.model_acts import ACTIVE, KEPT, RETIRED
from core.ui.page import show_plain, show_problem
from core.vision.versions import Version, active_version, find_version, list_versions, retired_versions
from core.words import tr

_ICONS = {ACTIVE: ":material/play_circle:", KEPT: ":material/inventory_2:", RETIRED: ":material/archive:"}


def find(name: str) -> Version:
    """Return the version of a full name; raises BadInput when there is none."""
    model, slash, number = name.partition("/")
    if not slash:
        raise BadInput(tr("models_no_such"))
    return find_version(model, number)


def state_of(version: Version) -> str:
    """Return whether a version judges, is kept, or may judge no more."""
    model, number = version.card.model, version.card.version
    try:
        if active_version(model).card.version == number:
            return ACTIVE
    except BadInput:
        pass  # none judges; the list says why
    return RETIRED if number in retired_versions(model) else KEPT


def draw_list() -> None:
    """Draw every version, model by model, the newest first; raises BadInput for a card that is damaged."""
    versions = list_versions()
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
