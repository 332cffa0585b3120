"""The audit trail: who did what, when, and why; the newest first."""

import json

import streamlit as st

from core.quality.rights import Right
from core.records import audit
from core.reports import lists
from core.ui.files import draw_export
from core.ui.gate import require_user
from core.ui.page import show_plain
from core.ui.when import When
from core.words import tr

ROWS = 200

user = require_user("Audit trail", Right.READ_AUDIT)
st.title("Audit trail")
subject = st.text_input("Of one can or user", key="audit_subject", placeholder="can:12 or user:ada", width=360).strip()
rows = audit.entries(user.actor, subject or None, limit=ROWS)
if not rows:
    show_plain(tr("audit_empty"), icon=":material/search_off:")
    st.stop()


when = When.at_the_plant(user)
draw_export(user, "audit_export", lambda occasion: lists.trail(occasion, subject or None))


def told(values: object) -> str:
    """Values as one line of text."""
    return json.dumps(values, ensure_ascii=False) if values else ""


st.dataframe(
    {
        "Row": [row.id for row in rows],
        "When": [when.second(row.at) for row in rows],
        "Who": [row.actor for row in rows],
        "What": [row.action for row in rows],
        "Of": [row.subject for row in rows],
        "Before": [told(row.old) for row in rows],
        "After": [told(row.new) for row in rows],
        "Why": [row.why for row in rows],
    },
    hide_index=True, width="stretch",
)
when.draw_zone()
st.caption(tr("audit_limit", n=len(rows)))
