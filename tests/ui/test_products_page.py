"""Setting up products on their page, and choosing one for inspection."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN, SIDE_TEMPLATES, Product
from core.quality.thresholds import Thresholds
from core.records import audit, inspections, product_pictures, products, sign_in
from core.records.products import ProductDraft
from core.records.use_case import Actor, console
from tests.ui.conftest import PASSWORD, photograph, shown

NUTS = ProductDraft(
    Product("NUT-1", ":red[Hazelnuts] *", "jar", SIDE_TEMPLATES["One side"], {"lid": "hazelnut"}, "all other sides"),
    cans_a_case=12, cases_a_pallet=60,
)


def buttons(app: AppTest) -> set[str]:
    keys = {button.key for button in app.button if button.key.startswith("products_")}
    return {key for key in keys if not key.startswith("products_export_")}


def kept(sku: str) -> ProductDraft | None:
    return {listed.product.sku: listed.draft for listed in products.list_products(console(), "", True)}.get(sku)


def fill_in(app: AppTest, form: str = "new", **texts: str) -> AppTest:
    for field, text in texts.items():
        app.text_input(key=f"products_{form}_{field}").set_value(text)
    return app


def save(app: AppTest, form: str = "new") -> AppTest:
    app.button(key=f"products_{form}_save").click().run()
    assert not app.exception
    return app


def test_a_manager_adds_a_sardine_can_and_changes_its_labels(open_page):
    app = open_page(Role.MANAGER, "Products")
    app.button(key="products_add").click().run()
    fill_in(app, sku="sar-125", name="Sardines", format="1/4 club 125 g", pattern="L[0-9]+")
    app.text_input(key="products_new_Sardine can, seven sides_model_side").set_value("long-side")
    app.text_input(key="products_new_Sardine can, seven sides_label_2").set_value("Rear")
    app.checkbox(key="products_new_Sardine can, seven sides_required_7").uncheck()
    app.number_input(key="products_new_cans").set_value(50)
    app.number_input(key="products_new_cases").set_value(84)
    save(app)
    draft = kept("SAR-125")
    assert (draft.product.name, draft.product.format) == ("Sardines", "1/4 club 125 g")
    assert [side.label for side in draft.product.sides][:3] == ["Corner back left", "Rear", "Corner back right"]
    assert [side.number for side in draft.product.sides if not side.required] == [7]
    assert draft.product.models == {"corner": "sardine-corner", "side": "long-side", "lid": "sardine-lid"}
    assert (draft.cans_a_case, draft.cases_a_pallet, draft.code_pattern) == (50, 84, "L[0-9]+")
    assert "SAR-125 is set up." in shown(app) and "products_new_save" not in buttons(app)


def test_a_product_may_have_thresholds_of_its_own_and_half_a_pair_is_refused(open_page):
    app = open_page(Role.MANAGER, "Products")
    app.button(key="products_add").click().run()
    fill_in(app, sku="sar-125", name="Sardines")
    for amount in ("cans", "cases"):
        app.number_input(key=f"products_new_{amount}").set_value(1)
    limits = "products_new_Sardine can, seven sides_{}_lid"
    app.number_input(key=limits.format("good_below")).set_value(0.2)
    save(app)
    assert "The thresholds of the group lid are no pair" in shown(app)
    app.number_input(key=limits.format("bad_from")).set_value(0.8)
    save(app)
    assert kept("SAR-125").product.thresholds == {"lid": Thresholds(0.2, 0.8)}
    (row,) = audit.entries(console(), "product:SAR-125")
    assert row.new["thresholds"] == {"lid": {"good_below": 0.2, "bad_from": 0.8}}


def test_another_template_brings_its_own_sides_and_groups(open_page):
    app = open_page(Role.MANAGER, "Products")
    app.button(key="products_add").click().run()
    app.selectbox(key="products_new_template").set_value("Round can, seven sides").run()
    fill_in(app, sku="round", name="Tuna")
    app.number_input(key="products_new_cans").set_value(1)
    app.number_input(key="products_new_cases").set_value(1)
    save(app)
    assert kept("ROUND").product.sides == FOOD_CAN.sides
    assert kept("ROUND").product.models == FOOD_CAN.models


def test_what_is_wrong_is_said_in_the_form_and_nothing_typed_is_lost(open_page):
    products.add(console(), NUTS)
    app = open_page(Role.MANAGER, "Products")
    app.button(key="products_add").click().run()
    app.selectbox(key="products_new_template").set_value("One side").run()
    fill_in(app, sku="nut-1", name="Nuts again")
    assert "Give the cans a case as a whole number" in shown(save(app))
    app.number_input(key="products_new_cans").set_value(1)
    app.number_input(key="products_new_cases").set_value(1)
    assert "There is a product NUT-1 already" in shown(save(app))
    assert app.text_input(key="products_new_name").value == "Nuts again"
    fill_in(app, sku="nut-2", pattern="(")
    assert "not a regular expression" in shown(save(app))
    fill_in(app, pattern="")
    save(app)
    assert kept("NUT-2").product.name == "Nuts again" and kept("NUT-1") == NUTS


def test_a_manager_changes_a_product_and_what_was_not_touched_stays(open_page):
    products.add(console(), NUTS)
    app = open_page(Role.MANAGER, "Products")
    app.button(key="products_change_NUT-1").click().run()
    assert app.text_input(key="products_NUT-1_sku").disabled
    save(fill_in(app, "NUT-1", name="Hazelnuts in honey"), "NUT-1")
    assert kept("NUT-1") == replace(NUTS, product=replace(NUTS.product, name="Hazelnuts in honey"))


def test_one_form_after_the_other_begins_with_its_own_product(open_page):
    products.add(console(), NUTS)
    products.add(console(), replace(NUTS, product=replace(NUTS.product, sku="NUT-2", name="Walnuts")))
    app = open_page(Role.MANAGER, "Products")
    app.button(key="products_change_NUT-1").click().run()
    fill_in(app, "NUT-1", name="Half typed")
    app.button(key="products_change_NUT-2").click().run()
    save(app, "NUT-2")
    assert (kept("NUT-1"), kept("NUT-2").product.name) == (NUTS, "Walnuts")


def test_a_manager_retires_a_product_and_brings_it_back(open_page):
    products.add(console(), NUTS)
    app = open_page(Role.MANAGER, "Products")
    app.button(key="products_retire_NUT-1").click().run()
    assert "NUT-1 is retired" in shown(app) and "products_back_NUT-1" not in buttons(app)
    app.toggle(key="products_retired").set_value(True).run()
    app.button(key="products_back_NUT-1").click().run()
    assert "NUT-1 is offered for inspection again" in shown(app)
    app.toggle(key="products_retired").set_value(False).run()
    assert "products_retire_NUT-1" in buttons(app)


def test_a_search_narrows_the_list_and_says_when_nothing_is_found(open_page):
    products.add(console(), NUTS)
    app = open_page(Role.VIEWER, "Products")
    assert "FOOD-CAN-7" in shown(app) and "NUT-1" in shown(app)
    app.text_input(key="products_search").set_value("hazel").run()
    assert "FOOD-CAN-7" not in shown(app) and "NUT-1" in shown(app)
    app.text_input(key="products_search").set_value("%").run()
    assert "No product fits" in shown(app)
    app.text_input(key="products_search").set_value("\0").run()
    assert not app.exception and "please type it again" in shown(app)


def test_of_a_long_list_the_page_shows_the_first_fifty_and_says_so(open_page):
    for number in range(50):
        products.add(console(), replace(NUTS, product=replace(NUTS.product, sku=f"NUT-{number:02d}")))
    app = open_page(Role.VIEWER, "Products")
    assert "The first 50 of 52." in shown(app)
    assert "NUT-47" in shown(app) and "NUT-48" not in shown(app)
    app.text_input(key="products_search").set_value("nut-49").run()
    assert "NUT-49" in shown(app) and "The first" not in shown(app)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_the_list_and_those_with_the_right_alone_see_buttons(open_page, role):
    products.add(console(), NUTS)
    app = open_page(role, "Products")
    assert not app.exception
    assert "ships with Cansight" in shown(app) and "12 cans a case · 60 cases a pallet" in shown(app)
    may = role in (Role.MANAGER, Role.ADMIN)
    assert buttons(app) == ({"products_add", "products_change_NUT-1", "products_picture_of_NUT-1",
                             "products_retire_NUT-1"} if may else set())


def test_the_words_of_people_are_shown_as_text_and_never_as_markup(open_page):
    products.add(console(), NUTS)
    app = open_page(Role.VIEWER, "Products")
    assert any(":red[Hazelnuts] *" in text.value for text in app.text)
    assert not any("Hazelnuts" in text.value for text in app.markdown)


SHIPPED = ["Sardine 1/4 club, seven sides · SARDINE-CLUB-7", "Round food can, seven sides · FOOD-CAN-7"]


def acting(name: str = "inspector") -> Actor:
    return Actor(sign_in.sign_in(name, PASSWORD).id)


def test_an_inspector_chooses_a_product_of_the_plant_and_the_next_can_is_one_too(open_page, inspector):
    products.add(console(), NUTS)
    app = open_page(Role.INSPECTOR, "Inspect")
    assert app.selectbox(key="inspect_product").options == [*SHIPPED, ":red[Hazelnuts] * · NUT-1"]
    app.selectbox(key="inspect_product").set_value("NUT-1").run()
    app.file_uploader(key="inspect_side_1_0").upload("lid.jpg", photograph(1), "image/jpeg")
    app.run()
    assert inspections.unfinished(acting()).product == NUTS.product
    assert app.selectbox(key="inspect_product").disabled
    app.button(key="inspect_save").click().run()
    assert not app.exception
    assert inspections.recent(acting())[0].product_sku == "NUT-1"
    assert app.selectbox(key="inspect_product").value == "NUT-1"


def test_a_can_that_is_begun_keeps_its_product_and_the_next_is_not_offered_the_retired(open_page, inspector):
    products.add(console(), NUTS)
    app = open_page(Role.INSPECTOR, "Inspect")
    inspections.start(acting(), NUTS.product, key="on another screen")
    products.retire(console(), "NUT-1")
    app.run()
    assert not app.exception and app.selectbox(key="inspect_product").value == "NUT-1"
    app.button(key="inspect_give_up").click().run()
    assert not app.exception
    assert app.selectbox(key="inspect_product").value == "SARDINE-CLUB-7"
    assert app.selectbox(key="inspect_product").options == SHIPPED


def test_a_manager_gives_a_product_its_picture_in_the_list(open_page):
    app = open_page(Role.MANAGER, "Products")
    products.add(console(), NUTS)
    app.switch_page("pages/Products.py").run()
    app.button(key="products_picture_of_NUT-1").click().run()
    app.file_uploader(key="products_picture_NUT-1").upload("nuts.jpg", photograph(1), "image/jpeg").run()
    app.button(key="products_picture_save_NUT-1").click().run()
    assert not app.exception and "NUT-1 has its picture." in shown(app)
    assert set(product_pictures.by_sku(console())) == {"NUT-1"}


def test_what_is_no_photograph_is_no_products_picture(open_page):
    app = open_page(Role.MANAGER, "Products")
    products.add(console(), NUTS)
    app.switch_page("pages/Products.py").run()
    app.button(key="products_picture_of_NUT-1").click().run()
    app.file_uploader(key="products_picture_NUT-1").upload("nuts.jpg", b"no picture", "image/jpeg").run()
    app.button(key="products_picture_save_NUT-1").click().run()
    assert not app.exception and "nuts.jpg" in shown(app)
    assert product_pictures.by_sku(console()) == {}
