"""The trunk in 8 bits is the same network: what it sees is near to what the trunk itself sees."""

from pathlib import Path

import torch

from core.vision import bench_int8
from core.vision.preprocess import to_input
from core.vision.versions import active_version, load_trunk
from tests.drawing import drawn_side


def test_the_trunk_in_8_bits_sees_what_the_trunk_sees(own_models: Path) -> None:
    version = active_version("plates")
    photographs = [(version, drawn_side(seed, bad=seed % 2 == 0)) for seed in range(3)]
    trunk = load_trunk(version.card.trunk_sha256)
    eight = bench_int8.Int8Trunk(trunk, bench_int8._tops(trunk, photographs))
    picture = to_input(photographs[0][1], version.card.size)
    with torch.no_grad():
        exact, found = trunk.unpooled(picture), eight.unpooled(picture)
    assert found.shape == exact.shape
    assert 0.001 < float((found - exact).norm() / exact.norm()) < 0.2
    figures = bench_int8.bench_int8(photographs, photographs, 1)
    assert figures["photographs"] == 3 and figures["int8_shift_max"] < 0.3
    assert figures["int8_changed_far"] <= figures["int8_changed"] <= 3
