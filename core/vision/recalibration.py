"""A head's thresholds and scales, set on photographs that it has not learnt from."""

import dataclasses
import hashlib
from datetime import UTC, datetime
from typing import Any

import numpy as np

from core.imaging.guard import CaptureLimits, check_capture
from core.vision.calibration import attribution_weight, choose_thresholds, fit_logistic, heat_scale, rescale
from core.vision.code_version import code_version
from core.vision.dataset import Picture, check_for_training, fingerprint
from core.vision.eight_bits import TrunkIn8Bits, judging_head, judging_trunk
from core.vision.engine import look
from core.vision.familiarity import familiar_below
from core.vision.heat import join
from core.vision.machine import best_device, best_precision, multiplies_8_bits
from core.vision.metrics import auroc, balanced_accuracy, share
from core.vision.network import Head, Trunk
from core.vision.preprocess import to_input
from core.vision.pricing import Prices, priced_thresholds
from core.vision.versions import Version, learnt_picture, names_content, next_version, save_version
from core.vision.weights import as_loaded, head_content, load_head, load_trunk


@dataclasses.dataclass(frozen=True)
class Input:
    """How photographs are put in: ``size`` and ``normalised`` as in a card; ``scaled`` whether the logit is fitted."""

    size: int
    normalised: bool
    scaled: bool


def recalibrate(version: Version, pictures: list[Picture], prices: Prices | None) -> Version:
    """Write the next version of a model: the same weights, with thresholds and scales from these photographs.

    They are judged as this machine judges. They may be none that the version has learnt from; nobody can check that.
    BadInput when there are not two of each class, or one cannot be read.
    """
    check_for_training(pictures)
    card, device, precision = version.card, best_device(), best_precision()
    tops = card.activations if multiplies_8_bits() else None
    judging = (judging_trunk(load_trunk(card.trunk_sha256), tops, device, precision),
               judging_head(load_head(version), tops, device, precision))
    put_in = Input(card.size, card.normalised, scaled=not card.recipe.get("enough_accuracy"))
    head, found = calibrate(load_head(version), judging, pictures, put_in, prices, card.capture)
    content, names = head_content(head), names_content(version)
    written = dataclasses.replace(
        card, version=next_version(card.model), head_sha256=hashlib.sha256(content).hexdigest(),
        thresholds=found.pop("thresholds"), heat=found.pop("heat"), familiar_below=found.pop("familiar_below"),
        code=code_version(), created_at=datetime.now(UTC).isoformat(timespec="seconds"), fit_for="demonstration",
        data={**card.data, "calibrated_on": _calibrated_on(card.name, pictures)},
        recipe={**card.recipe, "prices": dataclasses.asdict(prices) if prices else None},
        metrics={"validation": found},
    )
    return save_version(written, content, names, learnt=learnt_picture(version))


def calibrate(
    head: Head, judging: tuple[Trunk | TrunkIn8Bits, Head], shown: list[Picture], put_in: Input,
    prices: Prices | None, capture: CaptureLimits,
) -> tuple[Head, dict[str, Any]]:
    """Set the probability's scale, both thresholds, the heat's scale and what is familiar.

    All of it with ``judging``, trunk and head as they will judge, and with photographs that it has not learnt from.
    """
    seen = [look(*judging, to_input(p.rgb(), put_in.size, normalised=put_in.normalised)) for p in shown]
    defective = np.array([p.defective for p in shown])
    logit = np.array([s.logit for s in seen])
    slope, offset = fit_logistic(defective, logit) if put_in.scaled else (1.0, 0.0)
    rescale(head, slope, offset)
    probability = 1 / (1 + np.exp(-(slope * logit + offset)))
    thresholds = (priced_thresholds(defective, probability, prices) if prices
                  else choose_thresholds(defective, probability))
    bad = [s for s, is_bad in zip(seen, defective, strict=True) if is_bad]
    weight = attribution_weight([s.evidence for s in bad], [s.attribution for s in bad])
    hottest = slope * np.array([join(s.evidence, s.attribution, weight).max() for s in seen]) + offset
    strangeness = np.array([s.strangeness for s in seen])
    limit = familiar_below(strangeness)
    stopped = [bool(beyond) or check_capture(p.rgb(), capture) is not None
               for p, beyond in zip(shown, strangeness >= limit, strict=True) if not p.defective]
    called = probability >= thresholds.good_below
    return as_loaded(head), {
        "thresholds": thresholds,
        "heat": heat_scale(_some(hottest, ~defective, ~called), _some(hottest, defective, called), weight),
        "familiar_below": limit,
        "photographs": len(shown), "defective": int(defective.sum()),
        "auroc": round(auroc(defective, probability), 4),
        "balanced_accuracy": round(balanced_accuracy(defective, called), 4),
        "good_stopped": share(sum(stopped), len(stopped)),
    }


def _calibrated_on(name: str, pictures: list[Picture]) -> dict[str, Any]:
    defective = sum(p.defective for p in pictures)
    return {"of": name, "name": " and ".join(dict.fromkeys(p.root.resolve().name for p in pictures)),
            "good": len(pictures) - defective, "defective": defective, "fingerprint": fingerprint(pictures)}


def _some(values: np.ndarray, kind: np.ndarray, rightly: np.ndarray) -> np.ndarray:
    """The values of a kind that are called what they are, by which heat is shown; of all of it where none is."""
    return values[kind & rightly] if (kind & rightly).any() else values[kind]
