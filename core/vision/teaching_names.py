"""Teaching what defects are called, from a trained head's pooled features and the names of the folders."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from core.vision.features import Example
from core.vision.metrics import share
from core.vision.naming import Names
from core.vision.network import Head

RIGHT = 0.8
"""Share of the names said on validation photographs that should be right."""

_LEAST = 3
"""Photographs of a kind, of those learnt from, without which it is not learnt."""

_DECAY = 1e-3
_STEPS = 200


def teach_names(
    head: Head, learn: Sequence[Example], validate: Sequence[Example]
) -> tuple[Names, dict[str, Any]] | None:
    """Return the layer and its figures on validation; None where the defective examples have fewer than two kinds.

    ``head`` is the one that will be loaded, in float32.
    """
    enough = {kind for kind, n in Counter(e.picture.kind for e in learn if e.picture.defective).items() if n >= _LEAST}
    known = [e for e in learn if e.picture.kind in enough]
    kinds = tuple(sorted(enough))
    if len(kinds) < 2:
        return None
    weight, bias = _fit(_pooled(head, known), np.array([kinds.index(e.picture.kind) for e in known]), len(kinds))
    names = Names(kinds, weight, bias, 0.0)
    shown = [e for e in validate if e.picture.defective]
    probabilities = names.probabilities(_pooled(head, shown)) if shown else np.zeros((0, len(kinds)))
    best = probabilities.argmax(axis=1)
    right = np.array([e.picture.kind for e in shown]) == np.array(kinds)[best]
    names = Names(kinds, weight, bias, _confidence(probabilities.max(axis=1, initial=0.0), right))
    said = probabilities.max(axis=1, initial=0.0) >= names.confident
    return names, {"right_at_all": share(int(right.sum()), len(shown)), "said": share(int(said.sum()), len(shown)),
                   "right_of_said": share(int(right[said].sum()), int(said.sum()))}


@torch.no_grad()
def _pooled(head: Head, examples: Sequence[Example]) -> np.ndarray:
    kernel = next(head.parameters())
    pooled = [head(e.load()[None].to(kernel.device, kernel.dtype)).pooled.float().cpu().numpy() for e in examples]
    return np.concatenate(pooled)


def _fit(pooled: np.ndarray, kind: np.ndarray, kinds: int) -> tuple[np.ndarray, np.ndarray]:
    """Return weight and bias of a multinomial logistic regression in which every kind counts the same."""
    middle, spread = pooled.mean(axis=0), pooled.std(axis=0) + 1e-6
    x = torch.from_numpy(((pooled - middle) / spread).astype(np.float64))
    target = torch.from_numpy(kind)
    balance = torch.from_numpy(len(kind) / (kinds * np.bincount(kind, minlength=kinds)))
    weight = torch.zeros(kinds, x.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(kinds, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        total = torch.nn.functional.cross_entropy(x @ weight.T + bias, target, weight=balance)
        total = total + _DECAY * weight.square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    own = weight.detach().numpy() / spread
    return own.astype(np.float32), (bias.detach().numpy() - own @ middle).astype(np.float32)


def _confidence(probability: np.ndarray, right: np.ndarray) -> float:
    """Return the least probability from which enough of the names are right; above 1, so that none is said, without."""
    order = np.argsort(-probability, kind="stable")
    rate = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(rate >= RIGHT)
    return float(probability[order[enough[-1]]]) if len(enough) else 1.01
