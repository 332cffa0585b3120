"""The button that makes reviewed sides into a data set to train on."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.quality.sides import side_groups
from core.records import products
from core.records.dataset_export import export_zip
from core.ui.files import Offer, draw_offers
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain
from core.words import tr

if TYPE_CHECKING:
    from core.reports.occasion import Occasion


def draw_dataset(user: SignedIn) -> None:
    """Draw the choice of a side group, the button that writes the ZIP to a file, and the way to it."""
    with st.popover(tr("export_dataset"), icon=":material/dataset:"):
        show_plain(tr("export_explained"))
        known = products.list_products(user.actor)
        groups = sorted({group for listed in known for group in side_groups(listed.product.sides)})
        group = st.selectbox("Side group", groups, key="exporting_group", format_func=plain_label)

        def write(occasion: "Occasion", file: Path) -> int:
            return sum(export_zip(occasion.actor, file, group).values())

        if group:
            draw_offers(user, "exporting", [
                Offer(tr("export_prepare"), ":material/inventory:", f"dataset-{group}", "zip", write)])
