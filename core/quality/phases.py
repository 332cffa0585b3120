"""Where a control chart begins a new phase: what judged the cans, or what took their pictures, was changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, order=True)
class Judge:
    """What judged one side group of one product: a model's version, such as "food-can/2", and its two thresholds."""

    product_sku: str
    group: str
    model: str
    good_below: float | None
    bad_from: float | None


@dataclass(frozen=True)
class Change:
    """What is new from a subgroup on: a reason code of ``core.words`` with its values."""

    code: str
    values: Mapping[str, str]


def judges_text(judges: Iterable[Judge]) -> str:
    """Return what judged one can as text to keep and to group by; the can's product is kept beside it."""
    told = sorted({(one.group, one.model, one.good_below, one.bad_from) for one in judges}, key=repr)
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


@lru_cache(maxsize=1024)
def judges_of(product_sku: str, kept: str) -> frozenset[Judge]:
    """Return what judged a can from the text that was kept."""
    return frozenset(Judge(product_sku, *one) for one in json.loads(kept))


@lru_cache(maxsize=1024)
def judges_in(judged: frozenset[tuple[str, str]]) -> frozenset[Judge]:
    """Return what judged several cans, each given as product and kept text; of the same cans the very same set."""
    return frozenset(judge for product_sku, kept in judged for judge in judges_of(product_sku, kept))


def changes(judged: Sequence[Iterable[Judge]]) -> dict[int, list[Change]]:
    """Return, by its place, each subgroup with which another version or other thresholds begin, and which they are.

    ``judged`` says of each subgroup, in order, what judged its cans. A side group that was not judged before, as of
    another product, changes nothing; nor does a version that goes on after a subgroup in which two were at work.
    """
    known: dict[tuple[str, str], set[Judge]] = {}
    found: dict[int, list[Change]] = {}
    before: Iterable[Judge] | None = None
    for place, judges in enumerate(judged):
        if judges is before:
            continue
        before = judges
        seen: dict[tuple[str, str], set[Judge]] = {}
        for judge in judges:
            seen.setdefault((judge.product_sku, judge.group), set()).add(judge)
        told = {
            change.values["what"]: change for side_group, now in sorted(seen.items()) if side_group in known
            for change in (_change(judge, known[side_group]) for judge in sorted(now - known[side_group], key=repr))
        }
        if told:
            found[place] = list(told.values())
        known |= seen
    return found


def _change(judge: Judge, known: set[Judge]) -> Change:
    if judge.model not in {one.model for one in known}:
        return Change("phase_model", {"what": judge.model})
    return Change("phase_thresholds", {"what": f"{judge.model} {judge.good_below} / {judge.bad_from}"})
