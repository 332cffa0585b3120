"""The button that makes reviewed sides into a data set to train on."""

from pathlib import Path
from uuid import uuid4

import streamlit as st

from core.errors import BadInput
from core.quality.sides import side_groups
from core.records import clock, products
from core.records.dataset_export import export_zip
from core.settings import settings
from core.ui.gate import SignedIn
from core.ui.page import plain_label, show_plain, show_problem
from core.words import tr

_READY = "exporting.ready"


def draw_export(user: SignedIn) -> None:
    """Draw the choice of a side group, the button that writes the ZIP to a file, and the one that hands it over."""
    with st.popover(tr("export_dataset"), icon=":material/dataset:"):
        show_plain(tr("export_explained"))
        known = products.list_products(user.actor)
        groups = sorted({group for listed in known for group in side_groups(listed.product.sides)})
        group = st.selectbox("Side group", groups, key="exporting_group", format_func=plain_label)
        if st.button(tr("export_prepare"), key="exporting_prepare", icon=":material/inventory:") and group:
            _prepare(user, group)
        ready: tuple[Path, str] | None = st.session_state.get(_READY)
        if ready and ready[0].is_file():
            st.text(ready[1])
            st.download_button(tr("export_take"), ready[0].read_bytes, ready[0].name, "application/zip",
                               key="exporting_take", icon=":material/download:")


def _prepare(user: SignedIn, group: str) -> None:
    """Write a new file under a name of its own, so that no browser shows an older one for it; the last one goes."""
    last = st.session_state.pop(_READY, None)
    if last:
        last[0].unlink(missing_ok=True)
    file = settings().data / "exports" / f"dataset-{clock.now():%Y%m%d-%H%M%S}-{uuid4().hex[:8]}.zip"
    try:
        kinds = export_zip(user.actor, file, group)
    except BadInput as problem:
        show_problem(str(problem))
        return
    st.session_state[_READY] = (file, ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())))
