"""The network in 8 bits: half as fast again as bfloat16 on processors that multiply 8-bit numbers natively.

Weights have a scale an output channel, the one that they are stored with; activations have one a layer, from the
largest that the training photographs bring. The first convolution, the way back through the head (for the heatmap) and
the dense layer stay as they are.
"""

import warnings
from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

from core.vision.network import Head, Trunk, placed
from core.vision.packing import scales_of

# The successor of these tensors (torchao) has no convolutions for processors yet; torch is pinned.
warnings.filterwarnings("ignore", "torch.quantize_per_tensor", UserWarning)

_LARGEST = 255
"""Of an unsigned 8-bit number; after a ReLU nothing is negative."""

TRUNK = 10
"""Convolutions of the trunk."""

MOST_PICTURES = 120
"""As many photographs tell the largest activations well enough."""


class TrunkIn8Bits(nn.Module):
    """A trunk whose convolutions but the first are in 8 bits; ``tops`` as ``largest_activations`` returns them.

    Activations beyond the largest are cut off there.
    """

    def __init__(self, trunk: Trunk, tops: tuple[float, ...]) -> None:
        super().__init__()
        self.entry = nn.Sequential(*trunk.layers[:2])
        self._entry_scale = tops[0] / _LARGEST
        self.inner = nn.Sequential(*_in_8_bits(trunk.layers[2:-1], tops[1:TRUNK]))

    def unpooled(self, pictures: torch.Tensor) -> torch.Tensor:
        """As ``Trunk.unpooled``."""
        maps = self.inner(_quantise(self.entry(pictures), self._entry_scale))
        return torch.dequantize(maps).to(pictures.dtype)


class Conv5In8Bits(nn.Module):
    """A head's convolutions in 8 bits; ``tops`` as above. Gradients flow back as through the head's own."""

    def __init__(self, conv5: nn.Sequential, tops: tuple[float, ...]) -> None:
        super().__init__()
        self.entry_scale = tops[TRUNK - 1] / _LARGEST
        self.convolutions = nn.ModuleList(_in_8_bits(conv5, tops[TRUNK:]))
        own = [layer.weight.detach() for layer in conv5 if isinstance(layer, nn.Conv2d)]
        self.backwards = nn.ParameterList(weight.flip(2, 3).transpose(0, 1) for weight in reversed(own))
        """Kernels by which a convolution takes gradients back through these."""

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        maps: torch.Tensor = _Conv5.apply(features, self)
        return maps


class _Conv5(torch.autograd.Function):
    """The way through ``Conv5In8Bits`` and back: 8-bit tensors have no gradients of their own."""

    @staticmethod
    def forward(ctx: Any, features: torch.Tensor, conv5: Conv5In8Bits) -> torch.Tensor:
        maps, ctx.positive = _quantise(features, conv5.entry_scale), []
        for convolution in conv5.convolutions:
            maps = convolution(maps)
            ctx.positive.append(maps.int_repr() > 0)
        ctx.backwards = conv5.backwards
        return torch.dequantize(maps).to(features.dtype)

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None]:
        (gradient,) = gradients
        for positive, kernel in zip(reversed(ctx.positive), ctx.backwards, strict=True):
            gradient = nn.functional.conv2d(gradient * positive, kernel, padding=1)
        return gradient, None


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


def _in_8_bits(layers: Iterable[nn.Module], tops: tuple[float, ...]) -> list[nn.Module]:
    """Return the layers with each convolution and the ReLU after it as one in 8 bits."""
    scales = iter(tops)
    return [_Convolution(layer, next(scales) / _LARGEST) if isinstance(layer, nn.Conv2d) else layer
            for layer in layers if not isinstance(layer, nn.ReLU)]


def _quantise(maps: torch.Tensor, scale: float) -> torch.Tensor:
    return torch.quantize_per_tensor(maps.float(), scale, 0, torch.quint8)


def judging_trunk(
    trunk: Trunk, tops: tuple[float, ...] | None, device: torch.device, precision: torch.dtype
) -> Trunk | TrunkIn8Bits:
    """Return the trunk as photographs go through it: in 8 bits where ``tops`` are given, else in ``precision``."""
    return placed(trunk if tops is None else TrunkIn8Bits(trunk, tops), device, precision)


def judging_head(head: Head, tops: tuple[float, ...] | None, device: torch.device, precision: torch.dtype) -> Head:
    """Return the head as the features go through it: its convolutions as the trunk's, what follows them in float32."""
    if tops is not None:
        head.conv5 = nn.Sequential(Conv5In8Bits(head.conv5, tops))
    placed(head.to(device).conv5, device, precision)
    return head


@torch.no_grad()
def largest_activations(trunk: Trunk, head: Head, pictures: Iterable[torch.Tensor]) -> tuple[float, ...]:
    """Return the largest number after each of the thirteen convolutions, over prepared pictures (1, 3, h, w)."""
    kernel = next(trunk.parameters())
    tops: list[float] = []
    for picture in pictures:
        maps, own = picture.to(kernel.device, kernel.dtype, memory_format=torch.channels_last), []
        for layer in (*trunk.layers, *head.conv5):
            maps = layer(maps)
            if isinstance(layer, nn.ReLU):
                own.append(float(maps.max()))
        tops = [max(pair) for pair in zip(tops, own, strict=True)] if tops else own
    return tuple(tops)
