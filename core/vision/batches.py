"""What a head learns from at once: photographs' features, padded into a batch."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from core.vision.features import Example

CLEARLY_DEFECT = 0.5
"""Cells with at least this much of what the cell with most of the defect has count as defect."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Features (N, 512, h, w) padded with zeros, ``inside`` (N, 1, h, w), labels (N), cells (N, h, w).

    A cell is 1 where most of a defect is, less where less of it is, 0 where there is none, -1 where that is not known.
    """

    features: torch.Tensor
    inside: torch.Tensor
    defective: torch.Tensor
    cells: torch.Tensor


def collate(examples: Sequence[Example], device: torch.device) -> Batch:
    """Read examples' features and put them into one batch."""
    loaded = [example.load() for example in examples]
    height, width = (max(f.shape[i] for f in loaded) for i in (1, 2))
    features = torch.zeros(len(loaded), loaded[0].shape[0], height, width)
    inside = torch.zeros(len(loaded), 1, height, width)
    cells = torch.full((len(loaded), height, width), -1.0)
    for i, (example, one) in enumerate(zip(examples, loaded, strict=True)):
        h, w = one.shape[1:]
        features[i, :, :h, :w] = one
        inside[i, :, :h, :w] = 1
        if example.cells is not None:
            cells[i, :h, :w] = torch.from_numpy(example.cells)
    defective = torch.tensor([float(example.picture.defective) for example in examples])
    features = features.to(device, memory_format=torch.channels_last)
    return Batch(features, inside.to(device), defective.to(device), cells.to(device))
