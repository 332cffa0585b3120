"""An experiment: the trunk's inner convolutions in 8 bits. How much faster, and how far the probabilities move.

Nothing judges with it. Weights have a scale an output channel, activations one a layer, from the largest that a
quarter of the sample photographs bring; the first and the last convolution and the head stay as they are.
"""

import statistics
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.ao.nn.intrinsic.quantized import ConvReLU2d

from core.imaging.decode import decode
from core.quality.sides import DEFAULT_PRODUCT
from core.vision.bench import Times, sample_cans
from core.vision.engine import Engine, Judgement
from core.vision.network import Trunk, placed
from core.vision.preprocess import to_input
from core.vision.versions import Version, active_version, load_trunk

CANS = 12
CLOSE = 0.02
"""What lies this near to a threshold in float32 may change its verdict with the precision."""

_LARGEST = 255
Photograph = tuple[Version, np.ndarray]


def measure(rounds: int) -> dict[str, Any]:
    """Judge every photograph of the sample cans in float32, in the precision in use, and with the trunk in 8 bits."""
    photographs = [
        (active_version(DEFAULT_PRODUCT.models[DEFAULT_PRODUCT.side(number).group]), decode(*file).rgb)
        for can in sample_cans(DEFAULT_PRODUCT, CANS) for number, file in can.items()
    ]
    return bench_int8(photographs, photographs[::4], rounds)


def bench_int8(photographs: Sequence[Photograph], calibrating: Sequence[Photograph], rounds: int) -> dict[str, Any]:
    """Return milliseconds a photograph, by the clock and the processor, and how far probabilities are from float32's.

    ``changed`` counts other verdicts or reasons, ``changed_far`` those of them whose float32 probability is more than
    ``CLOSE`` from both thresholds.
    """
    used, fast = Engine(), Int8Engine(calibrating)
    exact = _judge(Engine(torch.float32), photographs)
    figures: dict[str, Any] = {"photographs": len(photographs)}
    for name, engine in (("used", used), ("int8", fast)):
        found = _judge(engine, photographs)
        shift = [abs(a.probability - b.probability) for a, b in zip(exact, found, strict=True)]
        changed = [a for a, b in zip(exact, found, strict=True) if _said(a) != _said(b)]
        figures |= {f"{name}_shift_max": round(max(shift), 4), f"{name}_shift_mean": round(statistics.mean(shift), 4),
                    f"{name}_changed": len(changed), f"{name}_changed_far": sum(map(_far, changed))}
    times = {"used": Times(), "int8": Times()}
    for turn in range(rounds):
        one = photographs[turn % len(photographs)]
        times["used"].add(lambda one=one: used.judge(*one))  # type: ignore[misc]
        times["int8"].add(lambda one=one: fast.judge(*one))  # type: ignore[misc]
    for name, each in times.items():
        figures |= {f"{name}_ms": round(1000 * statistics.median(each.wall), 1),
                    f"{name}_cpu_ms": round(1000 * statistics.median(each.cpu), 1)}
    return {**figures, "speedup_cpu": round(figures["used_cpu_ms"] / figures["int8_cpu_ms"], 2), "rounds": rounds}


class Int8Trunk(nn.Module):
    """A trunk with its inner convolutions in 8 bits; ``tops`` has the largest activation after each convolution."""

    def __init__(self, trunk: Trunk, tops: Mapping[int, float]) -> None:
        super().__init__()
        inner = sorted(tops)[1:-1]
        self._entry = tops[min(tops)] / _LARGEST
        self.layers = nn.ModuleList(
            _in_int8(layer, tops[place] / _LARGEST) if place in inner else layer
            for place, layer in enumerate(trunk.layers[:-1]) if place - 1 not in inner
        )

    def unpooled(self, pictures: torch.Tensor) -> torch.Tensor:
        """As ``Trunk.unpooled``."""
        maps = pictures
        for layer in self.layers:
            if isinstance(layer, ConvReLU2d) and not maps.is_quantized:
                maps = torch.quantize_per_tensor(maps.float(), self._entry, 0, torch.quint8)
            elif isinstance(layer, nn.Conv2d) and maps.is_quantized:
                maps = maps.dequantize().to(pictures.dtype)
            maps = layer(maps)
        return maps


class Int8Engine(Engine):
    """An engine whose trunks are in 8 bits, with scales from these photographs."""

    def __init__(self, calibrating: Sequence[Photograph]) -> None:
        super().__init__()
        self._calibrating = calibrating

    def _trunk(self, sha256: str) -> Any:
        if sha256 not in self._trunks:
            trunk = load_trunk(sha256)
            eight = Int8Trunk(trunk, _tops(trunk, self._calibrating))
            self._trunks[sha256] = placed(eight, self._device, self._precision)  # type: ignore[assignment]
        return self._trunks[sha256]


def _in_int8(layer: nn.Conv2d, scale: float) -> ConvReLU2d:
    kernel = layer.weight.detach()
    scales = (kernel.abs().amax(dim=(1, 2, 3)) / 127).clamp(min=1e-12).double()
    packed = torch.quantize_per_channel(kernel, scales, torch.zeros(len(scales), dtype=torch.long), 0, torch.qint8)
    with warnings.catch_warnings(action="ignore"):  # torch.ao speaks of its successor
        eight = ConvReLU2d(layer.in_channels, layer.out_channels, 3, padding=1)
    eight.set_weight_bias(packed, layer.bias.detach() if layer.bias is not None else None)
    eight.scale, eight.zero_point = scale, 0
    return eight


@torch.no_grad()
def _tops(trunk: Trunk, photographs: Sequence[Photograph]) -> dict[int, float]:
    tops: dict[int, float] = {}
    for version, rgb in photographs:
        maps = to_input(rgb, version.card.size, normalised=version.card.normalised)
        for place, layer in enumerate(trunk.layers[:-1]):
            maps = layer(maps)
            if isinstance(layer, nn.ReLU):
                tops[place - 1] = max(tops.get(place - 1, 0.0), float(maps.max()))
    return tops


def _judge(engine: Engine, photographs: Sequence[Photograph]) -> list[Judgement]:
    return [engine.judge(*one) for one in photographs]


def _said(judgement: Judgement) -> tuple[str, str]:
    outcome, reason = judgement.outcome()
    return outcome, reason.code


def _far(judgement: Judgement) -> bool:
    limits = judgement.card.thresholds
    return min(abs(judgement.probability - limit) for limit in (limits.good_below, limits.bad_from)) > CLOSE
