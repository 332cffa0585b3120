"""Products, defects and rights as tables."""

from core.quality.defects import DEFECTS, Severity
from core.quality.rights import RIGHTS, Right, Role, may
from core.quality.sides import TEMPLATES


def test_every_product_has_its_sides_numbered_and_a_model_for_every_group():
    for product in TEMPLATES.values():
        assert [side.number for side in product.sides] == list(range(1, len(product.sides) + 1))
        assert {side.group for side in product.sides} == set(product.models)


def test_every_side_says_how_to_hold_the_can():
    for product in TEMPLATES.values():
        assert all(side.hint.endswith(".") and side.label for side in product.sides)


def test_only_the_unnamed_defect_has_no_severity():
    assert [code for code, defect in DEFECTS.items() if defect.severity is Severity.REVIEW] == ["UNK"]
    assert len(DEFECTS) == 23


def test_every_right_belongs_to_the_administrator_and_none_but_reading_to_the_viewer():
    assert all(may(Role.ADMIN, right) for right in Right)
    assert {right for right in Right if may(Role.VIEWER, right)} == {Right.READ, Right.READ_AUDIT}
    assert set(RIGHTS) == set(Right)
