"""A moved camera: the checks before and after a model learn the new view; its verdict stays as it is."""

import dataclasses
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import safetensors.torch
import torch

from core.imaging.guard import learn_limits, measure_capture
from core.quality.false_alarms import A_CAN
from core.vision.card import Card
from core.vision.engine import Engine
from core.vision.familiarity import familiar_below
from core.vision.versions import Version, read_head

_MEAN = "familiarity.mean"


def reteach(version: Version, number: str, photographs: Sequence[np.ndarray], engine: Engine) -> tuple[Card, bytes]:
    """Return the card and the head's bytes of a new version ``number`` that knows the view of these photographs.

    ``photographs`` are (H, W, 3) uint8, of good cans. Few of them tell where the new view lies among the features,
    not how photographs of it vary, so only the middle of what is familiar moves; the limits are drawn anew. Everything
    that makes the verdict is copied byte for byte.
    """
    summaries = torch.from_numpy(np.array([engine.judge(version, rgb).summary for rgb in photographs])).double()
    tensors = safetensors.torch.load(read_head(version))
    middle = summaries.mean(dim=0)
    apart = (summaries - middle) * len(summaries) / (len(summaries) - 1)  # from the middle of all the others
    distances = (apart @ tensors["familiarity.whitening"].double()).square().mean(dim=1).sqrt()
    content = safetensors.torch.save({**tensors, _MEAN: middle.float()})
    card = dataclasses.replace(
        version.card, version=number, head_sha256=hashlib.sha256(content).hexdigest(),
        familiar_below=familiar_below(distances.numpy()), false_alarms=A_CAN,
        capture=learn_limits([measure_capture(rgb) for rgb in photographs]),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        data={**version.card.data, "view": {"of": version.card.name, "photographs": len(photographs)}},
    )
    return card, content
