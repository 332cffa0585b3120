"""The trunk in 8 bits is the same network: what it sees is near to what the trunk itself sees."""

from pathlib import Path

import pytest
import torch

from core.errors import BadInput
from core.vision import bench_int8, engine
from core.vision.card import read_card
from core.vision.eight_bits import TrunkIn8Bits, judging_head, largest_activations
from core.vision.engine import Engine
from core.vision.machine import multiplies_8_bits
from core.vision.preprocess import to_input
from core.vision.versions import active_version
from core.vision.weights import load_head, load_trunk
from tests.drawing import drawn_side

CPU = torch.device("cpu"), torch.float32
needs_vnni = pytest.mark.skipif(not multiplies_8_bits(), reason="this processor does not multiply 8-bit numbers")


@needs_vnni
def test_the_trunk_in_8_bits_sees_what_the_trunk_sees(own_models: Path) -> None:
    version = active_version("plates")
    pictures = [to_input(drawn_side(seed, bad=seed % 2 == 0), version.card.size) for seed in range(3)]
    trunk, head = load_trunk(version.card.trunk_sha256), load_head(version)
    tops = largest_activations(trunk, head, pictures)
    assert len(tops) == 13 and min(tops) > 0
    with torch.no_grad():
        exact, found = trunk.unpooled(pictures[0]), TrunkIn8Bits(trunk, tops).unpooled(pictures[0])
        assert_near(found, exact)
        (own, attribution), (eight, other) = head.locate(exact), judging_head(head, tops, *CPU).locate(exact)
    assert_near(eight.evidence, own.evidence)
    assert_near(other, attribution)


def assert_near(found: torch.Tensor, exact: torch.Tensor) -> None:
    """Of the same shape and type, and near, but not the same numbers."""
    assert found.shape == exact.shape and found.dtype == exact.dtype
    assert 0.0001 < float((found - exact).norm() / exact.norm()) < 0.2


@needs_vnni
def test_8_bits_hardly_move_a_probability_and_change_no_verdict_that_is_clear(own_models: Path) -> None:
    version = active_version("plates")
    photographs = [(version, drawn_side(seed, bad=seed % 2 == 0)) for seed in range(3)]
    figures = bench_int8.bench_int8(photographs, 1)
    assert figures["photographs"] == 3
    assert 0 < figures["int8_shift_max"] < 0.1
    assert figures["int8_changed_far"] == 0


def test_a_machine_without_8_bit_products_judges_in_its_own_precision(
    own_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "multiplies_8_bits", lambda: False)
    monkeypatch.setattr(bench_int8, "multiplies_8_bits", lambda: False)
    version, picture = active_version("plates"), drawn_side(1)
    own = Engine(engine.best_precision()).judge(version, picture)
    assert Engine().judge(version, picture).probability == own.probability
    with pytest.raises(BadInput, match="VNNI"):
        bench_int8.bench_int8([(version, picture)], 1)


def test_a_card_with_an_impossible_activation_is_damaged(own_models: Path) -> None:
    text = active_version("plates").card.to_json()
    for tops in ("[0.0]", "[-1]", "[NaN]", '["x"]'):
        with pytest.raises(BadInput, match="damaged"):
            read_card(text.replace('"activations": [', f'"activations": {tops}, "x": [', 1), "card.json")


def test_a_card_that_knows_no_activations_is_judged_in_the_machines_own_precision(own_models: Path) -> None:
    text = active_version("plates").card.to_json()
    start = text.index('"activations": [')
    end = text.index("]", start)
    card = read_card(text[:start] + '"activations": null' + text[end + 1:], "card.json")
    assert card.activations is None
