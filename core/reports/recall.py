"""A recall: one ZIP with everything that is known of a lot, and a list of what is missing."""

import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.quality.verdict import Verdict
from core.records import lots, recalls, stock_list
from core.records.can_filter import Wanted
from core.records.can_list import ListedCan
from core.records.images import DamagedPhotograph
from core.records.lots import Lot
from core.records.photograph_rows import load_kept
from core.records.recalls import RecalledSide
from core.records.stock_list import ListedPallet
from core.reports import lists
from core.reports.lot_report import lot_report
from core.reports.occasion import Occasion
from core.reports.tables import Table, local, write_book
from core.words import tr


def write_recall(occasion: Occasion, lot_id: int, file: Path, bands: Sequence[str] = ()) -> int:
    """Write the recall of a lot as a ZIP, record the time it took, and return how many cans are in it.

    It holds the lot's report, ``recall.xlsx`` with its cans, sides, verdicts, pallets with their places and steps,
    history, and what is missing, and every photograph. Raises BadInput when there is no such lot.
    """
    started, actor = time.perf_counter(), occasion.actor
    lot = lots.find(actor, lot_id)
    cans = lists.all_cans(occasion, Wanted(lot_id=lot_id))
    sides = recalls.sides(actor, lot_id)
    pallets = lists.all_pallets(occasion, lot_id)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # photographs are compressed already
        damaged = [problem for side in sides if (problem := _add_photograph(archive, side))]
        missing = [*missing_of(lot, cans, sides, pallets), *damaged]
        book = file.with_suffix(".xlsx")
        try:
            write_book(_sheets(occasion, lot, cans, sides, pallets, missing), book)
            archive.write(book, "recall.xlsx", zipfile.ZIP_DEFLATED)
        finally:
            book.unlink(missing_ok=True)
        archive.writestr("lot-report.pdf", lot_report(occasion, lot_id, bands))
    recalls.record_recall(actor, lot_id, name=file.name, cans=len(cans), missing=missing,
                          photographs=sum(bool(side.sha256) for side in sides) - len(damaged),
                          seconds=time.perf_counter() - started)
    return len(cans)


def missing_of(
    lot: Lot, cans: Sequence[ListedCan], sides: Sequence[RecalledSide], pallets: Sequence[ListedPallet]
) -> list[str]:
    """Say what is not known of a lot, a sentence each."""
    return [tr(code, **values) for code, values in _lacks(lot, cans, sides, pallets)]


def _lacks(
    lot: Lot, cans: Sequence[ListedCan], sides: Sequence[RecalledSide], pallets: Sequence[ListedPallet]
) -> Iterator[tuple[str, dict[str, object]]]:
    if not cans:
        yield "recall_no_cans", {}
    if lot.best_before is None:
        yield "recall_no_best_before", {}
    for side in sides:
        if side.required and side.sha256 is None:
            yield "recall_no_photograph", {"can": side.number, "side": side.side, "label": side.label}
    for can in cans:
        if can.verdict in (Verdict.REVIEW, Verdict.INCOMPLETE):
            yield "recall_undecided", {"can": can.number, "verdict": can.verdict.value}
        if can.verdict is Verdict.BAD and not can.defects:
            yield "recall_unnamed", {"can": can.number}
        if not can.line or not can.seaming_head:
            yield "recall_no_head", {"can": can.number}
    on_pallets = sum(one.cans for one in pallets)
    if on_pallets < lot.quantity:
        yield "recall_not_on_pallets", {"n": lot.quantity - on_pallets, "quantity": lot.quantity}
    for one in pallets:
        if one.produced_from is None:
            yield "recall_no_times", {"pallet": one.code}
        if one.shipped_at is not None:
            yield "recall_shipped", {"pallet": one.code, "cans": one.cans}
        elif not one.place:
            yield "recall_no_place", {"pallet": one.code}


def _add_photograph(archive: zipfile.ZipFile, side: RecalledSide) -> str | None:
    """Add a side's photograph; returns the sentence where it cannot be read."""
    if side.sha256 is None:
        return None
    try:
        archive.writestr(side.file, load_kept(side.sha256))
    except DamagedPhotograph as problem:
        return tr("recall_damaged", can=side.number, side=side.side, problem=str(problem))
    return None


def _sheets(
    occasion: Occasion, lot: Lot, cans: Sequence[ListedCan], sides: Sequence[RecalledSide],
    pallets: Sequence[ListedPallet], missing: Sequence[str],
) -> Iterator[Table]:
    plant_time, zone = occasion.plant_time, occasion.plant_time.time_zone
    yield Table("lot", ("What", "Value"), (
        ("Lot", lot.code), ("Product", lot.product_name), ("SKU", lot.product_sku), ("State", lot.state),
        ("Produced", lot.production_day), ("Line", lot.line), ("Shifts", ", ".join(lot.shifts)),
        ("Best before", lot.best_before), ("Cans", lot.quantity), ("Opened by", lot.opened_by),
        ("Made by", occasion.made), ("Cans in this file", len(cans)), ("Pallets", len(pallets)),
        ("What is missing", len(missing)),
    ))
    yield Table("missing", ("What is missing",), ((one,) for one in missing))
    yield lists.cans_table(occasion, cans)
    yield Table("sides", ("Can", "Record", "Side", "Name", "Outcome", "Probability", "Good below", "Bad from", "Model",
                          "Photograph", "SHA-256 as it came", "SHA-256 as kept", f"Taken ({zone})"), (
        (one.number, one.can_id, one.side, one.label, one.outcome, one.probability, one.good_below, one.bad_from,
         one.model, one.file, one.sha256, one.kept_sha256, local(one.taken_at, plant_time)) for one in sides))
    yield Table("verdicts", ("Can", "No.", "Verdict", "Who", f"When ({zone})", "Why", "Note"), (
        (one.number, one.revision, one.verdict, one.who or tr("report_model"), local(one.at, plant_time), one.why,
         one.note) for one in recalls.verdicts(occasion.actor, lot.id)))
    yield lists.pallets_table(occasion, pallets)
    yield Table("steps of pallets", ("Pallet", "Step", "From", "To", "Who", f"When ({zone})", "Reason"), (
        (one.pallet, one.kind, one.from_place, one.to_place, one.who, local(one.at, plant_time), one.reason)
        for one in stock_list.steps(occasion.actor, lot.id)))
    yield Table("history", (f"When ({zone})", "Act", "State", "Who", "Reason"), (
        (local(one.at, plant_time), one.act, one.new_state, one.who, one.reason)
        for one in lots.events(occasion.actor, lot.id)))
