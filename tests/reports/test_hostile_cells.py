"""Formulas typed into every field that takes text come out of every list as text."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.quality.reviewing import Disposition
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import complaints, inspections, lots, products, reviews, stock
from core.records.can_filter import Wanted
from core.records.lot_draft import LotDraft
from core.records.products import ProductDraft
from core.records.use_case import Actor
from core.reports import lists
from core.reports.lot_book import write_lot_book
from core.reports.occasion import Occasion
from core.reports.recall import write_recall
from core.reports.tables import write_csv, write_excel
from tests.records.people import can_of_lot, taken
from tests.records.warehousing import a_warehouse, place_id
from tests.reports.test_recall import sheets_of
from tests.reports.test_tables import TRIGGERS, read_csv, read_excel

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def typed_everywhere(text: str, ines: Actor, rita: Actor, mona: Actor, n: int) -> int:
    """Type the text into every field that takes it; returns the lot that it all belongs to."""
    line, head, shift = text[:16], text[:64], text[:64]
    lot_id = lots.open_lot(ines, LotDraft(FOOD_CAN.sku, f"L{n}", date(2020, 1, 1), 100, line, (shift,)))
    can = inspections.start(ines, FOOD_CAN, key=f"{n}", line=line, seaming_head=head, shift=shift, lot_id=lot_id)
    inspections.add_sides(ines, can, [taken(side.number, 0.9, file_name=text) for side in FOOD_CAN.sides])
    inspections.finish(ines, can)
    reviews.review(rita, can, 0, Verdict.GOOD, disposition=Disposition.PASSED, reason=text)
    raised = can_of_lot(ines, f"raised {n}", lot_id)
    inspections.raise_defect(ines, raised, side=4, code="TAB", note=text)
    complaint = can_of_lot(ines, f"complaint {n}", lot_id, purpose="complaint")
    complaints.keep_note(ines, complaint, text)
    draft = ProductDraft(replace(FOOD_CAN, sku=f"SKU-{n}", name=f"{text}x", format=text, not_seen=f"{text}x"), 1, 1)
    products.add(mona, draft)
    code = a_warehouse(f"W{n}")
    stock.move(ines, stock.receive(ines, lot_id, 1, 10), None, place_id("A01-01-1", code), reason=text)
    lots.hold(ines, lot_id, f"{text}!")
    return lot_id


@pytest.mark.parametrize("text", TRIGGERS, ids=range(len(TRIGGERS)))
def test_no_cell_of_any_list_begins_as_a_formula(
    text: str, ines: Actor, rita: Actor, mona: Actor, occasion: Occasion, tmp_path: Path
) -> None:
    lot_id = typed_everywhere(text, ines, rita, mona, 1)
    tables = {
        "cans": lambda: lists.cans(occasion, Wanted()), "lots": lambda: lists.lots_in(occasion, lots.Wanted()),
        "trail": lambda: lists.trail(occasion, None), "products": lambda: lists.products_in(occasion, "", True),
        "stock": lambda: lists.stock(occasion, "W1"),
    }
    cells = [cell for make in tables.values() for cell in _both(make, tmp_path)]
    write_lot_book(occasion, lot_id, tmp_path / "lot.xlsx")
    cells += [cell for rows in read_excel(tmp_path / "lot.xlsx").values() for row in rows for cell in row]
    write_recall(occasion, lot_id, tmp_path / "recall.zip")
    cells += [cell for rows in sheets_of(tmp_path / "recall.zip").values() for row in rows for cell in row]
    texts = [cell for cell in cells if isinstance(cell, str)]
    assert not [cell for cell in texts if cell.startswith(_STARTS) or cell.lstrip("\ufeff ").startswith(_STARTS)]
    assert sum(cell.startswith("'") for cell in texts) >= 20, "the text did not get into the lists"


def _both(make, folder: Path) -> list[object]:
    table = make()
    write_csv(table, folder / "t.csv")
    table = make()
    write_excel(table, folder / "t.xlsx")
    rows = [*read_csv(folder / "t.csv"), *(row for sheet in read_excel(folder / "t.xlsx").values() for row in sheet)]
    return [cell for row in rows for cell in row]
