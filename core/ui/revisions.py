"""Who said what of a can: the model's verdict and every person's after it."""

import streamlit as st

from core.quality.defects import DEFECTS
from core.records.inspections import Can
from core.ui.chip import draw_chip
from core.ui.when import When
from core.words import sentence, tr


def draw_revisions(can: Can, when: When) -> None:
    """Draw all revisions of a can's verdict, the newest first; nothing is ever replaced."""
    with st.container(border=True, key="revisions"):
        for revision in reversed(can.revisions):
            with st.container(horizontal=True, vertical_alignment="center"):
                draw_chip(revision.verdict)
                st.text(f"{revision.author or 'Model'} · {when.minute(revision.at)}", width="content")
                st.text(sentence(revision.reason), width="stretch")
            for defect in revision.defects:
                known = DEFECTS[defect.code]
                st.text(tr("defect_line", code=known.code, name=known.name, severity=defect.weighs.value,
                           side=defect.side))
            if revision.review and revision.review.disposition:
                st.text(tr("review_line", agrees="agrees" if revision.review.agrees else "overturned",
                           severity=f", {revision.review.severity}" if revision.review.severity else "",
                           disposition=revision.review.disposition.value))
            if revision.note:
                st.text(revision.note)
        if can.blind and can.blind.at:
            st.text(tr("blind_said", who=can.inspector, verdict=can.blind.said, at=when.minute(can.blind.at)))
        st.caption(tr("taken_by", name=can.inspector, at=when.minute(can.started_at), purpose=can.purpose))
