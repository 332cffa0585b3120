"""How fast a can is judged, beside the plain way of doing it: both in one run, taking turns."""

import io
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch.utils.flop_counter import FlopCounterMode

from core.quality.sides import Product
from core.vision.engine import Engine, best_precision, look
from core.vision.inspector import Inspector
from core.vision.network import Head, Trunk, placed
from core.vision.preprocess import IMAGENET_MEAN, IMAGENET_STD, to_input
from core.vision.versions import active_version, load_head, load_trunk

LEAST_ROUNDS = 7
PLAIN_SIZE = 224
_MATRIX = 2048


def bench_inspect(product: Product, files: Mapping[int, tuple[str, bytes]], rounds: int = LEAST_ROUNDS
                  ) -> dict[str, Any]:
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
    for _ in range(max(rounds, LEAST_ROUNDS)):
        for name, act in turns.items():
            seconds[name].append(_timed(act))
    median = {name: statistics.median(times) for name, times in seconds.items()}
    model_s = statistics.median(model_seconds)
    limit = floating_point / (2 * _MATRIX**3 / median["product"])
    return {
        "baseline_s": round(median["baseline"], 4), "ours_s": round(median["ours"], 4),
        "speedup": round(median["baseline"] / median["ours"], 2), "model_s": round(model_s, 4),
        "gemm_limit_s": round(limit, 4), "of_limit": round(model_s / limit, 2),
        "gflop": round(floating_point / 1e9, 1), "sides": len(files), "rounds": max(rounds, LEAST_ROUNDS),
    }


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "threads": torch.get_num_threads(), "capability": torch.backends.cpu.get_cpu_capability(),
        "precision": str(best_precision()).removeprefix("torch."), "torch": torch.__version__,
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
    }


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
