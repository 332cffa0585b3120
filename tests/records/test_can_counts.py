"""The counts are those of a plain recount after every single verdict, whoever gives it."""

import json
import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select, update

from core.quality.drawn_box import DrawnBox
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import audit, can_counts, inspections, reviews
from core.records.can import Can
from core.records.database import read, write
from core.records.reviews import Named
from core.records.schema import box_count, can_count, defect_count, hour_count, inspection, user_account
from core.records.use_case import Actor
from tests.records.conftest import SetClock
from tests.records.people import can_of_lot, open_lot, signed_in, whole_can


def recount(actor: Actor, known: dict[tuple[int, int], Counter[tuple[Any, ...]]] | None = None
            ) -> Counter[tuple[Any, ...]]:
    """Every finished can opened and counted as a person would; one that is ``known`` at its revision only once."""
    known = {} if known is None else known
    with read() as tx:
        rows = tx.execute(select(inspection, user_account.c.name).join(user_account)
                          .where(inspection.c.state == "finished")).all()
    total: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        place = (row.id, row.current_revision)
        if place not in known:
            known[place] = count_one(inspections.load(actor, row.id), row)
        total += known[place]
    return total


def count_one(can: Can, row: Any) -> Counter[tuple[Any, ...]]:
    kind = (row.plant_day, row.shift or "", row.lot_id or 0, row.line or "", row.seaming_head or "",
            row.product_sku, row.name, row.purpose)
    holds, model = can.effective[0], can.model_verdict[0]
    counted = Counter({(*kind, holds.value): 1, (*kind, "hour", int(row.finished_at.timestamp()) // 3600): 1})
    if any(revision.author for revision in can.standing):
        word = {("good", "good"): "confirmed_good", ("bad", "bad"): "confirmed_bad",
                ("good", "bad"): "missed", ("bad", "good"): "false_alarm"}.get((model.value, holds.value))
        counted[*kind, word] += word is not None
    if holds is Verdict.BAD:
        alone = [defect for defect in can.defects if defect.cause is None]
        causes = {defect.cause for defect in can.defects} - {None}
        bad_sides = [number for number, side in can.sides.items() if side.result.outcome == "bad"]
        counted[*kind, "defects"] += len(alone) + len(causes) or len(bad_sides)
        for side in can.sides.values():
            if side.drawn:
                counted[*kind, "boxes"] += len(side.drawn)
            elif side.result.outcome in ("bad", "review"):
                counted[*kind, "boxes"] += len(side.result.boxes)
    if holds is Verdict.GOOD:
        probabilities = [side.result.probability for side in can.sides.values()]
        counted[*kind, "probability_ppm"] += round(1e6 * sum(probabilities) / len(probabilities))
    return +counted


def kept() -> Counter[tuple[Any, ...]]:
    """The same figures from the tables of counts."""
    counted: Counter[tuple[Any, ...]] = Counter()
    with read() as tx:
        names: dict[int, str] = dict(tx.execute(select(user_account.c.id, user_account.c.name)).all())
        kinds = {}
        for row in tx.execute(select(can_count)).mappings():
            kinds[row["id"]] = kind = (*(row[name] for name in (
                "plant_day", "shift", "lot_id", "line", "seaming_head", "product_sku")),
                names[row["inspector_id"]], row["purpose"])
            for name in ("good", "bad", "review", "incomplete", "confirmed_good", "confirmed_bad", "false_alarm",
                         "missed", "defects", "probability_ppm"):
                counted[*kind, name] += row[name]
        for row in tx.execute(select(hour_count)):
            counted[*kinds[row.count_id], "hour", row.hour] += row.cans
        for row in tx.execute(select(box_count)):
            counted[*kinds[row.count_id], "boxes"] += row.boxes
        sums: Counter[tuple[Any, ...]] = Counter()
        for row in tx.execute(select(defect_count)):
            sums[*kinds[row.count_id], "defects"] += row.defects
    assert +sums == Counter({key: number for key, number in (+counted).items() if key[-1] == "defects"})
    return +counted


def corrected(people: list[Actor], can_id: int, chance: random.Random) -> None:
    """One correction by a person: a defect raised, a review, or a review taken back."""
    inspector, reviewer = people
    can = inspections.load(inspector, can_id)
    act = chance.choice(("raise", "good", "bad", "bad", "undo"))
    boxes = chance.choice(((), (DrawnBox(9, 9, 99, 199),)))
    if act == "raise":
        inspections.raise_defect(inspector, can_id, side=chance.randint(1, 7), code=chance.choice(["RST", "SMD"]),
                                 note=str(chance.random()), boxes=boxes)
    elif act == "undo" and can.standing[-1].review and can.standing[-1].author == "mona":
        reviews.undo(reviewer, can_id)
    elif act == "good":
        reviews.review(reviewer, can_id, can.revisions[-1].number, Verdict.GOOD, disposition=Disposition.PASSED,
                       reason="looked at it")
    else:
        causes = chance.choice([(None, None), (1, 1), (1, 2)])
        named = [Named("DNS", chance.randint(1, 7), causes[0], boxes=boxes), Named("RST", 4, causes[1])]
        reviews.review(reviewer, can_id, can.revisions[-1].number, Verdict.BAD, defects=named,
                       disposition=Disposition.SCRAPPED, reason="looked at it")


def test_after_each_of_two_hundred_corrections_every_count_is_that_of_a_plain_recount(set_clock: SetClock) -> None:
    ines = signed_in("ines")
    lot, chance, cans = open_lot(ines), random.Random(7), []
    for number in range(6):
        set_clock.goes_on(minutes=25)
        place = {"line": "2", "seaming_head": chance.choice(["1", None]), "shift": "Early"} if number % 3 else {}
        cans.append(can_of_lot(ines, str(number), lot if number % 2 else None, chance.choice([0.1, 0.4, 0.9]), **place))
    known: dict[tuple[int, int], Counter[tuple[Any, ...]]] = {}
    mona = signed_in("mona", Role.MANAGER)
    for _ in range(200):
        corrected([ines, mona], chance.choice(cans), chance)
        assert kept() == recount(ines, known)
    assert kept() == recount(ines)
    with read() as tx:
        assert can_counts.differences(tx) == 0


def test_rebuilding_makes_the_counts_that_were_kept_and_more_can_be_added(set_clock: SetClock) -> None:
    ines = signed_in("ines")
    can_of_lot(ines, "a", probability=0.9, line="1")
    inspections.raise_defect(ines, can_of_lot(ines, "b"), side=4, code="TAB")
    before = kept()
    with write() as tx:
        can_counts.rebuild(tx)
    assert kept() == before
    can_of_lot(ines, "c", line="2")
    assert kept() == recount(ines)


def test_drafts_and_cans_that_were_given_up_count_nowhere() -> None:
    ines = signed_in("ines")
    inspections.give_up(ines, whole_can(ines, "a"))
    inspections.start(ines, FOOD_CAN, key="b")
    assert not kept()


def test_verifying_says_when_a_count_is_not_what_the_cans_say() -> None:
    ines = signed_in("ines")
    can_of_lot(ines, "a")
    assert audit.verify() == []
    with write() as tx:
        tx.execute(update(can_count).values(good=2))
    (finding,) = audit.verify()
    assert "differ from a recount of the cans: 1." in finding


@pytest.mark.parametrize("table", [hour_count, defect_count, box_count])
def test_verifying_looks_at_every_table_of_counts(table) -> None:
    ines = signed_in("ines")
    can_of_lot(ines, "a", probability=0.9)
    with write() as tx:
        tx.execute(table.delete())
    (finding,) = audit.verify()
    assert "differ from a recount" in finding


def test_what_judged_a_can_is_kept_with_its_thresholds() -> None:
    can_of_lot(signed_in("ines"), "a")
    with read() as tx:
        (judged,) = tx.scalars(select(can_count.c.judged_by))
    assert json.loads(judged) == [["lid", "food-can/1", 0.3, 0.5], ["wall", "food-can/1", 0.3, 0.5]]
