"""The demonstration plant's story in five steps, each with the way to the page that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.demo.plant.marked import read_marked
from core.demo.plant.story import DRIFT_CODE, DRIFT_DAYS, DRIFT_HEAD, DRIFT_LINE, Story
from core.quality.lot_states import LotState
from core.quality.rights import Right
from core.quality.sides import DEFAULT_PRODUCT
from core.records import inspections, lots, quarantine, statistics
from core.records.counted import By, Counts, Scope
from core.records.work_context import WorkContext
from core.ui.demonstration_offer import draw_offer
from core.ui.examples import draw_examples
from core.ui.gate import SignedIn
from core.ui.page import show_plain
from core.ui.taking import take
from core.ui.when import When
from core.ui.work import Work
from core.words import tr

_MOST_LOTS = 200


@dataclass(frozen=True)
class Step:
    """One step: its title, the code of its sentence, and the page that shows it with what its address asks for."""

    title: str
    words: str
    page: str
    way: str
    icon: str
    query: Mapping[str, str]


def steps(story: Story) -> tuple[Step, ...]:
    """Return the five steps; the days of the story stand in the addresses, whatever day it is seen on."""
    days, line = story.days, {"line": DRIFT_LINE}
    all_weeks = {**line, "from": days[0].isoformat(), "to": days[-1].isoformat()}
    last_week = {**all_weeks, "from": days[-DRIFT_DAYS].isoformat()}
    return (
        Step("The chart signals", "story_chart", "pages/Statistics.py", "The chart of the line",
             ":material/show_chart:", all_weeks),
        Step("One seaming head", "story_pareto", "pages/Statistics.py", "Its bad cans by head", ":material/bar_chart:",
             {**last_week, "pareto": "head"}),
        Step("One place", "story_where", "pages/Statistics.py", "Where on the can", ":material/pin_drop:",
             {**last_week, "head": DRIFT_HEAD}),
        Step("Lots are held", "story_lots", "pages/Lots.py", "The lots that are held", ":material/package_2:",
             {"state": LotState.HELD.value}),
        Step("They stand hatched", "story_warehouse", "pages/Warehouses.py", "The map of the warehouse",
             ":material/warehouse:", {"warehouse": "MAIN"}),
    )


def draw_story(user: SignedIn) -> None:
    """Draw the can of this moment, and the five steps with the figures that the records give now; where this is no
    demonstration, how to start one."""
    marked = read_marked()
    if marked is None:
        draw_offer("story_not_here")
        return
    show_plain(tr("story_intro"))
    with st.container(border=True, key="story_can"):
        _draw_can(user)
    story = Story(marked.seed, marked.until)
    figures = _figures(user, story)
    with st.grid(min_column_width=300, key="story_steps"):
        for number, step in enumerate(steps(story), 1):
            with st.container(border=True, height="stretch", key=f"story_step_{number}"):
                st.subheader(f"{number}. {step.title}")
                st.text(tr(step.words, **figures), width="stretch")
                st.page_link(step.page, label=step.way, icon=step.icon, query_params=dict(step.query))
    st.caption(tr("story_filled", until=When.at_the_plant(user).minute(marked.until)))


def _draw_can(user: SignedIn) -> None:
    st.subheader("A can now")
    if not user.may(Right.INSPECT):
        show_plain(tr("story_can_reader"), icon=":material/lock:")
        return
    st.text(tr("story_can"))
    occupied = inspections.unfinished(user.actor) is not None
    with st.container(horizontal=True, key="story_examples"):
        chosen = draw_examples(DEFAULT_PRODUCT, occupied=occupied, page="story")
    if chosen:
        practice = WorkContext(DEFAULT_PRODUCT.sku, purpose="practice")
        take(user, Work(DEFAULT_PRODUCT, practice, True), None, chosen)
        st.switch_page("pages/Inspect.py")


def _figures(user: SignedIn, story: Story) -> dict[str, Any]:
    """What the sentences of the steps are filled with."""
    week = story.days[-DRIFT_DAYS:]
    scope = Scope(line=DRIFT_LINE, purpose="routine")
    by_day = {of.key[0]: of.counts for of in statistics.counted(user.actor, scope, By.DAY)}
    last, before = Counts(), Counts()
    for day, counts in by_day.items():
        if day >= week[0].isoformat():
            last += counts
        else:
            before += counts
    of_head = Scope(week[0], line=DRIFT_LINE, seaming_head=DRIFT_HEAD)
    held = [lot for lot in lots.page(user.actor, lots.Wanted(LotState.HELD), size=_MOST_LOTS)
            if lot.line == DRIFT_LINE]
    tasks = [task for lot in held if (task := quarantine.quarantine_task(user.actor, lot.id))]
    all_of_line = _sum(user, Scope(week[0], line=DRIFT_LINE))
    return {
        "line": DRIFT_LINE, "head": DRIFT_HEAD, "n": last.judged, "before": _rate(before), "after": _rate(last),
        "bad": all_of_line.bad, "head_bad": _sum(user, of_head).bad, "lots": len(held),
        "dents": sum(found.count for found in statistics.defects(user.actor, of_head) if found.code == DRIFT_CODE),
        "held": sum(task.held for task in tasks), "to_move": sum(task.to_move for task in tasks),
    }


def _sum(user: SignedIn, scope: Scope) -> Counts:
    return sum((of.counts for of in statistics.counted(user.actor, scope)), Counts())


def _rate(counts: Counts) -> float:
    return counts.bad / counts.judged if counts.judged else 0.0
