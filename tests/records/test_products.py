"""Products: set up, changed, retired and found; and kept cans that none of it touches."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput, Refused
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN, SIDE_TEMPLATES, TEMPLATES, Product, side_groups
from core.quality.thresholds import Thresholds
from core.records import audit, images, inspections, product_pictures, products
from core.records.product_draft import checked_draft, normal_sku
from core.records.products import ListedProduct, ProductDraft
from core.records.use_case import Actor, console
from tests.records.people import signed_in, taken
from tests.records.racks import photographed
from tests.records.test_hostile_text import HOSTILE

SARDINE = SIDE_TEMPLATES["Sardine can, seven sides"]
CLUB = ProductDraft(
    Product("SAR-125", "Sardines in olive oil", "1/4 club 125 g", SARDINE,
            dict.fromkeys(side_groups(SARDINE), "sardine"), "the bottom"),
    cans_a_case=50, cases_a_pallet=84, code_pattern=r"L\d{4}",
)


SHIPPED = [ListedProduct(product) for product in TEMPLATES.values()]


def _with(**values: Any) -> ProductDraft:
    """The club can with some of the product's values changed."""
    return replace(CLUB, product=replace(CLUB.product, **values))


def _listed(search: str = "", with_retired: bool = False) -> list[str]:
    return [listed.product.sku for listed in products.list_products(console(), search, with_retired)]


def _kept(sku: str) -> ProductDraft | None:
    return {listed.product.sku: listed.draft for listed in products.list_products(console(), "", True)}.get(sku)


@pytest.fixture
def manager() -> Actor:
    return signed_in("mona", Role.MANAGER)


def test_a_product_that_was_added_is_listed_as_it_was_given_and_can_be_inspected(manager: Actor) -> None:
    products.add(manager, CLUB)
    assert products.list_products(manager) == [*SHIPPED, ListedProduct(CLUB.product, CLUB)]
    assert products.find(signed_in(), "sar-125") == CLUB.product


def test_a_sku_is_kept_in_capitals_and_taken_whatever_its_case(manager: Actor) -> None:
    products.add(manager, _with(sku=" sar-125 "))
    assert _listed() == [*TEMPLATES, "SAR-125"]
    for again in ("SAR-125", "Sar-125"):
        with pytest.raises(BadInput, match="There is a product SAR-125 already"):
            products.add(manager, _with(sku=again, name="another"))
    assert _kept("SAR-125") == CLUB


def test_of_ten_who_add_one_sku_at_once_one_succeeds_and_nine_are_told(manager: Actor) -> None:
    def attempt(number: int) -> str:
        try:
            products.add(manager, _with(name=f"number {number}"))
        except BadInput as refusal:
            return str(refusal)
        return "added"

    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(attempt, range(10)))
    assert said.count("added") == 1
    assert sum("already" in sentence for sentence in said) == 9
    assert len(audit.entries(console(), "product:SAR-125")) == 1


@pytest.mark.parametrize("act", [
    lambda actor: products.add(actor, _with(sku="food-can-7")),
    lambda actor: products.change(actor, "FOOD-CAN-7", _with(sku="FOOD-CAN-7")),
    lambda actor: products.retire(actor, "food-can-7"),
    lambda actor: products.bring_back(actor, "FOOD-CAN-7"),
], ids=["add", "change", "retire", "bring back"])
def test_a_product_that_ships_is_there_without_records_and_stays_as_it_is(act, manager: Actor) -> None:
    assert products.list_products(manager) == SHIPPED
    assert products.find(manager, "food-can-7") == FOOD_CAN
    with pytest.raises(BadInput, match="ships with Cansight"):
        act(manager)
    assert products.list_products(manager, "", True) == SHIPPED


def test_a_changed_product_is_what_was_given_and_the_trail_says_what_differs(manager: Actor) -> None:
    products.add(manager, CLUB)
    changed = replace(_with(name="Sardines in brine"), cans_a_case=48)
    products.change(manager, "sar-125", changed)
    assert _kept("SAR-125") == changed
    row = audit.entries(console(), "product:SAR-125")[0]
    assert (row.actor, row.action) == ("mona", "product changed")
    assert row.old == {"name": "Sardines in olive oil", "cans_a_case": 50}
    assert row.new == {"name": "Sardines in brine", "cans_a_case": 48}


def test_the_trail_says_all_of_a_product_that_was_added(manager: Actor) -> None:
    products.add(manager, CLUB)
    row = audit.entries(console(), "product:SAR-125")[0]
    assert (row.action, row.old) == ("product added", None)
    assert row.new is not None
    assert row.new["sides"][0]["label"] == "Corner back left"
    assert (row.new["code_pattern"], row.new["cases_a_pallet"]) == (r"L\d{4}", 84)


def test_the_sku_of_a_product_stays(manager: Actor) -> None:
    products.add(manager, CLUB)
    with pytest.raises(BadInput, match="The SKU SAR-125 stays"):
        products.change(manager, "SAR-125", _with(sku="SAR-126"))


def test_a_retired_product_is_offered_no_more_until_it_is_brought_back(manager: Actor) -> None:
    products.add(manager, CLUB)
    products.retire(manager, "SAR-125")
    assert _listed() == [*TEMPLATES]
    assert _listed(with_retired=True) == [*TEMPLATES, "SAR-125"]
    with pytest.raises(BadInput, match="SAR-125 is retired"):
        products.find(manager, "SAR-125")
    with pytest.raises(BadInput, match="already"):
        products.add(manager, CLUB)
    products.bring_back(manager, "SAR-125")
    assert products.find(manager, "SAR-125") == CLUB.product
    assert [row.action for row in audit.entries(console(), "product:SAR-125")] == [
        "product brought back", "product retired", "product added"]


def test_what_changes_nothing_leaves_no_row_in_the_trail(manager: Actor) -> None:
    products.add(manager, CLUB)
    before = audit.examine().audit_rows
    products.change(manager, "SAR-125", _with(sku="sar-125"))
    products.bring_back(manager, "SAR-125")
    assert audit.examine().audit_rows == before


def test_a_product_that_does_not_exist_is_named_in_a_sentence(manager: Actor) -> None:
    acts: list[Callable[[str], object]] = [
        lambda sku: products.find(manager, sku), lambda sku: products.retire(manager, sku),
        lambda sku: products.bring_back(manager, sku), lambda sku: products.change(manager, sku, CLUB),
    ]
    for act in acts:
        with pytest.raises(BadInput, match="There is no product NONE"):
            act("none")
        with pytest.raises(BadInput, match="A SKU has"):
            act("\ud800")


def test_an_inspector_reads_products_and_sets_up_none() -> None:
    actor = signed_in("ines", Role.INSPECTOR)
    assert products.list_products(actor)
    with pytest.raises(Refused, match="may not set up products"):
        products.add(actor, CLUB)
    assert _listed() == [*TEMPLATES]


def test_a_changed_or_retired_product_leaves_a_kept_and_a_begun_can_as_they_were(manager: Actor) -> None:
    products.add(manager, CLUB)
    inspector = signed_in()
    product = products.find(inspector, "SAR-125")
    kept, begun = (inspections.start(inspector, product, key=key) for key in ("kept", "begun"))
    inspections.add_sides(inspector, kept, [
        replace(taken(1), result=replace(taken(1).result, side=side), photograph=f"{side.number}".encode())
        for side in product.sides])
    before = inspections.finish(inspector, kept)
    one = SIDE_TEMPLATES["One side"]
    products.change(manager, "SAR-125", _with(name="Mackerel", sides=one, models={"lid": "mackerel"}))
    products.retire(manager, "SAR-125")
    assert inspections.load(inspector, kept) == before
    assert before.product == CLUB.product
    assert inspections.load(inspector, begun).product == CLUB.product


@pytest.mark.parametrize(("search", "found"), [
    ("", [*TEMPLATES, "OLEO", "SAR-125"]), ("sar-1", ["SAR-125"]), ("OLIVE oil", ["SAR-125"]),
    ("club", ["SARDINE-CLUB-7", "SAR-125"]),
    ("food", ["FOOD-CAN-7"]), ("óleo", ["OLEO"]), ("O\u0301leo", ["OLEO"]), ("STRASSE", ["OLEO"]), (" 100% ", ["OLEO"]),
    ("%", ["OLEO"]), ("_", []), ("/", ["SARDINE-CLUB-7", "SAR-125"]), ("'; --", []), ("sardine\nclub", []),
])
def test_a_search_looks_at_sku_name_and_format_whatever_their_case(
    search: str, found: list[str], manager: Actor
) -> None:
    products.add(manager, CLUB)
    products.add(manager, _with(sku="OLEO", name="Atum em ÓLEO, Straße", format="100%"))
    assert _listed(search) == found


def test_a_long_list_ends_after_as_many_as_it_may_hold(manager: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "MOST_LISTED", 2)
    for sku in ("C", "A", "B"):
        products.add(manager, _with(sku=sku))
    assert _listed() == [*TEMPLATES, "A", "B"]


@pytest.mark.parametrize("search", ["x" * 101, "\0", "\ud800"])
def test_a_search_that_is_no_text_is_refused_in_a_sentence(search: str) -> None:
    with pytest.raises(BadInput, match="search"):
        products.list_products(console(), search)


_SIDES = CLUB.product.sides


@pytest.mark.parametrize(("draft", "said"), [
    (_with(sku=""), "A SKU has"), (_with(sku="a b"), "A SKU has"), (_with(sku="x" * 41), "A SKU has"),
    (_with(sku="ß"), "A SKU has"), (_with(sku="SAR\n1"), "A SKU has"), (_with(sku="٣"), "A SKU has"),
    (_with(name=" \n"), "name is empty"), (_with(name="x" * 81), "name is longer"),
    (_with(format="x" * 81), "format is longer"), (_with(not_seen=""), "not seen is empty"),
    (_with(sides=()), "1 to 12 sides"), (_with(sides=_SIDES[1:]), "numbered from 1"),
    (_with(sides=tuple(replace(_SIDES[0], number=n) for n in range(1, 14))), "1 to 12 sides"),
    (_with(sides=(replace(_SIDES[0], label=" "), *_SIDES[1:])), "label of side 1 is empty"),
    (_with(sides=(*_SIDES[:6], replace(_SIDES[6], label="x" * 41))), "label of side 7 is longer"),
    (_with(sides=(*_SIDES[:6], replace(_SIDES[6], group="**Lid**"))), "group of side 7"),
    (_with(sides=(*_SIDES[:6], replace(_SIDES[6], hint=""))), "hint of side 7"),
    (_with(sides=tuple(replace(side, required=False) for side in _SIDES)), "No side is required"),
    (_with(models={"corner": "a", "lid": "a"}), "corner, side, lid"),
    (_with(models={**CLUB.product.models, "wall": "a"}), "corner, side, lid"),
    (_with(models={**CLUB.product.models, "lid": "../../etc"}), "group lid"),
    (_with(models={**CLUB.product.models, "lid": ""}), "group lid"),
    (_with(thresholds={"wall": Thresholds(0.1, 0.9)}), "side group that the product does not have"),
    (replace(CLUB, cans_a_case=0), "cans a case"), (replace(CLUB, cans_a_case=10_001), "cans a case"),
    (replace(CLUB, cans_a_case=1.5), "cans a case"), (replace(CLUB, cases_a_pallet=float("nan")), "cases a pallet"),
    (replace(CLUB, code_pattern="("), "not a regular expression"),
    (replace(CLUB, code_pattern="(?a)(?u)"), "not a regular expression"),
    (replace(CLUB, code_pattern="a{99999999999999999999}"), "not a regular expression"),
    (replace(CLUB, code_pattern="x" * 201), "longer than 200"),
])
def test_what_makes_no_product_is_refused_in_a_sentence_and_not_kept(
    draft: ProductDraft, said: str, manager: Actor
) -> None:
    with pytest.raises(BadInput, match=said) as refusal:
        products.add(manager, draft)
    assert str(refusal.value).isprintable()
    assert _listed() == [*TEMPLATES]
    products.add(manager, CLUB)
    with pytest.raises(BadInput):
        products.change(manager, "SAR-125", draft)
    assert _kept("SAR-125") == CLUB


@pytest.mark.parametrize("amount", [1, 10_000])
def test_amounts_go_from_one_to_ten_thousand_and_sides_from_one_to_twelve(amount: int, manager: Actor) -> None:
    twelve = tuple(replace(_SIDES[3], number=n) for n in range(1, 13))
    draft = replace(_with(sides=twelve[:amount], models={"lid": "a"}), cans_a_case=amount, cases_a_pallet=amount)
    products.add(manager, draft)
    assert _kept("SAR-125") == draft


TEXTS: dict[str, Callable[[str], ProductDraft]] = {
    "sku": lambda text: _with(sku=text),
    "name": lambda text: _with(name=text),
    "format": lambda text: _with(format=text),
    "not_seen": lambda text: _with(not_seen=text),
    "label": lambda text: _with(sides=(replace(_SIDES[0], label=text), *_SIDES[1:])),
    "hint": lambda text: _with(sides=(replace(_SIDES[0], hint=text), *_SIDES[1:])),
    "group": lambda text: _with(sides=tuple(replace(side, group=text) for side in _SIDES), models={text: "a"}),
    "model": lambda text: _with(models={**CLUB.product.models, "lid": text}),
    "code_pattern": lambda text: replace(CLUB, code_pattern=text),
}


def _comes_back_or_is_refused(actor: Actor, draft: ProductDraft) -> bool:
    """Change the club can to the draft and say whether it was kept; the SKU has its own rule."""
    try:
        wanted = replace(draft, product=replace(draft.product, sku=normal_sku(draft.product.sku)))
        if wanted.product.sku != "SAR-125":
            products.add(actor, draft)
        else:
            products.change(actor, "SAR-125", draft)
    except BadInput as refusal:
        assert str(refusal).isprintable()
        return False
    assert _kept(wanted.product.sku) == wanted
    return True


@pytest.mark.parametrize("field", TEXTS)
def test_hostile_text_comes_back_identical_or_is_refused(field: str, manager: Actor) -> None:
    products.add(manager, CLUB)
    kept = [text for text in HOSTILE if _comes_back_or_is_refused(manager, TEXTS[field](text))]
    if field in ("name", "format", "not_seen", "label", "hint"):
        assert {"'; DROP TABLE audit; --", "\u202egnp.exe", "=1+1", ":green-badge[GOOD]"} <= set(kept)
    assert audit.verify() == []


@pytest.mark.parametrize("field", TEXTS)
def test_random_text_comes_back_identical_or_is_refused(field: str, manager: Actor) -> None:
    products.add(manager, CLUB)

    @settings(max_examples=25, deadline=None)
    @given(st.text(st.characters(exclude_categories=()), max_size=45))
    def keep(text: str) -> None:
        _comes_back_or_is_refused(manager, TEXTS[field](text))

    keep()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.text(st.characters(exclude_categories=()), max_size=350))
def test_a_checked_draft_is_the_same_draft_and_stays_it(field: str, text: str) -> None:
    draft = TEXTS[field](text)
    try:
        checked = checked_draft(draft)
    except BadInput as refusal:
        assert str(refusal).isprintable()
        return
    assert replace(checked, product=replace(checked.product, sku=draft.product.sku)) == draft
    assert checked_draft(checked) == checked


def test_a_product_gets_a_picture_and_the_trail_names_it(manager: Actor) -> None:
    products.add(manager, CLUB)
    sku = CLUB.product.sku
    assert product_pictures.by_sku(manager) == {}
    picture = photographed()
    product_pictures.keep(manager, sku, picture)
    assert product_pictures.by_sku(manager) == {sku: picture.sha256}
    assert images.load(picture.sha256) == picture.content
    row = audit.entries(console(), f"product:{sku}")[0]
    assert (row.action, row.old, row.new) == ("product pictured", {"photograph": None}, {"photograph": picture.sha256})
    count = len(audit.entries(console()))
    product_pictures.keep(manager, sku, picture)
    assert len(audit.entries(console())) == count
    with pytest.raises(BadInput, match="ships with Cansight"):
        product_pictures.keep(manager, FOOD_CAN.sku, picture)
