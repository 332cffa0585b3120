"""The report of one lot: what was counted, what the sample says, what was decided and by whom, and its worst cans."""

from collections.abc import Sequence

from core.quality.defects import DEFECTS, Severity
from core.quality.lot_states import LotState
from core.quality.purposes import NOT_RATED
from core.quality.sides import Product
from core.quality.verdict import Verdict
from core.records import complaints, inspections, lot_account, lot_decision, lots, products, seals
from core.records.can import Can
from core.records.lot_account import LotAccount
from core.records.lot_decision import LotDecision
from core.records.lots import Lot
from core.reports.charts import draw_bars
from core.reports.lot_sample import decided_words, says
from core.reports.occasion import Occasion
from core.reports.paper import INK, INSIDE, MARGIN, QUIET, VERDICT_COLOURS, WHITE, Colour, Paper
from core.reports.rates import rate_words
from core.reports.side_pictures import drawn_by, photograph
from core.words import tr

WORST, MOST_OVERTURNED, MOST_COMPLAINTS, MOST_EVENTS = 6, 25, 20, 40
_STATE_COLOURS: dict[LotState, Colour] = {
    LotState.OPEN: (61, 90, 128), LotState.ACCEPTED: (0, 122, 89), LotState.RELEASED: (0, 114, 178),
    LotState.HELD: (230, 159, 0), LotState.REJECTED: (184, 74, 0),
}
_SEVERITY_WORDS = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.REVIEW)


def lot_report(occasion: Occasion, lot_id: int, bands: Sequence[str] = ()) -> bytes:
    """Return the PDF of a lot; ``bands`` say where its models are for demonstration. BadInput when there is none."""
    actor = occasion.actor
    lot, of = lots.find(actor, lot_id), lot_account.account(actor, lot_id, WORST)
    product, decision = products.of_record(actor, lot.product_sku), lot_decision.of_lot(actor, lot_id)
    paper = Paper(f"{tr('report_lot')} {lot.code}", occasion.made)
    paper.draw_title(f"{tr('report_lot')} {lot.code}", f"{lot.product_name} ({lot.product_sku})")
    _draw_state(paper, occasion, lot, decision)
    if bands:
        paper.draw_note("\n".join(bands))
    _draw_facts(paper, occasion, lot, of)
    _draw_rates(paper, of)
    _draw_sample(paper, occasion, decision)
    _draw_defects(paper, of)
    _draw_purposes(paper, of)
    _draw_worst(paper, [inspections.load(actor, can_id) for can_id in of.worst])
    _draw_overturned(paper, of)
    _draw_complaints(paper, occasion, lot_id)
    _draw_history(paper, occasion, lot_id)
    _draw_not_seen(paper, product)
    seal = seals.seal(actor, f"lot:{lot_id}")
    if seal:
        paper.draw_words(tr("report_seal", row=seal.row, at=occasion.minute(seal.at), hash=seal.hash), size=7.2)
    return paper.content()


def _draw_state(paper: Paper, occasion: Occasion, lot: Lot, decision: LotDecision) -> None:
    words = [tr(f"lot_{lot.state}_means"), decided_words(occasion, decision.decided)]
    paper.draw_band(_STATE_COLOURS[lot.state], lot.state.upper(), "\n".join(words),
                    ink=INK if lot.state is LotState.HELD else WHITE)


def _draw_facts(paper: Paper, occasion: Occasion, lot: Lot, of: LotAccount) -> None:
    paper.draw_facts({
        tr("report_produced"): lot.production_day.isoformat(), tr("report_line"): lot.line or "",
        tr("report_shift"): ", ".join(lot.shifts), tr("report_quantity"): tr("lot_quantity", n=lot.quantity),
        tr("report_best_before"): lot.best_before.isoformat() if lot.best_before else "",
        tr("report_opened"): f"{lot.opened_by}, {occasion.minute(lot.opened_at)}",
        tr("report_inspectors"): ", ".join(of.inspectors), tr("report_models"): ", ".join(of.models),
    })


def _draw_rates(paper: Paper, of: LotAccount) -> None:
    rated = of.rated
    judged, bad = rated[Verdict.GOOD] + rated[Verdict.BAD], rated[Verdict.BAD]
    rate, interval = rate_words(bad, judged)
    waiting = rated[Verdict.REVIEW] + rated[Verdict.INCOMPLETE]
    paper.draw_tiles([
        (tr("report_cans"), f"{sum(rated.values()):,}", tr("report_cans_of"), QUIET),
        (Verdict.GOOD.value, f"{rated[Verdict.GOOD]:,}", tr("report_of", n=judged), VERDICT_COLOURS[Verdict.GOOD]),
        (Verdict.BAD.value, f"{bad:,}", tr("report_of", n=judged), VERDICT_COLOURS[Verdict.BAD]),
        (tr("report_rate"), rate, interval, VERDICT_COLOURS[Verdict.BAD]),
        (tr("report_waiting"), f"{waiting:,}", tr("report_waiting_of", review=rated[Verdict.REVIEW],
                                                  incomplete=rated[Verdict.INCOMPLETE]),
         VERDICT_COLOURS[Verdict.REVIEW]),
        (tr("report_complaints"), f"{of.complaints:,}", tr("report_complaints_of"), QUIET),
    ])


def _draw_sample(paper: Paper, occasion: Occasion, decision: LotDecision) -> None:
    paper.draw_heading(tr("report_sample"))
    of, drawn = decision.ruled, decision.sample
    if of is None or drawn is None:
        paper.draw_words(tr("lot_no_samples"))
        return
    paper.draw_words(says(of), bold=True)
    paper.draw_words(" · ".join((
        of.plan.title, tr("sample_how_far", done=of.finished, size=of.plan.size),
        tr("sample_drawn_by", name=drawn.drawn_by, at=occasion.minute(drawn.started_at)),
    )), colour=QUIET)
    paper.ln(1.5)
    paper.draw_table(
        (tr("report_class"), tr("report_found"), tr("report_accept"), tr("report_reject"), tr("report_rules_out")),
        [(one.name, str(one.found), str(one.limit.accept), str(one.limit.reject),
          tr("report_rules_out_words", rate=100 * one.rules_out) if of.finished else "–")
         for one in decision.classes],
        (24, 18, 26, 26, 60), right=(1, 2, 3),
    )


def _draw_defects(paper: Paper, of: LotAccount) -> None:
    paper.draw_heading(tr("report_defects"))
    if not of.defects:
        paper.draw_words(tr("report_no_defects"))
        return
    by_severity = {severity: sum(one.count for one in of.defects if one.severity is severity)
                   for severity in _SEVERITY_WORDS}
    paper.draw_words(" · ".join(tr("report_severity_count", n=number, severity=tr(f"severity_{severity}"))
                                for severity, number in by_severity.items()), colour=QUIET)
    paper.ln(1)
    paper.keep_together(5.4 * len(of.defects))
    end = draw_bars(paper, MARGIN, paper.get_y(), INSIDE, [
        (f"{one.code}  {DEFECTS[one.code].name}", one.count, f"{one.count} {tr(f'severity_{one.severity}')}")
        for one in of.defects
    ])
    paper.set_xy(MARGIN, end + 1)


def _draw_purposes(paper: Paper, of: LotAccount) -> None:
    paper.draw_heading(tr("report_by_purpose"))
    if not of.verdicts:
        paper.draw_words(tr("report_no_cans"))
        return
    rows = []
    for purpose, counts in sorted(of.verdicts.items()):
        judged = counts[Verdict.GOOD] + counts[Verdict.BAD]
        rate, interval = rate_words(counts[Verdict.BAD], judged)
        counted = purpose not in NOT_RATED
        rows.append((purpose, *(f"{counts[verdict]:,}" for verdict in Verdict),
                     f"{rate}, {interval}" if counted and judged else tr("report_not_rated") if judged else "–"))
    paper.draw_table((tr("report_purpose"), *(verdict.value for verdict in Verdict), tr("report_rate")), rows,
                     (34, 18, 18, 18, 22, 60), right=(1, 2, 3, 4))


def _draw_worst(paper: Paper, cans: Sequence[Can]) -> None:
    if not cans:
        return
    wide, high = (INSIDE - 6) / 3, 44.0
    paper.draw_heading(tr("report_worst"), keep=high + 20)
    for place, can in enumerate(cans):
        if place % 3 == 0:
            if place:
                paper.set_y(paper.get_y() + high + 16)
            paper.keep_together(high + 16)
            top = paper.get_y()
        _draw_can(paper, can, MARGIN + place % 3 * (wide + 3), top, wide, high)
        paper.set_xy(MARGIN, top)
    paper.set_xy(MARGIN, top + high + 16)


def _draw_can(paper: Paper, can: Can, x: float, y: float, wide: float, high: float) -> None:
    """One can by its most suspected side: one that a person named a defect on before any other."""
    named = {defect.side for defect in can.defects}
    sides = sorted((kept for kept in can.sides.values() if kept.photograph),
                   key=lambda kept: (kept.result.side.number in named, kept.result.probability or 0.0))
    picture = photograph(sides[-1]) if sides else None
    if picture is not None:
        paper.draw_picture(picture, x, y, wide, high)
    lines = [
        (f"{can.number} · {sides[-1].result.side.label}" if sides else can.number, True),
        (", ".join(f"{defect.code} {defect.weighs}" for defect in can.defects) or tr("report_not_named"), False),
        (" · ".join(filter(None, (_both(can), drawn_by(sides[-1]) if sides else ""))), False),
    ]
    for row, (words, bold) in enumerate(lines):
        paper.set_xy(x, y + high + 1 + 4 * row)
        paper.write_in(8, bold=bold, colour=INK if bold else QUIET)
        paper.cell(wide, 4, paper.fitted(words, wide))


def _both(can: Can) -> str:
    """Both verdicts in one line, and what the can was inspected for where that is not routine."""
    model, people = can.model_verdict, [revision for revision in can.standing if revision.author]
    said = tr("report_both", model=model[0].value if model else "–",
              person=people[-1].verdict.value if people else tr("report_nobody"))
    return said if can.purpose == "routine" else f"{said}, {can.purpose}"


def _draw_overturned(paper: Paper, of: LotAccount) -> None:
    if not of.overturned:
        return
    paper.draw_heading(tr("report_overturned"))
    paper.draw_table(
        (tr("report_can"), tr("report_model_said"), tr("report_person_said"), tr("report_who"), tr("report_reason")),
        [(one.number, one.model.value, one.person.value, one.who, " ".join(one.reason.split())[:160])
         for one in of.overturned[:MOST_OVERTURNED]],
        (22, 22, 22, 26, 80),
    )
    if len(of.overturned) > MOST_OVERTURNED:
        paper.draw_words(tr("report_more", n=len(of.overturned) - MOST_OVERTURNED), size=8, colour=QUIET)


def _draw_complaints(paper: Paper, occasion: Occasion, lot_id: int) -> None:
    found = complaints.of_lot(occasion.actor, lot_id, MOST_COMPLAINTS)
    if not found:
        return
    paper.draw_heading(tr("report_complaints"))
    paper.draw_table(
        (tr("report_can"), tr("report_when"), tr("report_verdict"), tr("report_note")),
        [(one.number, occasion.minute(one.at), one.verdict.value, " ".join(one.note.split())[:240])
         for one in found],
        (22, 30, 20, 100),
    )


def _draw_history(paper: Paper, occasion: Occasion, lot_id: int) -> None:
    paper.draw_heading(tr("report_history"))
    paper.draw_table(
        (tr("report_when"), tr("report_act"), tr("report_state"), tr("report_who"), tr("report_reason")),
        [(occasion.minute(event.at), event.act, event.new_state.value, event.who, " ".join(event.reason.split())[:200])
         for event in lots.events(occasion.actor, lot_id)[:MOST_EVENTS]],
        (30, 24, 20, 26, 80),
    )


def _draw_not_seen(paper: Paper, product: Product | None) -> None:
    paper.draw_heading(tr("report_not_seen"))
    words = [tr("report_no_camera_sees")]
    if product is not None:
        words.insert(0, tr("report_not_photographed", what=product.not_seen))
    paper.draw_words(" ".join(words))
    paper.ln(2)
