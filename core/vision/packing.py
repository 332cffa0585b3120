"""Weights in few bytes: convolutions in 8 bits with one scale an output channel, everything else as given."""

import torch

SCALE = "_scale"
Weights = dict[str, torch.Tensor]


def pack(weights: Weights) -> Weights:
    """Return the weights with each convolution's kernel as int8 and its scales (one an output channel) beside it."""
    packed: Weights = {}
    for name, tensor in weights.items():
        if tensor.ndim != 4:
            packed[name] = tensor.detach().float().contiguous()
            continue
        kernel = tensor.detach().float()
        scale = scales_of(kernel)
        packed[name] = (kernel / scale[:, None, None, None]).round().to(torch.int8).contiguous()
        packed[name + SCALE] = scale
    return packed


def scales_of(kernel: torch.Tensor) -> torch.Tensor:
    """Return what one step of an 8-bit weight is worth, for each output channel of a kernel (out, in, h, w)."""
    return (kernel.abs().amax(dim=(1, 2, 3)) / 127).clamp(min=1e-12)


def unpack(packed: Weights) -> Weights:
    """Return float32 weights from packed ones, or from plain ones of any floating type."""
    weights: Weights = {}
    for name, tensor in packed.items():
        if name.endswith(SCALE):
            continue
        weights[name] = tensor.float()
        if tensor.dtype == torch.int8:
            weights[name] *= packed[name + SCALE].float()[:, None, None, None]
    return weights
