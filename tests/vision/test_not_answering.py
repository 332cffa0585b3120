"""The shipped models know when not to answer: other sides, other things and bad light are never Good."""

import cv2
import numpy as np
import pytest

from core.imaging.decode import decode
from core.imaging.intake import arrange, read_folder
from core.quality.sides import FOOD_CAN, SARDINE_CLUB, Product
from core.quality.verdict import Outcome
from core.settings import SAMPLES
from core.vision.inspector import InspectedSide, Inspector
from tests.drawing import as_jpeg, drawn_cat

RANDOM = np.random.default_rng(3)
CAN = arrange(read_folder(SAMPLES / "cans" / "good-1"), SARDINE_CLUB).by_side


@pytest.fixture(scope="module")
def inspector() -> Inspector:
    """Judges with the models that ship."""
    return Inspector()


def look(inspector: Inspector, product: Product, number: int, content: bytes) -> InspectedSide:
    (side,) = inspector.inspect(product, {number: ("photograph.png", content)})
    return side


@pytest.mark.parametrize(("taken", "put"), [(4, 1), (4, 2), (1, 4), (2, 4), (1, 2), (2, 3), (7, 6)])
def test_a_photograph_put_on_another_kind_of_side_is_told_by_the_side_that_it_shows(
    inspector: Inspector, taken: int, put: int
) -> None:
    result = look(inspector, SARDINE_CLUB, put, CAN[taken][1]).result
    assert (result.outcome, result.reason.code) == (Outcome.REVIEW, "side_wrong")
    shown = SARDINE_CLUB.side(int(result.reason.values["other"]))
    assert shown.group == SARDINE_CLUB.side(taken).group


@pytest.mark.parametrize("product", [SARDINE_CLUB, FOOD_CAN], ids=lambda product: product.sku)
@pytest.mark.parametrize("picture", [
    pytest.param(drawn_cat(1), id="cat"), pytest.param(drawn_cat(2), id="another cat"),
    pytest.param(np.zeros((400, 400, 3), np.uint8), id="black"),
    pytest.param(np.full((400, 400, 3), 255, np.uint8), id="white"),
    pytest.param(RANDOM.integers(0, 256, (400, 400, 3)).astype(np.uint8), id="noise"),
    pytest.param(cv2.GaussianBlur(RANDOM.integers(0, 256, (400, 400, 3)).astype(np.uint8), (0, 0), 4), id="clouds"),
])
def test_what_is_no_can_goes_to_a_person_or_is_taken_again(
    inspector: Inspector, product: Product, picture: np.ndarray
) -> None:
    assert look(inspector, product, 1, as_jpeg(picture)).result.outcome is Outcome.REVIEW


@pytest.mark.parametrize(("stops", "number"), [(-3, 1), (-3, 4), (3, 1), (3, 2)])
def test_three_stops_of_exposure_are_taken_again(inspector: Inspector, stops: int, number: int) -> None:
    light = (decode("", CAN[number][1]).rgb / 255) ** 2.2 * 2.0**stops
    exposed = (np.clip(light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    assert look(inspector, SARDINE_CLUB, number, as_jpeg(exposed)).result.outcome is Outcome.REVIEW


@pytest.mark.parametrize("number", [1, 2, 4])
def test_heavy_blur_is_taken_again(inspector: Inspector, number: int) -> None:
    rgb = decode("", CAN[number][1]).rgb
    blurred = cv2.GaussianBlur(rgb, (0, 0), 0.03 * rgb.shape[0])
    assert look(inspector, SARDINE_CLUB, number, as_jpeg(blurred)).result.reason.code == "side_blurred"
