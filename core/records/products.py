"""Products: those that ship, and those that a plant sets up. A product is retired, never deleted."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import BadInput
from core.quality.rights import Right
from core.quality.sides import TEMPLATES, Product
from core.records import clock
from core.records.can_rows import product_of, product_text
from core.records.plain_text import checked, folded
from core.records.product_draft import ProductDraft, checked_draft, normal_sku
from core.records.schema import product
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case

__all__ = ["ListedProduct", "ProductDraft", "add", "bring_back", "change", "find", "list_products", "of_record",
           "retire"]

MOST_LISTED, LONGEST_SEARCH = 500, 100


@dataclass(frozen=True)
class ListedProduct:
    """A product in the list; ``draft`` is what a person set up, None for one that ships."""

    product: Product
    draft: ProductDraft | None = None
    retired: bool = False

    @property
    def shipped(self) -> bool:
        """Whether it comes with the program: known without the records, and never changed."""
        return self.draft is None


@use_case(Right.SET_UP_PRODUCTS)
def add(tx: Connection, user: User, draft: ProductDraft) -> Changed[None]:
    """Add a product; raises BadInput when the draft is not usable or its SKU is taken, whatever its case."""
    draft = checked_draft(draft)
    sku = draft.product.sku
    _refuse_shipped(sku)
    try:
        tx.execute(insert(product).values(sku=sku, retired=0, added_at=clock.now(), **_columns(draft)))
    except IntegrityError as clash:
        raise BadInput(f"There is a product {sku} already: choose another SKU, or change that product.") from clash
    return Changed(None, Entry("product added", f"product:{sku}", new=_values(draft)))


@use_case(Right.SET_UP_PRODUCTS)
def change(tx: Connection, user: User, sku: str, draft: ProductDraft) -> Changed[None] | Unchanged[None]:
    """Change all of a product but its SKU; cans that are begun or kept have their own copy and stay as they are.

    Raises BadInput when the draft is not usable or names another SKU, or there is no such product to change.
    """
    row, draft = own_row(tx, sku), checked_draft(draft)
    if draft.product.sku != row.sku:
        raise BadInput(f"The SKU {row.sku} stays, because records name it: retire this product and add another.")
    old, new = _values(_draft(row)), _values(draft)
    if old == new:
        return Unchanged(None)
    tx.execute(update(product).where(product.c.id == row.id).values(**_columns(draft)))
    differing = [key for key in new if old[key] != new[key]]
    return Changed(None, Entry("product changed", f"product:{row.sku}",
                               {key: old[key] for key in differing}, {key: new[key] for key in differing}))


@use_case(Right.SET_UP_PRODUCTS)
def retire(tx: Connection, user: User, sku: str) -> Changed[None] | Unchanged[None]:
    """Offer a product for inspection no more; what is recorded of it stays."""
    return _set_retired(tx, sku, True)


@use_case(Right.SET_UP_PRODUCTS)
def bring_back(tx: Connection, user: User, sku: str) -> Changed[None] | Unchanged[None]:
    """Offer a retired product again."""
    return _set_retired(tx, sku, False)


@reading(Right.READ)
def list_products(tx: Connection, user: User, search: str = "", with_retired: bool = False) -> list[ListedProduct]:
    """Return those that ship, then the plant's own by SKU, at most ``MOST_LISTED`` of these.

    ``search`` is looked for in SKU, name and format, whatever its case. Raises BadInput for one that is no text or
    longer than ``LONGEST_SEARCH``.
    """
    wanted = folded(checked(search.strip(), "search", LONGEST_SEARCH))
    query = select(product).where(product.c.search_text.contains(wanted, autoescape=True))
    if not with_retired:
        query = query.where(product.c.retired == 0)
    own = tx.execute(query.order_by(product.c.sku).limit(MOST_LISTED))
    return [
        *(ListedProduct(shipped) for shipped in TEMPLATES.values() if wanted in _search_text(shipped)),
        *(ListedProduct(draft.product, draft, bool(row.retired)) for row in own for draft in (_draft(row),)),
    ]


@reading(Right.READ)
def find(tx: Connection, user: User, sku: str) -> Product:
    """Return a product for inspecting; raises BadInput when there is none of that SKU or it is retired."""
    return product_of_sku(tx, sku)


@reading(Right.READ)
def of_record(tx: Connection, user: User, sku: str) -> Product | None:
    """Return a product that records name, be it retired; None where there is none of that SKU."""
    try:
        return product_of_sku(tx, sku, though_retired=True)
    except BadInput:
        return None


def product_of_sku(tx: Connection, sku: str, *, though_retired: bool = False) -> Product:
    """Return a product; raises BadInput when there is none of that SKU or, unless told, it is retired."""
    if normal_sku(sku) in TEMPLATES:
        return TEMPLATES[normal_sku(sku)]
    row = own_row(tx, sku)
    if row.retired and not though_retired:
        raise BadInput(f"{row.sku} is retired: choose another product, or ask a manager to bring it back.")
    return _draft(row).product


def _set_retired(tx: Connection, sku: str, retired: bool) -> Changed[None] | Unchanged[None]:
    row = own_row(tx, sku)
    if bool(row.retired) == retired:
        return Unchanged(None)
    tx.execute(update(product).where(product.c.id == row.id).values(retired=int(retired)))
    action = "product retired" if retired else "product brought back"
    return Changed(None, Entry(action, f"product:{row.sku}", {"retired": not retired}, {"retired": retired}))


def own_row(tx: Connection, sku: str) -> Row[Any]:
    """Return the row of one of the plant's own products; raises BadInput where there is none of that SKU."""
    sku = normal_sku(sku)
    _refuse_shipped(sku)
    row = tx.execute(select(product).where(product.c.sku == sku)).one_or_none()
    if row is None:
        raise BadInput(f"There is no product {sku}: look at the list of products.")
    return row


def _refuse_shipped(sku: str) -> None:
    if sku in TEMPLATES:
        raise BadInput(f"{sku} ships with Cansight and stays as it is: add a product under another SKU.")


def _draft(row: Row[Any]) -> ProductDraft:
    return ProductDraft(product_of(row.product), row.cans_a_case, row.cases_a_pallet, row.code_pattern)


def _columns(draft: ProductDraft) -> dict[str, Any]:
    return {
        "product": product_text(draft.product), "search_text": _search_text(draft.product),
        "cans_a_case": draft.cans_a_case, "cases_a_pallet": draft.cases_a_pallet, "code_pattern": draft.code_pattern,
    }


def _values(draft: ProductDraft) -> dict[str, Any]:
    """What the audit trail says of a product."""
    packing = {key: value for key, value in asdict(draft).items() if key != "product"}
    return {**asdict(draft.product), **packing}


def _search_text(of: Product) -> str:
    return folded("\n".join((of.sku, of.name, of.format)))
