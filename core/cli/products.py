"""A product by its SKU, for the verbs that inspect cans."""

from core.quality.sides import DEFAULT_PRODUCT, TEMPLATES, Product


def find_product(sku: str | None) -> Product:
    """Return the product of that SKU, one that ships or one of the plant's own; without a SKU the default one.

    Raises BadInput when there is none, or it is retired.
    """
    if sku is None:
        return DEFAULT_PRODUCT
    if sku in TEMPLATES:
        return TEMPLATES[sku]
    from core.records import products
    from core.records.use_case import console

    return products.find(console(), sku)
