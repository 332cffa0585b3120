"""The network's contract: what its one forward call gives hangs together."""

import pytest
import torch

from core.vision.network import CHANNELS, Head, Trunk, pool


def make_head(seed: int = 3, *, max_pool: bool = False) -> Head:
    torch.manual_seed(seed)
    return Head(max_pool=max_pool).eval()


def test_the_mean_of_the_evidence_is_the_difference_of_the_two_logits() -> None:
    with torch.inference_mode():
        output = make_head()(torch.rand(3, CHANNELS, 5, 7) * 20)
    difference = output.logits[:, 1] - output.logits[:, 0]
    assert torch.allclose(output.evidence.mean(dim=(1, 2)), difference, atol=1e-5)
    assert torch.allclose(output.probability, torch.sigmoid(difference), atol=1e-6)


def test_the_evidence_is_what_is_averaged_also_in_reduced_precision() -> None:
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        output = make_head()(torch.rand(1, CHANNELS, 6, 6) * 20)
    assert output.evidence.dtype is torch.float32
    difference = output.logits[:, 1] - output.logits[:, 0]
    assert torch.allclose(output.evidence.mean(dim=(1, 2)), difference, atol=1e-5)


def test_padding_a_photograph_to_its_batch_changes_no_number() -> None:
    head, features = make_head(), torch.rand(1, CHANNELS, 4, 6) * 20
    padded, inside = torch.zeros(1, CHANNELS, 7, 8), torch.zeros(1, 1, 7, 8)
    padded[..., :4, :6], inside[..., :4, :6] = features, 1
    with torch.inference_mode():
        alone, together = head(features), head(padded, inside)
    assert torch.allclose(alone.logits, together.logits, atol=1e-5)
    assert torch.allclose(alone.evidence, together.evidence[:, :4, :6], atol=1e-4)


def test_the_originals_max_pool_comes_before_the_average() -> None:
    features = torch.rand(1, CHANNELS, 6, 6) * 20
    with torch.inference_mode():
        plain, pooled = make_head()(features), make_head(max_pool=True)(features)
    assert (pooled.pooled >= plain.pooled).all()
    assert (pooled.pooled > plain.pooled).any()
    assert torch.equal(plain.evidence, pooled.evidence)


def test_the_layers_are_vgg16s_thirteen_convolutions() -> None:
    count = sum(isinstance(m, torch.nn.Conv2d) for net in (Trunk(), Head()) for m in net.modules())
    assert count == 13
    with torch.inference_mode():
        assert Trunk()(torch.rand(1, 3, 64, 96)).shape == (1, CHANNELS, 4, 6)


def test_locating_gives_the_same_numbers_and_an_attribution_of_twice_the_resolution() -> None:
    head, unpooled = make_head(), torch.rand(1, CHANNELS, 8, 12) * 20
    output, attribution = head.locate(unpooled)
    with torch.inference_mode():
        plain = head(pool(unpooled))
    assert torch.equal(output.logits, plain.logits)
    assert torch.equal(output.evidence, plain.evidence)
    assert attribution.shape == (1, 8, 12)
    assert (attribution >= 0).all()
    assert not any(t.requires_grad for t in (output.logits, output.evidence, output.pooled, attribution))


def test_the_trunk_is_what_comes_before_its_last_pool_pooled() -> None:
    trunk, picture = Trunk().eval(), torch.rand(1, 3, 32, 48)
    with torch.inference_mode():
        assert torch.equal(pool(trunk.unpooled(picture)), trunk(picture))
        assert torch.equal(trunk.layers(picture), trunk(picture))


@pytest.mark.parametrize("edge", [16, 32])
def test_one_cell_of_the_heatmap_is_sixteen_pixels(edge: int) -> None:
    with torch.inference_mode():
        output = make_head()(Trunk()(torch.rand(1, 3, edge, edge)))
    assert output.evidence.shape == (1, edge // 16, edge // 16)
