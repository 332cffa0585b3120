"""Names of defects: suggested where the layer is sure, apart from the verdict."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import BadInput
from core.imaging.decode import decode
from core.vision.engine import Engine
from core.vision.naming import UNKNOWN, Names, read_names
from core.vision.teaching_names import _confidence, _fit
from core.vision.training import Request, train
from core.vision.versions import active_version, check_files
from core.vision.weights import load_names
from tests.vision.conftest import draw_dataset, draw_part
from tests.vision.test_training import TINY, silent

RANDOM = np.random.default_rng(5)
NAMES = Names(("DNT", "RST"), np.eye(2, 512, dtype=np.float32), np.zeros(2, np.float32), 0.9)


def test_a_name_is_said_only_where_the_layer_is_confident() -> None:
    pooled = np.zeros((3, 512), np.float32)
    pooled[0, 0], pooled[1, 1], pooled[2, :2] = 9.0, 9.0, 4.0
    assert [NAMES.name(row) for row in pooled] == ["DNT", "RST", UNKNOWN]
    assert NAMES.name(np.full(512, np.nan, np.float32)) == UNKNOWN


def test_names_come_back_from_their_file_as_they_were_and_damaged_ones_refuse() -> None:
    again = read_names(NAMES.content())
    assert (again.kinds, again.confident) == (NAMES.kinds, NAMES.confident)
    assert np.array_equal(again.weight, NAMES.weight)
    for content in (b"", NAMES.content()[:40], b"{}" * 30):
        with pytest.raises(BadInput, match="damaged"):
            read_names(content)


def test_kinds_that_look_different_are_told_apart_on_new_ones() -> None:
    middles = RANDOM.normal(size=(3, 512))
    kind = np.arange(90) % 3
    pooled = middles[kind] + RANDOM.normal(0, 1.5, (90, 512))
    weight, bias = _fit(pooled[:60], kind[:60], 3)
    assert ((pooled[60:] @ weight.T + bias).argmax(axis=1) == kind[60:]).all()


def test_confidence_is_the_least_from_which_four_in_five_names_are_right() -> None:
    probability = np.linspace(0.99, 0.5, 10)
    assert _confidence(probability, np.array([1, 1, 1, 1, 0, 0, 0, 0, 0, 0], bool)) == pytest.approx(probability[4])
    assert _confidence(probability, np.zeros(10, bool)) > 1
    assert _confidence(np.zeros(0), np.zeros(0, bool)) > 1


@pytest.fixture
def named(tmp_path: Path, random_weights: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder with plates/1, taught on two kinds of defects whose folders are codes."""
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    root = draw_dataset(tmp_path / "d", test=0)
    (root / "train" / "scratch").rename(root / "train" / "RST")
    for i in range(5):
        draw_part(root / "train" / "COT" / f"{i}.png", 400 + i, defective=True)
    train(Request((root,), "plates", TINY, weights=str(random_weights)), silent, silent)
    return tmp_path / "models"


def test_the_kinds_of_the_training_folders_become_names_beside_the_head(named: Path) -> None:
    version = active_version("plates")
    layer = load_names(version)
    assert layer is not None
    assert layer.kinds == ("COT", "RST")
    assert version.card.metrics["validation"]["names"]["said"]["of"] == version.card.data["validated_on"]["defective"]
    path = named / "plates" / "1" / "names.safetensors"
    content = (named.parent / "d" / "train" / "RST" / "s000.png").read_bytes()
    assert Engine().judge(version, decode("", content).rgb).name in {*layer.kinds, UNKNOWN}
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(BadInput, match="damaged"):
        check_files(version)
