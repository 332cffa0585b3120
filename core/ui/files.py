"""Files that a page makes on request and hands over: reports, lists, recalls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import BadInput
from core.records import export_files
from core.ui.download import address_of
from core.ui.gate import SignedIn
from core.ui.page import show_plain, show_problem
from core.words import tr

if TYPE_CHECKING:
    from core.reports.occasion import Occasion
    from core.reports.tables import Table


@dataclass(frozen=True)
class Offer:
    """A file that can be made: its button, what it is called, and what writes it and returns how many rows it has."""

    label: str
    icon: str
    what: str
    ending: str
    write: "Callable[[Occasion, Path], int]"


def draw_offers(user: SignedIn, key: str, offers: Sequence[Offer]) -> None:
    """Draw a button for each file, and the way to the one that was made last.

    Each is a new file under a name of its own, so that nobody is ever served an older one.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_offers"):
        for offer in offers:
            if st.button(offer.label, key=f"{key}_{offer.ending}", icon=offer.icon):
                _make(user, key, offer)
        ready: tuple[Path, str] | None = st.session_state.get(f"{key}.ready")
        if ready and ready[0].is_file():
            name, size = ready[0].name, ready[0].stat().st_size
            st.link_button(tr("file_take"), address_of(name), icon=":material/download:", type="primary")
            show_plain(tr("file_ready", name=name, size=_size(size)))


def report(make: "Callable[[Occasion], bytes]") -> "Callable[[Occasion, Path], int]":
    """Return what writes a report that is made at once."""

    def write(occasion: "Occasion", file: Path) -> int:
        file.write_bytes(make(occasion))
        return 1

    return write


def draw_export(user: SignedIn, key: str, make: "Callable[[Occasion], Table]") -> None:
    """Draw the way to a list as CSV or Excel, with every row that the page's filters let through."""
    from core.reports.tables import write_csv, write_excel

    with st.popover("Export", icon=":material/table_view:"):
        show_plain(tr("export_explained_list"))
        what = key.partition("_")[0]
        draw_offers(user, key, [
            Offer("CSV", ":material/csv:", what, "csv", lambda occasion, file: write_csv(make(occasion), file)),
            Offer("Excel", ":material/table:", what, "xlsx", lambda occasion, file: write_excel(make(occasion), file)),
        ])


def _make(user: SignedIn, key: str, offer: Offer) -> None:
    from core.reports.occasion import Occasion

    st.session_state.pop(f"{key}.ready", None)
    try:
        file = export_files.new_file(user.actor, offer.what, offer.ending)
        rows = offer.write(Occasion.now(user.actor, user.name), file)
        export_files.record_export(user.actor, file.name, offer.what, rows)
    except BadInput as problem:
        show_problem(str(problem))
    else:
        st.session_state[f"{key}.ready"] = (file, offer.ending)


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MiB" if count >= 2**20 else f"{-(-count // 1024)} KiB"
