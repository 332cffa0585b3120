"""Data sets as they come: layouts, masks, groups, faults."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import BadInput
from core.vision.dataset import check_for_training, fingerprint, in_both, read_split, without_contradictions
from core.vision.splitting import split_by_group
from tests.vision.conftest import draw_dataset, draw_part


def test_the_class_good_is_good_and_every_other_is_defective(dataset: Path) -> None:
    pictures = read_split(dataset, "train")
    assert {(p.kind, p.defective) for p in pictures} == {("good", False), ("scratch", True)}
    assert pictures[0].file == "train/good/g000.png"


def test_masks_are_found_by_their_name(dataset: Path) -> None:
    pictures = [p for p in read_split(dataset, "train") if p.defective]
    defect = pictures[0].defect(96, 96)
    assert defect is not None
    assert 0 < defect.mean() < 0.2
    assert pictures[0].defect(50, 96) is None


def test_a_mask_that_could_belong_to_two_photographs_belongs_to_none(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d")
    draw_part(root / "test" / "scratch" / "s000.png", 1, defective=True)
    assert [p.mask is None for p in read_split(root, "train") if p.defective] == [True] + [False] * 5


def test_a_manifest_gives_groups_and_masks(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d")
    (root / "manifest.csv").write_text(
        "file,split,type,label,group,mask\n"
        "train/good/g000.png,train,good,good,plate A,\n"
        "train/scratch/s000.png,train,scratch,defective,plate A,ground_truth/scratch/s001_mask.png\n"
        "train/scratch/s001.png,train,scratch,defective,plate B,\n")
    by_file = {p.file: p for p in read_split(root, "train")}
    assert by_file["train/good/g000.png"].group == by_file["train/scratch/s000.png"].group == "plate A"
    assert by_file["train/scratch/s000.png"].mask == "ground_truth/scratch/s001_mask.png"
    assert by_file["train/scratch/s001.png"].mask is None


def test_a_manifest_without_the_column_file_refuses(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=2, defective=2, test=0)
    (root / "manifest.csv").write_text("name,group\na,b\n")
    with pytest.raises(BadInput, match="column 'file'"):
        read_split(root, "train")


def test_a_manifest_in_another_encoding_refuses(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=2, defective=2, test=0)
    (root / "manifest.csv").write_bytes("file,group\ntrain/good/g000.png,Büchse\n".encode("latin-1"))
    with pytest.raises(BadInput, match="UTF-8"):
        read_split(root, "train")


def test_a_photograph_that_is_good_and_defective_is_left_out_of_both_and_named(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=3, defective=2, test=0)
    (root / "train" / "scratch" / "x.png").write_bytes((root / "train" / "good" / "g001.png").read_bytes())
    kept, told = without_contradictions(read_split(root, "train"))
    assert [p.file for p in kept if "g001" in p.file or "x.png" in p.file] == []
    assert len(kept) == 4
    assert "train/good/g001.png: train/scratch/x.png" in told[0]


def test_photographs_taken_within_a_minute_are_one_group(tmp_path: Path) -> None:
    for name in ("no_20220624_151704", "no_20220624_151800", "no_20220624_153000", "no_99999999_999999"):
        draw_part(tmp_path / "train" / "good" / f"{name}.png", 1, defective=False)
    groups = [p.group for p in read_split(tmp_path, "train")]
    assert groups[0] == groups[1] != groups[2]


def test_a_folder_without_photographs_refuses(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        read_split(tmp_path / "nowhere", "train")
    with pytest.raises(BadInput, match="no photographs in train"):
        read_split(tmp_path, "train")


@pytest.mark.parametrize(("good", "defective", "sentence"), [(1, 4, "two good"), (4, 1, "two defective")])
def test_one_class_refuses(tmp_path: Path, good: int, defective: int, sentence: str) -> None:
    root = draw_dataset(tmp_path / "d", good=good, defective=defective, test=0)
    with pytest.raises(BadInput, match=sentence):
        check_for_training(read_split(root, "train"))


def test_the_same_photograph_in_two_splits_is_named(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=2, defective=2, test=1)
    (root / "test" / "good" / "again.png").write_bytes((root / "train" / "good" / "g001.png").read_bytes())
    assert in_both(read_split(root, "train"), read_split(root, "test")) == [
        ("train/good/g001.png", "test/good/again.png")]


def test_the_fingerprint_is_of_photographs_and_classes_not_of_names(tmp_path: Path) -> None:
    root = draw_dataset(tmp_path / "d", good=3, defective=2, test=0)
    before = fingerprint(read_split(root, "train"))
    (root / "train" / "good" / "g000.png").rename(root / "train" / "good" / "zzz.png")
    assert fingerprint(read_split(root, "train")) == before
    (root / "train" / "good" / "zzz.png").rename(root / "train" / "scratch" / "zzz.png")
    assert fingerprint(read_split(root, "train")) != before


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("members", [1, 3])
def test_no_group_is_on_both_sides_and_both_sides_have_both_classes(dataset: Path, seed: int, members: int) -> None:
    import dataclasses

    pictures = [dataclasses.replace(p, group=f"{p.kind} {i // members}")
                for i, p in enumerate(read_split(dataset, "train"))]
    learn, validate = split_by_group(pictures, seed)
    assert not {p.group for p in learn} & {p.group for p in validate}
    for side in (learn, validate):
        assert {p.defective for p in side} == {True, False}
    assert len(learn) + len(validate) == len(pictures)
    assert len(validate) <= 0.5 * len(pictures)
    assert split_by_group(pictures, seed) == (learn, validate)


def test_one_group_alone_is_split_photograph_by_photograph(dataset: Path) -> None:
    import dataclasses

    pictures = [dataclasses.replace(p, group="one plate") for p in read_split(dataset, "train")]
    learn, validate = split_by_group(pictures, 0)
    for side in (learn, validate):
        assert {p.defective for p in side} == {True, False}


def test_other_seeds_validate_on_others(dataset: Path) -> None:
    pictures = read_split(dataset, "train")
    chosen = {tuple(p.file for p in split_by_group(pictures, seed)[1]) for seed in range(5)}
    assert len(chosen) > 1
    assert np.mean([len(c) for c in chosen]) < 8
