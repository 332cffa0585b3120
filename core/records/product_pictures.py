"""The picture of a product, by which people tell it in a list."""

from sqlalchemy import Connection, select, update

from core.imaging.decode import Photograph
from core.quality.rights import Right
from core.records import images
from core.records.photograph_rows import add_photograph
from core.records.products import own_row
from core.records.room import require_room
from core.records.schema import product
from core.records.sessions import User
from core.records.trail import Entry
from core.records.use_case import Changed, Unchanged, reading, use_case


def _store(sku: str, photograph: Photograph) -> None:
    require_room()
    images.store(photograph.content)


@use_case(Right.SET_UP_PRODUCTS, first=_store)
def keep(tx: Connection, user: User, sku: str, photograph: Photograph) -> Changed[None] | Unchanged[None]:
    """Give a product its picture; an earlier one stays on record. Raises BadInput for one that is not the plant's."""
    row = own_row(tx, sku)
    if row.picture_sha256 == photograph.sha256:
        return Unchanged(None)
    sha256 = add_photograph(tx, photograph.content, photograph.media_type, photograph.width, photograph.height)
    tx.execute(update(product).where(product.c.id == row.id).values(picture_sha256=sha256))
    return Changed(None, Entry("product pictured", f"product:{row.sku}",
                               {"photograph": row.picture_sha256}, {"photograph": sha256}))


@reading(Right.READ)
def by_sku(tx: Connection, user: User) -> dict[str, str]:
    """Return the sha256 of the picture of each product that has one."""
    return {row.sku: row.picture_sha256 for row in tx.execute(
        select(product.c.sku, product.c.picture_sha256).where(product.c.picture_sha256.is_not(None)))}
