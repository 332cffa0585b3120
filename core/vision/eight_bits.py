"""The trunk in 8 bits: twice as fast as bfloat16 on processors that multiply 8-bit numbers natively.

Weights have a scale an output channel, the one that they are stored with; activations have one a layer, from the
largest that the training photographs bring. The first convolution, the head and all that follows stay as they are.
"""

import warnings
from collections.abc import Iterable

import torch
from torch import nn

from core.vision.network import Trunk, placed
from core.vision.packing import scales_of

# The successor of these tensors (torchao) has no convolutions for processors yet; torch is pinned.
warnings.filterwarnings("ignore", "torch.quantize_per_tensor", UserWarning)

_LARGEST = 255
"""Of an unsigned 8-bit number; after a ReLU nothing is negative."""

MOST_PICTURES = 120
"""As many photographs tell the largest activations well enough."""


class TrunkIn8Bits(nn.Module):
    """A trunk whose convolutions but the first are in 8 bits; ``tops`` as ``largest_activations`` returns them.

    Activations beyond the largest are cut off there.
    """

    def __init__(self, trunk: Trunk, tops: tuple[float, ...]) -> None:
        super().__init__()
        self.entry = nn.Sequential(*trunk.layers[:2])
        self._entry_scale, *scales = (top / _LARGEST for top in tops)
        convolutions = iter(scales)
        self.inner = nn.Sequential(*(
            _Convolution(layer, next(convolutions)) if isinstance(layer, nn.Conv2d) else layer
            for layer in trunk.layers[2:-1] if not isinstance(layer, nn.ReLU)
        ))

    def unpooled(self, pictures: torch.Tensor) -> torch.Tensor:
        """As ``Trunk.unpooled``."""
        entered = self.entry(pictures).float()
        maps = self.inner(torch.quantize_per_tensor(entered, self._entry_scale, 0, torch.quint8))
        return torch.dequantize(maps).to(pictures.dtype)


class _Convolution(nn.Module):
    """A convolution and its ReLU in 8 bits; ``scale`` is what one step of its output is worth."""

    def __init__(self, layer: nn.Conv2d, scale: float) -> None:
        super().__init__()
        kernel = layer.weight.detach().float()
        packed = torch.quantize_per_channel(
            kernel, scales_of(kernel).double(), torch.zeros(len(kernel), dtype=torch.long), 0, torch.qint8)
        bias = layer.bias.detach().float() if layer.bias is not None else None
        self._packed = torch.ops.quantized.conv2d_prepack(packed, bias, [1, 1], [1, 1], [1, 1], 1)
        self._scale = scale

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        convolved: torch.Tensor = torch.ops.quantized.conv2d_relu(maps, self._packed, self._scale, 0)
        return convolved


def judging_trunk(
    trunk: Trunk, tops: tuple[float, ...] | None, device: torch.device, precision: torch.dtype
) -> Trunk | TrunkIn8Bits:
    """Return the trunk as photographs go through it: in 8 bits where ``tops`` are given, else in ``precision``."""
    return placed(trunk if tops is None else TrunkIn8Bits(trunk, tops), device, precision)


@torch.no_grad()
def largest_activations(trunk: Trunk, pictures: Iterable[torch.Tensor]) -> tuple[float, ...]:
    """Return the largest number after each of the trunk's convolutions, over prepared pictures (1, 3, h, w)."""
    kernel = next(trunk.parameters())
    tops: list[float] = []
    for picture in pictures:
        maps, own = picture.to(kernel.device, kernel.dtype, memory_format=torch.channels_last), []
        for layer in trunk.layers[:-1]:
            maps = layer(maps)
            if isinstance(layer, nn.ReLU):
                own.append(float(maps.max()))
        tops = [max(pair) for pair in zip(tops, own, strict=True)] if tops else own
    return tuple(tops)
