"""Fails closed: whatever goes wrong on the way to a verdict, a side is never good."""

import dataclasses
import json
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from core.quality.sides import FOOD_CAN, Product
from core.quality.thresholds import Thresholds
from core.quality.verdict import Outcome
from core.vision.card import Card
from core.vision.engine import Engine, Judgement
from core.vision.inspector import Inspector
from core.vision.versions import Version, active_version
from core.words import sentence
from tests.drawing import as_jpeg, drawn_side

PLATES: Product = dataclasses.replace(FOOD_CAN, models={"wall": "plates", "lid": "plates"})


class FakeEngine(Engine):
    """Says what it was told to."""

    def __init__(self, probability: object, heat: object, card: Card | None = None, strangeness: float = 0.0) -> None:
        self.answer, self.card, self.distance = (probability, heat), card, strangeness

    lids: float | None = None
    name: str | None = None

    def strangeness(self, version: Version, judgement: Judgement) -> float | None:
        return self.lids if version.card.model == "lids" else judgement.strange

    def judge(self, version: Version, rgb: np.ndarray) -> Judgement:
        probability, heat = self.answer
        if isinstance(probability, BaseException):
            raise probability
        return Judgement(probability, heat, self.distance, self.card or version.card, SUMMARY,  # type: ignore[arg-type]
                         self.name)


SUMMARY = np.zeros(512, np.float32)
CALM = np.full((4, 4), 0.1, np.float32)


def inspect_one(engine: Engine, content: bytes | None = None) -> tuple[Outcome, str]:
    photograph = content if content is not None else as_jpeg(drawn_side(1))
    (side,) = Inspector(engine).inspect(PLATES, {1: ("1.jpg", photograph)})
    return side.result.outcome, side.result.reason.code


def test_a_low_probability_with_a_calm_heatmap_is_good(own_models: Path) -> None:
    assert inspect_one(FakeEngine(0.0, CALM)) == (Outcome.GOOD, "side_good")


@pytest.mark.parametrize("probability", [float("nan"), float("inf"), -float("inf"), -0.01, 1.01, None, "0.1", [0.1]])
def test_what_is_no_probability_is_never_good(own_models: Path, probability: object) -> None:
    assert inspect_one(FakeEngine(probability, CALM))[0] is Outcome.ERROR


@pytest.mark.parametrize("heat", [
    np.full((4, 4), np.nan), np.full((4, 4), np.inf), np.zeros(4), np.zeros((2, 2, 2)), np.zeros((0, 3)), None,
])
def test_what_is_no_heatmap_is_never_good(own_models: Path, heat: object) -> None:
    assert inspect_one(FakeEngine(0.0, heat))[0] is Outcome.ERROR


@pytest.mark.parametrize("error", [RuntimeError("out of memory"), TimeoutError(), ValueError(), MemoryError()])
def test_an_engine_that_fails_or_runs_out_of_time_is_never_good(own_models: Path, error: Exception) -> None:
    assert inspect_one(FakeEngine(error, CALM)) == (Outcome.ERROR, "side_failed")


def test_an_answer_of_another_model_is_never_good(own_models: Path) -> None:
    other = dataclasses.replace(active_version("plates").card, version="2")
    assert inspect_one(FakeEngine(0.0, CALM, other))[0] is Outcome.ERROR


@pytest.mark.parametrize("strangeness", [float("nan"), float("inf"), 1e9])
def test_a_photograph_unlike_what_was_learnt_goes_to_a_person_whatever_the_model_says(
    own_models: Path, strangeness: float
) -> None:
    for probability in (0.0, 0.5, 1.0):
        outcome, code = inspect_one(FakeEngine(probability, CALM, strangeness=strangeness))
        assert (outcome.value, code) == (("review", "side_unfamiliar") if strangeness == 1e9
                                         else ("error", "side_not_a_probability"))


def test_a_products_own_thresholds_hold_instead_of_the_models(own_models: Path) -> None:
    strict = dataclasses.replace(PLATES, thresholds={"wall": Thresholds(0.005, 0.05)})
    photograph = {1: ("1.jpg", as_jpeg(drawn_side(1)))}
    (usual,) = Inspector(FakeEngine(0.06, CALM)).inspect(PLATES, photograph)
    (own,) = Inspector(FakeEngine(0.06, CALM)).inspect(strict, photograph)
    assert (usual.result.outcome, own.result.outcome) == (Outcome.GOOD, Outcome.BAD)
    assert own.result.thresholds == Thresholds(0.005, 0.05)


@pytest.fixture
def with_lids(own_models: Path) -> Product:
    """A product whose lid has a model of its own."""
    shutil.copytree(own_models / "plates", own_models / "lids")
    card = json.loads((own_models / "lids" / "1" / "card.json").read_text())
    (own_models / "lids" / "1" / "card.json").write_text(json.dumps({**card, "model": "lids"}))
    return dataclasses.replace(PLATES, models={"wall": "plates", "lid": "lids"})


@pytest.mark.parametrize("probability", [0.0, 1.0])
@pytest.mark.parametrize(("own", "lids", "wrong"), [
    (1.2, None, False), (1.2, 1.1, False), (1.2, 0.9, True), (0.9, 0.88, False), (0.9, 0.7, True), (0.6, 0.9, False),
])
def test_a_photograph_that_another_sides_model_knows_better_is_of_that_side_whatever_the_model_says(
    with_lids: Product, probability: float, own: float, lids: float | None, wrong: bool
) -> None:
    limit = active_version("plates").card.familiar_below or 0
    engine = FakeEngine(probability, CALM, strangeness=own * limit)
    engine.lids = lids
    (side,) = Inspector(engine).inspect(with_lids, {1: ("1.jpg", as_jpeg(drawn_side(1)))})
    assert (side.result.reason.code == "side_wrong") is wrong
    if wrong:
        assert side.result.outcome is Outcome.REVIEW
        assert sentence(side.result.reason) == "this looks like side 4 (Lid): take this side itself"


def test_a_model_that_is_missing_on_another_side_leaves_this_one_alone(with_lids: Product, own_models: Path) -> None:
    shutil.rmtree(own_models / "lids")
    (side,) = Inspector(FakeEngine(0.0, CALM)).inspect(with_lids, {1: ("1.jpg", as_jpeg(drawn_side(1)))})
    assert side.result.outcome is Outcome.GOOD


def test_a_missing_or_damaged_model_is_never_good_and_says_so(own_models: Path) -> None:
    (own_models / "plates" / "1" / "head.safetensors").write_bytes(b"")
    assert inspect_one(Engine()) == (Outcome.ERROR, "side_model_refused")
    (own_models / "plates" / "1" / "card.json").write_text("{}")
    assert inspect_one(Engine()) == (Outcome.ERROR, "side_model_refused")


def test_without_a_model_every_usable_photograph_waits_for_a_person(own_models: Path) -> None:
    shutil.rmtree(own_models / "plates")
    assert inspect_one(Engine()) == (Outcome.REVIEW, "side_collecting")
    assert inspect_one(Engine(), as_jpeg(np.zeros((200, 200, 3), np.uint8))) == (Outcome.REVIEW, "side_dark")


def test_an_unreadable_photograph_is_never_good(own_models: Path) -> None:
    assert inspect_one(FakeEngine(0.0, CALM), b"not a photograph") == (Outcome.ERROR, "side_unreadable")


def test_one_broken_photograph_leaves_the_others_alone(own_models: Path) -> None:
    files = {n: (f"{n}.jpg", as_jpeg(drawn_side(n)) if n != 3 else b"broken") for n in (1, 2, 3, 5)}
    inspected = Inspector(FakeEngine(0.0, CALM)).inspect(PLATES, files)
    assert [(s.result.side.number, s.result.outcome.value) for s in inspected] == [
        (1, "good"), (2, "good"), (3, "error"), (5, "good")]


def test_the_same_photograph_for_two_sides_is_noticed(own_models: Path) -> None:
    photograph = as_jpeg(drawn_side(1))
    inspector = Inspector(FakeEngine(0.0, CALM))
    first, second = inspector.inspect(PLATES, {1: ("1.jpg", photograph), 2: ("2.jpg", photograph)})
    assert first.result.outcome is Outcome.GOOD
    assert (second.result.outcome, second.result.reason.code) == (Outcome.REVIEW, "side_duplicate")
    assert first.photograph
    (later,) = inspector.inspect(PLATES, {3: ("3.jpg", photograph)}, {first.photograph.sha256: 1})
    assert later.result.reason.code == "side_duplicate"


def test_a_bad_side_shows_at_least_one_box_and_a_good_one_none(own_models: Path) -> None:
    photograph = {1: ("1.jpg", as_jpeg(drawn_side(1)))}
    heat = CALM.copy()
    heat[1, 1] = 0.4
    (bad,) = Inspector(FakeEngine(1.0, heat)).inspect(PLATES, photograph)
    (good,) = Inspector(FakeEngine(0.0, heat)).inspect(PLATES, photograph)
    assert bad.result.outcome is Outcome.BAD
    assert len(bad.result.boxes) >= 1
    assert good.result.boxes == ()


@pytest.mark.parametrize(("name", "code"), [("RST", "RST"), ("UNK", "UNK"), ("scratch", None), (None, None)])
def test_a_bad_side_suggests_the_defects_code_at_its_hottest_box(
    own_models: Path, name: str | None, code: str | None
) -> None:
    heat = CALM.copy()
    heat[0, 0], heat[3, 3] = 0.8, 0.9
    for probability, codes in ((1.0, [code, None]), (0.0, [])):
        engine = FakeEngine(probability, heat)
        engine.name = name
        (side,) = Inspector(engine).inspect(PLATES, {1: ("1.jpg", as_jpeg(drawn_side(1)))})
        assert [box.code for box in side.result.boxes] == codes


class SlowEngine(FakeEngine):
    """Answers once it may, by the photograph: the darker, the worse; notes when two were at it at once."""

    def __init__(self) -> None:
        super().__init__(0.0, CALM)
        self.may_answer = threading.Event()
        self.busy = threading.Lock()
        self.crowded = 0

    def judge(self, version: Version, rgb: np.ndarray) -> Judgement:
        self.may_answer.wait(60)
        self.crowded += not self.busy.acquire(blocking=False)
        own = Judgement(float(rgb.mean()) / 255, CALM, 0.0, version.card, SUMMARY)
        self.busy.release()
        return own


def toned(tone: int) -> bytes:
    """A photograph that is in focus and has this mean tone, roughly."""
    squares = np.kron(np.indices((8, 8)).sum(axis=0) % 2, np.ones((40, 40), int))
    return as_jpeg(np.repeat((tone - 40 + 80 * squares).astype(np.uint8)[..., None], 3, axis=2))


def test_eight_inspectors_at_once_each_get_their_own_cans_numbers(own_models: Path) -> None:
    engine = SlowEngine()
    inspector = Inspector(engine)
    cans = {n: {side: (f"{side}.jpg", toned(60 + 16 * n + side)) for side in (1, 2, 3)} for n in range(8)}
    told: dict[int, list[int]] = {n: [] for n in cans}
    found: dict[int, list[float | None]] = {}

    def inspect(n: int) -> None:
        sides = inspector.inspect(PLATES, cans[n], told=told[n].append)
        found[n] = [side.result.probability for side in sides]

    threads = [threading.Thread(target=inspect, args=(n,)) for n in cans]
    for thread in threads:
        thread.start()
    while sum(map(bool, told.values())) < 7:
        time.sleep(0.01)
    engine.may_answer.set()
    for thread in threads:
        thread.join(60)
    assert sorted(heard[0] if heard else 0 for heard in told.values()) == list(range(8))
    assert engine.crowded == 0
    for n in cans:
        alone = Inspector(engine).inspect(PLATES, cans[n])
        assert found[n] == [side.result.probability for side in alone]
    assert len({tuple(numbers) for numbers in found.values()}) == 8


def test_what_is_not_judged_by_the_deadline_is_for_review_whoever_was_in_the_way(own_models: Path) -> None:
    engine = SlowEngine()
    inspector = Inspector(engine, deadline_s=0.0)
    (late,) = inspector.inspect(PLATES, {1: ("1.jpg", as_jpeg(drawn_side(1)))})
    assert late.result.outcome is Outcome.REVIEW
    assert sentence(late.result.reason) == "not judged within 0 seconds: take it again, or let a person look"
    assert late.photograph is not None  # it is kept with the can all the same
    (broken,) = inspector.inspect(PLATES, {1: ("1.jpg", b"not a photograph")})
    assert broken.result.reason.code == "side_unreadable"


@pytest.mark.parametrize("probability, outcome", [(0.0, Outcome.REVIEW), (1.0, Outcome.BAD)])
def test_an_answer_after_the_deadline_is_never_good(
    own_models: Path, monkeypatch: pytest.MonkeyPatch, probability: float, outcome: Outcome
) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    class Dawdling(FakeEngine):
        def judge(self, version: Version, rgb: np.ndarray) -> Judgement:
            clock[0] += 100
            return super().judge(version, rgb)

    inspector = Inspector(Dawdling(probability, CALM), deadline_s=60)
    (side,) = inspector.inspect(PLATES, {1: ("1.jpg", as_jpeg(drawn_side(1)))})
    assert side.result.outcome is outcome
