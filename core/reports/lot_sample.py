"""What a lot's newest sample says and what a manager decided last, as reports tell it."""

from dataclasses import dataclass

from core.quality.lot_states import LotAct
from core.quality.sampling import Limit
from core.quality.shares import wilson
from core.records import lots, samples
from core.records.samples import Progress
from core.records.use_case import Actor
from core.reports.occasion import Occasion
from core.words import tr

DECISIONS = (LotAct.ACCEPT, LotAct.RELEASE, LotAct.REJECT)


@dataclass(frozen=True)
class ClassFound:
    """One class of defects: how many were found, the plan's numbers, and the rate of cans that the sample does not
    rule out (0..1, the upper end of Wilson's interval), None before any can is finished."""

    name: str
    found: int
    limit: Limit
    at_most: float | None


def newest_sample(actor: Actor, lot_id: int) -> Progress | None:
    """Return the newest sample of a lot that was not given up; None where there is none."""
    drawn = next((one for one in samples.of_lot(actor, lot_id) if not one.given_up), None)
    return samples.progress(actor, drawn.id) if drawn else None


def says(of: Progress) -> str:
    """Return in words what a sample says so far."""
    if of.rejected_by:
        return tr("sample_rejected", classes=", ".join(of.rejected_by))
    return tr("sample_complete") if of.sample.closed_at else tr("report_sample_open")


def classes(of: Progress) -> list[ClassFound]:
    """Return what was found against the numbers of the plan."""
    finished = of.sample.finished
    return [
        ClassFound(name, found, limit, wilson(min(found, finished), finished)[1] if finished else None)
        for name, limit in of.sample.plan.limits.items() for found in (getattr(of.counts, name),)
    ]


def decided_words(occasion: Occasion, lot_id: int) -> str:
    """Say what a manager decided last about a lot, who, when and why; or that nobody has."""
    event = next((one for one in lots.events(occasion.actor, lot_id) if one.act in DECISIONS), None)
    if event is None:
        return tr("report_undecided")
    return tr("report_decided", act=tr(f"report_done_{event.act}"), who=event.who, at=occasion.minute(event.at),
              reason=event.reason)
