"""The network: VGG16's thirteen convolutions, global average pooling and one dense layer to Good and Anomaly.

Conv1 to conv4 (the trunk) are frozen and shared by every model; conv5 and the dense layer (the head) are trained.
VGG16: Simonyan and Zisserman 2015, arXiv:1409.1556. Class activation map: Zhou et al. 2016, arXiv:1512.04150.
"""

from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import nn

from core.vision.familiarity import Familiarity
from core.vision.torchvision_operators import declare_missing_operators

declare_missing_operators()

from torchvision.models import vgg  # noqa: E402

Network = TypeVar("Network", bound=nn.Module)
CONV5_BEGINS, LAST_POOL = 24, 30
CHANNELS = 512
STRIDE = 16
"""Pixels of the input for one cell of conv4's pooled output, of conv5_3 and of the heatmap."""


@dataclass(frozen=True)
class HeadOutput:
    """What one forward call of a head gives.

    ``logits`` (N, 2) for Good and Anomaly; ``evidence`` (N, h, w) the class activation map, whose mean over the
    cells is exactly the anomaly's logit less the good one's; ``pooled`` (N, 512).
    """

    logits: torch.Tensor
    evidence: torch.Tensor
    pooled: torch.Tensor

    @property
    def probability(self) -> torch.Tensor:
        """Probability of being defective (N)."""
        return torch.softmax(self.logits, dim=1)[:, 1]


def placed(network: Network, device: torch.device, precision: torch.dtype) -> Network:
    """Return the network on that device, in that precision, laid out as convolutions are fastest."""
    # torch's own types leave out a device and a memory format together
    return network.to(device, precision, memory_format=torch.channels_last)  # type: ignore[call-overload]


class Trunk(nn.Module):
    """Conv1_1 to conv4_3 with their pools: (N, 3, H, W) normalised RGB to (N, 512, H / 16, W / 16).

    ``unpooled`` gives the same before the last pool, at H / 8 and W / 8.
    """

    def __init__(self) -> None:
        super().__init__()
        self.layers = vgg.make_layers(vgg.cfgs["D"])[:CONV5_BEGINS]

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return pool(self.unpooled(pictures))

    def unpooled(self, pictures: torch.Tensor) -> torch.Tensor:
        maps: torch.Tensor = self.layers[:-1](pictures)
        return maps


def pool(maps: torch.Tensor) -> torch.Tensor:
    """The max pool by 2 between the trunk's last convolution and the head's first."""
    return nn.functional.max_pool2d(maps, 2)


class Head(nn.Module):
    """Conv5_1 to conv5_3, global average pooling and the dense layer, on the trunk's features.

    The convolutions may run in reduced precision; what follows them is float32.
    """

    def __init__(self, *, max_pool: bool = False) -> None:
        """``max_pool``: average after a max pool by 2, as the original did; the evidence's mean then is no logit."""
        super().__init__()
        self.conv5 = vgg.make_layers(vgg.cfgs["D"])[CONV5_BEGINS:LAST_POOL]
        self.dense = nn.Linear(CHANNELS, 2)
        self.familiarity = Familiarity(CHANNELS)
        self.max_pool = max_pool

    def forward(self, features: torch.Tensor, inside: torch.Tensor | None = None) -> HeadOutput:
        """``inside`` (N, 1, h, w), 1 in a photograph and 0 in what pads it to its batch's size, changes no number."""
        maps = features
        for layer in self.conv5:
            maps = layer(maps)
            if inside is not None:
                maps = maps * inside
        with torch.autocast(features.device.type, enabled=False):
            return self._judge(maps.float(), inside)

    @torch.enable_grad()
    def locate(self, unpooled: torch.Tensor) -> tuple[HeadOutput, torch.Tensor]:
        """Return what ``forward`` gives, and LayerCAM's attribution (N, 2h, 2w) of the evidence to conv4_3's places.

        Jiang et al. 2021, doi:10.1109/TIP.2021.3089943: activations weighted by their own positive gradients. It has
        twice the map's resolution, because the pool hands each gradient back to the one place that it came from.
        """
        unpooled = unpooled.detach().requires_grad_()
        output = self(pool(unpooled))
        (gradient,) = torch.autograd.grad(output.evidence.sum(), unpooled)
        attribution = (gradient.float().clamp(min=0) * unpooled.detach().float()).sum(dim=1)
        return HeadOutput(output.logits.detach(), output.evidence.detach(), output.pooled.detach()), attribution

    def _judge(self, maps: torch.Tensor, inside: torch.Tensor | None) -> HeadOutput:
        """``maps`` (N, 512, h, w) float32, after conv5_3's ReLU."""
        averaged = nn.functional.max_pool2d(maps, 2) if self.max_pool else maps
        if inside is None:
            pooled = averaged.mean(dim=(2, 3))  # (N, 512)
        else:
            pooled = averaged.sum(dim=(2, 3)) / inside.float().sum(dim=(2, 3))
        logits = self.dense(pooled)  # (N, 2)
        weights = self.dense.weight[1] - self.dense.weight[0]
        offset = self.dense.bias[1] - self.dense.bias[0]
        evidence = torch.einsum("nchw,c->nhw", maps, weights) + offset
        return HeadOutput(logits, evidence, pooled)
