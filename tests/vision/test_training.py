"""Training: a whole version or none, the same for the same seed, going on where it stopped."""

import dataclasses
from pathlib import Path

import cv2
import numpy as np
import pytest
import safetensors.torch
import torch

from core.errors import BadInput
from core.imaging.decode import decode
from core.quality.false_alarms import A_CAN
from core.settings import settings
from core.vision.recipe import find_recipe
from core.vision.start import find_start
from core.vision.training import Request, train
from core.vision.versions import learnt_picture, list_versions
from core.vision.weights import as_loaded, load_head, load_trunk
from tests.vision.conftest import SIZE, draw_dataset, draw_part

TINY = dataclasses.replace(find_recipe("default"), size=SIZE, epochs=2, passes=30)


def silent(*told: object) -> None:
    """Nobody listens."""


def interrupted_after(epochs: int, seen: list[int]) -> object:
    def report(figures: dict[str, int]) -> None:
        seen.append(figures["epoch"])
        if len(seen) == epochs:
            raise KeyboardInterrupt

    return report


@pytest.fixture
def request_for(tmp_path: Path, dataset: Path, random_weights: Path, monkeypatch: pytest.MonkeyPatch) -> Request:
    """A tiny training into an empty models folder."""
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    return Request((dataset,), "plates", TINY, weights=str(random_weights))


def head_bytes(request: Request) -> bytes:
    return (train(request, silent, silent).version.folder / "head.safetensors").read_bytes()


def test_the_same_seed_gives_the_same_model_interrupted_or_not_and_another_seed_another(request_for: Request) -> None:
    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        train(request_for, silent, interrupted_after(1, seen))  # type: ignore[arg-type]
    assert list_versions("plates") == []
    resumed = train(request_for, silent, lambda figures: seen.append(figures["epoch"])).version
    assert seen == [1, 2]
    assert list((settings().data / "training").iterdir()) == []
    expected = head_bytes(request_for)
    assert (resumed.folder / "head.safetensors").read_bytes() == expected
    assert head_bytes(dataclasses.replace(request_for, seed=1)) != expected
    assert [v.card.version for v in list_versions("plates")] == ["1", "2", "3"]


def test_a_version_holds_what_its_card_says(plant: Path, own_models: Path) -> None:
    (version,) = list_versions("plates")
    card = version.card
    assert (card.size, card.fit_for, card.normalised) == (SIZE, "demonstration", True)
    assert card.data["learnt_from"]["good"] + card.data["validated_on"]["good"] == 12
    assert card.recipe["name"] == "default"
    assert "18 photographs" in card.trained_on
    assert card.false_alarms == A_CAN
    assert card.metrics["validation"]["good_stopped"]["of"] == card.data["validated_on"]["good"]
    load_trunk(card.trunk_sha256)
    head = load_head(version)
    again = as_loaded(head)
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in
               zip(head.state_dict().values(), again.state_dict().values(), strict=True))


def test_a_version_has_a_picture_of_what_it_learnt_from_good_above_and_defective_below(
    request_for: Request, tmp_path: Path
) -> None:
    root = tmp_path / "d"
    for i in range(8):
        for kind, tone in (("good", 190), ("scratch", 40)):
            path = root / "train" / kind / f"{i}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            grain = np.random.default_rng(i).integers(0, 50, (90, 120, 3))
            cv2.imwrite(str(path), (tone + grain).astype(np.uint8))
    version = train(dataclasses.replace(request_for, datasets=(root,)), silent, silent).version
    sheet = decode("learnt", learnt_picture(version) or b"").rgb
    upper, lower = np.split(sheet, 2)
    assert upper.mean() > 180
    assert lower.mean() < 100


def test_a_broken_photograph_is_skipped_and_named(request_for: Request, tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", test=1)
    (root / "train" / "good" / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    (root / "test" / "good" / "again.png").write_bytes((root / "train" / "good" / "g001.png").read_bytes())
    trained = train(dataclasses.replace(request_for, datasets=(root,)), silent, silent)
    assert len(trained.skipped) == 1
    assert "broken.jpg" in trained.skipped[0]
    assert trained.version.card.data["in_train_and_test"] == [["train/good/g001.png", "test/good/again.png"]]


def test_several_data_sets_are_learnt_from_together_and_the_card_has_each_name_once(
    request_for: Request, tmp_path: Path
) -> None:
    january, february = draw_dataset(tmp_path / "january", test=1), tmp_path / "february"
    for i in range(4):
        draw_part(february / "train" / "good" / f"g{i:03}.png", 90 + i, defective=False)
        draw_part(february / "train" / "stain" / f"{i}.png", 150 + i, defective=True)
    namesake = tmp_path / "elsewhere" / "january"
    draw_part(namesake / "train" / "good" / "g.png", 200, defective=False)
    datasets = (january, february, namesake)
    card = train(dataclasses.replace(request_for, datasets=datasets), silent, silent).version.card
    assert card.data["name"] == "january and february"
    assert card.data["learnt_from"]["good"] + card.data["validated_on"]["good"] == 12 + 4 + 1
    assert "27 photographs of january and february" in card.trained_on
    with pytest.raises(BadInput, match="march"):
        train(dataclasses.replace(request_for, datasets=(january, tmp_path / "march")), silent, silent)


def test_a_data_set_without_masks_is_learnt_from_too(request_for: Request, tmp_path: Path) -> None:
    root = tmp_path / "d"
    for i in range(8):
        draw_part(root / "train" / "good" / f"{i}.png", i, defective=False)
        draw_part(root / "train" / "scratch" / f"{i}.png", 50 + i, defective=True)
    card = train(dataclasses.replace(request_for, datasets=(root,)), silent, silent).version.card
    assert card.data["masks"] == 0


def test_the_originals_recipe_runs(request_for: Request) -> None:
    small = dataclasses.replace(find_recipe("original"), size=SIZE, epochs=1)
    card = train(dataclasses.replace(request_for, recipe=small), silent, silent).version.card
    assert (card.recipe["name"], card.max_pool, card.normalised) == ("original", True, False)


def test_an_unknown_recipe_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="default, quick, best, original"):
        find_recipe("magic")


def test_imagenet_weights_are_torchvisions_from_its_cache(
    tmp_path: Path, random_weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = safetensors.torch.load_file(random_weights)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "hub"))
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    cached = tmp_path / "hub" / "hub" / "checkpoints" / "vgg16-397923af.pth"
    cached.parent.mkdir(parents=True)
    torch.save({f"features.{k}": v for k, v in weights.items()} | {"classifier.0.weight": torch.zeros(1)}, cached)
    trunk, conv5 = find_start("imagenet")
    assert torch.equal(conv5["24.weight"], weights["24.weight"])
    assert torch.allclose(load_trunk(trunk).state_dict()["layers.0.weight"], weights["0.weight"], atol=1e-3)


@pytest.mark.parametrize("fault", ["absent", "rubbish", "another network"])
def test_weights_that_are_no_vgg16_are_refused(tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANSIGHT_MODELS", str(tmp_path / "models"))
    path = tmp_path / "weights.safetensors"
    if fault == "rubbish":
        path.write_bytes(b"rubbish")
    elif fault == "another network":
        safetensors.torch.save_file({"0.weight": torch.zeros(3, 3)}, path)
    with pytest.raises(BadInput, match="weights"):
        find_start(str(path))
