"""A product as a person sets it up, and what makes it one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.errors import BadInput
from core.quality.sides import Product, Side, side_groups
from core.records.plain_text import checked

MOST_SIDES, LARGEST_AMOUNT = 12, 10_000
LONGEST_NAME, LONGEST_LABEL, LONGEST_PATTERN, LONGEST_TEXT = 80, 40, 200, 300

_SKU = re.compile(r"[A-Za-z0-9._-]{1,40}")
_GROUP = re.compile(r"[a-z][a-z0-9 -]{0,39}")
_MODEL = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@dataclass(frozen=True)
class ProductDraft:
    """What is inspected, how it is packed, and its printed code.

    ``code_pattern`` is a regular expression as Python writes them, empty where no code is checked.
    """

    product: Product
    cans_a_case: int
    cases_a_pallet: int
    code_pattern: str = ""


def normal_sku(sku: str) -> str:
    """Return the SKU in capitals, without surrounding space; raises BadInput when it cannot be one."""
    if not _SKU.fullmatch(sku.strip()):
        raise BadInput("A SKU has 1 to 40 letters A to Z, digits or the signs . _ -: please correct it.")
    return sku.strip().upper()


def checked_draft(draft: ProductDraft) -> ProductDraft:
    """Return the draft with its SKU in capitals and all else unchanged; raises BadInput for what is not usable."""
    product = draft.product
    sku = normal_sku(product.sku)
    _given(product.name, "name", LONGEST_NAME)
    checked(product.format, "format", LONGEST_NAME)
    _given(product.not_seen, "line on what is not seen", LONGEST_TEXT)
    _check_sides(product.sides)
    _check_models(product.sides, product.models)
    if not set(product.thresholds) <= set(side_groups(product.sides)):
        raise BadInput("There are thresholds for a side group that the product does not have: leave them out.")
    for amount, what in ((draft.cans_a_case, "cans a case"), (draft.cases_a_pallet, "cases a pallet")):
        if not isinstance(amount, int) or not 1 <= amount <= LARGEST_AMOUNT:
            raise BadInput(f"Give the {what} as a whole number from 1 to {LARGEST_AMOUNT:,}.")
    _check_pattern(draft.code_pattern)
    return replace(draft, product=replace(product, sku=sku))


def _given(text: str, what: str, most: int) -> None:
    checked(text, what, most)
    if not text.strip():
        raise BadInput(f"The {what} is empty: please fill it in.")


def _check_sides(sides: tuple[Side, ...]) -> None:
    if not 1 <= len(sides) <= MOST_SIDES or [side.number for side in sides] != list(range(1, len(sides) + 1)):
        raise BadInput(f"A product has 1 to {MOST_SIDES} sides, numbered from 1.")
    for side in sides:
        _given(side.label, f"label of side {side.number}", LONGEST_LABEL)
        if not _GROUP.fullmatch(side.group):
            raise BadInput(f"The group of side {side.number} is no group's name: use small letters, at most 40.")
        _given(side.hint, f"hint of side {side.number}", LONGEST_TEXT)
    if not any(side.required for side in sides):
        raise BadInput("No side is required: a can would be good on any one of them. Require at least one.")


def _check_models(sides: tuple[Side, ...], models: Mapping[str, str]) -> None:
    groups = side_groups(sides)
    if set(models) != set(groups):
        raise BadInput(f"Name one model for each side group: {', '.join(groups)}.")
    for group in groups:
        if not _MODEL.fullmatch(models[group]):
            raise BadInput(f"The model of the group {group} is not a model's name: "
                           "use small letters, digits, dots and dashes, at most 64.")


def _check_pattern(pattern: str) -> None:
    checked(pattern, "pattern of the printed code", LONGEST_PATTERN)
    try:
        re.compile(pattern)
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        raise BadInput("The pattern of the printed code is not a regular expression: correct it, or leave it empty."
                       ) from error
