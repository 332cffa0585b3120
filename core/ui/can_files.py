"""What a can's page hands over: its report."""

from typing import TYPE_CHECKING

from core.records.can import Can
from core.ui.files import Offer, draw_offers, report
from core.ui.gate import SignedIn
from core.ui.model_band import bands_of

if TYPE_CHECKING:
    from core.reports.occasion import Occasion


def draw_can_report(user: SignedIn, can: Can) -> None:
    """Draw the button that makes the report of a finished can."""
    if can.state != "finished":
        return

    def make(occasion: "Occasion") -> bytes:
        from core.reports.can_report import can_report

        judged = {kept.result.model for kept in can.sides.values() if kept.result.model}
        return can_report(occasion, can.id, bands_of(judged))

    draw_offers(user, "can_files", [
        Offer("Report (PDF)", ":material/picture_as_pdf:", f"can-{can.number}", "pdf", report(make)),
    ])
