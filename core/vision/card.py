"""A model version's card: everything that travels with its weights."""

import json
import math
from dataclasses import asdict, dataclass, field
from typing import Any

from core.errors import BadInput
from core.imaging.guard import DEFAULT_LIMITS, CaptureLimits
from core.quality.thresholds import Thresholds
from core.vision.heat import HeatScale

CONVOLUTIONS = 13
"""Of trunk and head together."""

FIT_FOR = ("demonstration", "production")


@dataclass(frozen=True)
class Card:
    """What a version is, knows and was measured at.

    ``size`` is the edge in pixels of the square whose area the input has, ``normalised`` whether by ImageNet's mean
    and deviation, ``max_pool`` as in ``Head``; ``familiar_below`` is the distance from which one is unlike what was
    learnt from (None: not known); ``capture`` has the limits of the checks before the model; ``false_alarms`` is the
    share of usable cans that all of these are set to stop together (None: not stated); ``trunk_sha256`` and
    ``head_sha256`` are of the files; ``activations`` as in ``eight_bits.largest_activations`` (None: it judges in
    the machine's own precision); ``names_sha256`` of the defects' names (None: it has none); ``code`` is
    ``code_version`` of the program that made it ("": not stated); ``trained_on`` is one sentence for people; ``data``,
    ``recipe``, ``metrics`` and ``credits`` are as ``train`` and ``evaluate`` wrote them.
    """

    model: str
    version: str
    trunk_sha256: str
    head_sha256: str
    size: int
    thresholds: Thresholds
    heat: HeatScale
    fit_for: str
    trained_on: str
    licence: str
    created_at: str
    normalised: bool = True
    max_pool: bool = False
    familiar_below: float | None = None
    capture: CaptureLimits = DEFAULT_LIMITS
    false_alarms: float | None = None
    code: str = ""
    names_sha256: str | None = None
    activations: tuple[float, ...] | None = None
    data: dict[str, Any] = field(default_factory=dict)
    recipe: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    credits: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The version's full name, as records keep it: ``food-can/1``."""
        return f"{self.model}/{self.version}"

    def to_json(self) -> str:
        """Return the card as it is written to ``card.json``."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def read_card(text: str, origin: str) -> Card:
    """Parse a card; BadInput names ``origin`` and the fault."""
    try:
        raw = json.loads(text)
        raw["thresholds"] = Thresholds(**raw["thresholds"])
        raw["heat"] = HeatScale(**raw["heat"])
        raw["capture"] = CaptureLimits(**raw.get("capture", {}))
        if raw.get("activations") is not None:
            raw["activations"] = tuple(map(float, raw["activations"]))
        card = Card(**raw)
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(f"The model card {origin} is damaged ({error}): put its folder back as it was.") from error
    if not all(math.isfinite(limit) for limit in asdict(card.capture).values()):
        raise BadInput(f"The model card {origin} is damaged: put the model's folder back as it was.")
    tops = card.activations
    if tops is not None and not (len(tops) == CONVOLUTIONS and all(math.isfinite(top) and top > 0 for top in tops)):
        raise BadInput(f"The model card {origin} is damaged: put the model's folder back as it was.")
    if card.fit_for not in FIT_FOR or not 64 <= card.size <= 1024 or not card.heat.spread > 0:
        raise BadInput(f"The model card {origin} is damaged: put the model's folder back as it was.")
    return card
