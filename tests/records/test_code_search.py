"""A printed code finds candidate lots, the surest first."""

from dataclasses import replace

import pytest

from core.errors import BadInput
from core.quality.printed_code import Fit
from core.quality.sides import FOOD_CAN
from core.records import code_search, products
from core.records.products import ProductDraft
from core.records.use_case import console
from tests.records.people import open_lot, signed_in


def test_candidates_come_the_surest_first_and_by_each_products_own_pattern() -> None:
    ines = signed_in("ines")
    products.add(console(), ProductDraft(replace(FOOD_CAN, sku="SAR-125"), 24, 100, r"(?P<lot>L\d{4})\s*[A-C]"))
    other, meant, misread = open_lot(ines, "L2315 B"), open_lot(ines, "L2315", "SAR-125"), open_lot(ines, "L23I5B")
    found = code_search.candidates(ines, "l 2315 b")
    assert [(one.lot_id, one.fit) for one in found] == [
        (other, Fit.SAME), (meant, Fit.BY_PATTERN), (misread, Fit.MISREAD)]
    assert code_search.candidates(ines, "XYZ") == []


@pytest.mark.parametrize("read", ["", " - ", "L1", "x" * 81, "L23\x00"])
def test_what_tells_no_lots_apart_is_refused_in_words(read: str) -> None:
    with pytest.raises(BadInput):
        code_search.candidates(signed_in("ines"), read)
