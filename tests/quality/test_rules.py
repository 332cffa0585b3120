"""Products, defects and rights as tables."""

from core.demo.can_format import CLUB
from core.quality.defects import DEFECTS, Severity
from core.quality.rights import RIGHTS, Right, Role, may
from core.quality.sides import SIDE_TEMPLATES, TEMPLATES, side_groups


def test_every_product_has_its_sides_numbered_and_a_model_for_every_group():
    for product in TEMPLATES.values():
        assert [side.number for side in product.sides] == list(range(1, len(product.sides) + 1))
        assert {side.group for side in product.sides} == set(product.models)


def test_every_side_says_how_to_hold_the_can():
    for product in TEMPLATES.values():
        assert all(side.hint.endswith(".") and side.label for side in product.sides)


def test_every_template_of_sides_is_numbered_from_one_with_a_label_and_a_hint_of_its_own():
    for sides in SIDE_TEMPLATES.values():
        assert [side.number for side in sides] == list(range(1, len(sides) + 1))
        assert len({side.label for side in sides}) == len({side.hint for side in sides}) == len(sides)
        assert all(side.hint.endswith(".") and side.required for side in sides)


def test_the_sardine_has_four_corners_two_long_sides_and_a_lid_as_it_is_rendered():
    sides = SIDE_TEMPLATES["Sardine can, seven sides"]
    assert {side.number: side.group for side in sides} == {number: view.group for number, view in CLUB.views.items()}
    assert side_groups(sides) == ("corner", "side", "lid")


def test_only_the_unnamed_defect_has_no_severity():
    assert [code for code, defect in DEFECTS.items() if defect.severity is Severity.REVIEW] == ["UNK"]
    assert len(DEFECTS) == 23


def test_every_right_but_the_pin_belongs_to_the_administrator_and_none_but_reading_to_the_viewer():
    assert {right for right in Right if not may(Role.ADMIN, right)} == {Right.USE_PIN}
    assert {right for right in Right if may(Role.VIEWER, right)} == {Right.READ, Right.READ_AUDIT}
    assert set(RIGHTS) == set(Right)


def test_managers_and_administrators_set_up_products():
    assert RIGHTS[Right.SET_UP_PRODUCTS] == {Role.MANAGER, Role.ADMIN}
