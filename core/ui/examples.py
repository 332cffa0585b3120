"""Sample cans that ship with the program: one click puts one on the board, as practice that no figure counts."""

import json
from functools import cache
from pathlib import Path

import streamlit as st

from core.imaging.intake import arrange, read_folder
from core.quality.sides import TEMPLATES, Product
from core.settings import SAMPLES
from core.words import tr

_ICONS = {"good": ":material/thumb_up:", "bad": ":material/thumb_down:"}


def sample_cans(product: Product) -> dict[str, list[Path]]:
    """Return the folders of a product's sample cans by their true verdict, "good" and "bad"; {} where none ship.

    A product that has the sides and the models of one that ships is the same can to a camera.
    """
    alike = [sku for sku, shipped in TEMPLATES.items()
             if (shipped.sides, shipped.models) == (product.sides, product.models)]
    return {verdict: folders for sku in alike for verdict, folders in _shipped(sku).items()}


@cache
def _shipped(sku: str) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for truth_file in sorted((SAMPLES / "cans").glob("*/truth.json")):
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        if truth["product"] == sku:
            found.setdefault(truth["verdict"], []).append(truth_file.parent)
    return found


def draw_examples(product: Product, *, occupied: bool, page: str = "inspect") -> dict[int, tuple[str, bytes]] | None:
    """Draw a button for a good and one for a bad can; return {side number: (file name, bytes)} of the one chosen.

    Each click takes the next can. While a can is ``occupied`` on the board, nothing may be put over it. The buttons'
    keys begin with the ``page``.
    """
    for verdict, folders in sorted(sample_cans(product).items(), reverse=True):
        if st.button(f"A {verdict} can", key=f"{page}_example_{verdict}", icon=_ICONS[verdict], width="stretch",
                     disabled=occupied, help=tr("examples_occupied") if occupied else None):
            turn = st.session_state.get(f"examples.{verdict}", 0)
            st.session_state[f"examples.{verdict}"] = turn + 1
            return arrange(read_folder(folders[turn % len(folders)]), product).by_side
    return None
