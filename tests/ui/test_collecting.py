"""Day one of a product: no model, and yet every photograph is kept and its verdict is a person's."""

from collections.abc import Callable
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.records import products
from core.records.products import ProductDraft
from core.records.use_case import console
from tests.ui.conftest import StandInInspector, shown


def test_a_product_without_a_model_says_that_it_collects_and_how_far_it_is(
    open_page: Callable[..., AppTest], inspector: StandInInspector
) -> None:
    nuts = replace(FOOD_CAN, sku="NUT-1", models={"wall": "hazelnut", "lid": "food-can"})
    products.add(console(), ProductDraft(nuts, 12, 60))
    app = open_page(Role.INSPECTOR, "Inspect")
    assert "Collecting" not in shown(app)
    app.button(key="work_change").click().run()
    app.selectbox(key="work_form_product").set_value("NUT-1").run()
    app.button(key="work_form_save").click().run()
    words = shown(app)
    assert "Collecting: there is no model yet." in words
    assert "wall sides, for the model hazelnut: 0 of 40 good and 0 of 20 defective photographs" in words
    assert "lid sides" not in words
