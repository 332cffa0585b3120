"""What people have judged of a product whose model is still to come."""

from collections.abc import Iterable

from sqlalchemy import Connection

from core.quality.collecting import Collected
from core.quality.rights import Right
from core.quality.sides import Product, side_groups
from core.records.dataset_export import GOOD, confirmed_in
from core.records.sessions import User
from core.records.use_case import reading


@reading(Right.READ)
def collected(tx: Connection, user: User, product: Product, models: Iterable[str]) -> list[Collected]:
    """Count, for each side group that one of these models is to judge, the photographs that a person judged."""
    wanted, counted = set(models), []
    for group in side_groups(product.sides):
        if product.models[group] in wanted:
            kinds = [side.kind == GOOD for side in confirmed_in(tx, group, product.sku)]
            counted.append(Collected(group, product.models[group], sum(kinds), len(kinds) - sum(kinds)))
    return counted
