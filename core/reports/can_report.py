"""The report of one can, on one page: its sides with their heat, every verdict, and the hash of its record."""

from collections.abc import Sequence

from fpdf.enums import Align

from core.quality.defects import DEFECTS
from core.quality.sides import Side
from core.quality.verdict import Outcome, Verdict
from core.records import inspections, lots, seals
from core.records.can import Can, KeptSide, Revision
from core.reports.occasion import Occasion
from core.reports.paper import GROUND, INK, INSIDE, MARGIN, QUIET, RULE, VERDICT_COLOURS, Colour, Paper
from core.reports.side_pictures import drawn_by, photograph
from core.words import sentence, tr

PER_ROW, FIELD_HEIGHT = 4, 51.0
MOST_REVISIONS, LONGEST_NOTE = 6, 150
_OUTCOME_COLOURS: dict[Outcome, Colour] = {
    Outcome.GOOD: VERDICT_COLOURS[Verdict.GOOD], Outcome.BAD: VERDICT_COLOURS[Verdict.BAD],
    Outcome.REVIEW: (150, 100, 0), Outcome.ERROR: (150, 100, 0), Outcome.MISSING: QUIET,
}


def can_report(occasion: Occasion, can_id: int, bands: Sequence[str] = ()) -> bytes:
    """Return the PDF of a can; ``bands`` say where its models are for demonstration. BadInput when there is none."""
    can = inspections.load(occasion.actor, can_id)
    paper = Paper(f"{tr('report_can')} {can.number}", occasion.made)
    paper.set_auto_page_break(False)
    paper.draw_title(f"{tr('report_can')} {can.number}", f"{can.product.name} ({can.product.sku})")
    verdict, reason = can.effective
    paper.draw_verdict(verdict, sentence(reason))
    if bands:
        paper.draw_note(_cut("\n".join(bands), 330))
    paper.draw_facts(_facts(occasion, can))
    _draw_sides(paper, can)
    _draw_revisions(paper, occasion, can)
    _draw_seal(paper, occasion, can)
    return paper.content()


def _facts(occasion: Occasion, can: Can) -> dict[str, str]:
    lot = lots.find(occasion.actor, can.lot_id).code if can.lot_id else tr("no_lot")
    model = can.model_verdict
    people = [revision for revision in can.standing if revision.author]
    facts = {
        tr("report_model_said"): model[0].value if model else "",
        tr("report_person_said"): f"{people[-1].verdict} ({people[-1].author})" if people else tr("report_nobody"),
        tr("report_blind"): _blind(occasion, can),
        tr("report_severity"): can.severity or "",
        tr("report_disposition"): can.review.disposition or "" if can.review else "",
        tr("report_inspected"): f"{can.inspector}, {occasion.minute(can.started_at)}",
        tr("report_lot"): lot, tr("report_line"): _line(can), tr("report_shift"): can.shift or "",
        tr("report_purpose"): can.purpose,
    }
    return {label: _cut(said, 70) for label, said in facts.items()}


def _blind(occasion: Occasion, can: Can) -> str:
    return f"{can.blind.said}, {occasion.minute(can.blind.at)}" if can.blind and can.blind.at else ""


def _line(can: Can) -> str:
    if can.line is None:
        return ""
    return f"{can.line}, {tr('report_head', head=can.seaming_head or '–')}"


def _draw_sides(paper: Paper, can: Can) -> None:
    paper.draw_heading(tr("report_sides"))
    wide, top = (INSIDE - 3 * (PER_ROW - 1)) / PER_ROW, paper.get_y()
    rows = -(-(len(can.product.sides) + 1) // PER_ROW)
    height = FIELD_HEIGHT if rows <= 2 else 2 * FIELD_HEIGHT / rows
    for place, side in enumerate(can.product.sides):
        x, y = MARGIN + place % PER_ROW * (wide + 3), top + place // PER_ROW * height
        _draw_side(paper, side, can.sides.get(side.number), x, y, wide, height - 15)
    place = len(can.product.sides)
    _draw_key(paper, MARGIN + place % PER_ROW * (wide + 3), top + place // PER_ROW * height, wide)
    paper.set_xy(MARGIN, top + rows * height)


def _draw_side(paper: Paper, side: Side, kept: KeptSide | None, x: float, y: float, wide: float, high: float) -> None:
    outcome = kept.result.outcome if kept else Outcome.MISSING
    picture = photograph(kept) if kept else None
    if picture is not None:
        paper.draw_picture(picture, x, y, wide, high)
    else:
        paper.set_fill_color(*GROUND)
        paper.rect(x, y, wide, high, style="F")
        paper.write_in(8, colour=QUIET)
        paper.set_xy(x, y)
        paper.cell(wide, high, tr("side_missing") if kept is None else tr("report_no_picture"), align=Align.C)
    paper.set_draw_color(*_OUTCOME_COLOURS[outcome])
    paper.set_line_width(0.7)
    paper.line(x, y + high, x + wide, y + high)
    paper.set_xy(x, y + high + 0.8)
    paper.write_in(8, bold=True)
    paper.cell(wide - 15, 4, paper.fitted(f"{side.number} {side.label}", wide - 16))
    paper.write_in(8, bold=True, colour=_OUTCOME_COLOURS[outcome])
    paper.cell(15, 4, "–" if outcome is Outcome.MISSING else outcome.value, align=Align.R)
    if kept is None:
        return
    result, limits = kept.result, kept.result.thresholds
    paper.write_in(7, colour=QUIET)
    paper.set_xy(x, y + high + 4.8)
    if result.probability is not None and limits is not None:
        paper.cell(wide, 3.4, tr("report_numbers", probability=result.probability, good=limits.good_below,
                                 bad=limits.bad_from))
    else:
        paper.cell(wide, 3.4, paper.fitted(sentence(result.reason), wide))
    paper.set_xy(x, y + high + 8)
    paper.cell(wide, 3.4, paper.fitted(" · ".join(filter(None, (result.model, drawn_by(kept)))), wide))


def _draw_key(paper: Paper, x: float, y: float, wide: float) -> None:
    paper.write_in(7.4, colour=QUIET)
    paper.set_xy(x, y)
    paper.multi_cell(wide, 3.6, tr("report_heat_key"), align=Align.L)


def _draw_revisions(paper: Paper, occasion: Occasion, can: Can) -> None:
    paper.draw_heading(tr("report_revisions"), keep=0)
    shown = can.revisions[-MOST_REVISIONS:]
    paper.draw_table(
        (tr("report_number"), tr("report_verdict"), tr("report_who"), tr("report_when"), tr("report_said")),
        [(str(one.number), one.verdict.value, one.author or tr("report_model"), occasion.minute(one.at),
          _cut(_said(one), LONGEST_NOTE)) for one in shown],
        (6, 14, 24, 24, 90), size=7.8,
    )
    if len(can.revisions) > len(shown):
        paper.draw_words(tr("report_revisions_more", n=len(can.revisions) - len(shown)), size=7.5, colour=QUIET)


def _said(revision: Revision) -> str:
    parts = [sentence(revision.reason)]
    if revision.defects:
        parts.append(", ".join(f"{defect.code} {DEFECTS[defect.code].name} ({defect.weighs})"
                               for defect in revision.defects))
    if revision.review and revision.review.disposition:
        parts.append(revision.review.disposition.value)
    return " · ".join([*parts, *([" ".join(revision.note.split())] if revision.note else [])])


def _draw_seal(paper: Paper, occasion: Occasion, can: Can) -> None:
    seal = seals.seal(occasion.actor, f"can:{can.id}")
    if seal is None:
        return
    paper.set_draw_color(*RULE)
    paper.write_in(7.2, colour=INK)
    paper.set_xy(MARGIN, 297 - 16 - 9)
    paper.multi_cell(INSIDE, 3.6, tr("report_seal", row=seal.row, at=occasion.minute(seal.at), hash=seal.hash),
                     align=Align.L)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most - 1].rstrip() + "…"
