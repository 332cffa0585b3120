"""Products."""

ENGLISH: dict[str, str] = {
    "product_pictured": "{sku} has its picture.",
    "product_kept": "{sku} is set up.",
    "product_retired": "{sku} is retired: it is offered for inspection no more. What is recorded of it stays.",
    "product_back": "{sku} is offered for inspection again.",
    "products_none": "No product fits. Search for another word, or show the retired ones.",
    "products_more": "The first {shown} of {n}. Search to find the others.",
    "product_sku_stays": "The SKU stays, because records name it.",
    "product_model_hint": "The name of the model that judges these sides, as `python -m core models list` shows it.",
    "product_thresholds_hint": "Leave them empty to judge by the model's own. Whoever changes them is recorded.",
    "product_thresholds_wrong": "The thresholds of the group {group} are no pair: give both, above 0 and at most 1, "
                                "and the second at least {band} above the first.",
    "product_pattern_hint": "A regular expression, such as L[0-9]{{4}}. Leave it empty where no code is checked. "
    "A group named lot, as in (?P<lot>L[0-9]{{4}}), tells the lot's part of it.",
    "product_not_seen_hint": "What the photographs cannot show; every Good can says so.",
}
