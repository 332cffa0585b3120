"""A rack with its places and pallets, for the tests of what is photographed and counted."""

from collections.abc import Collection

import numpy as np
from sqlalchemy import insert

from core.imaging.decode import Photograph
from core.records import clock, images
from core.records.database import write
from core.records.schema import lot, pallet, place, rack, user_account, warehouse

CORNERS = ((100.0, 80.0), (1100.0, 90.0), (1090.0, 800.0), (110.0, 790.0))


def add_rack(bays: int = 3, levels: int = 2, stocked: Collection[tuple[int, int]] = (), code: str = "A") -> int:
    """A rack of its own warehouse, with a pallet in each place (bay, level) of ``stocked``; returns its id."""
    with write() as tx:
        now = clock.now()
        house = tx.execute(insert(warehouse).values(
            code=f"W{code}", name="North", address="", retired=0, added_at=now).returning(warehouse.c.id)).scalar_one()
        added = tx.execute(insert(rack).values(
            warehouse_id=house, code=code, added_at=now).returning(rack.c.id)).scalar_one()
        someone = tx.execute(insert(user_account).values(
            name=f"store {code}", role="viewer", password_hash="", disabled=1, created_at=now,
            sessions_valid_after=now).returning(user_account.c.id)).scalar_one()
        of = tx.execute(insert(lot).values(
            product_sku=code, product_name="", code="1", search_text="", production_day="2026-11-23", shifts="[]",
            quantity=1, state="open", opened_by=someone, opened_at=now).returning(lot.c.id)).scalar_one()
        for level in range(1, levels + 1):
            for bay in range(1, bays + 1):
                name = f"{code}01-{bay:02d}-{level}"
                there = tx.execute(insert(place).values(
                    warehouse_id=house, rack_id=added, aisle=1, bay=bay, level=level, name=name,
                    capacity=2, kind="storage", blocked=0, taken_out=0).returning(place.c.id)).scalar_one()
                if (bay, level) in stocked:
                    tx.execute(insert(pallet).values(
                        code=f"{code}-{there}", lot_id=of, cans=1, place_id=there, held=0, received_at=now))
    return added


def photographed(content: bytes = b"an empty rack", width: int = 1200, height: int = 900) -> Photograph:
    """A photograph whose picture is black; only its size matters."""
    return Photograph("rack.jpg", content, images.digest(content), "image/jpeg",
                      np.zeros((height, width, 3), np.uint8), height, width, None)
