"""Smooth random fields for plates, rust, smudges and floors."""

import cv2
import numpy as np
from numpy.typing import NDArray


def smooth_noise(
    rng: np.random.Generator, shape: tuple[int, int], scale: tuple[float, float]
) -> NDArray[np.float64]:
    """Noise of mean 0 and deviation 1 whose details are about `scale` (rows, columns) pixels."""
    rows = max(2, int(np.ceil(shape[0] / scale[0])) + 2)
    columns = max(2, int(np.ceil(shape[1] / scale[1])) + 2)
    coarse = rng.standard_normal((rows, columns)).astype(np.float32)
    fine = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC).astype(np.float64)
    spread = float(fine.std())
    return (fine - float(fine.mean())) / max(spread, 1e-9)


def layered_noise(
    rng: np.random.Generator, shape: tuple[int, int], scale: float, layers: int = 4, roughness: float = 0.55
) -> NDArray[np.float64]:
    """Sum of `layers` smooth fields, each half as large in detail and `roughness` as strong; deviation about 1."""
    total = np.zeros(shape)
    weights = roughness ** np.arange(layers)
    for layer, weight in enumerate(weights):
        detail = max(scale / 2**layer, 1.0)
        total += weight * smooth_noise(rng, shape, (detail, detail))
    return total / float(np.sqrt((weights**2).sum()))
