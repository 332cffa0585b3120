"""The head learns from kept features: batches, loss, schedule, early stop, and going on after an interruption."""

import copy
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from core.vision.batches import CLEARLY_DEFECT, Batch, collate
from core.vision.features import Example
from core.vision.metrics import accuracy, auroc, balanced_accuracy
from core.vision.network import CHANNELS, Head, HeadOutput, placed
from core.vision.packing import Weights
from core.vision.recipe import Recipe

FULL = 10.0
"""The evidence that the cell with most of a defect should have, others in proportion and sound ones none: sound cells
then add nothing to the photograph's mean, and a small defect stands out in it."""

LEAST_SHARE = 1 / 3
"""Of each class among the photographs of an epoch, whatever the data set has."""

Report = Callable[[dict[str, Any]], None]


class Coupling(nn.Module):
    """Scale and offset between the cells' evidence and the photograph's logit while both are learnt.

    Afterwards they are folded into the dense layer, which leaves the network as it was described.
    """

    def __init__(self, scale: float, offset: float) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(math.log(scale)))
        self.offset = nn.Parameter(torch.tensor(offset))

    def forward(self, mean_evidence: torch.Tensor) -> torch.Tensor:
        return mean_evidence * self.log_scale.exp() + self.offset


def loss_of(output: HeadOutput, logit: torch.Tensor, batch: Batch, recipe: Recipe, weights: tuple[float, float]
            ) -> torch.Tensor:
    """Weighted cross-entropy of the photographs, and of the cells where masks (or a good photograph) tell them."""
    weight = torch.where(batch.defective > 0, weights[1], weights[0])
    each = nn.functional.binary_cross_entropy_with_logits(logit, batch.defective, reduction="none")
    loss = (each * weight).sum() / weight.sum()
    if not recipe.cell_weight:
        return loss
    defect = (batch.cells >= CLEARLY_DEFECT).float()
    off = nn.functional.smooth_l1_loss(output.evidence, batch.cells * FULL, reduction="none", beta=0.1)
    sound = ((batch.cells >= 0) & (batch.cells < CLEARLY_DEFECT)).float()
    missed = (off * defect).sum(dim=(1, 2)) / defect.sum(dim=(1, 2)).clamp(min=1)
    glow = (off * sound).sum(dim=(1, 2)) / sound.sum(dim=(1, 2)).clamp(min=1)
    shown = (defect.sum(dim=(1, 2)) > 0).float()
    return loss + recipe.cell_weight * ((missed * shown).sum() / shown.sum().clamp(min=1) + glow.mean())


class Learner:
    """One training of one head, an epoch at a time."""

    def __init__(self, conv5: Weights, recipe: Recipe, seed: int, device: torch.device, precision: torch.dtype) -> None:
        torch.manual_seed(seed)
        self.recipe, self.seed, self.device, self.precision = recipe, seed, device, precision
        self.head = Head(max_pool=recipe.max_pool)
        self.head.conv5.load_state_dict(conv5)
        placed(self.head, device, torch.float32)
        coupling = Coupling(7.0, -1.0) if recipe.cell_weight else Coupling(1.0, 0.0)
        self.coupling = coupling.to(device).requires_grad_(recipe.cell_weight > 0)
        self.mean_head, self.mean_coupling = copy.deepcopy(self.head), copy.deepcopy(self.coupling)
        self.optimizer = torch.optim.AdamW(
            [
                {"params": self.head.conv5.parameters(), "lr": recipe.rate},
                {"params": self.head.dense.parameters(), "lr": recipe.dense_rate},
                {"params": self.coupling.parameters(), "lr": recipe.dense_rate * 5, "weight_decay": 0.0},
            ],
            weight_decay=recipe.decay,
        )
        self.epoch = self.steps = 0
        self.best: tuple[float, Weights] | None = None
        self.stale = 0
        self.finished = False

    def learn(self, pictures: list[list[Example]], validation: list[Example], kept: Path, report: Report) -> Head:
        """Train to the end and return the best epoch's head; ``kept`` is where to go on from after an interruption.

        ``pictures`` has the variants of each photograph; ``report`` gets an epoch's figures as a dictionary.
        """
        if kept.is_file():
            self._restore(torch.load(kept, map_location=self.device, weights_only=True))
        while not self.finished and self.epoch < self.recipe.epochs:
            started = time.perf_counter()
            figures = self._one_epoch(pictures) | self._validate(validation)
            self.epoch += 1
            seconds = time.perf_counter() - started
            enough = self.recipe.enough_accuracy is not None and figures["accuracy"] >= self.recipe.enough_accuracy
            self.finished = enough or self.stale >= self.recipe.patience
            self._keep(kept)
            left = 0.0 if self.finished else seconds * (self.recipe.epochs - self.epoch)
            report({"epoch": self.epoch, "epochs": self.recipe.epochs, **figures,
                    "seconds": round(seconds, 2), "left_s": round(left, 1)})
        return self._best_head()

    def _one_epoch(self, pictures: list[list[Example]]) -> dict[str, float]:
        random = np.random.default_rng([self.seed, self.epoch])
        batches = list(self._batches(pictures, random))
        weights = _weights([e for batch in batches for e in batch])
        if self.recipe.defective_weight is not None:
            weights = (1.0, self.recipe.defective_weight)
        total, right, seen = 0.0, 0, 0
        self.head.train()
        for i, examples in enumerate(batches):
            self._schedule((self.epoch + i / len(batches)) / self.recipe.epochs)
            batch = collate(examples, self.device)
            gains = self._gains(len(examples), random)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision is torch.bfloat16):
                output = self.head(batch.features * gains, batch.inside)
            logit = self.coupling(output.logits[:, 1] - output.logits[:, 0])
            loss = loss_of(output, logit, batch, self.recipe, weights)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            self.optimizer.step()
            self._follow()
            total += float(loss.detach()) * len(examples)
            right += int(((logit > 0) == (batch.defective > 0)).sum())
            seen += len(examples)
        return {"loss": round(total / seen, 5), "accuracy": round(right / seen, 5)}

    def _batches(self, pictures: list[list[Example]], random: np.random.Generator) -> Iterator[list[Example]]:
        """Yield batches of like shapes: one random variant a photograph, the rarer class repeated to its share."""
        classes = [[p for p in pictures if p[0].picture.defective is kind] for kind in (False, True)]
        rounds = max(len(variants) for variants in pictures)
        drawn = len(pictures)
        if self.recipe.epoch_pictures is not None:
            drawn = min(max(self.recipe.epoch_pictures, drawn // 2), rounds * drawn)
        share = len(classes[1]) / len(pictures)
        if self.recipe.defective_weight is None:
            share = min(max(share, LEAST_SHARE), 1 - LEAST_SHARE)
        counts = [drawn - round(drawn * share), round(drawn * share)]
        chosen = []
        for own, count in zip(classes, counts, strict=True):
            order = [random.permutation(len(own)) for _ in range(math.ceil(count / len(own)))]
            chosen += [own[i] for i in np.concatenate(order)[:count]]
        examples = [chosen[i][random.integers(len(chosen[i]))] for i in random.permutation(len(chosen))]
        batch = self.recipe.batch
        for start in range(0, len(examples), batch * 16):
            near = sorted(examples[start:start + batch * 16], key=lambda e: e.shape)
            groups = [near[i:i + batch] for i in range(0, len(near), batch)]
            for i in random.permutation(len(groups)):
                yield groups[i]

    def _gains(self, count: int, random: np.random.Generator) -> torch.Tensor:
        """Return a random factor for each channel of each photograph: other parts look a little different."""
        shape = (count, CHANNELS, 1, 1)
        gains = np.exp(self.recipe.jitter * random.standard_normal(shape)) / (1 - self.recipe.dropped)
        gains *= random.random(shape) >= self.recipe.dropped
        return torch.from_numpy(gains.astype(np.float32)).to(self.device)

    def _schedule(self, progress: float) -> None:
        """Rise over the first tenth, then fall along a cosine; constant when the weights are not averaged."""
        factor = 1.0
        if self.recipe.average:
            rise = min(1.0, progress / 0.1 + 0.05)
            factor = rise * (0.5 + 0.5 * math.cos(math.pi * progress)) + 0.01
        rates = (self.recipe.rate, self.recipe.dense_rate, self.recipe.dense_rate * 5)
        for group, rate in zip(self.optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * factor

    @torch.no_grad()
    def _follow(self) -> None:
        self.steps += 1
        share = 1 - min(self.recipe.average, self.steps / (self.steps + 10)) if self.recipe.average else 1.0
        steps = (self.mean_head, self.head), (self.mean_coupling, self.coupling)
        for mean, own in steps:
            for slow, fast in zip(mean.parameters(), own.parameters(), strict=True):
                slow.lerp_(fast, share)

    @torch.no_grad()
    def _validate(self, validation: list[Example]) -> dict[str, float]:
        self.mean_head.eval()
        losses, logits, truths = [], [], []
        ordered = sorted(validation, key=lambda e: e.shape)
        weights = _weights(validation)
        for start in range(0, len(ordered), self.recipe.batch):
            batch = collate(ordered[start:start + self.recipe.batch], self.device)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision is torch.bfloat16):
                output = self.mean_head(batch.features, batch.inside)
            logit = self.mean_coupling(output.logits[:, 1] - output.logits[:, 0])
            losses.append(float(loss_of(output, logit, batch, self.recipe, weights)) * len(logit))
            logits.append(logit.cpu().numpy())
            truths.append(batch.defective.cpu().numpy() > 0)
        loss, logit, truth = sum(losses) / len(ordered), np.concatenate(logits), np.concatenate(truths)
        self.stale += 1
        if self.best is None or loss < self.best[0]:
            self.best = (loss, copy.deepcopy(self.mean_head.state_dict()))
            self.stale = 0
        return {"validation_loss": round(loss, 5), "validation_accuracy": round(accuracy(truth, logit > 0), 5),
                "validation_balanced_accuracy": round(balanced_accuracy(truth, logit > 0), 5),
                "validation_auroc": round(auroc(truth, logit), 5)}

    def _best_head(self) -> Head:
        head = Head(max_pool=self.recipe.max_pool)
        weights = self.mean_head.state_dict()
        if self.best is not None and self.recipe.enough_accuracy is None:
            weights = self.best[1]
        head.load_state_dict({k: v.float().cpu().contiguous() for k, v in weights.items()})
        return head.eval().requires_grad_(False)

    def _keep(self, kept: Path) -> None:
        state = {
            "head": self.head.state_dict(), "coupling": self.coupling.state_dict(),
            "mean_head": self.mean_head.state_dict(), "mean_coupling": self.mean_coupling.state_dict(),
            "optimizer": self.optimizer.state_dict(), "epoch": self.epoch, "steps": self.steps, "stale": self.stale,
            "finished": self.finished, "best": list(self.best) if self.best else None,
        }
        kept.parent.mkdir(parents=True, exist_ok=True)
        waiting = kept.with_suffix(".tmp")
        torch.save(state, waiting)
        waiting.replace(kept)

    def _restore(self, state: dict[str, Any]) -> None:
        self.head.load_state_dict(state["head"])
        self.coupling.load_state_dict(state["coupling"])
        self.mean_head.load_state_dict(state["mean_head"])
        self.mean_coupling.load_state_dict(state["mean_coupling"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.epoch, self.steps = state["epoch"], state["steps"]
        self.stale, self.finished = state["stale"], state["finished"]
        self.best = (state["best"][0], state["best"][1]) if state["best"] else None


def _weights(examples: list[Example]) -> tuple[float, float]:
    """Return the weights of good and defective that make both classes count the same."""
    share = sum(e.picture.defective for e in examples) / len(examples)
    return 0.5 / (1 - share), 0.5 / share
