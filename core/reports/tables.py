"""Lists written to files row by row: CSV that spreadsheets open, and Excel in as many sheets as it takes."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from core.quality.plant_time import PlantTime
from core.records.cells import Cell, safe_cell

ROWS_A_SHEET = 1_048_575
"""What an Excel sheet holds below its head."""

LONGEST_CELL = 32_767
_WIDEST, _NARROWEST = 60, 9


@dataclass(frozen=True)
class Table:
    """A list to be written: its name, the heads of its columns, and its rows, which are made as they are written."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[object]]


Writer = Callable[[Table, Path], int]
"""Writes a table to a file and returns how many rows it had."""


def write_csv(table: Table, file: Path) -> int:
    """Write CSV in UTF-8 with a byte order mark, by which Excel knows it; no cell begins as a formula does."""
    written = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([safe_cell(cell) for cell in table.head])
        for row in table.rows:
            writer.writerow([safe_cell(cell) for cell in row])
            written += 1
    return written


def write_excel(table: Table, file: Path) -> int:
    """Write one table as an Excel file; see ``write_book``."""
    return write_book([table], file)


def write_book(tables: Iterable[Table], file: Path, rows_a_sheet: int = ROWS_A_SHEET) -> int:
    """Write tables as sheets of an Excel file and return the number of rows; one with more rows than a sheet holds goes
    on in further sheets. No cell begins as a formula does, and a longer text than a cell holds is cut."""
    written = 0
    with xlsxwriter.Workbook(str(file), {"constant_memory": True, "strings_to_formulas": False,
                                         "strings_to_urls": False, "strings_to_numbers": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            written += _write_sheets(book, table, bold, rows_a_sheet)
    return written


def local(moment: datetime | None, plant_time: PlantTime) -> str:
    """Return a moment at the plant, to the second, or nothing; the head of its column says the zone."""
    return f"{plant_time.local(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def utc(moment: datetime | None) -> str:
    """Return a moment as ISO 8601 in UTC, or nothing."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""


def _write_sheets(book: Any, table: Table, bold: Any, rows_a_sheet: int) -> int:
    sheet, written = _new_sheet(book, table, 1, bold), 0
    for row in table.rows:
        if written and written % rows_a_sheet == 0:
            sheet = _new_sheet(book, table, written // rows_a_sheet + 1, bold)
        for column, value in enumerate(row):
            _write_cell(sheet, written % rows_a_sheet + 1, column, safe_cell(value))
        written += 1
    return written


def _new_sheet(book: Any, table: Table, number: int, bold: Any) -> Any:
    name = table.name[:25] if number == 1 else f"{table.name[:25]} {number}"
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(table.head):
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, len(head) + 4)))
        _write_cell(sheet, 0, column, safe_cell(head), bold)
    return sheet


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any = None) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell if len(cell) <= LONGEST_CELL else cell[:LONGEST_CELL - 1] + "…", style)
    else:
        sheet.write_number(row, column, cell, style)
