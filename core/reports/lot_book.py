"""The report of one lot as an Excel file, with every can of it in a row."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.quality.defects import DEFECTS
from core.quality.purposes import NOT_RATED
from core.quality.shares import wilson
from core.quality.verdict import Verdict
from core.records import complaints, lot_account, lot_decision, lots
from core.records.can_filter import Wanted
from core.records.lot_account import LotAccount
from core.records.lot_decision import LotDecision
from core.records.lots import Lot
from core.reports import lists
from core.reports.lot_sample import decided_words, says
from core.reports.occasion import Occasion
from core.reports.tables import Table, local, write_book
from core.words import tr

Row = tuple[object, ...]


def write_lot_book(occasion: Occasion, lot_id: int, file: Path, bands: Sequence[str] = ()) -> int:
    """Write a lot's figures, sample, defects, cans and history as sheets; returns the number of rows.

    ``bands`` say where its models are for demonstration. Raises BadInput when there is no such lot.
    """
    lot = lots.find(occasion.actor, lot_id)
    return write_book(_sheets(occasion, lot, lot_account.account(occasion.actor, lot_id), bands), file)


def _sheets(occasion: Occasion, lot: Lot, of: LotAccount, bands: Sequence[str]) -> Iterator[Table]:
    zone, decision = occasion.plant_time.time_zone, lot_decision.of_lot(occasion.actor, lot.id)
    yield Table("lot", ("What", "Value", "From", "To"), list(_facts(occasion, lot, of, bands, decision)))
    yield Table("purposes", ("Purpose", *(verdict.value for verdict in Verdict), "Rate of bad", "95 % from", "95 % to",
                             "In the lot's rate"), [_purpose(*item) for item in sorted(of.verdicts.items())])
    yield Table("defects", ("Code", "Defect", "Severity", "Count"),
                [(one.code, DEFECTS[one.code].name, one.severity, one.count) for one in of.defects])
    yield Table("sample", ("Defects", "Found", "Accept up to", "Reject from", "Rules out more than"),
                [(one.name, one.found, one.limit.accept, one.limit.reject,
                  one.rules_out if decision.ruled and decision.ruled.finished else "") for one in decision.classes])
    yield lists.cans(occasion, Wanted(lot_id=lot.id))
    yield Table("overturned", ("Can", "Model", "Person", "Who", "Reason"),
                [(one.number, one.model, one.person, one.who, one.reason) for one in of.overturned])
    yield Table("complaints", ("Can", f"When ({zone})", "Verdict", "Customer's note"),
                [(one.number, local(one.at, occasion.plant_time), one.verdict, one.note)
                 for one in complaints.of_lot(occasion.actor, lot.id, lists.AT_ONCE)])
    yield Table("history", (f"When ({zone})", "Act", "State", "Who", "Reason"),
                [(local(one.at, occasion.plant_time), one.act, one.new_state, one.who, one.reason)
                 for one in lots.events(occasion.actor, lot.id)])


def _facts(
    occasion: Occasion, lot: Lot, of: LotAccount, bands: Sequence[str], decision: LotDecision
) -> Iterator[Row]:
    rated = of.rated
    judged = rated[Verdict.GOOD] + rated[Verdict.BAD]
    yield "Lot", lot.code
    yield "Product", f"{lot.product_name} ({lot.product_sku})"
    yield "State", lot.state
    yield "Decided", decided_words(occasion, decision.decided)
    for band in bands:
        yield "Model", band
    yield "Produced", lot.production_day
    yield "Line", lot.line
    yield "Shifts", ", ".join(lot.shifts)
    yield "Best before", lot.best_before
    yield "Quantity", lot.quantity
    yield "Inspectors", ", ".join(of.inspectors)
    yield "Models", ", ".join(of.models)
    for verdict, number in rated.items():
        yield f"Cans {verdict}", number
    if judged:
        yield "Rate of bad", rated[Verdict.BAD] / judged, *wilson(rated[Verdict.BAD], judged)
    yield "Complaints", of.complaints
    if decision.ruled:
        plan = decision.ruled.plan
        yield "Sample", f"{plan.title}, " + tr("sample_how_far", done=decision.ruled.finished, size=plan.size)
        yield "Sample says", says(decision.ruled)
    yield "Not seen", tr("report_no_camera_sees")
    yield "Made", occasion.made


def _purpose(purpose: str, counts: dict[Verdict, int]) -> Row:
    judged = counts[Verdict.GOOD] + counts[Verdict.BAD]
    figures = (counts[Verdict.BAD] / judged, *wilson(counts[Verdict.BAD], judged)) if judged else ("", "", "")
    return purpose, *(counts[verdict] for verdict in Verdict), *figures, purpose not in NOT_RATED
