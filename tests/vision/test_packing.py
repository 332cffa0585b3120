"""Weights in 8 bits."""

import torch

from core.vision.packing import pack, unpack


def test_a_packed_kernel_is_off_by_at_most_half_a_step_of_its_channel() -> None:
    torch.manual_seed(1)
    kernel = torch.randn(6, 4, 3, 3) * torch.tensor([1e-4, 0.1, 1, 10, 100, 0])[:, None, None, None]
    back = unpack(pack({"0.weight": kernel}))["0.weight"]
    step = kernel.abs().amax(dim=(1, 2, 3)) / 127
    assert ((back - kernel).abs().amax(dim=(1, 2, 3)) <= step / 2 + 1e-9).all()


def test_everything_but_kernels_stays_as_it_was() -> None:
    weights = {"dense.weight": torch.randn(2, 5), "dense.bias": torch.randn(2)}
    back = unpack(pack(weights))
    assert all(torch.equal(weights[name], back[name]) for name in weights)


def test_packing_twice_changes_nothing_more() -> None:
    once = unpack(pack({"0.weight": torch.randn(3, 4, 3, 3)}))
    twice = unpack(pack(once))
    assert torch.allclose(once["0.weight"], twice["0.weight"], rtol=1e-6, atol=0)


def test_half_precision_weights_come_back_as_float32() -> None:
    assert unpack({"0.weight": torch.ones(1, 1, 3, 3).half()})["0.weight"].dtype is torch.float32
