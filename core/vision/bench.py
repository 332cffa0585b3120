"""How fast a can is judged, beside the plain way of doing it: all in one run, taking turns."""

import io
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
from core.quality.verdict import Outcome
from core.settings import SAMPLES
from core.vision.engine import Engine, look
from core.vision.inspector import Inspector
from core.vision.machine import best_device, best_precision
from core.vision.network import Head, Trunk
from core.vision.preprocess import IMAGENET_MEAN, IMAGENET_STD, to_input
from core.vision.versions import active_version
from core.vision.weights import load_head, load_trunk

PLAIN_SIZE = 224
_MATRIX = 2048
_FULL_HD = (1920, 1080)


def measure(rounds: int) -> dict[str, Any]:
    """Time the first sample can."""
    return bench_inspect(DEFAULT_PRODUCT, sample_cans(DEFAULT_PRODUCT, 1)[0], rounds)


def bench_inspect(product: Product, files: Mapping[int, tuple[str, bytes]], rounds: int) -> dict[str, Any]:
    """Time one can from its files to verdicts, boxes and heatmaps; medians in seconds of rounds that take turns.

    ``_cpu_s`` is the processor time of all threads, which others who are busy on the machine hardly change.
    ``baseline_s``: each file decoded by Pillow, resized to 224, through torchvision's VGG16 layers in float32, the
    class activation map upsampled to the photograph. ``gemm_limit_s``: what this machine's own matrix product needs
    for the arithmetic of our model part (``model_s``), in the precision that we use; ``of_limit`` is their ratio.
    """
    inspector = Inspector(Engine())
    plain = _plain_networks(product)
    model_seconds: list[float] = []

    def ours() -> None:
        inspected = inspector.inspect(product, files)
        if any(one.result.outcome is Outcome.ERROR for one in inspected):
            raise RuntimeError("a side could not be judged, so its time means nothing")
        model_seconds.append(sum(one.model_ms for one in inspected) / 1000)

    def baseline() -> None:
        for number, (_, content) in files.items():
            _judge_plainly(*plain[product.side(number).group], content)

    floating_point = _operations(product, files)
    turns: dict[str, Callable[[], None]] = {"baseline": baseline, "ours": ours, "product": _as_products(floating_point)}
    for act in turns.values():
        act()
    model_seconds.clear()
    times = {name: Times() for name in turns}
    for _ in range(rounds):
        for name, act in turns.items():
            times[name].add(act)
    median = {name: statistics.median(each.wall) for name, each in times.items()}
    model_s = statistics.median(model_seconds)
    return {
        "baseline_s": round(median["baseline"], 4), "ours_s": round(median["ours"], 4),
        "speedup": round(median["baseline"] / median["ours"], 2), "model_s": round(model_s, 4),
        "gemm_limit_s": round(median["product"], 4), "of_limit": round(model_s / median["product"], 2),
        **{f"{name}_cpu_s": round(statistics.median(each.cpu), 4) for name, each in times.items()},
        "gflop": round(floating_point / 1e9, 1), "sides": len(files), "rounds": rounds,
    }


def sample_cans(product: Product, count: int) -> list[dict[int, tuple[str, bytes]]]:
    """Return the first sample cans as JPEG photographs of 1920 x 1080 pixels; BadInput when they are not there."""
    folders = sorted(path.parent for path in (SAMPLES / "cans").glob("*/truth.json"))[:count]
    cans = [_in_full_hd(arrange(read_folder(folder), product).by_side) for folder in folders]
    if len(cans) < count or not all(cans):
        raise BadInput("The sample cans in data/samples are not all there: put the folder back as it was.")
    return cans


def _in_full_hd(sides: Mapping[int, tuple[str, bytes]]) -> dict[int, tuple[str, bytes]]:
    can = {}
    for number, (name, content) in sides.items():
        large = cv2.resize(decode(name, content).rgb, _FULL_HD, interpolation=cv2.INTER_CUBIC)
        can[number] = (name, encode_jpeg(large, quality=90))
    return can


@dataclass
class Times:
    """The seconds that something took each time, and those that all threads of this process computed meanwhile."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, act: Callable[[], object]) -> None:
        """Do it once more."""
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        self.cpu.append(time.process_time() - cpu)
        self.wall.append(time.perf_counter() - wall)


def _as_products(floating_point: float) -> Callable[[], None]:
    """Return what multiplies matrices until about as many operations are done, the last product being a smaller one."""
    one, other = (torch.randn(_MATRIX, _MATRIX).to(best_device(), best_precision()) for _ in range(2))
    times, rest = divmod(floating_point / (2 * _MATRIX**2), _MATRIX)

    def multiply() -> None:
        for _ in range(int(times)):
            torch.mm(one, other)
        float(torch.mm(one, other[:, :int(rest) + 1])[0, 0])  # which waits for a GPU to be done

    return multiply


def _plain_networks(product: Product) -> dict[str, tuple[Trunk, Head]]:
    networks = {}
    for group, model in product.models.items():
        version = active_version(model)
        networks[group] = load_trunk(version.card.trunk_sha256), load_head(version)
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
