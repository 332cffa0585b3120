"""Folds by group."""

import dataclasses
from collections import Counter
from pathlib import Path

import pytest

from core.errors import BadInput
from core.vision.dataset import read_split
from core.vision.folds import split_in_folds


@pytest.mark.parametrize("members", [1, 2])
@pytest.mark.parametrize("folds", [2, 3, 5])
def test_every_photograph_is_in_one_fold_with_all_of_its_group_and_each_fold_has_both_classes(
    dataset: Path, folds: int, members: int
) -> None:
    pictures = [dataclasses.replace(p, group=f"{p.kind} {i // members}")
                for i, p in enumerate(read_split(dataset, "train"))]
    parts = split_in_folds(pictures, folds, 3)
    assert sorted(p.file for part in parts for p in part) == sorted(p.file for p in pictures)
    assert all(n == 1 for n in Counter(group for part in parts for group in {p.group for p in part}).values())
    if members == 1:
        assert all({p.defective for p in part} == {True, False} for part in parts)
    assert split_in_folds(pictures, folds, 3) == parts


@pytest.mark.parametrize("folds", [0, 1, 19])
def test_more_folds_than_groups_or_fewer_than_two_are_refused(dataset: Path, folds: int) -> None:
    with pytest.raises(BadInput, match="cannot be split"):
        split_in_folds(read_split(dataset, "train"), folds, 0)
