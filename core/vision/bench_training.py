"""How fast an epoch is, beside the plain loop that puts every photograph through the whole network at every step, and
how long a whole head takes by the quick recipe."""

import dataclasses
import statistics
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import nn

from core.quality.verdict import Outcome
from core.settings import scratch_installation
from core.vision.bench import Times
from core.vision.dataset import Picture, read_split
from core.vision.engine import Engine
from core.vision.metrics import balanced_accuracy
from core.vision.network import Head
from core.vision.preprocess import to_input
from core.vision.recipe import find_recipe
from core.vision.splitting import split_by_group
from core.vision.start import SHIPPED, find_start
from core.vision.training import Request, train
from core.vision.versions import Version
from core.vision.weights import load_trunk

SEEDS = (0, 1, 2)
SIZE = 160
FEW, MANY = (72, 48), (180, 120)
"""Good plates and scratched ones: those that both ways learn from, as few as teach ours, and those for a whole head."""

TEST_EACH = 16
BATCH, RATE = 8, 1e-4
QUICK = find_recipe("quick")


def measure(rounds: int) -> dict[str, Any]:
    """Draw a small data set and learn from it both ways, so many epochs for each of three seeds; then a larger one."""
    with scratch_installation() as folder:
        return {**bench_training(draw_plates(folder / "few", *FEW), SIZE, rounds),
                "quick": bench_head(draw_plates(folder / "many", *MANY))}


def bench_head(dataset: Path) -> dict[str, Any]:
    """Return the seconds from photographs to a version by the quick recipe, nothing kept from before, and its balanced
    accuracy on ``test``."""
    began = time.perf_counter()
    version = train(Request((dataset,), "bench-quick", QUICK), lambda *stage: None, lambda figures: None).version
    seconds = time.perf_counter() - began
    tested = read_split(dataset, "test")
    return {"head_s": round(seconds, 1), "head_photographs": len(read_split(dataset, "train")),
            "head_size": QUICK.size, "head_balanced_accuracy": _balanced(tested, _called_defective(version, tested))}


def bench_training(dataset: Path, size: int, rounds: int) -> dict[str, Any]:
    """Return the medians of an epoch's seconds, both ways taking turns, and the balanced accuracy on ``test``.

    The plain loop: each photograph decoded, resized and put through trunk and head at every step, in float32, with
    cross-entropy and Adam. ``features_s``: what comes once before our epochs; ``features_again_s``: with them kept.
    """
    recipe = dataclasses.replace(find_recipe("default"), size=size, epochs=rounds, patience=rounds,
                                 epoch_pictures=None)
    tested = read_split(dataset, "test")
    times = _Clock()
    accuracy: dict[str, list[float]] = {"plain": [], "ours": []}
    for seed in SEEDS:
        plain = _Plain(split_by_group(read_split(dataset, "train"), seed)[0], size, seed)
        version = _train(Request((dataset,), "bench", recipe, seed), plain, times)
        accuracy["plain"].append(_balanced(tested, [plain.calls_defective(p) for p in tested]))
        accuracy["ours"].append(_balanced(tested, _called_defective(version, tested)))
    plain_s, ours_s, plain_cpu_s, ours_cpu_s = map(statistics.median, (
        times.plain.wall, times.ours.wall, times.plain.cpu, times.ours.cpu))
    return {
        "plain_epoch_s": round(plain_s, 3), "epoch_s": round(ours_s, 3), "speedup": round(plain_s / ours_s, 2),
        "plain_epoch_cpu_s": round(plain_cpu_s, 3), "epoch_cpu_s": round(ours_cpu_s, 3),
        "speedup_cpu": round(plain_cpu_s / ours_cpu_s, 2),
        "features_s": round(times.features.wall[0], 2), "features_again_s": round(max(times.features.wall[1:]), 2),
        "plain_balanced_accuracy": accuracy["plain"], "balanced_accuracy": accuracy["ours"],
        "photographs": len(read_split(dataset, "train")), "size": size, "epochs": rounds, "seeds": len(SEEDS),
    }


class _Clock:
    """What the stages of our training took, told by the reports that come after each."""

    def __init__(self) -> None:
        self.features, self.ours, self.plain = Times(), Times(), Times()

    def begin(self) -> None:
        self._since = time.perf_counter(), time.process_time()

    def end(self, times: Times) -> None:
        times.wall.append(time.perf_counter() - self._since[0])
        times.cpu.append(time.process_time() - self._since[1])


def _train(request: Request, plain: "_Plain", clock: _Clock) -> Version:
    def features_done(stage: str, done: int, of: int, left: float) -> None:
        if done == of:
            clock.end(clock.features)
            clock.begin()

    def epoch_done(figures: dict[str, Any]) -> None:
        clock.end(clock.ours)
        clock.plain.add(plain.learn_once)
        clock.begin()

    clock.begin()
    return train(request, features_done, epoch_done).version


class _Plain:
    """The loop that one would write first."""

    def __init__(self, pictures: list[Picture], size: int, seed: int) -> None:
        torch.manual_seed(seed)
        trunk_sha256, conv5 = find_start(SHIPPED)
        self._pictures, self._size = pictures, size
        self._trunk, self._head = load_trunk(trunk_sha256), Head()
        self._head.conv5.load_state_dict(conv5)
        self._adam = torch.optim.Adam(self._head.parameters(), RATE)
        self._random = np.random.default_rng(seed)
        share = sum(p.defective for p in pictures) / len(pictures)
        self._loss = nn.CrossEntropyLoss(torch.tensor([0.5 / (1 - share), 0.5 / share]))

    def learn_once(self) -> None:
        """Learn from every photograph once."""
        order = self._random.permutation(len(self._pictures))
        for start in range(0, len(order), BATCH):
            batch = [self._pictures[i] for i in order[start:start + BATCH]]
            logits = self._head(self._trunk(torch.cat([self._input(p) for p in batch]))).logits
            loss = self._loss(logits, torch.tensor([int(p.defective) for p in batch]))
            self._adam.zero_grad()
            loss.backward()
            self._adam.step()

    @torch.no_grad()
    def calls_defective(self, picture: Picture) -> bool:
        """Say which of the two scores is the higher."""
        logits = self._head(self._trunk(self._input(picture))).logits[0]
        return bool(logits[1] > logits[0])

    def _input(self, picture: Picture) -> torch.Tensor:
        return to_input(picture.rgb(), self._size)


def _called_defective(version: Version, pictures: list[Picture]) -> list[bool]:
    engine = Engine()
    return [engine.judge(version, p.rgb()).outcome()[0] is not Outcome.GOOD for p in pictures]


def _balanced(pictures: list[Picture], called: list[bool]) -> float:
    return round(balanced_accuracy(np.array([p.defective for p in pictures]), np.array(called)), 3)


def draw_plates(root: Path, good: int, scratched: int) -> Path:
    """Draw brushed steel plates in the MVTec AD layout, good ones and ones with a faint scratch and its mask."""
    for split, counts in (("train", (good, scratched)), ("test", (TEST_EACH, TEST_EACH))):
        for kind, count in zip(("good", "scratch"), counts, strict=True):
            for number in range(count):
                _draw_plate(root, split, kind, number)
    return root


def _draw_plate(root: Path, split: str, kind: str, number: int) -> None:
    random = np.random.default_rng([number, split == "test", kind == "scratch"])
    brushed = cv2.GaussianBlur(random.normal(0, 26, (400, 400)), (0, 0), sigmaX=9, sigmaY=0.6)
    plate = 3 * brushed + random.uniform(95, 150)
    mask = np.zeros(plate.shape, np.uint8)
    if kind != "good":
        start, turn = random.integers(80, 320, 2), random.uniform(0, np.pi)
        end = start + (random.uniform(60, 120) * np.array([np.cos(turn), np.sin(turn)])).astype(int)
        cv2.line(mask, start.tolist(), end.tolist(), 255, int(random.integers(4, 8)))
        plate += 0.22 * random.choice((-1, 1)) * cv2.GaussianBlur(mask, (0, 0), 1.0)
        _write(root / "ground_truth" / kind / f"{split}{number:03}_mask.png", mask)
    plate += random.normal(0, 5, plate.shape)
    _write(root / split / kind / f"{split}{number:03}.png", plate.clip(0, 255).astype(np.uint8))


def _write(path: Path, picture: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), picture)
