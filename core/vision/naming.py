"""What a defect is called: a second dense layer on a trained head's pooled features, learnt apart from the verdict.

Nothing of it flows back into the head, so the verdict's figures cannot move. The name is a suggestion; a person names.
"""

import json
from dataclasses import dataclass

import numpy as np
import safetensors
import safetensors.torch
import torch

from core.errors import BadInput

UNKNOWN = "UNK"
"""Said where the layer is not confident enough; as among the defect codes."""


@dataclass(frozen=True, eq=False)
class Names:
    """The layer: ``weight`` (K, 512) and ``bias`` (K) to one score a kind; below ``confident`` nothing is said.

    ``kinds`` are the names of the training folders: defect codes, where the folders are called so.
    """

    kinds: tuple[str, ...]
    weight: np.ndarray
    bias: np.ndarray
    confident: float

    def probabilities(self, pooled: np.ndarray) -> np.ndarray:
        """Return the kinds' probabilities (N, K) from pooled features (N, 512)."""
        scores = pooled @ self.weight.T + self.bias
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def name(self, pooled: np.ndarray) -> str:
        """Return the kind that pooled features (512) show, or ``UNKNOWN``; of what is no number, too."""
        (probabilities,) = self.probabilities(pooled[None])
        best = int(probabilities.argmax())
        return self.kinds[best] if probabilities[best] >= self.confident else UNKNOWN

    def content(self) -> bytes:
        """Return the layer as the bytes of its file."""
        tensors = {"weight": torch.from_numpy(self.weight), "bias": torch.from_numpy(self.bias)}
        told = {"kinds": json.dumps(self.kinds), "confident": repr(self.confident)}
        return bytes(safetensors.torch.save(tensors, told))


def read_names(content: bytes) -> Names:
    """Return a layer from the bytes of its file; BadInput when they are none."""
    try:
        tensors = safetensors.torch.load(content)
        length = int.from_bytes(content[:8], "little")
        told = json.loads(content[8:8 + length])["__metadata__"]
        return Names(tuple(json.loads(told["kinds"])), tensors["weight"].numpy(), tensors["bias"].numpy(),
                     float(told["confident"]))
    except (ValueError, KeyError, TypeError, safetensors.SafetensorError) as error:
        raise BadInput(f"The names of the defects are damaged ({error}): put the model's folder back.") from error
