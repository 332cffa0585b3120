"""One small real rendering, from plan to pictures on disk."""

import importlib.util
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.demo.dataset import Order, write_dataset
from core.demo.defects import Defect
from core.demo.plan import plan_can
from core.demo.render_can import render_can

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(importlib.util.find_spec("mitsuba") is None, reason="Mitsuba is not installed"),
]


def test_a_missing_ring_is_photographed_masked_and_measured(tmp_path: Path) -> None:
    import dataclasses

    from core.demo.scene import Studio

    studio = Studio(96, 4)
    if studio.variant == "scalar_rgb":
        pytest.skip("LLVM is not installed, and without it this takes too long")
    seed = next(s for s in range(20) if np.random.default_rng(s).random() < 0.5)  # this draw takes the whole ring off
    plan = dataclasses.replace(plan_can(1, 1), defects=(Defect("TAB", 0.6, seed),))
    (lid,) = render_can(plan, studio, few=True)
    picture = cv2.imdecode(np.frombuffer(lid.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert (lid.side, lid.label) == (4, "TAB")
    assert picture.shape == (56, 96, 3)
    assert 20 < picture.mean() < 250
    rows, columns = np.nonzero(lid.mask)
    assert columns.max() < 48  # the ring lies on the left half of the lid
    assert 15 < rows.mean() < 41
    assert lid.shown[0].contrast > 0.05
    assert render_can(plan, studio, few=True)[0].jpeg == lid.jpeg

    write_dataset(tmp_path / "out", 1, Order(1, 96, 4), lambda p: render_can(p, studio), lambda *_: None)
    truth = json.loads((tmp_path / "out/cans/s1-00000/truth.json").read_text())
    assert truth["verdict"] == "good"
    assert len(truth["sides"]) == 7
