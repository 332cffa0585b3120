"""A model version's card, readable: what it decides, what it was taught, how it was measured, whose it is."""

from typing import Any

import streamlit as st

from core.errors import BadInput
from core.quality.evidence import points_of_one, too_few
from core.records import gallery
from core.ui import resources
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.vision.card import Card
from core.vision.versions import Version, check_files, learnt_picture
from core.words import leaks, tr

SHOWN = 4
"""Photographs in a row."""

_FIGURES = {"balanced_accuracy": "Balanced accuracy", "auroc": "AUROC", "pixel_auroc": "Pixel AUROC",
            "pointing_game": "Heat points inside the defect"}
_SHARES = {"escapes": "Defective called good", "false_rejects": "Good not called good",
           "sent_to_review": "Sent to review", "good_stopped": "Good stopped by the checks",
           "pointing_near": "Heat points at the defect"}


def draw_card(user: SignedIn, version: Version) -> None:
    """Draw all that travels with a version's weights, and how the photographs look that it judges here."""
    card = version.card
    _draw_photographs(user, version)
    with st.grid(min_column_width=340):
        with st.container(key="models_learnt"):
            st.subheader("Taught on")
            show_plain(card.trained_on)
            st.text("\n".join(_taught(card)))
        with st.container(key="models_decides"):
            st.subheader("Decides")
            st.text("\n".join(_decides(card)))
        with st.container(key="models_made"):
            st.subheader("Made")
            st.text("\n".join(_made(card)))
            _draw_files(version)
    st.subheader("Measured")
    if not card.metrics:
        show_plain(tr("models_not_measured", name=card.name))
    for split, figures in card.metrics.items():
        _draw_measured(split, figures)
    st.subheader("Credits")
    st.text("\n".join([tr("models_licence", licence=card.licence), *card.credits]))


def _draw_photographs(user: SignedIn, version: Version) -> None:
    name, learnt = version.card.name, learnt_picture(version)
    newest = resources.small_rows(tuple(gallery.newest_photographs(user.actor, name, 2 * SHOWN)), SHOWN)
    if learnt is None and newest is None:
        return
    with st.grid(min_column_width=340):
        if learnt is not None:
            with st.container(key="models_looked"):
                st.subheader("It learnt from")
                st.image(learnt, width="stretch")
                show_plain(tr("models_learnt_picture"))
        if newest is not None:
            with st.container(key="models_looks"):
                st.subheader("It judged here")
                st.image(newest, width="stretch")
                show_plain(tr("models_newest_picture", name=name))


def _taught(card: Card) -> list[str]:
    data = card.data
    said = []
    if "learnt_from" in data:
        said.append(tr("models_learnt", **data["learnt_from"], groups=data["groups"], masks=data["masks"]))
        said.append(tr("models_validated", **data["validated_on"]))
    if "calibrated_on" in data:
        said.append(tr("models_calibrated", **data["calibrated_on"]))
    if data.get("skipped"):
        said.append(tr("models_skipped", n=len(data["skipped"])))
    if data.get("in_train_and_test"):
        said.append(tr("models_in_both", n=len(data["in_train_and_test"])))
    if "view" in data:
        said.append(tr("models_view", **data["view"]))
    if "leaks" in data:
        said += leaks.sentences(data["leaks"])
    if "fingerprint" in data:
        said.append(tr("models_fingerprint", fingerprint=data["fingerprint"][:12]))
    return said


def _decides(card: Card) -> list[str]:
    limits, prices, capture = card.thresholds, card.recipe.get("prices"), card.capture
    said = [
        tr("models_decides", good_below=limits.good_below, bad_from=limits.bad_from),
        tr("models_priced", **prices) if prices else tr("models_unpriced"),
        tr("models_false_alarms_unstated") if card.false_alarms is None
        else tr("models_false_alarms", rate=card.false_alarms),
        tr("models_limits", dark_mean=capture.dark_mean, bright_share=capture.bright_share,
           blank_contrast=capture.blank_contrast, sharpness=capture.sharpness),
    ]
    stopped = card.metrics.get("validation", {}).get("good_stopped")
    return [*said, tr("models_good_stopped", **stopped)] if stopped else said


def _made(card: Card) -> list[str]:
    recipe, said = card.recipe, []
    if "name" in recipe:
        said.append(tr("models_recipe", name=recipe["name"], size=card.size, epochs=recipe.get("epochs_run", "?"),
                       seed=recipe.get("seed", "?"), weights=recipe.get("weights", "?")))
    said.append(tr("models_made_by", at=card.created_at[:10], code=card.code or tr("models_code_unstated")))
    return said


def _draw_files(version: Version) -> None:
    try:
        check_files(version)
    except BadInput as problem:
        show_problem(str(problem), key="problem_files")
        return
    show_plain(tr("models_files_whole"), icon=":material/verified:")
    st.text(f"head {version.card.head_sha256[:12]}, trunk {version.card.trunk_sha256[:12]}")


def _draw_measured(split: str, figures: dict[str, Any]) -> None:
    of = [f"{figures[name]} {name}" for name in ("good", "defective") if name in figures]
    counted = f"{figures.get('photographs', '?')} photographs" + (f", {', '.join(of)}" if of else "")
    with st.container(border=True, key=f"models_measured_{split}"):
        show_plain(f"{split} · {figures.get('dataset', counted)}" + (f" · {counted}" if "dataset" in figures else ""),
                   icon=":material/monitoring:")
        for what in ("good", "defective"):
            n = figures.get(what)
            if isinstance(n, int) and n and too_few(n):
                show_plain(tr("evaluation_too_few", n=n, what=what, points=points_of_one(n)),
                           icon=":material/warning:")
        rows = [{"Figure": words, "Value": f"{figures[name]:.3f}", "95 % interval": ""}
                for name, words in _FIGURES.items() if figures.get(name) is not None]
        rows += [{"Figure": words, "Value": f"{found['count']} of {found['of']}",
                  "95 % interval": f"{found['low']:.1%} to {found['high']:.1%}"}
                 for name, words in _SHARES.items() if (found := figures.get(name)) and found["of"]]
        with st.grid(min_column_width=340):
            st.dataframe(rows, hide_index=True, key=f"models_figures_{split}", width="stretch")
            if figures.get("by_class"):
                st.dataframe([{"Class": kind, **row} for kind, row in figures["by_class"].items()], hide_index=True,
                             key=f"models_classes_{split}", width="stretch")
