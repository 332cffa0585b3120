"""Kept features: computed once, found again, never more than the ceiling."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch

import core.vision.features as features
from core.errors import BadInput
from core.vision.dataset import Picture, read_split
from core.vision.features import FeatureStore, Variant
from core.vision.network import Trunk
from core.vision.recipe import Recipe
from tests.vision.conftest import draw_dataset, draw_part

SMALL = Recipe("small", size=64)


class CountingTrunk(Trunk):
    """Counts the photographs that went through."""

    passes = 0

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        self.passes += len(pictures)
        return super().forward(pictures)


def make_store(trunk: Trunk, name: str = "trunk") -> FeatureStore:
    return FeatureStore(trunk, name, torch.float32, torch.device("cpu"))


def pictures_of(root: Path) -> list[Picture]:
    return read_split(draw_dataset(root, good=2, defective=2, test=0), "train")


def test_features_are_found_again_and_are_the_trunks_own(tmp_path: Path) -> None:
    trunk, picture = CountingTrunk().eval(), pictures_of(tmp_path / "d")[0]
    first = list(make_store(trunk).examples(picture, [Variant(0), Variant(1)], SMALL))
    again = list(make_store(trunk).examples(picture, [Variant(0), Variant(1)], SMALL))
    assert trunk.passes == 2
    assert [e.features for e in first] == [e.features for e in again]
    assert first[0].load().shape == (512, *first[0].shape)
    assert not torch.equal(first[0].load(), first[1].load())


@pytest.mark.parametrize("other", ["size", "trunk", "variant", "photograph"])
def test_other_features_are_never_mistaken_for_these(tmp_path: Path, other: str) -> None:
    trunk, pictures = CountingTrunk().eval(), pictures_of(tmp_path / "d")
    list(make_store(trunk).examples(pictures[0], [Variant(0)], SMALL))
    list(make_store(trunk, "other" if other == "trunk" else "trunk").examples(
        pictures[1 if other == "photograph" else 0], [Variant(1 if other == "variant" else 0)],
        Recipe("small", size=80) if other == "size" else SMALL))
    assert trunk.passes == 2


def test_masks_turn_with_their_variants(tmp_path: Path) -> None:
    picture = pictures_of(tmp_path / "d")[-1]
    plain, mirrored, upside, turned = (
        e.cells for e in make_store(Trunk().eval()).examples(picture, [Variant(n) for n in range(4)], SMALL))
    assert plain is not None
    assert plain.max() > 0.1
    assert np.allclose(plain[:, ::-1], mirrored)
    assert np.allclose(plain[::-1], upside)
    assert np.allclose(plain[::-1, ::-1], turned)


def test_a_good_photographs_cells_are_sound_and_an_unmasked_defect_is_nowhere_known(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=2, defective=0, test=0)
    draw_part(root / "train" / "dent" / "x.png", 1, defective=True)
    dent, good, _ = read_split(root, "train")
    store = make_store(Trunk().eval())
    (unknown,) = store.examples(dent, [Variant(0)], SMALL)
    (sound,) = store.examples(good, [Variant(0)], SMALL)
    assert unknown.cells is None
    assert sound.cells is not None
    assert not sound.cells.any()


def test_variants_are_the_same_every_time_and_keep_the_shape() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (20, 30, 3)).astype(np.uint8)
    for number in range(features.VARIANTS):
        one = Variant(number).apply(picture, "ab" * 32)
        assert one.shape == picture.shape
        assert np.array_equal(one, Variant(number).apply(picture, "ab" * 32))
    assert np.array_equal(Variant(0).apply(picture, "ab" * 32), picture)


def test_the_longest_unused_features_go_first_and_none_that_a_training_may_be_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, picture = make_store(Trunk().eval()), pictures_of(tmp_path / "d")[0]
    made = list(store.examples(picture, [Variant(n) for n in range(4)], SMALL))
    os.utime(made[1].features, (1, 1))
    os.utime(made[2].features, (2, 2))
    left = made[0].features.with_name("left.tmp")
    for name in (left, being_written := left.with_name("new.tmp")):
        name.touch()
    os.utime(left, (1, 1))
    monkeypatch.setattr(features, "MOST_BYTES", 3 * made[0].features.stat().st_size)
    store.shrink()
    assert [e.features.is_file() for e in made] == [True, False, True, True]
    monkeypatch.setattr(features, "MOST_BYTES", 0)
    store.shrink()
    assert [e.features.is_file() for e in made] == [True, False, False, True]
    assert (left.exists(), being_written.exists()) == (False, True)


def test_two_trainings_may_compute_the_same_features_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, replace = pictures_of(tmp_path / "d")[0], Path.replace
    other, found = make_store(Trunk().eval()), []

    def replace_after_the_other(path: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        found.extend(other.examples(picture, [Variant(0)], SMALL))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", replace_after_the_other)
    (own,) = make_store(Trunk().eval()).examples(picture, [Variant(0)], SMALL)
    assert found[0].features == own.features
    assert own.load().shape == (512, *own.shape)


def test_a_broken_photograph_is_refused_by_name(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=2, defective=2, test=0)
    (root / "train" / "good" / "g000.png").write_bytes(b"broken")
    with pytest.raises(BadInput, match="g000"):
        list(make_store(Trunk().eval()).examples(read_split(root, "train")[0], [Variant(0)], SMALL))
