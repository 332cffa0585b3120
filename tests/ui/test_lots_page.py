"""Lots on their page: opened, found, held, decided, each with a reason and as the role allows."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from core.quality.lot_states import LotState
from core.quality.rights import Role
from core.quality.sampling import CFIA_200, Limit, Plan
from core.quality.sides import FOOD_CAN
from core.records import accounts, clock, inspections, lots, samples, sign_in
from core.records.database import write
from core.records.lot_draft import LotDraft
from core.records.schema import pallet
from core.records.use_case import Actor, console
from tests.ui.conftest import PASSWORD, shown


def acting(name: str, role: Role | None = None) -> Actor:
    if role is not None:
        accounts.add_user(console(), name, role, PASSWORD)
    return Actor(sign_in.sign_in(name, PASSWORD).id)


@pytest.fixture
def mona() -> Actor:
    return acting("mona", Role.MANAGER)


def open_lot(actor: Actor, code: str = "L1") -> int:
    return lots.open_lot(actor, LotDraft(FOOD_CAN.sku, code, clock.now().date(), 12_000, "2", ("early",)))


def buttons(app) -> set[str]:
    """What may be done to a lot; files and complaints of it are another subject."""
    keys = {button.key for button in app.button if button.key.startswith(("lot_", "lots_"))}
    return {key for key in keys if not key.startswith(("lot_files_", "lots_export_", "lot_complaint"))}


def codes(app) -> list[str]:
    return [link.label for link in app.get("page_link") if link.label in ("A1", "B2")]


def decide(app, lot: int, act: str, reason: str):
    """Press an act's button, give a reason, and press the button in the dialog."""
    app.button(key=f"lot_{act}").click().run()
    app.text_area(key=f"lot_{lot}_{act}_reason").set_value(reason)
    if act.startswith("release"):
        app.text_input(key=f"lot_{lot}_{act}_password").set_value(PASSWORD)
    app.button(key=f"lot_{lot}_{act}_do").click().run()
    assert not app.exception
    return app


def test_an_inspector_opens_a_lot_and_stands_before_it(open_page):
    app = open_page(Role.INSPECTOR, "Lots")
    app.button(key="lots_open").click().run()
    app.text_input(key="lots_new_code").set_value("l-77")
    app.button(key="lots_new_save").click().run()
    assert "Give the quantity in cans" in shown(app)
    assert app.text_input(key="lots_new_code").value == "l-77"
    app.number_input(key="lots_new_quantity").set_value(9000)
    app.text_input(key="lots_new_line").set_value("2")
    app.button(key="lots_new_save").click().run()
    assert not app.exception
    words = shown(app)
    assert "Lot L-77 is open." in words and "9,000 cans" in words and "line 2" in words
    assert lots.page(acting("inspector"), lots.Wanted())[0].code == "L-77"


def test_what_makes_a_lot_of_one_code_twice_is_said_in_the_form(open_page, mona):
    open_lot(mona)
    app = open_page(Role.INSPECTOR, "Lots")
    app.button(key="lots_open").click().run()
    app.selectbox(key="lots_new_product").set_value("FOOD-CAN-7")
    app.text_input(key="lots_new_code").set_value("L1")
    app.number_input(key="lots_new_quantity").set_value(1)
    app.button(key="lots_new_save").click().run()
    assert "There is a lot L1 of FOOD-CAN-7 already" in shown(app)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", LotState)
def test_each_role_is_offered_what_it_may_do_to_a_lot_in_its_state(open_page, mona, state, role):
    lot = open_lot(mona)
    if state is LotState.ACCEPTED:
        lots.accept(mona, lot, "x", seen_state=LotState.OPEN)
    elif state is LotState.REJECTED:
        lots.reject(mona, lot, "x", seen_state=LotState.OPEN)
    elif state is not LotState.OPEN:
        lots.hold(mona, lot, "x")
        if state is LotState.RELEASED:
            lots.release(mona, lot, "x", seen_state=LotState.HELD, password=PASSWORD)
    app = open_page(role, "Lots", lot=str(lot))
    assert not app.exception and state.value.upper() in "".join(str(one.value) for one in app.get("html"))
    everyones = {"open": {"lot_hold", "lot_sample"}, "accepted": {"lot_hold", "lot_sample"},
                 "held": {"lot_hold_produced", "lot_sample"}, "released": {"lot_hold", "lot_sample"}, "rejected": set()}
    managers = {"open": {"lot_accept", "lot_reject"}, "held": {"lot_release", "lot_reject"},
                "rejected": {"lot_rework"}}
    expected = set() if role is Role.VIEWER else everyones[state]
    if role in (Role.MANAGER, Role.ADMIN):
        expected = expected | managers.get(state, set())
    assert buttons(app) == expected


def test_a_hold_asks_for_a_reason_and_stands_in_the_history(open_page, mona):
    lot = open_lot(mona)
    app = open_page(Role.INSPECTOR, "Lots", lot=str(lot))
    assert "Give a reason" in shown(decide(app, lot, "hold", " "))
    app.text_area(key=f"lot_{lot}_hold_reason").set_value(":red[dents] on every tenth can")
    app.button(key=f"lot_{lot}_hold_do").click().run()
    assert "Lot L1 is held." in shown(app)
    assert lots.find(mona, lot).state is LotState.HELD
    assert any(":red[dents]" in text.value for text in app.text)
    assert not any("dents" in text.value for text in app.markdown)


def test_a_manager_accepts_what_was_held_meanwhile_and_is_told_to_look_again(open_page, mona):
    lot = open_lot(mona)
    app = open_page(Role.MANAGER, "Lots", lot=str(lot))
    app.button(key="lot_accept").click().run()
    lots.hold(mona, lot, "a leak")
    app.text_area(key=f"lot_{lot}_accept_reason").set_value("looks fine")
    app.button(key=f"lot_{lot}_accept_do").click().run()
    assert not app.exception and "look at it again before you decide" in shown(app)
    assert lots.find(mona, lot).state is LotState.HELD


def test_a_held_lot_is_not_released_without_the_managers_password(open_page, mona):
    lot = open_lot(mona)
    lots.hold(mona, lot, "dents")
    app = open_page(Role.MANAGER, "Lots", lot=str(lot))
    app.button(key="lot_release").click().run()
    app.text_area(key=f"lot_{lot}_release_reason").set_value("sorted by hand")
    for password, said in (("", "give your password again"), ("not this one", "not your current password")):
        app.text_input(key=f"lot_{lot}_release_password").set_value(password)
        app.button(key=f"lot_{lot}_release_do").click().run()
        assert not app.exception and said in shown(app)
        assert lots.find(mona, lot).state is LotState.HELD


def test_a_manager_takes_a_lot_through_hold_release_hold_reject_and_rework(open_page, mona):
    lot = open_lot(mona)
    app = open_page(Role.MANAGER, "Lots", lot=str(lot))
    for act, state in (("hold", "held"), ("release", "released"), ("hold", "held"), ("reject", "rejected"),
                       ("rework", "open")):
        decide(app, lot, act, f"because of {act}")
        assert lots.find(mona, lot).state == state
    assert samples.of_lot(mona, lot)[0].plan.size == 1250
    assert "Lot L1 is open again, with a new sample." in shown(app)


def test_part_of_a_lot_is_held_by_its_time_of_production_and_freed_again(open_page, mona):
    lot = open_lot(mona)
    with write() as tx:
        for number, hour in enumerate((6, 9)):
            tx.execute(insert(pallet).values(
                code=f"P{number}", lot_id=lot, cans=10, produced_from=datetime(2026, 11, 20, hour, tzinfo=UTC),
                produced_to=datetime(2026, 11, 20, hour + 1, tzinfo=UTC), place_id=None, held=0,
                received_at=clock.now(), placed_at=None, shipped_at=None))
    app = open_page(Role.MANAGER, "Lots", lot=str(lot))
    app.button(key="lot_hold").click().run()
    app.toggle(key=f"lot_{lot}_hold_part").set_value(True).run()
    app.datetime_input(key=f"lot_{lot}_hold_from").set_value(datetime(2026, 11, 20, 8))
    app.text_area(key=f"lot_{lot}_hold_reason").set_value("a jam")
    app.button(key=f"lot_{lot}_hold_do").click().run()
    assert not app.exception
    words = shown(app)
    assert "Pallets held: 1." in words and "Produced since 2026-11-20 08:00" in words
    assert "Part of it is held by its time of production: pallets in stock 1." in words
    assert lots.find(mona, lot).state is LotState.OPEN
    words = shown(decide(app, lot, "release_produced", "looked at"))
    assert "Pallets free again: 1." in words and "Part of it is held" not in words


def test_the_list_is_searched_and_filtered_and_says_what_to_do_when_nothing_fits(open_page, mona):
    lots.hold(mona, open_lot(mona, "A1"), "dents")
    open_lot(mona, "B2")
    app = open_page(Role.VIEWER, "Lots")
    assert codes(app) == ["B2", "A1"] and buttons(app) == set()
    app.selectbox(key="lots_state").set_value(LotState.HELD).run()
    assert codes(app) == ["A1"]
    app.text_input(key="lots_search").set_value("b2").run()
    assert codes(app) == [] and "No lot fits. Search for another word; whoever" in shown(app)
    app.text_input(key="lots_search").set_value("\0").run()
    assert not app.exception and "please type it again" in shown(app)


@pytest.mark.parametrize("asked", ["", "99", "-1", "x", "9" * 30, "²"])
def test_an_address_of_no_lot_gets_a_sentence(open_page, asked):
    app = open_page(Role.VIEWER, "Lots", lot=asked)
    assert not app.exception and "There is no such lot" in shown(app)


def test_a_long_list_goes_on_with_older_lots(open_page, mona):
    made = [open_lot(mona, f"L{number:02d}") for number in range(31)]
    app = open_page(Role.VIEWER, "Lots")
    labels = [link.label for link in app.get("page_link")]
    assert "L30" in labels and "L00" not in labels and "Older lots" in labels
    app.query_params["after"] = str(made[1])
    app.switch_page("pages/Lots.py").run()
    assert [link.label for link in app.get("page_link") if link.label.startswith("L0")] == ["L00"]


def test_own_numbers_make_a_plan_that_says_it_is_ones_own(open_page, mona):
    lot = open_lot(mona)
    app = open_page(Role.INSPECTOR, "Lots", lot=str(lot))
    app.button(key="lot_sample").click().run()
    key = f"lot_{lot}_sample"
    app.selectbox(key=f"{key}_plan").set_value("Your own plan").run()
    app.text_input(key=f"{key}_name").set_value("Night shift")
    app.number_input(key=f"{key}_size").set_value(13)
    app.button(key=f"{key}_do").click().run()
    assert "The plan limits nothing" in shown(app)
    app.number_input(key=f"{key}_critical_accept").set_value(0)
    app.button(key=f"{key}_do").click().run()
    assert "The rejection number for critical has to be larger" in shown(app)
    app.number_input(key=f"{key}_critical_reject").set_value(1)
    app.button(key=f"{key}_do").click().run()
    assert not app.exception
    assert samples.still_open(mona)[0].plan == Plan("Night shift", 13, Limit(0, 1))
    assert "Sample of lot L1, Night shift (own plan)" in shown(app) and "Can 1 of 13" in shown(app)


def test_a_sample_is_given_up_with_a_reason_and_another_may_be_started(open_page, mona):
    lot = open_lot(mona)
    sample = samples.start(mona, lot, CFIA_200)
    app = open_page(Role.INSPECTOR, "Lots", lot=str(lot))
    assert "lot_sample" not in buttons(app)
    app.button(key=f"lot_give_up_{sample}").click().run()
    app.text_area(key=f"lot_{lot}_give_up_reason").set_value("mixed up")
    app.button(key=f"lot_{lot}_give_up_do").click().run()
    assert not app.exception and "its cans stay on record" in shown(app)
    assert samples.of_lot(mona, lot)[0].given_up and "lot_sample" in buttons(app)


def test_a_can_and_the_gallery_show_the_lot_or_that_there_is_none(open_page, mona):
    lot = open_lot(mona, "L-9")
    for key, of in (("with", lot), ("without", None)):
        inspections.finish(mona, inspections.start(mona, FOOD_CAN, key=key, lot_id=of, line="2", shift="early"))
    newest, oldest = (can.id for can in inspections.recent(mona))
    app = open_page(Role.VIEWER, "Gallery")
    labels = [link.label for link in app.get("page_link")]
    assert labels.count("Lot L\\-9") == 1 and shown(app).count("No lot") == 1
    app.text_input(key="gallery_lot").set_value("l-9").run()
    assert "No lot" not in shown(app) and "Lot L\\-9" in [link.label for link in app.get("page_link")]
    app.text_input(key="gallery_lot").set_value("")
    app.text_input(key="gallery_line").set_value("3").run()
    assert "No can matches" in shown(app)
    for can, words in ((newest, "No lot"), (oldest, "")):
        app.query_params.clear()
        app.query_params["can"] = str(can)
        app.switch_page("pages/Can.py").run()
        assert not app.exception and words in shown(app)
    assert "Lot L\\-9" in [link.label for link in app.get("page_link")]


def test_accept_is_offered_when_the_sample_is_finished_and_settled_and_what_holds_it_up_is_listed(open_page, mona):
    lot = open_lot(mona)
    sample = samples.start(mona, lot, Plan("One", 1, total=Limit(1, 2)))
    can = inspections.start(mona, FOOD_CAN, key="one", sample_id=sample)
    inspections.finish(mona, can)
    app = open_page(Role.MANAGER, "Lots", lot=str(lot))
    assert not app.exception
    assert "lot_accept" not in buttons(app) and "lot_reject" in buttons(app)
    words = shown(app)
    assert "Cans not settled yet: 1." in words and "can 1 of the sample: incomplete" in words
    assert "C\\-0001" in [link.label for link in app.get("page_link")]
    inspections.raise_defect(mona, can, side=2, code="DNT")
    app.run()
    assert "The sample lets this lot be accepted." in shown(app)
    assert app.button(key="lot_accept").proto.type == "primary"
    assert app.button(key="lot_hold").proto.type == "secondary"
    assert "Total: 1 found; accepted with 1 at most, rejected from 2" in shown(app)
    decide(app, lot, "accept", "one dent is allowed")
    assert lots.find(mona, lot).state is LotState.ACCEPTED
    assert "A manager decided on it: accepted." in shown(app)


def test_a_certain_rejection_offers_reject_and_warns_of_a_release_against_the_sample(open_page, mona):
    lot = open_lot(mona)
    sample = samples.start(mona, lot, CFIA_200)
    can = inspections.start(mona, FOOD_CAN, key="one", sample_id=sample)
    inspections.raise_defect(mona, can, side=4, code="LEK")
    app = open_page(Role.MANAGER, "Lots", lot=str(lot))
    assert not app.exception and "Rejection is certain (critical)." in shown(app)
    assert "rules out more than 100 %" not in shown(app)
    assert "lot_reject" in buttons(app) and "lot_accept" not in buttons(app)
    app.button(key="lot_release").click().run()
    assert "a release against the sample stands in the audit trail" in shown(app)
    assert "CFIA 200, none serious: 1 of 200 cans" in shown(app)


def test_none_of_two_hundred_says_what_it_rules_out(open_page, mona):
    lot = open_lot(mona)
    sample = samples.start(mona, lot, Plan("Small", 2, critical=Limit(0, 1)))
    inspections.finish(mona, inspections.start(mona, FOOD_CAN, key="one", sample_id=sample))
    app = open_page(Role.VIEWER, "Lots", lot=str(lot))
    assert "0 of 1 rules out more than 95 % of cans with critical defects, at 95 %." in shown(app)
    assert ("Critical, accepted with 0: a lot with 2.5 % such cans is accepted 95 times in 100, one with 78 % 5 times."
            in shown(app))
