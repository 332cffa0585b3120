"""Every side and every defect has its drawing."""

from xml.etree import ElementTree

from core.quality.defects import DEFECTS
from core.quality.sides import TEMPLATES
from core.ui.pictures import defect_picture, side_picture


def test_every_defect_has_a_drawing_of_its_own():
    drawings = {defect_picture(code) for code in DEFECTS}
    assert len(drawings) == len(DEFECTS)
    for drawing in drawings:
        ElementTree.fromstring(drawing)  # noqa: S314


def test_every_side_of_every_product_has_a_drawing():
    for product in TEMPLATES.values():
        for side in product.sides:
            ElementTree.fromstring(side_picture(side, product))  # noqa: S314
