"""What is mine to do, by what I may: one line each, with its number and the way there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from core.quality.rights import Right
from core.records import inspections, known_rounds, line_events, lots, quarantine, review_pairs, reviews, samples
from core.ui.gate import SignedIn
from core.ui.line_card import due_words
from core.ui.page import plain_label, show_plain
from core.ui.when import When
from core.words import tr


@dataclass(frozen=True)
class Task:
    """Something to do: how many or where, in words, and the page that shows it."""

    name: str
    label: str
    words: str
    icon: str
    page: str
    query: dict[str, str] = field(default_factory=dict)


def draw_todo(user: SignedIn, when: When) -> None:
    """Draw what this person has to do, or that nothing waits."""
    st.subheader("Mine to do")
    tasks = list(_tasks(user, when))
    for task in tasks:
        with st.container(horizontal=True, vertical_alignment="center", key=f"home_task_{task.name}"):
            st.page_link(task.page, label=plain_label(task.label), icon=task.icon, query_params=task.query,
                         width="content")
            st.text(task.words, width="stretch")
    if not tasks:
        show_plain(tr("todo_none"), icon=":material/done_all:")


def _tasks(user: SignedIn, when: When) -> Iterator[Task]:
    return (task for task in _all_tasks(user, when) if task.label != "0")


def _all_tasks(user: SignedIn, when: When) -> Iterator[Task]:
    actor = user.actor
    if user.may(Right.INSPECT):
        draft = inspections.unfinished(actor)
        if draft is not None:
            yield Task("draft", draft.number, tr("todo_draft"), ":material/photo_camera:", "pages/Inspect.py")
        asks = known_rounds.asks(actor)
        if asks:
            words = tr(f"known_{asks.replace(' ', '_')}")
            yield Task("known", "Known cans", words, ":material/school:", "pages/Known_cans.py")
    if user.may(Right.RUN_LINE):
        for line in line_events.now(actor):
            if line.due is not None:
                words, overdue = due_words(line.due, line.running, when)
                icon = ":material/alarm:" if overdue else ":material/fact_check:"
                yield Task(f"check_{line.line.name}", f"Line {line.line.name}", words, icon, "pages/Lines.py")
    if user.may(Right.INSPECT):
        drawn = samples.still_open(actor)
        yield Task("samples", f"{len(drawn)}", tr("todo_samples"), ":material/science:", "pages/Lots.py")
    if user.may(Right.REVIEW):
        waiting = sum(reviews.counts(actor).values())
        yield Task("reviews", f"{waiting:,}", tr("todo_reviews"), ":material/rate_review:", "pages/Review.py")
        given = review_pairs.asked(actor)
        yield Task("pairs", f"{given.left if given else 0:,}", tr("todo_pairs"), ":material/group:", "pages/Review.py",
                   {"pair": "1"})
    if user.may(Right.MOVE_STOCK):
        pallets = quarantine.left_to_move(actor)
        yield Task("quarantine", f"{pallets:,}", tr("todo_quarantine"), ":material/forklift:", "pages/Warehouses.py")
    if user.may(Right.DECIDE_LOTS):
        waiting = lots.count(actor, lots.Wanted(to_decide=True))
        yield Task("decide", f"{waiting:,}", tr("todo_decide"), ":material/gavel:", "pages/Lots.py",
                   {"state": "to decide"})
    if user.may(Right.KEEP_TEST_CANS):
        missed = known_rounds.not_qualified(actor)
        yield Task("clear", f"{len(missed)}", tr("todo_clear"), ":material/person_alert:", "pages/Known_cans.py")
