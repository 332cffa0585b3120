"""What stands at the demonstration plant: its time, lines, shifts, products and warehouses."""

from dataclasses import dataclass, replace
from datetime import time

from core.quality.plant_time import PlantTime, Shift
from core.quality.sides import SARDINE_CLUB, Product
from core.quality.stock_rules import PlaceKind
from core.records.product_draft import ProductDraft
from core.records.racks import RackDraft
from core.records.warehouses import WarehouseDraft

NAME = "Demonstration cannery"
TIME = PlantTime("Africa/Casablanca", time(6, 0))
SHIFTS = (
    Shift("Morning", time(6), time(14)), Shift("Afternoon", time(14), time(22)), Shift("Night", time(22), time(6)),
)

CANS_A_CASE, CASES_A_PALLET = 50, 100
PALLETS_A_SHIFT = 3
CANS_A_LOT = CANS_A_CASE * CASES_A_PALLET * PALLETS_A_SHIFT * len(SHIFTS)


@dataclass(frozen=True)
class LineSite:
    """A line, its seaming heads, the products it makes in turn, a week each, and the warehouse its pallets go to."""

    name: str
    heads: tuple[str, ...]
    products: tuple[Product, ...]
    warehouse: str


@dataclass(frozen=True)
class WarehouseSite:
    """A warehouse with its racks."""

    draft: WarehouseDraft
    racks: tuple[RackDraft, ...]


def _sardines(sku: str, name: str) -> Product:
    return replace(SARDINE_CLUB, sku=sku, name=name)


OLIVE_OIL = _sardines("SARD-OLIVE-125", "Sardines in olive oil")
TOMATO = _sardines("SARD-TOMATO-125", "Sardines in tomato sauce")
LEMON = _sardines("SARD-LEMON-125", "Sardines with lemon")
CHILLI = _sardines("SARD-CHILLI-125", "Sardines with chilli")

PRODUCTS = tuple(ProductDraft(product, CANS_A_CASE, CASES_A_PALLET, "L[0-9]{5}-[0-9]")
                 for product in (OLIVE_OIL, TOMATO, LEMON, CHILLI))

LINES = (
    LineSite("1", ("1", "2", "3", "4"), (OLIVE_OIL,), "MAIN"),
    LineSite("2", ("1", "2", "3", "4"), (TOMATO,), "MAIN"),
    LineSite("3", ("1", "2", "3", "4"), (LEMON, CHILLI), "PORT"),
)

WAREHOUSES = (
    WarehouseSite(WarehouseDraft("MAIN", "Warehouse at the cannery"), (
        RackDraft("A", 2, 12, 3, 2), RackDraft("B", 2, 12, 3, 2), RackDraft("Q", 1, 10, 2, 2, PlaceKind.QUARANTINE),
        RackDraft("S", 1, 4, 1, 6, PlaceKind.STAGING),
    )),
    WarehouseSite(WarehouseDraft("PORT", "Warehouse at the port"), (
        RackDraft("A", 2, 10, 3, 2), RackDraft("Q", 1, 5, 2, 2, PlaceKind.QUARANTINE),
    )),
)
