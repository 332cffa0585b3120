"""What a head learns from at once: photographs' features, or windows of them, padded into a batch."""

from dataclasses import dataclass

import numpy as np
import torch

from core.vision.features import Example

CLEARLY_DEFECT = 0.5
"""Cells with at least this much of what the cell with most of the defect has count as defect."""

DEFECT_KEPT = 0.75
"""How often a window of a defective photograph is laid over the defect."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Features (N, 512, h, w) padded with zeros, ``inside`` (N, 1, h, w), labels (N), cells (N, h, w).

    A cell is 1 where most of a defect is, less where less of it is, 0 where there is none, -1 where that is not known.
    """

    features: torch.Tensor
    inside: torch.Tensor
    defective: torch.Tensor
    cells: torch.Tensor


@dataclass(frozen=True, eq=False)
class Piece:
    """What is learnt from at once: features (512, h, w), cells (h, w) or None, and whether they show a defect."""

    features: torch.Tensor
    cells: np.ndarray | None
    defective: bool


def whole(example: Example) -> Piece:
    """Return an example as it is."""
    return Piece(example.load(), example.cells, example.picture.defective)


def cut(example: Example, share: float, random: np.random.Generator) -> Piece:
    """Return a random window of an example, ``share`` of its edges long, most often with the defect in it.

    What the window shows decides whether it is defective: a mask says so, and a good photograph is good everywhere.
    """
    if example.cells is None:
        return whole(example)
    h, w = example.shape
    height, width = max(1, round(h * share)), max(1, round(w * share))
    top, left = int(random.integers(h - height + 1)), int(random.integers(w - width + 1))
    if example.picture.defective and random.random() < DEFECT_KEPT:
        y, x = random.permutation(np.argwhere(example.cells >= CLEARLY_DEFECT))[0]
        top = int(random.integers(max(0, y - height + 1), min(y, h - height) + 1))
        left = int(random.integers(max(0, x - width + 1), min(x, w - width) + 1))
    window = np.s_[top:top + height, left:left + width]
    cells = example.cells[window]
    shows = bool((cells >= CLEARLY_DEFECT).any())
    return Piece(example.load()[(slice(None), *window)], cells, shows)


def collate(pieces: list[Piece], device: torch.device) -> Batch:
    """Put pieces into one batch."""
    loaded = [p.features for p in pieces]
    height, width = (max(f.shape[i] for f in loaded) for i in (1, 2))
    features = torch.zeros(len(loaded), loaded[0].shape[0], height, width)
    inside = torch.zeros(len(loaded), 1, height, width)
    cells = torch.full((len(loaded), height, width), -1.0)
    for i, (piece, one) in enumerate(zip(pieces, loaded, strict=True)):
        h, w = one.shape[1:]
        features[i, :, :h, :w] = one
        inside[i, :, :h, :w] = 1
        if piece.cells is not None:
            cells[i, :h, :w] = torch.from_numpy(piece.cells)
    defective = torch.tensor([float(p.defective) for p in pieces])
    features = features.to(device, memory_format=torch.channels_last)
    return Batch(features, inside.to(device), defective.to(device), cells.to(device))
