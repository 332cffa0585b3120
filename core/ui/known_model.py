"""What the model that judges now makes of a can's photographs, as if they came in anew."""

from core.quality.verdict import Verdict, can_verdict
from core.records import images
from core.records.can import missing
from core.records.inspections import Can
from core.ui import resources


def judged_now(can: Can) -> tuple[Verdict, str | None]:
    """Return the verdict of the can by the models and thresholds of now, and the version that judged, if any did."""
    files = {number: (kept.file_name or f"{number}.jpg", images.load(kept.photograph))
             for number, kept in can.sides.items() if kept.photograph}
    found = {one.result.side.number: one.result for one in resources.inspector().inspect(can.product, files)}
    verdict, _ = can_verdict([found.get(side.number, missing(side)) for side in can.product.sides])
    return verdict, next((result.model for result in found.values() if result.model), None)
