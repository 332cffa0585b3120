"""Products: what is inspected, and how it is set up."""

import streamlit as st

from core.errors import BadInput
from core.quality.rights import Right
from core.records import product_pictures, products
from core.reports import lists
from core.ui import doing
from core.ui.files import draw_export
from core.ui.gate import require_user
from core.ui.page import show_plain, show_problem
from core.ui.product_form import draw_form, open_form
from core.ui.product_picture import draw_picture, draw_picture_form, open_picture
from core.words import tr

SHOWN = 50

user = require_user("Products", Right.READ)
sets_up = user.may(Right.SET_UP_PRODUCTS)
st.title("Products")
doing.draw_outcome()

with st.container(horizontal=True, vertical_alignment="bottom", key="products_top"):
    search = st.text_input("Search", key="products_search", max_chars=products.LONGEST_SEARCH,
                           placeholder="SKU, name or format")
    with_retired = st.toggle("Retired, too", key="products_retired")
    if sets_up:
        st.button("Add a product", key="products_add", type="primary", icon=":material/add:", on_click=open_form,
                  args=(None,))

try:
    found = products.list_products(user.actor, search, with_retired)
except BadInput as problem:
    show_problem(str(problem))
    st.stop()

draw_export(user, "products_export", lambda occasion: lists.products_in(occasion, search, with_retired))
if not found:
    show_plain(tr("products_none"), icon=":material/search_off:")
pictures = product_pictures.by_sku(user.actor)
for listed in found[:SHOWN]:
    product, draft = listed.product, listed.draft
    facts = [product.format, f"{len(product.sides)} sides" if len(product.sides) > 1 else "1 side",
             ", ".join(sorted(set(product.models.values())))]
    if draft:
        facts += [f"{draft.cans_a_case} cans a case", f"{draft.cases_a_pallet} cases a pallet"]
    if listed.shipped or listed.retired:
        facts.append("ships with Cansight" if listed.shipped else "retired")
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"products_row_{product.sku}"):
        draw_picture(product, pictures.get(product.sku))
        with st.container(gap="xsmall"):
            show_plain(f"{product.sku} · {product.name}",
                       icon=":material/inventory_2:" if not listed.retired else ":material/archive:")
            st.text(" · ".join(filter(None, facts)))
        if sets_up and draft:
            with st.container(horizontal=True, width="content"):
                st.button("Change", key=f"products_change_{product.sku}", icon=":material/edit:", on_click=open_form,
                          args=(draft,))
                st.button("Picture", key=f"products_picture_of_{product.sku}", icon=":material/add_a_photo:",
                          on_click=open_picture, args=(product.sku,))
                if listed.retired:
                    if st.button("Bring back", key=f"products_back_{product.sku}", icon=":material/unarchive:"):
                        doing.attempt(tr("product_back", sku=product.sku), products.bring_back, user.actor, product.sku)
                elif st.button("Retire", key=f"products_retire_{product.sku}", icon=":material/archive:"):
                    doing.attempt(tr("product_retired", sku=product.sku), products.retire, user.actor, product.sku)
if len(found) > SHOWN:
    st.caption(tr("products_more", shown=SHOWN, n=len(found)))

draw_form(user)
draw_picture_form(user)
