"""Lists become files whose cells are no formulas, however they are read back, and however long they are."""

import csv
from pathlib import Path

import openpyxl
import pytest

from core.records.audit import entries
from core.records.export_files import KEPT_SECONDS, new_file, own_file, record_export
from core.records.use_case import Actor
from core.reports.tables import LONGEST_CELL, Table, write_book, write_csv, write_excel
from tests.records.people import signed_in

TRIGGERS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\ufeff=1",
            " =1", '=HYPERLINK("http://x")']


def read_csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as content:
        return list(csv.reader(content))


def read_excel(file: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(file)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)
    return {sheet.title: [["" if cell.value is None else cell.value for cell in row] for row in sheet.rows]
            for sheet in book}


def test_no_cell_of_either_file_begins_as_a_formula_and_all_text_is_still_there(tmp_path: Path) -> None:
    table = Table("texts", ("=head", "n"), [(text, place) for place, text in enumerate(TRIGGERS)])
    write_csv(table, tmp_path / "t.csv")
    write_excel(table, tmp_path / "t.xlsx")
    for rows in (read_csv(tmp_path / "t.csv"), read_excel(tmp_path / "t.xlsx")["texts"]):
        texts = [str(row[0]) for row in rows]
        assert all(text.startswith("'") for text in texts)
        wanted = ["=head", *TRIGGERS]
        # an Excel file keeps a carriage return in another way, which its reader undoes in yet another
        assert [text[1:].replace("\r", "").replace("_x000D_", "") for text in texts] == \
            [text.replace("\r", "") for text in wanted]


def test_numbers_stay_numbers_in_excel(tmp_path: Path) -> None:
    write_excel(Table("t", ("a", "b", "c"), [(3, 0.25, True)]), tmp_path / "t.xlsx")
    assert read_excel(tmp_path / "t.xlsx")["t"][1] == [3, 0.25, "yes"]


def test_more_rows_than_a_sheet_holds_go_on_in_further_sheets(tmp_path: Path) -> None:
    assert write_book([Table("cans", ("n",), ((n,) for n in range(7)))], tmp_path / "t.xlsx", rows_a_sheet=3) == 7
    assert read_excel(tmp_path / "t.xlsx") == {
        "cans": [["n"], [0], [1], [2]], "cans 2": [["n"], [3], [4], [5]], "cans 3": [["n"], [6]]}


def test_a_text_longer_than_a_cell_holds_is_cut_in_excel_and_whole_in_csv(tmp_path: Path) -> None:
    table = Table("t", ("text",), [("x" * 40_000,)])
    write_excel(table, tmp_path / "t.xlsx")
    write_csv(table, tmp_path / "t.csv")
    cell = str(read_excel(tmp_path / "t.xlsx")["t"][1][0])
    assert len(cell) == LONGEST_CELL and cell.endswith("…")
    assert read_csv(tmp_path / "t.csv")[1] == ["x" * 40_000]


def test_a_csv_is_written_while_its_rows_are_made(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    sizes = []

    def rows():
        for n in range(20_000):
            sizes.append(file.stat().st_size)
            yield (f"row {n}",)

    write_csv(Table("t", ("a",), rows()), file)
    assert sizes[-1] > 100_000


def test_every_export_has_a_name_of_its_own_and_is_found_by_whoever_made_it_alone() -> None:
    ines, omar = signed_in("ines"), signed_in("omar")
    files = [new_file(ines, "Cans of lot =1", "csv") for _ in range(3)]
    assert len({file.name for file in files}) == 3 and all(file.name.startswith("cans-of-lot-1-") for file in files)
    for file in files:
        file.write_text("x")
    assert own_file(ines, files[0].name) == files[0]
    assert own_file(omar, files[0].name) is None


@pytest.mark.parametrize("name", ["../1/x.csv", "..%2fx.csv", "", ".", "x", "/etc/passwd", "CON.csv", "x.csv\0",
                                  "a" * 200])
def test_a_name_that_leads_elsewhere_is_no_file(name: str) -> None:
    assert own_file(signed_in("ines"), name) is None


def test_an_export_that_nobody_took_is_deleted_and_a_fresh_one_stays(installation: Path) -> None:
    import os
    import time

    ines = signed_in("ines")
    old, fresh = new_file(ines, "a", "csv"), new_file(ines, "b", "csv")
    for file in (old, fresh):
        file.write_text("x")
    os.utime(old, (0, time.time() - KEPT_SECONDS - 5))
    new_file(ines, "c", "csv")
    assert not old.exists() and fresh.exists()


def test_an_export_is_recorded_with_its_name_and_its_number_of_rows() -> None:
    mona: Actor = signed_in("vera")
    record_export(mona, "cans-1.csv", "cans", 12)
    from core.records.use_case import console

    row = entries(console(), limit=1)[0]
    assert (row.actor, row.action, row.subject, row.new) == ("vera", "exported", "export:cans-1.csv",
                                                             {"what": "cans", "rows": 12})
