"""What the check of a data set found."""

from collections.abc import Mapping
from typing import Any

ENGLISH: dict[str, str] = {
    "leaks_counted": "{train} photographs in train, {test} in test.",
    "leaks_same": "The very same photograph is in both splits {n} times: figures on the test split flatter.",
    "leaks_alike": "Photographs that are all but the same lie in both splits, {n} pairs: figures on the test split "
    "flatter.",
    "leaks_groups": "{n} objects lie in both splits: figures on the test split flatter. Keep an object's photographs "
    "together.",
    "leaks_none": "Nothing lies in both splits.",
    "leaks_shortcut": "A shortcut: {what} alone tells good from defective, AUROC {auroc:.2f} ({low:.2f} to "
    "{high:.2f}). Look how good and defective photographs were taken.",
    "leaks_no_shortcut": "No shortcut seen: {what} alone has AUROC {auroc:.2f} ({low:.2f} to {high:.2f}), 0.50 is "
    "chance.",
    "leaks_frame": "the picture's frame",
    "leaks_thumbnail": "a thumbnail of 8 by 8 pixels",
}


def sentences(found: Mapping[str, Any]) -> list[str]:
    """Return what ``core.vision.leaks.audit`` found, in sentences: what leaks, then each shortcut."""
    leaks = [(code, n) for code, n in (("leaks_same", len(found["same"])), ("leaks_alike", found["near_duplicates"]),
                                       ("leaks_groups", found["groups_on_both_sides"])) if n]
    said = [ENGLISH[code].format(n=n) for code, n in leaks] or [ENGLISH["leaks_none"]]
    for seen in ("frame", "thumbnail"):
        code = "leaks_shortcut" if found[seen]["shortcut"] else "leaks_no_shortcut"
        said.append(ENGLISH[code].format(what=ENGLISH[f"leaks_{seen}"], **found[seen]))
    return said
