"""The lists of the program as tables to be written: read some at a time, while they are written."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from core.records import audit, can_list, lots, products, stock_list
from core.records.can_filter import Wanted
from core.records.can_list import ListedCan
from core.records.stock_list import ListedPallet
from core.reports.occasion import Occasion
from core.reports.tables import Table, local

AT_ONCE = 1000


class _Kept(Protocol):
    @property
    def id(self) -> int: ...


Item = TypeVar("Item", bound=_Kept)


def cans(occasion: Occasion, wanted: Wanted) -> Table:
    """Return the gallery's cans, the newest first."""
    return cans_table(occasion, _pages(lambda last: can_list.listed(occasion.actor, wanted, last, AT_ONCE)))


def all_cans(occasion: Occasion, wanted: Wanted) -> list[ListedCan]:
    """Return every can that is wanted at once, the newest first."""
    return list(_pages(lambda last: can_list.listed(occasion.actor, wanted, last, AT_ONCE)))


def cans_table(occasion: Occasion, listed: Iterable[ListedCan]) -> Table:
    """Return cans as a table, both verdicts of each."""
    zone = occasion.plant_time.time_zone
    return Table("cans", (
        "Can", "Record", "Production day", "SKU", "Product", "Lot", "Line", "Seaming head", "Shift", "Purpose",
        "Inspector", f"Started ({zone})", f"Finished ({zone})", "Verdict that holds", "Model's verdict",
        "Person's verdict", "Person", "Severity", "Disposition", "Defects", "Reason or note", "Customer's note",
        "Highest probability", "Models", "Judged before the verdict was shown",
    ), (
        (can.number, can.id, can.plant_day, can.product_sku, can.product_name, can.lot, can.line, can.seaming_head,
         can.shift, can.purpose, can.inspector, local(can.started_at, occasion.plant_time),
         local(can.finished_at, occasion.plant_time), can.verdict, can.model, can.person, can.reviewer, can.severity,
         can.disposition, can.defects, can.note, can.complaint, can.probability, can.models, can.blind)
        for can in listed
    ))


def lots_in(occasion: Occasion, wanted: lots.Wanted) -> Table:
    """Return lots, the newest first."""
    read = _pages(lambda last: lots.page(occasion.actor, wanted, last, AT_ONCE))
    return Table("lots", (
        "Lot", "Record", "State", "SKU", "Product", "Production day", "Line", "Shifts", "Best before", "Cans",
        "Opened by", f"Opened ({occasion.plant_time.time_zone})",
    ), (
        (lot.code, lot.id, lot.state, lot.product_sku, lot.product_name, lot.production_day, lot.line,
         ", ".join(lot.shifts), lot.best_before, lot.quantity, lot.opened_by,
         local(lot.opened_at, occasion.plant_time))
        for lot in read
    ))


def trail(occasion: Occasion, subject: str | None) -> Table:
    """Return the audit trail, of one subject or whole, the newest first."""
    read = _pages(lambda last: audit.entries(occasion.actor, subject, AT_ONCE, last))
    return Table("audit trail", (
        "Row", f"When ({occasion.plant_time.time_zone})", "Who", "What", "Of", "Before", "After", "Why",
    ), (
        (row.id, local(row.at, occasion.plant_time), row.actor, row.action, row.subject, _told(row.old),
         _told(row.new), row.why)
        for row in read
    ))


def products_in(occasion: Occasion, search: str, with_retired: bool) -> Table:
    """Return products, those that ship first."""
    return Table("products", (
        "SKU", "Product", "Format", "Sides", "Models", "Not seen", "Cans a case", "Cases a pallet", "Code pattern",
        "Ships with the program", "Retired",
    ), (
        (one.product.sku, one.product.name, one.product.format, len(one.product.sides),
         ", ".join(sorted(set(one.product.models.values()))), one.product.not_seen,
         one.draft.cans_a_case if one.draft else None, one.draft.cases_a_pallet if one.draft else None,
         one.draft.code_pattern if one.draft else None, one.shipped, one.retired)
        for one in products.list_products(occasion.actor, search, with_retired)
    ))


def stock(occasion: Occasion, warehouse: str) -> Table:
    """Return the pallets that stand in a warehouse."""
    return pallets_table(occasion, _pages(lambda last: stock_list.pallets(
        occasion.actor, warehouse_code=warehouse, after=last or 0, size=AT_ONCE)))


def all_pallets(occasion: Occasion, lot_id: int) -> list[ListedPallet]:
    """Return every pallet of a lot at once, those that have left among them."""
    return list(_pages(lambda last: stock_list.pallets(
        occasion.actor, lot_id=lot_id, after=last or 0, size=AT_ONCE)))


def pallets_table(occasion: Occasion, listed: Iterable[ListedPallet]) -> Table:
    """Return pallets as a table."""
    zone, plant_time = occasion.plant_time.time_zone, occasion.plant_time
    return Table("stock", (
        "Pallet", "Lot", "Lot's state", "SKU", "Cans", "Held", "Warehouse", "Place", f"Produced from ({zone})",
        f"Produced to ({zone})", f"Received ({zone})", f"Placed ({zone})", f"Shipped ({zone})",
    ), (
        (one.code, one.lot, one.lot_state, one.product_sku, one.cans, one.held, one.warehouse, one.place,
         *(local(moment, plant_time) for moment in (one.produced_from, one.produced_to, one.received_at, one.placed_at,
                                                    one.shipped_at)))
        for one in listed
    ))


def _pages(read: Callable[[int | None], Sequence[Item]]) -> Iterator[Item]:
    """Go through all pages of a list, each read after the last row of the one before."""
    last: int | None = None
    while page := read(last):
        yield from page
        if len(page) < AT_ONCE:
            return
        last = page[-1].id


def _told(values: object) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""
