"""Cans with drawn photographs and people who look at them, for what leaves the program as a file."""

import pypdfium2
import pytest

from core.quality.rights import Role
from core.records import passwords
from core.records.use_case import Actor
from core.reports.occasion import Occasion
from tests.records.people import signed_in


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 4)


@pytest.fixture
def ines() -> Actor:
    return signed_in("ines")


@pytest.fixture
def rita() -> Actor:
    return signed_in("محمد", Role.REVIEWER)


@pytest.fixture
def mona() -> Actor:
    return signed_in("mona", Role.MANAGER)


@pytest.fixture
def occasion(mona: Actor) -> Occasion:
    return Occasion.now(mona, "mona")


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, as a reader finds it."""
    document = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def pictures_in(pdf: bytes) -> int:
    """How many pictures are drawn on all pages."""
    document = pypdfium2.PdfDocument(pdf)
    kinds = [thing.type for page in document for thing in page.get_objects()]
    return kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
