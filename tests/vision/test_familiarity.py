"""Knowing when a photograph is unlike everything that was learnt from."""

import numpy as np
import torch

from core.vision.familiarity import Familiarity, familiar_below, summarise


def features(count: int, seed: int) -> torch.Tensor:
    torch.manual_seed(seed)
    mixing = torch.rand(3, 16, generator=torch.Generator().manual_seed(1))
    return ((0.5 + torch.rand(count, 3)) @ mixing)[:, :, None, None] * torch.rand(count, 16, 4, 4)


def test_what_was_learnt_is_near_and_the_new_like_it_too() -> None:
    familiarity = Familiarity(16)
    familiarity.fit(summarise(features(200, 1)))
    limit = familiar_below(familiarity.distance(summarise(features(50, 2))).numpy())
    assert 0.5 < float(familiarity.distance(summarise(features(200, 1))).mean()) < 1.5
    assert (familiarity.distance(summarise(features(200, 3))).numpy() < limit).all()


def test_another_kind_of_photograph_is_far() -> None:
    familiarity = Familiarity(16)
    familiarity.fit(summarise(features(200, 1)))
    limit = familiar_below(familiarity.distance(summarise(features(50, 2))).numpy())
    blank = torch.zeros(1, 16, 4, 4)
    noise = torch.rand(1, 16, 4, 4) * 5
    odd = features(1, 4)
    odd[:, 3] += 3
    for strange in (blank, noise, odd):
        assert float(familiarity.distance(summarise(strange))[0]) > limit


def test_before_it_is_fitted_everything_is_familiar() -> None:
    assert float(Familiarity(16).distance(summarise(features(1, 1)))[0]) == 0


def test_fewer_photographs_than_channels_still_give_finite_distances() -> None:
    familiarity = Familiarity(16)
    familiarity.fit(summarise(features(3, 1)))
    assert np.isfinite(familiarity.distance(summarise(features(5, 2))).numpy()).all()
    assert np.isfinite(familiar_below(np.array([0.0, 1.0])))
