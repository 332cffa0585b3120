"""How unlike everything that was learnt from a photograph is: Mahalanobis distance of its pooled trunk features."""

import numpy as np
import torch
from torch import nn

from core.quality.false_alarms import deviations

SHRINKAGE = 0.1


class Familiarity(nn.Module):
    """Mean and whitening of the trunk's features averaged over a photograph; before it is fitted all are familiar."""

    mean: torch.Tensor
    whitening: torch.Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(channels))
        self.register_buffer("whitening", torch.zeros(channels, channels))

    def distance(self, summaries: torch.Tensor) -> torch.Tensor:
        """Return the distance (N) of summaries (N, 512) of features; about 1 for those it was fitted to."""
        return ((summaries - self.mean) @ self.whitening).square().mean(dim=1).sqrt()

    def fit(self, summaries: torch.Tensor) -> None:
        """Fit to the summaries (N, 512) of the photographs that were learnt from."""
        values = summaries.double()
        centred = values - values.mean(dim=0)
        covariance = centred.T @ centred / max(1, len(values) - 1)
        level = covariance.diagonal().mean().clamp(min=1e-12)
        covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * level * torch.eye(len(covariance), dtype=torch.float64)
        eigenvalues, eigenvectors = torch.linalg.eigh(covariance)
        self.mean.copy_(values.mean(dim=0))
        self.whitening.copy_(eigenvectors @ torch.diag(eigenvalues.rsqrt()) @ eigenvectors.T)


def summarise(features: torch.Tensor) -> torch.Tensor:
    """Return the root of each channel's mean (N, 512), float32; the root keeps bright spots from ruling distances."""
    return features.float().mean(dim=(2, 3)).clamp(min=0).sqrt()


def familiar_below(distances: np.ndarray) -> float:
    """Return the distance from which a photograph is unfamiliar, from those of validation photographs.

    Few of theirs lie beyond it (``core.quality.false_alarms``), as far as their logarithm is normal.
    """
    logs = np.log(np.maximum(distances, 1e-9))
    return float(np.exp(logs.mean() + deviations(len(logs)) * max(float(logs.std()), 0.05)))
