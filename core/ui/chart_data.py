"""A chart with the data behind it: drawn, and to be downloaded as a file that no spreadsheet reads as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from core.records.cells import safe_cell
from core.words import tr

if TYPE_CHECKING:
    import plotly.graph_objects as go


def draw_chart(
    figure: go.Figure, key: str, alt: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Draw a figure and, under it, the button that downloads its data; ``key`` begins with the page's name."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=alt)
    name = key.replace("_chart_", "-")
    st.download_button(tr("download_data"), csv_text(columns, rows), f"{name}.csv", "text/csv", key=f"{key}_data",
                       icon=":material/download:", type="tertiary", on_click="ignore")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV; no cell begins a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return file.getvalue()
