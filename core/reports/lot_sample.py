"""What a lot's sample says and what a manager decided last, in the words of reports."""

from core.records.lot_decision import Decided
from core.records.lot_ruling import Ruled
from core.reports.occasion import Occasion
from core.words import tr


def says(of: Ruled) -> str:
    """Return in words what a sample says so far."""
    return tr(f"ruling_{of.says.replace(' ', '_')}", unsettled=len(of.unsettled), to_come=of.to_come,
              classes=", ".join(of.rejected_by))


def decided_words(occasion: Occasion, decided: Decided | None) -> str:
    """Say what a manager decided last, who, when and why; or that nobody has."""
    if decided is None:
        return tr("report_undecided")
    return tr("report_decided", act=tr(f"report_done_{decided.act}"), who=decided.who, at=occasion.minute(decided.at),
              reason=decided.reason)
