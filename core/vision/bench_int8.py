"""The trunk in 8 bits beside the machine's own precision: how much faster, and how far the probabilities move."""

import statistics
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import torch

from core.errors import BadInput
from core.imaging.decode import decode
from core.quality.sides import DEFAULT_PRODUCT
from core.vision.bench import Times, sample_cans
from core.vision.engine import Engine, Judgement
from core.vision.machine import best_precision, multiplies_8_bits
from core.vision.versions import Version, active_version

CANS = 12
CLOSE = 0.02
"""What lies this near to a threshold in float32 may change its verdict with the precision."""

Photograph = tuple[Version, np.ndarray]


def measure(rounds: int) -> dict[str, Any]:
    """Judge every photograph of the sample cans."""
    return bench_int8([
        (active_version(DEFAULT_PRODUCT.models[DEFAULT_PRODUCT.side(number).group]), decode(*file).rgb)
        for can in sample_cans(DEFAULT_PRODUCT, CANS) for number, file in can.items()
    ], rounds)


def bench_int8(photographs: Sequence[Photograph], rounds: int) -> dict[str, Any]:
    """Return milliseconds a photograph, by the clock and the processor, and how far probabilities are from float32's.

    ``own`` is the machine's own precision, ``int8`` what judges. ``changed`` counts other verdicts or reasons,
    ``changed_far`` those of them whose float32 probability is more than ``CLOSE`` from both thresholds. BadInput on a
    machine that does not multiply 8-bit numbers natively.
    """
    if not multiplies_8_bits():
        raise BadInput("This machine judges in its own precision: its processor has no VNNI, or a GPU does the work.")
    exact = _judge(Engine(torch.float32), photographs)
    engines = {"own": Engine(best_precision()), "int8": Engine()}
    figures: dict[str, Any] = {"photographs": len(photographs)}
    for name, engine in engines.items():
        found = _judge(engine, photographs)
        shift = [abs(a.probability - b.probability) for a, b in zip(exact, found, strict=True)]
        changed = [a for a, b in zip(exact, found, strict=True) if _said(a) != _said(b)]
        figures |= {f"{name}_shift_max": round(max(shift), 4), f"{name}_shift_mean": round(statistics.mean(shift), 4),
                    f"{name}_changed": len(changed), f"{name}_changed_far": sum(map(_far, changed))}
    times = {name: Times() for name in engines}
    for turn in range(rounds * 7):
        one = photographs[turn % len(photographs)]
        for name, engine in engines.items():
            times[name].add(partial(engine.judge, *one))
    for name, each in times.items():
        figures |= {f"{name}_ms": round(1000 * statistics.median(each.wall), 1),
                    f"{name}_cpu_ms": round(1000 * statistics.median(each.cpu), 1)}
    return {**figures, "speedup": round(figures["own_ms"] / figures["int8_ms"], 2),
            "speedup_cpu": round(figures["own_cpu_ms"] / figures["int8_cpu_ms"], 2), "rounds": rounds}


def _judge(engine: Engine, photographs: Sequence[Photograph]) -> list[Judgement]:
    return [engine.judge(*one) for one in photographs]


def _said(judgement: Judgement) -> tuple[str, str]:
    outcome, reason = judgement.outcome()
    return outcome, reason.code


def _far(judgement: Judgement) -> bool:
    limits = judgement.card.thresholds
    return min(abs(judgement.probability - limit) for limit in (limits.good_below, limits.bad_from)) > CLOSE
