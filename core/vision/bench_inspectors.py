"""How long eight inspectors wait who give their cans at the same moment, and whether each gets their own numbers."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from core.imaging.decode import decode
from core.quality.sides import DEFAULT_PRODUCT, Product
from core.quality.verdict import SideResult
from core.vision.bench import Times, sample_cans
from core.vision.inspector import Inspector
from core.vision.preprocess import least_edge
from core.vision.versions import active_version

AT_ONCE = 8
Files = Mapping[int, tuple[str, bytes]]


def measure(rounds: int) -> dict[str, Any]:
    """Time one can alone, its model part alone, and eight cans at once; medians of rounds that take turns."""
    return bench_inspectors(Inspector(), DEFAULT_PRODUCT, sample_cans(DEFAULT_PRODUCT, AT_ONCE), rounds)


def bench_inspectors(inspector: Inspector, product: Product, cans: Sequence[Files], rounds: int) -> dict[str, Any]:
    """Return how many times as long as a can alone the longest of all at once waited, and what share of the cans a
    minute that the model part alone allows they got together (by the clock, and by the processor's time); ``mixed``
    counts sides judged other than alone."""
    expected = [_judge(inspector, product, each) for each in cans]
    alone, model, together, longest, mixed = Times(), Times(), Times(), list[float](), 0

    def at_once() -> None:
        nonlocal mixed
        with ThreadPoolExecutor(len(cans)) as people:
            waits = list(people.map(lambda each: _wait(inspector, product, each), cans))
        longest.append(max(seconds for seconds, _ in waits))
        mixed += sum(a != b for (_, found), told in zip(waits, expected, strict=True)
                     for a, b in zip(found, told, strict=True))

    for _ in range(rounds):
        alone.add(lambda: inspector.inspect(product, cans[0]))
        model.add(_model_part(inspector, product, cans[0]))
        together.add(at_once)
    alone_s, model_s, together_s = (statistics.median(times.wall) for times in (alone, model, together))
    longest_s, model_cpu_s, together_cpu_s = map(statistics.median, (longest, model.cpu, together.cpu))
    return {
        "at_once": len(cans), "alone_s": round(alone_s, 4), "model_alone_s": round(model_s, 4),
        "longest_s": round(longest_s, 4), "longest_of_alone": round(longest_s / alone_s, 2),
        "cans_a_minute": round(60 * len(cans) / together_s, 1), "model_cans_a_minute": round(60 / model_s, 1),
        "of_model": round(len(cans) * model_s / together_s, 3),
        "of_model_cpu": round(len(cans) * model_cpu_s / together_cpu_s, 3), "mixed": mixed, "rounds": rounds,
    }


def _judge(inspector: Inspector, product: Product, can: Files) -> list[SideResult]:
    return [side.result for side in inspector.inspect(product, can)]


def _wait(inspector: Inspector, product: Product, can: Files) -> tuple[float, list[SideResult]]:
    began = time.perf_counter()
    results = _judge(inspector, product, can)
    return time.perf_counter() - began, results


def _model_part(inspector: Inspector, product: Product, can: Files) -> Callable[[], object]:
    ready = []
    for number, (name, content) in can.items():
        version = active_version(product.models[product.side(number).group])
        ready.append((version, decode(name, content, least_edge(version.card.size)).rgb))
    return lambda: [inspector.engine.judge(*one) for one in ready]
