"""What a lot's page hands over: its report as PDF and Excel, and its recall; and what customers complained of."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import BadInput
from core.quality.purposes import COMPLAINT
from core.quality.rights import Right
from core.records import complaints, lot_account, recalls, work_context
from core.records.lots import Lot
from core.records.work_context import WorkContext
from core.ui.chip import draw_chip
from core.ui.files import Offer, draw_offers, report
from core.ui.gate import SignedIn
from core.ui.model_band import bands_of
from core.ui.page import show_plain, show_problem
from core.ui.when import When
from core.words import tr

if TYPE_CHECKING:
    from core.reports.occasion import Occasion

SHOWN = 5


def draw_lot_files(user: SignedIn, lot: Lot, when: When) -> None:
    """Draw the buttons that make a lot's report and its recall, and when it was recalled last."""

    def pdf(occasion: "Occasion") -> bytes:
        from core.reports.lot_report import lot_report

        return lot_report(occasion, lot.id, _bands(user, lot))

    def book(occasion: "Occasion", file: Path) -> int:
        from core.reports.lot_book import write_lot_book

        return write_lot_book(occasion, lot.id, file, _bands(user, lot))

    def recall(occasion: "Occasion", file: Path) -> int:
        from core.reports.recall import write_recall

        return write_recall(occasion, lot.id, file, _bands(user, lot))

    what = f"lot-{lot.code}"
    draw_offers(user, "lot_files", [
        Offer("Report (PDF)", ":material/picture_as_pdf:", what, "pdf", report(pdf)),
        Offer("Report (Excel)", ":material/table:", what, "xlsx", book),
        Offer("Recall (ZIP)", ":material/assignment_return:", f"recall-{lot.code}", "zip", recall),
    ])
    for made in recalls.of_lot(user.actor, lot.id)[:1]:
        st.caption(tr("recall_last", name=made.who, at=when.minute(made.at), cans=made.cans,
                      photographs=made.photographs, missing=made.missing, seconds=made.seconds))


def draw_complaints(user: SignedIn, lot: Lot, when: When) -> None:
    """Draw how many cans of the lot customers complained of, the newest of them, and the way to take another."""
    number = complaints.count_of_lot(user.actor, lot.id)
    if number:
        st.subheader(tr("complaints_count", n=number))
    for one in complaints.of_lot(user.actor, lot.id, SHOWN):
        with st.container(border=True, gap="xsmall", key=f"lot_complaint_{one.id}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                draw_chip(one.verdict)
                st.page_link("pages/Can.py", label=one.number, query_params={"can": str(one.id)}, width=110)
                st.text(when.minute(one.at), width="stretch")
            show_plain(one.note or tr("complaint_no_note"))
    if user.may(Right.INSPECT) and st.button(tr("complaint_take"), key="lot_complaint",
                                             icon=":material/record_voice_over:"):
        _take_complaint(user, lot)


def _take_complaint(user: SignedIn, lot: Lot) -> None:
    """Choose this lot and purpose for the next can at this device, however old the lot is, and go to inspecting it."""
    context = WorkContext(lot.product_sku, purpose=COMPLAINT, lot_id=lot.id)
    try:
        work_context.choose(user.actor, context)
    except BadInput as problem:
        show_problem(str(problem))
    else:
        st.switch_page("pages/Inspect.py")


def _bands(user: SignedIn, lot: Lot) -> list[str]:
    return bands_of(lot_account.account(user.actor, lot.id).models)
