"""A small world for the vision tests: random start weights, a drawn data set, a model trained on it."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
import safetensors.torch
import torch

import core.vision.network  # noqa: F401
from core.__main__ import main

SIZE = 64


def draw_part(path: Path, seed: int, *, defective: bool, mask: Path | None = None) -> None:
    """Draw a grey plate with noise; a defective one has a bright scratch."""
    random = np.random.default_rng(seed)
    picture = random.normal(110, 12, (96, 96, 3)).clip(0, 255).astype(np.uint8)
    scratch = np.zeros((96, 96), np.uint8)
    if defective:
        x, y = (int(v) for v in random.integers(20, 70, 2))
        cv2.line(scratch, (x, y), (x + 16, y + 12), 255, 7)
        picture[scratch > 0] = (250, 240, 60)
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture[:, :, ::-1])
    if mask:
        mask.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(mask), scratch)


def draw_dataset(root: Path, *, good: int = 12, defective: int = 6, test: int = 4) -> Path:
    """Draw a data set in the MVTec AD layout; the scratches have masks."""
    for i in range(good):
        draw_part(root / "train" / "good" / f"g{i:03}.png", i, defective=False)
    for i in range(defective):
        draw_part(root / "train" / "scratch" / f"s{i:03}.png", 100 + i, defective=True,
                  mask=root / "ground_truth" / "scratch" / f"s{i:03}_mask.png")
    for i in range(test):
        draw_part(root / "test" / "good" / f"tg{i:03}.png", 200 + i, defective=False)
        draw_part(root / "test" / "scratch" / f"ts{i:03}.png", 300 + i, defective=True,
                  mask=root / "ground_truth" / "scratch" / f"ts{i:03}_mask.png")
    return root


@pytest.fixture(scope="session")
def random_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of random weights that keep the size of what flows through them, with torchvision's names."""
    torch.manual_seed(7)
    from torchvision.models import vgg  # after core.vision.network, which declares torchvision's operators

    layers = vgg.make_layers(vgg.cfgs["D"])
    for layer in layers:
        if isinstance(layer, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            torch.nn.init.zeros_(layer.bias)
    path = tmp_path_factory.mktemp("weights") / "random.safetensors"
    safetensors.torch.save_file(layers.state_dict(), path)
    return path


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn data set that tests only read."""
    return draw_dataset(tmp_path_factory.mktemp("drawn") / "plates")


@pytest.fixture(scope="session")
def plant(tmp_path_factory: pytest.TempPathFactory, random_weights: Path, dataset: Path) -> Path:
    """A folder with ``data`` and ``models``, in which ``plates``/1 was trained from the command line."""
    root = tmp_path_factory.mktemp("plant")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CANSIGHT_DATA", str(root / "data"))
        patch.setenv("CANSIGHT_MODELS", str(root / "models"))
        status = main(["train", str(dataset), "--model", "plates", "--size", str(SIZE), "--epochs", "2",
                       "--weights", str(random_weights), "--json", "-"])
    assert status == 0
    return root


@pytest.fixture
def own_models(plant: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the plant's models that a test may spoil, in force as the installation's models."""
    models = tmp_path / "models"
    shutil.copytree(plant / "models", models)
    monkeypatch.setenv("CANSIGHT_MODELS", str(models))
    return models


def read_card(models: Path) -> dict[str, object]:
    """Return the trained version's card as JSON."""
    card: dict[str, object] = json.loads((models / "plates" / "1" / "card.json").read_text())
    return card
