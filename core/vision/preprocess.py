"""Photograph to network input: one resize, ImageNet normalisation. Training and inspection share it."""

import cv2
import numpy as np
import torch

from core.vision.network import STRIDE

IMAGENET_MEAN = np.array((0.485, 0.456, 0.406), np.float32)
IMAGENET_STD = np.array((0.229, 0.224, 0.225), np.float32)
LONGEST_RATIO = 4.0


def input_shape(height: int, width: int, size: int) -> tuple[int, int]:
    """Return the network input's height and width for a photograph.

    The aspect ratio is kept (up to 4 to 1) and the area is about ``size`` squared, both edges multiples of 16: nothing
    is padded, squeezed or cut off, and every photograph costs the same.
    """
    ratio = min(max(width / height, 1 / LONGEST_RATIO), LONGEST_RATIO)
    cells = size / STRIDE
    return (max(1, round(cells / ratio**0.5)) * STRIDE, max(1, round(cells * ratio**0.5)) * STRIDE)


def least_edge(size: int) -> int:
    """Return the pixels that a photograph's shorter edge needs, so that reading it smaller changes hardly a number.

    Twice the model's size: the resize to the input then averages as it does from the whole photograph.
    """
    return 2 * size


def to_input(rgb: np.ndarray, size: int, *, normalised: bool = True) -> torch.Tensor:
    """Return (1, 3, h, w) float32, channels last, from an (H, W, 3) uint8 photograph; 0..1 unless normalised."""
    height, width = input_shape(rgb.shape[0], rgb.shape[1], size)
    shrinking = height < rgb.shape[0] or width < rgb.shape[1]
    resized = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR)
    values = resized.astype(np.float32) / 255
    if normalised:
        values = (values - IMAGENET_MEAN) / IMAGENET_STD
    return torch.from_numpy(values).permute(2, 0, 1).unsqueeze(0)
