"""The loaded networks of this process and the one way a photograph goes through them."""

import math
import threading
from dataclasses import dataclass

import numpy as np
import torch

from core.quality.thresholds import Thresholds
from core.quality.verdict import Outcome, Reason, judge_probability
from core.vision.card import Card
from core.vision.eight_bits import TrunkIn8Bits, judging_head, judging_trunk
from core.vision.familiarity import summarise
from core.vision.heat import join, to_heat
from core.vision.machine import best_device, best_precision, multiplies_8_bits
from core.vision.naming import Names
from core.vision.network import Head, Trunk, pool
from core.vision.preprocess import to_input
from core.vision.versions import Version
from core.vision.weights import load_head, load_names, load_trunk


@dataclass(frozen=True, eq=False)
class Judgement:
    """What the network said of one photograph.

    ``probability`` of being defective; ``heat`` (h, w) 0..1; ``strangeness``, the distance from what was learnt; whose
    card; the ``summary`` (512) of its features, to ask other heads whether they know it; and the ``name`` that a defect
    would have, ``naming.UNKNOWN`` where that is not clear, None where the version has no names.
    """

    probability: float
    heat: np.ndarray
    strangeness: float
    card: Card
    summary: np.ndarray
    name: str | None = None

    @property
    def strange(self) -> float | None:
        """The strangeness as a share of what is unfamiliar to the head; None where the card does not know that."""
        limit = self.card.familiar_below
        return None if limit is None else self.strangeness / limit

    @property
    def familiar(self) -> bool:
        """Whether the photograph is like those that the head has learnt from."""
        return self.strange is None or self.strange < 1

    def outcome(self, thresholds: Thresholds | None = None) -> tuple[Outcome, Reason]:
        """Say what it means for the side, by the card's thresholds where no others are given.

        Good has to be earned by a usable heatmap; of what is unlike all that was learnt from, nothing is said.
        """
        heat = self.heat
        if heat.ndim != 2 or not heat.size or not np.isfinite(heat).all() or not math.isfinite(self.strangeness):
            return Outcome.ERROR, Reason("side_not_a_probability")
        outcome, reason = judge_probability(self.probability, thresholds or self.card.thresholds)
        if outcome is not Outcome.ERROR and not self.familiar:
            return Outcome.REVIEW, Reason("side_unfamiliar")
        return outcome, reason


@dataclass(frozen=True, eq=False)
class Seen:
    """What one photograph's forward call gives: ``evidence`` (h, w) and ``attribution`` (2h, 2w) as in ``Head``;
    ``pooled`` (512) what the dense layer saw; ``summary`` (512) as in ``familiarity.summarise``."""

    logit: float
    probability: float
    evidence: np.ndarray
    attribution: np.ndarray
    pooled: np.ndarray
    strangeness: float
    summary: np.ndarray


@torch.no_grad()
def look(trunk: Trunk | TrunkIn8Bits, head: Head, picture: torch.Tensor) -> Seen:
    """Put one prepared photograph (1, 3, h, w) through a trunk and a head, on their device and in their precision."""
    kernel = next(trunk.parameters())
    unpooled = trunk.unpooled(picture.to(kernel.device, kernel.dtype, memory_format=torch.channels_last))
    output, attribution = head.locate(unpooled)
    summary = summarise(pool(unpooled))
    return Seen(
        float(output.logits[0, 1] - output.logits[0, 0]), float(output.probability[0]),
        output.evidence[0].cpu().numpy(), attribution[0].cpu().numpy(),
        output.pooled[0].cpu().numpy(), float(head.familiarity.distance(summary)[0]), summary[0].cpu().numpy(),
    )


class Engine:
    """Trunks and heads, loaded once each and shared by everyone; photographs go through one at a time.

    One at a time is as fast as a batch here, and gives the same numbers whichever way the sides of a can arrive.
    """

    def __init__(self, precision: torch.dtype | None = None) -> None:
        """``precision`` of all arithmetic; None: the fastest here, 8 bits for trunks whose activations are known."""
        self._precision = precision or best_precision()
        self._in_8_bits = precision is None and multiplies_8_bits()
        self._device = best_device()
        self._trunks: dict[tuple[str, tuple[float, ...] | None], Trunk | TrunkIn8Bits] = {}
        self._heads: dict[str, Head] = {}
        self._names: dict[str, Names | None] = {}
        self._lock = threading.Lock()

    def judge(self, version: Version, rgb: np.ndarray) -> Judgement:
        """Put an (H, W, 3) uint8 photograph through a version's network; BadInput when its files are damaged."""
        with self._lock:
            trunk, head, names = self._trunk(version.card), self._head(version), self._named(version)
            seen = look(trunk, head, to_input(rgb, version.card.size, normalised=version.card.normalised))
        heat = to_heat(join(seen.evidence, seen.attribution, version.card.heat.attribution), version.card.heat)
        return Judgement(seen.probability, heat, seen.strangeness, version.card, seen.summary,
                         names.name(seen.pooled) if names else None)

    def strangeness(self, version: Version, judgement: Judgement) -> float | None:
        """Return how strange the photograph that was judged is to another version, as ``Judgement.strange``.

        None for versions whose features cannot be compared: another trunk, another size, or nothing known.
        """
        one, other = judgement.card, version.card
        if other.familiar_below is None or (one.trunk_sha256, one.size, one.normalised) != (
            other.trunk_sha256, other.size, other.normalised
        ):
            return None
        with self._lock:
            familiarity = self._head(version).familiarity
            distance = familiarity.distance(torch.from_numpy(judgement.summary)[None].to(self._device))
        return float(distance[0]) / other.familiar_below

    def load(self, version: Version) -> None:
        """Load a version's networks, so that the first can need not wait."""
        with self._lock:
            self._trunk(version.card)
            self._head(version)
            self._named(version)

    def _trunk(self, card: Card) -> Trunk | TrunkIn8Bits:
        tops = self._tops(card)
        key = card.trunk_sha256, tops
        if key not in self._trunks:
            self._trunks[key] = judging_trunk(load_trunk(card.trunk_sha256), tops, self._device, self._precision)
        return self._trunks[key]

    def _head(self, version: Version) -> Head:
        sha256 = version.card.head_sha256
        if sha256 not in self._heads:
            tops = self._tops(version.card)
            self._heads[sha256] = judging_head(load_head(version), tops, self._device, self._precision)
        return self._heads[sha256]

    def _tops(self, card: Card) -> tuple[float, ...] | None:
        return card.activations if self._in_8_bits else None

    def _named(self, version: Version) -> Names | None:
        sha256 = version.card.names_sha256
        if sha256 is None:
            return None
        if sha256 not in self._names:
            self._names[sha256] = load_names(version)
        return self._names[sha256]
