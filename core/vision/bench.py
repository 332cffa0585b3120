"""How fast a can is judged, beside the plain way of doing it: both in one run, taking turns."""

import io
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from PIL import Image
from torch.utils.flop_counter import FlopCounterMode

from core.errors import BadInput
from core.imaging.decode import decode
from core.imaging.intake import arrange, read_folder
from core.imaging.overlay import encode_jpeg
from core.quality.sides import DEFAULT_PRODUCT, Product
from core.settings import SAMPLES
from core.vision.engine import Engine, look
from core.vision.inspector import Inspector
from core.vision.machine import best_precision
from core.vision.network import Head, Trunk, placed
from core.vision.preprocess import IMAGENET_MEAN, IMAGENET_STD, to_input
from core.vision.versions import active_version, load_head, load_trunk

PLAIN_SIZE = 224
_MATRIX = 2048
_FULL_HD = (1920, 1080)


def measure(rounds: int) -> dict[str, Any]:
    """Time the first sample can as JPEG photographs of 1920 x 1080 pixels."""
    return bench_inspect(DEFAULT_PRODUCT, _one_can(DEFAULT_PRODUCT), rounds)


def bench_inspect(product: Product, files: Mapping[int, tuple[str, bytes]], rounds: int) -> dict[str, Any]:
    """Time one can from its files to verdicts, boxes and heatmaps; medians in seconds of rounds that take turns.

    ``baseline_s``: each file decoded by Pillow, resized to 224, through torchvision's VGG16 layers in float32, the
    class activation map upsampled to the photograph. ``gemm_limit_s``: what this machine's own matrix product would
    need for the arithmetic of our model part (``model_s``), in the precision that we use; ``of_limit`` is their ratio.
    """
    inspector = Inspector(Engine())
    plain = _plain_networks(product)
    model_seconds: list[float] = []

    def ours() -> None:
        inspected = inspector.inspect(product, files)
        model_seconds.append(sum(one.model_ms for one in inspected) / 1000)

    def baseline() -> None:
        for number, (_, content) in files.items():
            _judge_plainly(*plain[product.side(number).group], content)

    floating_point = _operations(product, files)
    seconds: dict[str, list[float]] = {"baseline": [], "ours": [], "product": []}
    turns: dict[str, Callable[[], None]] = {"baseline": baseline, "ours": ours, "product": _multiply}
    for act in turns.values():
        act()
    model_seconds.clear()
    for _ in range(rounds):
        for name, act in turns.items():
            seconds[name].append(_timed(act))
    median = {name: statistics.median(times) for name, times in seconds.items()}
    model_s = statistics.median(model_seconds)
    limit = floating_point / (2 * _MATRIX**3 / median["product"])
    return {
        "baseline_s": round(median["baseline"], 4), "ours_s": round(median["ours"], 4),
        "speedup": round(median["baseline"] / median["ours"], 2), "model_s": round(model_s, 4),
        "gemm_limit_s": round(limit, 4), "of_limit": round(model_s / limit, 2),
        "gflop": round(floating_point / 1e9, 1), "sides": len(files), "rounds": rounds,
    }


def _one_can(product: Product) -> dict[int, tuple[str, bytes]]:
    folder = min((path.parent for path in (SAMPLES / "cans").glob("*/truth.json")), default=Path())
    sides = arrange(read_folder(folder), product).by_side
    if not sides:
        raise BadInput("There are no sample cans in data/samples: put the folder back as it was.")
    can = {}
    for number, (name, content) in sides.items():
        large = cv2.resize(decode(name, content).rgb, _FULL_HD, interpolation=cv2.INTER_CUBIC)
        can[number] = (name, encode_jpeg(large, quality=90))
    return can


def _timed(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _multiply() -> None:
    one = torch.ones(_MATRIX, _MATRIX, dtype=best_precision())
    torch.mm(one, one)


def _plain_networks(product: Product) -> dict[str, tuple[Trunk, Head]]:
    networks = {}
    for group, model in product.models.items():
        version = active_version(model)
        trunk = placed(load_trunk(version.card.trunk_sha256), torch.device("cpu"), torch.float32)
        networks[group] = trunk, load_head(version)
    return networks


@torch.no_grad()
def _judge_plainly(trunk: Trunk, head: Head, content: bytes) -> None:
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    values = np.asarray(picture.resize((PLAIN_SIZE, PLAIN_SIZE)), np.float32) / 255
    prepared = torch.from_numpy((values - IMAGENET_MEAN) / IMAGENET_STD).permute(2, 0, 1)[None].contiguous()
    output = head(trunk(prepared))
    torch.nn.functional.interpolate(output.evidence[None], (picture.height, picture.width), mode="bilinear")


def _operations(product: Product, files: Mapping[int, tuple[str, bytes]]) -> float:
    """Count the floating point operations of the model part, a multiplication and an addition being two."""
    total = 0
    for number, (_, content) in files.items():
        card = active_version(product.models[product.side(number).group]).card
        rgb = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
        with FlopCounterMode(display=False) as counter:
            look(Trunk(), Head(max_pool=card.max_pool), to_input(rgb, card.size))
        total += counter.get_total_flops()
    return float(total)
