"""Pages run without a browser: an AppTest signed in as anyone, and an inspector that needs no model."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from core.imaging.decode import decode
from core.quality.rights import Role
from core.quality.sides import Product
from core.quality.thresholds import Thresholds
from core.quality.verdict import Box, Outcome, Reason, SideResult, judge_probability
from core.records import accounts, database, passwords
from core.records.use_case import console
from core.ui import cookies, gate, resources
from core.vision.inspector import InspectedSide

HOME = Path(__file__).parent.parent.parent / "Home.py"
PASSWORD = "sardines in oil 9"
_components = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", 4)


@pytest.fixture(autouse=True)
def nothing_cached() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load no models at a sign-in: they outlive the test, and took half of the time of all pages' tests."""
    monkeypatch.setattr(resources, "warm_up", lambda: None)


@pytest.fixture(autouse=True)
def components_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for components among the installed packages once; an AppTest looks at every run."""
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", _components)


@pytest.fixture(autouse=True)
def one_browser(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the browser of these tests sends: an AppTest has no cookies of its own."""
    sent = {cookies.BROWSER: "the browser of this test"}
    monkeypatch.setattr(gate, "read_cookie", sent.get)
    return sent


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Open a page (Home by default) as nobody, or signed in as a new user of a role."""
    database.prepare()

    def open_as(role: Role | None = None, page: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(HOME), default_timeout=30)
        if role is not None:
            accounts.add_user(console(), role, role, PASSWORD)
            sign_in(app.run(), role)
        for key, value in query.items():
            app.query_params[key] = value
        return app.switch_page(f"pages/{page}.py").run() if page else app.run()

    return open_as


def sign_in(app: AppTest, name: str, password: str = PASSWORD) -> AppTest:
    """Fill in the sign-in form and press its button."""
    app.text_input(key="sign_in_name").set_value(name)
    app.text_input(key="sign_in_password").set_value(password)
    return app.button(key="sign_in_submit").click().run()


def shown(app: AppTest) -> str:
    """All words on the page."""
    kinds = ("title", "subheader", "text", "markdown", "caption", "error", "warning")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))


def photograph(seed: int, bad: bool = False) -> bytes:
    """A drawn can as JPEG bytes; a red patch makes it bad for the stand-in inspector."""
    rng = np.random.default_rng(seed)
    picture = rng.integers(90, 160, (120, 160, 3), np.uint8)
    cv2.rectangle(picture, (30, 20), (130, 100), (200, 200, 205), 4)
    if bad:
        cv2.circle(picture, (60, 60), 18, (0, 0, 255), -1)
    return bytes(cv2.imencode(".jpg", picture)[1])


class StandInInspector:
    """Finds a photograph bad when it holds a red patch, and keeps count of what it was asked."""

    limits = Thresholds(0.3, 0.6)

    def __init__(self) -> None:
        self.judged = 0
        self.known: dict[str, int] = {}
        self.before = 0
        self.fails = False

    def inspect(
        self, product: Product, files: Mapping[int, tuple[str, bytes]], known: Mapping[str, int] | None = None,
        told: Callable[[int], None] = lambda before: None,
    ) -> list[InspectedSide]:
        self.known = dict(known or {})
        if self.before:
            told(self.before)
        if self.fails:
            raise RuntimeError("broken off")
        return [self._one(product, number, *files[number]) for number in sorted(files)]

    def _one(self, product: Product, number: int, name: str, content: bytes) -> InspectedSide:
        self.judged += 1
        side = product.side(number)
        try:
            picture = decode(name, content)
        except Exception as problem:
            reason = Reason("side_unreadable", {"problem": str(problem)})
            return InspectedSide(SideResult(side, Outcome.ERROR, reason))
        red = picture.rgb[..., 0].astype(int) - picture.rgb[..., 2] > 120
        probability = 0.9 if red.any() else 0.1
        outcome, why = judge_probability(probability, self.limits)
        boxes = (Box(42, 42, 78, 78, 0.9),) if red.any() else ()
        heat = np.full((7, 10), 0.7 if red.any() else 0.2, np.float32)
        return InspectedSide(
            SideResult(side, outcome, why, probability, self.limits, boxes, "stand-in/1"), picture, heat, 1.0, 2.0
        )


@pytest.fixture
def inspector(monkeypatch: pytest.MonkeyPatch) -> StandInInspector:
    """Put the stand-in in the place of the model."""
    stand_in = StandInInspector()
    monkeypatch.setattr(resources, "inspector", lambda: stand_in)
    return stand_in
