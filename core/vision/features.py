"""The frozen trunk's features of each variant of each photograph, computed once and kept on disk.

Flipped features are not the features of the flipped photograph, so a few variants go through the trunk each.
"""

import hashlib
import io
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import cv2
import numpy as np
import torch

from core.settings import settings
from core.vision.dataset import Picture
from core.vision.network import STRIDE, Trunk, placed
from core.vision.preprocess import input_shape, to_input
from core.vision.recipe import Recipe

MOST_BYTES = 12 * 1024**3
"""Features on disk beyond this are removed, the longest unused first."""

IN_USE_S = 24 * 3600
"""Whoever asked for features may be reading them for so long: these stay, whatever there is on disk."""

VARIANTS = 4
_WAITING = ".tmp"
_FLIPS = ((), (1,), (0,), (0, 1))


@dataclass(frozen=True)
class Variant:
    """Number 0 is the photograph itself; 1 to 3 are its flips and the half turn, each in another light and contrast.

    They are always the same for the same photograph.
    """

    number: int

    def apply(self, rgb: np.ndarray, sha256: str) -> np.ndarray:
        """Return this variant of a photograph's pixels."""
        if not self.number:
            return rgb
        random = np.random.default_rng([int(sha256[:8], 16), self.number])
        light, contrast = random.uniform(0.8, 1.2), random.uniform(0.8, 1.2)
        values = (rgb.astype(np.float32) - rgb.mean()) * contrast + rgb.mean() * light
        return self.flip(np.clip(values, 0, 255).astype(np.uint8))

    def flip(self, picture: np.ndarray) -> np.ndarray:
        """Return a picture or a mask turned as this variant is."""
        return np.ascontiguousarray(np.flip(picture, _FLIPS[self.number]))


@dataclass(frozen=True, eq=False)
class Example:
    """A variant of a photograph ready to learn from: where its features are and how much of each cell is defect.

    ``shape`` is (h, w) of the features; ``cells`` (h, w) is how much of the defect each cell has, as a share of what
    the cell with most of it has; None where that is not known.
    """

    picture: Picture
    features: Path
    shape: tuple[int, int]
    cells: np.ndarray | None

    def load(self) -> torch.Tensor:
        """Return the features (512, h, w) float16."""
        return torch.from_numpy(np.load(self.features))


class FeatureStore:
    """Features in a folder of this installation, found again by what they are of."""

    def __init__(self, trunk: Trunk, trunk_sha256: str, precision: torch.dtype, device: torch.device) -> None:
        self._trunk = placed(trunk, device, precision)
        self._precision, self._device = precision, device
        self._trunk_sha256 = trunk_sha256
        self._folder = settings().data / "features"
        self._folder.mkdir(parents=True, exist_ok=True)

    def examples(self, picture: Picture, variants: list[Variant], recipe: Recipe) -> Iterator[Example]:
        """Yield the variants of a photograph, computing what is not kept yet; BadInput when it cannot be read."""
        rgb = None
        for variant in variants:
            path = self._folder / f"{self._key(picture, variant, recipe)}.npy"
            side = path.with_suffix(".shape")
            if path.is_file():  # written after its .shape
                os.utime(path)
                height, width = map(int, side.read_text(encoding="ascii").split())
            else:
                rgb = picture.rgb() if rgb is None else rgb
                height, width = rgb.shape[:2]
                self._write(side, f"{height} {width}".encode("ascii"))
                self._compute(variant.apply(rgb, picture.sha256), path, recipe)
            shape = input_shape(height, width, recipe.size)
            cells = (shape[0] // STRIDE, shape[1] // STRIDE)
            yield Example(picture, path, cells, _cells(picture, variant, height, width, cells))

    def _compute(self, rgb: np.ndarray, path: Path, recipe: Recipe) -> None:
        pictures = to_input(rgb, recipe.size, normalised=recipe.normalised)
        with torch.inference_mode():
            features = self._trunk(pictures.to(self._device, self._precision, memory_format=torch.channels_last))
        buffer = io.BytesIO()
        np.save(buffer, features[0].float().clamp(max=65504).half().contiguous().cpu().numpy())
        self._write(path, buffer.getvalue())

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file whole, under a name of its own until then: another training may write the same one."""
        with NamedTemporaryFile(dir=self._folder, suffix=_WAITING, delete=False) as waiting:
            waiting.write(content)
        Path(waiting.name).replace(path)

    def _key(self, picture: Picture, variant: Variant, recipe: Recipe) -> str:
        facts = (picture.sha256, variant.number, recipe.size, recipe.normalised, self._trunk_sha256, self._precision)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:40]

    def shrink(self) -> None:
        """Remove the longest unused features beyond the ceiling, and what was left half written."""
        in_use_since = time.time() - IN_USE_S
        kept = sorted(((p.stat().st_mtime, p) for p in self._folder.glob("*.npy")), reverse=True)
        total = 0
        for used, path in kept:
            total += path.stat().st_size
            if total > MOST_BYTES and used < in_use_since:
                path.unlink()
                path.with_suffix(".shape").unlink()
        for path in self._folder.glob(f"*{_WAITING}"):
            if path.stat().st_mtime < in_use_since:
                path.unlink()


def _cells(
    picture: Picture, variant: Variant, height: int, width: int, shape: tuple[int, int]
) -> np.ndarray | None:
    if not picture.defective:
        return np.zeros(shape, np.float32)
    mask = picture.defect(height, width)
    if mask is None or not mask.any():
        return None
    turned = variant.flip(mask.astype(np.float32))
    cells = cv2.resize(turned, shape[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(cells / cells.max())
