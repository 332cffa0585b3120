"""File names as people and cameras give them: shown safely, put in order, read for the side they name."""

import re
import unicodedata
from pathlib import PurePosixPath

from core.quality.sides import Product

LONGEST_SHOWN = 80
"""Characters of a name that are kept: enough to tell files apart, short enough for a sentence and a table."""


def plain_name(name: str) -> str:
    """Return the last part of a name or path, printable and at most ``LONGEST_SHOWN`` characters long.

    Folders, ``..`` and drive letters fall away, characters that cannot be shown (controls, marks that turn the
    direction of writing, halves of surrogate pairs) become ``�``, and a long name loses its middle, not its ending.
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1].strip()
    shown = "".join(char if char.isprintable() else "�" for char in last)
    if len(shown) > LONGEST_SHOWN:
        half = LONGEST_SHOWN // 2
        shown = f"{shown[:half]}…{shown[-(half - 1):]}"
    return shown if shown.strip(".") else "a file without a name"


def natural_order(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Return a sorting key by which ``photo 2`` comes before ``photo 10``, whatever the case."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", plain_name(name).casefold())
    return [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts], name


def side_named(name: str, product: Product) -> int | None:
    """Return the number of the side that a file's name names, or None.

    A side is named by its number (``3.jpg``, ``03.png``, ``side 3.jpg``), by its label (``Lid.jpg``,
    ``wall-10-oclock.jpg``) or by both (``4-lid.jpg``).
    """
    stem = _simplified(PurePosixPath(plain_name(name)).stem)
    names: dict[str, int] = {}
    labels = [_simplified(side.label) for side in product.sides]
    for side, label in zip(product.sides, labels, strict=True):
        if labels.count(label) == 1:
            names[label] = side.number
    for side, label in zip(product.sides, labels, strict=True):
        for number in (f"{side.number}", f"{side.number:02d}"):
            names |= dict.fromkeys(
                (number, f"side{number}", f"side-{number}", f"{number}-{label}", f"side-{number}-{label}"), side.number
            )
    return names.get(stem)


def _simplified(text: str) -> str:
    """Lower case, compatibility forms folded, apostrophes dropped, everything else but letters and digits a hyphen."""
    folded = re.sub(r"['’ʼ`´]", "", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-")
