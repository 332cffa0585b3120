"""What the cells of the heatmap are taught."""

import pytest
import torch

from core.vision.batches import Batch
from core.vision.learning import FULL, loss_of
from core.vision.network import HeadOutput
from core.vision.recipe import Recipe

EDGE = 10
CELLS_ALONE = Recipe("cells", cell_weight=1000.0)


def _batch(edge_of_defect: int) -> Batch:
    cells = torch.zeros(1, EDGE, EDGE)
    cells[0, :edge_of_defect, :edge_of_defect] = 1
    return Batch(torch.zeros(1, 512, EDGE, EDGE), torch.ones(1, 1, EDGE, EDGE), torch.ones(1), cells)


def _loss(batch: Batch, evidence: float) -> float:
    output = HeadOutput(torch.zeros(1, 2), batch.cells.clamp(min=0) * evidence, torch.zeros(1, 512))
    return float(loss_of(output, torch.full((1,), 20.0), batch, CELLS_ALONE, (0.5, 0.5)))


@pytest.mark.parametrize("edge", [1, 2, 5])
def test_a_defect_should_have_the_same_evidence_whatever_its_size(edge: int) -> None:
    assert _loss(_batch(edge), FULL) == pytest.approx(0, abs=1e-3)
    for off in (0.8 * FULL, 1.2 * FULL):
        assert _loss(_batch(edge), off) > 1


def test_cells_of_which_nothing_is_known_teach_nothing() -> None:
    unknown = _batch(0)
    unknown.cells.fill_(-1)
    output = HeadOutput(torch.zeros(1, 2), torch.full((1, EDGE, EDGE), 5.0), torch.zeros(1, 512))
    loss = loss_of(output, torch.full((1,), 20.0), unknown, CELLS_ALONE, (0.5, 0.5))
    assert float(loss) == pytest.approx(0, abs=1e-3)


def test_a_sound_photograph_should_have_no_evidence_anywhere() -> None:
    sound = _batch(0)
    quiet, glowing = (HeadOutput(torch.zeros(1, 2), torch.full((1, EDGE, EDGE), level), torch.zeros(1, 512))
                      for level in (0.0, 1.0))
    losses = [float(loss_of(output, torch.full((1,), -20.0), sound, CELLS_ALONE, (0.5, 0.5)))
              for output in (quiet, glowing)]
    assert losses[1] > losses[0] + 100
