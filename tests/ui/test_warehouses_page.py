"""A plant's stock on the Warehouses page, from the first warehouse to the pallet that may not leave."""

import pytest
from streamlit.testing.v1 import AppTest

from core.quality.rights import Role
from core.records import quarantine, sign_in, stock, warehouse_map, warehouses
from core.records.use_case import Actor, console
from tests.records.warehousing import a_lot, a_warehouse, hold_pallet, lot_of, place_id, set_state, standing
from tests.ui.conftest import PASSWORD, shown


def acting(name: str) -> Actor:
    return Actor(sign_in.sign_in(name, PASSWORD).id)


def buttons(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key and not button.key.startswith("menu_")}


def asked(app: AppTest, name: str) -> str:
    """What the address says; given to the page it is a list, set by the page it is a text."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def section(app: AppTest, name: str) -> AppTest:
    app.button_group(key="section").set_value(name).run()
    assert not app.exception
    return app


def open_place(app: AppTest, name: str) -> AppTest:
    app.selectbox(key="map_place_W1_All aisles").set_value(name).run()
    return press(app, "map_open")


def with_stock(open_page, role: Role, state: str = "accepted", pallets: int = 2) -> tuple[AppTest, list[int]]:
    """The page of someone, with pallets of lot L1 in A01-01-1."""
    app = open_page(role)
    keeper = acting(role) if role is not Role.VIEWER else keeper_beside()
    a_warehouse()
    ids = stock.receive(keeper, a_lot("open", code="L1"), pallets, 100, place_id("A01-01-1"))
    set_state(lot_of(ids[0]), state)
    return app.switch_page("pages/Warehouses.py").run(), ids


def keeper_beside() -> Actor:
    from core.records import accounts

    accounts.add_user(console(), "keeper", Role.INSPECTOR, PASSWORD)
    return acting("keeper")


def test_a_manager_sets_up_a_warehouse_of_four_hundred_places_in_a_few_steps(open_page):
    app = open_page(Role.MANAGER, "Warehouses")
    assert "No warehouse yet" in shown(app)
    press(app, "warehouses_add")
    app.text_input(key="warehouses_new_code").set_value("w1")
    app.text_input(key="warehouses_new_name").set_value("Main hall")
    press(app, "warehouses_new_save")
    assert "W1 is there. Now give it its racks." in shown(app)
    assert "400 places, named A01-01-1 to A04-20-5" in shown(app)
    press(app, "rack_W1_0_save")
    assert "Rack A is there with 400 places." in shown(app)
    assert [one.places for one in warehouses.list_warehouses(console())] == [400]
    assert len(app.get("plotly_chart")) == 4


def test_what_is_wrong_with_a_warehouse_or_rack_is_a_sentence_and_nothing_is_lost(open_page):
    a_warehouse()
    app = open_page(Role.MANAGER, "Warehouses")
    press(app, "warehouses_add")
    app.text_input(key="warehouses_new_code").set_value("W1")
    app.text_input(key="warehouses_new_name").set_value("Again")
    press(app, "warehouses_new_save")
    assert "There is a warehouse W1 already" in shown(app)
    assert app.text_input(key="warehouses_new_name").value == "Again"
    app = section(open_page(Role.ADMIN, "Warehouses"), "Set up")
    app.text_input(key="rack_W1_2_code").set_value("A").run()
    press(app, "rack_W1_2_save")
    assert "has a rack A already" in shown(app)


def test_the_warehouse_is_kept_in_the_address(open_page):
    a_warehouse("W1")
    a_warehouse("W2")
    app = open_page(Role.VIEWER, "Warehouses", warehouse="W2")
    assert app.selectbox(key="warehouse").value == "W2"
    app.selectbox(key="warehouse").set_value("W1").run()
    assert asked(app, "warehouse") == "W1"
    app = open_page(Role.MANAGER, "Warehouses", warehouse="gone")
    assert app.selectbox(key="warehouse").value == "W1" and asked(app, "warehouse") == "W1"


def test_an_inspector_receives_a_lot_finds_it_a_place_and_puts_it_there(open_page):
    app = open_page(Role.INSPECTOR)
    a_warehouse()
    lot_id = a_lot(code="L9")
    app = section(app.switch_page("pages/Warehouses.py").run(), "Receive")
    app.number_input(key=f"receive_{lot_id}_0_pallets").set_value(3)
    app.number_input(key=f"receive_{lot_id}_0_cans").set_value(100).run()
    press(app, "receive")
    assert "Received of L9: 3." in shown(app) and standing() == {}
    section(app, "Find room")
    assert "Room for 3, places needed: 2." in shown(app) and "not beside quarantine" in shown(app)
    press(app, "find_put_all")
    assert "Put away of L9: 3." in shown(app) and standing() == {"A01-01-1": 2, "A01-01-2": 1}
    assert "find_put_all" not in buttons(app)


def test_one_of_the_best_places_is_taken_alone(open_page):
    app = open_page(Role.INSPECTOR)
    a_warehouse()
    lot_id = a_lot(code="L9")
    stock.receive(acting("inspector"), lot_id, 3, 100)
    app = section(app.switch_page("pages/Warehouses.py").run(), "Find room")
    press(app, f"find_put_{place_id('A01-02-1')}")
    assert "Moved into A01-02-1: 2." in shown(app) and standing() == {"A01-02-1": 2}


def test_a_receipt_without_known_packing_or_beyond_the_place_is_told(open_page):
    app = open_page(Role.INSPECTOR)
    a_warehouse()
    lot_id = a_lot()
    app = section(app.switch_page("pages/Warehouses.py").run(), "Receive")
    app.number_input(key=f"receive_{lot_id}_0_pallets").set_value(3).run()
    press(app, "receive")
    assert "give the number" in shown(app)
    app.number_input(key=f"receive_{lot_id}_0_cans").set_value(5)
    app.selectbox(key=f"receive_{lot_id}_0_place").set_value("A01-01-1").run()
    press(app, "receive")
    assert "room for 2 more, not for 3" in shown(app) and standing() == {}


def test_a_place_says_what_is_in_it_and_its_pallets_are_moved_and_shipped(open_page):
    app, ids = with_stock(open_page, Role.INSPECTOR)
    open_place(app, "A01-01-1")
    words = shown(app)
    assert "L1 · Sardines" in words and "Best before 2029-11-01 · here since" in words and "Lot accepted" in words
    key = f"place_{place_id('A01-01-1')}_{lot_of(ids[0])}_2"
    app.multiselect(key=f"{key}_pallets").set_value([f"P{lot_of(ids[0])}-001"]).run()
    app.selectbox(key=f"{key}_to").set_value("A01-02-1").run()
    press(app, f"{key}_move")
    assert "Moved into A01-02-1: 1." in shown(app) and standing() == {"A01-01-1": 1, "A01-02-1": 1}
    open_place(app, "A01-01-1")
    press(app, f"place_{place_id('A01-01-1')}_{lot_of(ids[0])}_1_ship")
    assert "Left the warehouse of L1: 1." in shown(app) and standing() == {"A01-02-1": 1}


def test_a_held_lot_is_shown_held_is_offered_quarantine_alone_and_cannot_be_shipped(open_page):
    app, ids = with_stock(open_page, Role.INSPECTOR, "held")
    assert "L1: 2 of 2 held pallets still to move into quarantine. The quarantine here has room for 2." in shown(app)
    assert "5 free, 1 held" in shown(app)
    open_place(app, "A01-01-1")
    key = f"place_{place_id('A01-01-1')}_{lot_of(ids[0])}_2"
    assert "it is held" not in shown(app) and "Not to be shipped: the lot is held" in shown(app)
    assert app.button(key=f"{key}_ship").disabled
    assert app.selectbox(key=f"{key}_to").options == []
    app.multiselect(key=f"{key}_pallets").set_value([f"P{lot_of(ids[0])}-001"]).run()
    assert app.selectbox(key=f"{key}_to").options == ["Q01-01-1", "Q01-02-1"]
    app = app.switch_page("pages/Warehouses.py").run()
    press(app, f"quarantine_move_{lot_of(ids[0])}")
    assert "stand in quarantine now" in shown(app) and standing() == {"Q01-01-1": 1, "Q01-02-1": 1}
    assert quarantine.tasks(console(), "W1") == []


def test_a_hold_that_comes_while_the_place_is_open_is_told_and_nothing_leaves(open_page):
    app, ids = with_stock(open_page, Role.INSPECTOR)
    open_place(app, "A01-01-1")
    ship = app.button(key=f"place_{place_id('A01-01-1')}_{lot_of(ids[0])}_2_ship")
    hold_pallet(ids[0])
    ship.click().run()
    assert not app.exception and standing() == {"A01-01-1": 2}
    assert "it is held, and held stock does not leave" in shown(app)


def test_a_full_quarantine_is_said_in_words(open_page):
    app, ids = with_stock(open_page, Role.INSPECTOR, "held", pallets=1)
    other = stock.receive(acting("inspector"), a_lot("held"), 2, 1)
    stock.put_away(acting("inspector"), lot_of(other[0]), {place_id(f"Q01-0{bay}-1"): 1 for bay in (1, 2)})
    app.run()
    assert "The quarantine of this warehouse is full." in shown(app)
    assert f"quarantine_move_{lot_of(ids[0])}" not in buttons(app)
    app.query_params["lot"] = str(lot_of(ids[0]))
    section(app, "Find room")
    assert "kept apart, and the quarantine of W1 has no room" in shown(app)


def test_a_manager_changes_a_place_takes_it_out_and_puts_it_back(open_page):
    a_warehouse()
    app = open_page(Role.MANAGER, "Warehouses")
    number = place_id("A01-01-1")
    open_place(app, "A01-01-1")
    app.text_input(key=f"place_{number}_name").set_value(":red[Door] *")
    app.number_input(key=f"place_{number}_capacity").set_value(4)
    app.toggle(key=f"place_{number}_taken_out").set_value(True)
    press(app, f"place_{number}_save")
    assert ":red[Door] * is kept." in shown(app)
    section(app, "Set up")
    press(app, "taken_out_back")
    place = warehouse_map.contents(console(), number).place
    assert (place.name, place.capacity, place.taken_out) == (":red[Door] *", 4, False)
    assert not any("Door" in text.value for text in app.markdown)


def test_a_warehouse_is_renamed_retired_and_brought_back(open_page):
    a_warehouse()
    app = section(open_page(Role.MANAGER, "Warehouses"), "Set up")
    press(app, "warehouse_change")
    app.text_input(key="warehouses_W1_name").set_value("Cold store")
    press(app, "warehouses_W1_save")
    assert "Cold store" in shown(app)
    press(app, "warehouse_retire")
    assert "W1 is retired" in shown(app) and "No warehouse yet" in shown(app)
    app.toggle(key="warehouses_retired").set_value(True).run()
    section(app, "Set up")
    press(app, "warehouse_back")
    assert "W1 is offered again." in shown(app)


def test_the_overview_counts_room_and_lists_empty_places(open_page):
    app, _ = with_stock(open_page, Role.VIEWER)
    section(app, "Overview")
    assert {metric.label: metric.value for metric in app.metric} == {
        "Free in storage": "10 of 12", "Free in quarantine": "2 of 2", "Free in staging": "0 of 0"}
    tables = [frame.value for frame in app.dataframe]
    assert list(tables[0]["Aisle"]) == ["A01", "Q01"] and list(tables[0]["Free"]) == [10, 2]
    assert list(tables[1]["Warehouse"]) == ["W1"]
    assert "A01-01-1" not in list(tables[2]["Place"]) and len(tables[2]) == 7
    app.button_group(key="overview_kind").set_value("staging").run()
    assert "No empty place of this kind." in shown(app)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_the_map_and_those_with_the_right_alone_act(open_page, role):
    app, ids = with_stock(open_page, role)
    open_place(app, "A01-01-1")
    assert "L1 · Sardines" in shown(app)
    key = f"place_{place_id('A01-01-1')}_{lot_of(ids[0])}_2"
    moves, sets_up = role is not Role.VIEWER, role in (Role.MANAGER, Role.ADMIN)
    assert (f"{key}_ship" in buttons(app)) == moves
    assert (f"place_{place_id('A01-01-1')}_save" in buttons(app)) == sets_up
    assert ("warehouses_add" in buttons(app)) == sets_up
    assert ("Receive" in app.button_group(key="section").options) == moves
    assert ("Set up" in app.button_group(key="section").options) == sets_up


def test_a_lot_is_found_by_a_search_and_kept_in_the_address(open_page):
    a_warehouse()
    app = open_page(Role.INSPECTOR)
    first, second = a_lot(code="L100"), a_lot(code="L200", name="Tuna")
    app = section(app.switch_page("pages/Warehouses.py").run(), "Find room")
    assert asked(app, "lot") == str(second)
    app.text_input(key="stocked_lot_search").set_value("l100").run()
    assert asked(app, "lot") == str(first)
    app.text_input(key="stocked_lot_search").set_value("\0").run()
    assert not app.exception and "please type it again" in shown(app)
    app.text_input(key="stocked_lot_search").set_value("nothing of that").run()
    assert "No lot fits." in shown(app)


def test_an_aisle_of_a_rack_is_counted_against_the_books_by_taps(open_page):
    a_warehouse("W1")
    app = open_page(Role.INSPECTOR, "Warehouses", warehouse="W1", section="Count")
    assert not app.exception
    assert "There is no photograph of this rack empty" in shown(app)
    assert app.selectbox(key="count_aisle_W1").options[0] == "A, aisle 1"
