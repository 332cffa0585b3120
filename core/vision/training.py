"""A folder of photographs to a new model version: from reading the data set to the card."""

import dataclasses
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from core.errors import BadInput
from core.imaging.guard import learn_limits, measure_capture
from core.imaging.overlay import picture_rows, thumbnail
from core.quality.false_alarms import A_CAN
from core.settings import settings
from core.vision.card import Card
from core.vision.code_version import code_version
from core.vision.dataset import (
    Picture,
    check_for_training,
    fingerprint,
    in_both,
    read_split,
    without_contradictions,
)
from core.vision.eight_bits import MOST_PICTURES, judging_head, judging_trunk, largest_activations
from core.vision.familiarity import summarise
from core.vision.features import VARIANTS, Example, FeatureStore, Variant
from core.vision.learning import Learner
from core.vision.machine import best_device, best_precision, multiplies_8_bits
from core.vision.network import placed
from core.vision.preprocess import to_input
from core.vision.pricing import Prices
from core.vision.recalibration import Input, calibrate
from core.vision.recipe import USUAL_SIZE, Recipe
from core.vision.splitting import split_by_group
from core.vision.start import find_start
from core.vision.teaching_names import teach_names
from core.vision.versions import Version, next_version, save_version
from core.vision.weights import as_loaded, head_content, load_trunk

SHOWN, SHOWN_PIXELS = 4, 320
"""How many photographs of each class the picture of a version shows, and how large they are read."""

Progress = Callable[[str, int, int, float], None]
Report = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Request:
    """What to train: the data sets' folders, the model's name, the recipe, the seed, and the weights to start from.

    Photographs of one group, in whichever of the data sets, show the same object. ``prices`` choose the thresholds;
    without them the lower one is where balanced accuracy is best.
    """

    datasets: tuple[Path, ...]
    model: str
    recipe: Recipe
    seed: int = 0
    weights: str = "shipped"
    trained_on: str = ""
    licence: str = "not stated"
    credits: tuple[str, ...] = ()
    prices: Prices | None = None


@dataclass(frozen=True, eq=False)
class Trained:
    """The new version, and the files that were skipped with the reason of each."""

    version: Version
    skipped: list[str]


def train(
    request: Request, progress: Progress, report: Report, pictures: list[Picture] | None = None,
    models: Path | None = None,
) -> Trained:
    """Train one version and write it among the installation's models, or those in the folder ``models``.

    ``pictures`` are those to learn from, the data sets' training splits where they are not given.

    ``progress`` is told (stage, done, of how many, seconds left); ``report`` gets each epoch's figures. BadInput when
    the data set cannot be learnt from. The same request on the same processor gives the same weights, which no GPU
    assures; one that was interrupted goes on from its last epoch.
    """
    recipe, version = request.recipe, next_version(request.model)
    pictures, contradicted = without_contradictions(
        [p for dataset in request.datasets for p in read_split(dataset, "train")] if pictures is None else pictures)
    check_for_training(pictures)
    trunk_sha256, conv5 = find_start(request.weights)
    precision, device = best_precision(), best_device()
    trunk = placed(load_trunk(trunk_sha256), device, precision)
    store = FeatureStore(trunk, trunk_sha256, precision, device)
    examples, skipped = _features(store, pictures, recipe, progress)
    skipped = contradicted + skipped
    usable = [p for p in pictures if p.sha256 in examples]
    check_for_training(usable)
    learn, validate = split_by_group(usable, request.seed)
    facts = repr((fingerprint(usable), recipe, request.seed, trunk_sha256, str(precision)))
    kept = settings().data / "training" / f"{hashlib.sha256(facts.encode()).hexdigest()[:24]}.pt"
    learner = Learner(conv5, recipe, request.seed, device, precision)
    head = learner.learn([examples[p.sha256] for p in learn], [examples[p.sha256][0] for p in validate], kept, report)
    epochs = learner.epoch
    head.familiarity.fit(_summaries([e for p in learn for e in examples[p.sha256]]))
    capture = learn_limits([measure_capture(p.rgb()) for p in usable])
    tops = largest_activations(trunk, judging_head(as_loaded(head), None, device, precision), (
        to_input(p.rgb(), recipe.size, normalised=recipe.normalised) for p in learn[::-(-len(learn) // MOST_PICTURES)]))
    used = tops if multiplies_8_bits() else None
    judging = (judging_trunk(load_trunk(trunk_sha256), used, device, precision),
               judging_head(as_loaded(head), used, device, precision))
    put_in = Input(recipe.size, recipe.normalised, scaled=not recipe.enough_accuracy)
    head, calibrated = calibrate(head, judging, validate, put_in, request.prices, capture)
    content = head_content(head)
    learnt, shown = [e for p in learn for e in examples[p.sha256]], [examples[p.sha256][0] for p in validate]
    taught = teach_names(head.to(device), learnt, shown)
    names = taught[0].content() if taught else None
    if taught:
        calibrated["names"] = taught[1]
    store.shrink()
    written = save_version(
        Card(
            model=request.model, version=version, trunk_sha256=trunk_sha256,
            head_sha256=hashlib.sha256(content).hexdigest(), size=recipe.size,
            activations=tops, names_sha256=hashlib.sha256(names).hexdigest() if names is not None else None,
            normalised=recipe.normalised, max_pool=recipe.max_pool,
            thresholds=calibrated.pop("thresholds"), heat=calibrated.pop("heat"),
            familiar_below=calibrated.pop("familiar_below"), capture=capture, false_alarms=A_CAN,
            code=code_version(), fit_for="demonstration",
            trained_on=request.trained_on or _sentence(request.datasets, learn, validate),
            licence=request.licence, created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            data=_data(request.datasets, learn, validate, skipped),
            recipe={**dataclasses.asdict(recipe), "seed": request.seed, "weights": request.weights,
                    "epochs_run": epochs, "prices": dataclasses.asdict(request.prices) if request.prices else None},
            metrics={"validation": calibrated}, credits=list(request.credits),
        ),
        content, names, models, _learnt_picture(learn),
    )
    kept.unlink(missing_ok=True)
    return Trained(written, skipped)


def _features(
    store: FeatureStore, pictures: list[Picture], recipe: Recipe, progress: Progress
) -> tuple[dict[str, list[Example]], list[str]]:
    """Return each readable photograph's variants by its hash, and what was skipped."""
    examples: dict[str, list[Example]] = {}
    skipped = []
    started = time.perf_counter()
    for i, picture in enumerate(pictures):
        try:
            examples[picture.sha256] = list(store.examples(picture, _variants(len(pictures), recipe), recipe))
        except BadInput as problem:
            skipped.append(f"{picture.file}: {problem}")
        left = (time.perf_counter() - started) / (i + 1) * (len(pictures) - i - 1)
        progress("features", i + 1, len(pictures), left)
    return examples, skipped


def _learnt_picture(learn: list[Picture]) -> bytes:
    """Return a picture of some that were learnt from: good ones above, defective ones below."""
    kinds = [[p for p in learn if p.defective is defective] for defective in (False, True)]
    return picture_rows(
        [[thumbnail(p.photograph(SHOWN_PIXELS).rgb, SHOWN_PIXELS) for p in kind[::max(1, len(kind) // SHOWN)][:SHOWN]]
         for kind in kinds], SHOWN)


def _variants(pictures: int, recipe: Recipe) -> list[Variant]:
    """Few photographs get more variants, and small ones do, so that about the same work is the trunk's."""
    passes = recipe.passes * (USUAL_SIZE / recipe.size) ** 2
    count = min(max(round(passes / pictures), 1), VARIANTS) if recipe.augmented else 1
    return [Variant(number) for number in range(count)]


def _summaries(examples: list[Example]) -> torch.Tensor:
    return torch.cat([summarise(e.load()[None]) for e in examples])


def _sentence(datasets: Sequence[Path], learn: list[Picture], validate: list[Picture]) -> str:
    both = learn + validate
    return (f"{len(both)} photographs of {_name(datasets)}, {sum(p.defective for p in both)} of them defective, "
            f"{len(validate)} of these kept aside for validation.")


def _name(datasets: Sequence[Path]) -> str:
    return " and ".join(dict.fromkeys(dataset.resolve().name for dataset in datasets))


def _data(
    datasets: Sequence[Path], learn: list[Picture], validate: list[Picture], skipped: list[str]
) -> dict[str, Any]:
    return {
        "name": _name(datasets), "fingerprint": fingerprint(learn + validate),
        "learnt_from": {"good": sum(not p.defective for p in learn), "defective": sum(p.defective for p in learn)},
        "validated_on": {"good": sum(not p.defective for p in validate),
                         "defective": sum(p.defective for p in validate)},
        "groups": len({p.group for p in learn + validate}), "masks": sum(p.mask is not None for p in learn),
        "skipped": skipped,
        "in_train_and_test": [list(pair) for dataset in datasets for pair in _in_both(dataset, learn + validate)],
    }


def _in_both(dataset: Path, pictures: list[Picture]) -> list[tuple[str, str]]:
    try:
        return in_both(pictures, read_split(dataset, "test"))
    except BadInput:
        return []
