"""Counting a rack by photograph and by taps, on a page of its own."""

import cv2
import numpy as np
import pytest
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from core.imaging.decode import decode
from core.quality.rights import Role
from core.records import accounts, audit, database, rack_pictures, sign_in
from core.records.database import read
from core.records.schema import stock_move
from core.records.use_case import Actor, console
from tests.imaging.racks import draw_rack
from tests.records.racks import add_rack
from tests.ui.conftest import PASSWORD, shown

DRAWN = draw_rack(2003)
LEVELS, BAYS = DRAWN.occupied.shape
TRUE = {(bay + 1, level + 1) for level in range(LEVELS) for bay in range(BAYS) if DRAWN.occupied[level, bay]}


def jpeg(picture: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".jpg", picture[..., ::-1])[1])


def page() -> None:
    import streamlit as st

    from core.records.sign_in import sign_in
    from core.records.use_case import Actor
    from core.ui import doing
    from core.ui.gate import SignedIn
    from core.ui.rack_photograph import draw_rack_photograph
    from tests.ui.conftest import PASSWORD

    role = st.session_state["test_role"]
    if "test_session" not in st.session_state:
        st.session_state["test_session"] = sign_in(role, PASSWORD).id
    doing.draw_outcome()
    draw_rack_photograph(SignedIn(Actor(st.session_state["test_session"]), role, role), 1, 1)


@pytest.fixture
def rack() -> int:
    """A rack whose books are wrong about one place: bay 1 of level 1."""
    database.prepare()
    for role in Role:
        accounts.add_user(console(), role, role, PASSWORD)
    return add_rack(BAYS, LEVELS, TRUE ^ {(1, 1)})


def open_as(role: Role) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["test_role"] = role
    app.run()
    assert not app.exception
    return app


def acting(role: Role) -> Actor:
    return Actor(sign_in.sign_in(role, PASSWORD).id)


def keep_empty(rack: int) -> None:
    rack_pictures.keep(acting(Role.MANAGER), rack, 1, decode("empty.jpg", jpeg(DRAWN.empty)), DRAWN.corners)


def counted(rack: int) -> dict[str, object]:
    newest = audit.entries(console(), f"rack:{rack}", 1)
    return dict(newest[0].new or {}) if newest and newest[0].action == "rack counted" else {}


def upload(app: AppTest, uploader: str, picture: np.ndarray) -> AppTest:
    app.file_uploader(key=uploader).upload("rack.jpg", jpeg(picture), "image/jpeg")
    app.run()
    assert not app.exception
    return app


def test_without_a_picture_of_the_empty_rack_a_person_taps_and_the_count_is_noted_and_moves_nothing(rack):
    app = open_as(Role.INSPECTOR)
    assert "no photograph of this rack empty" in shown(app) and "The books agree" in shown(app)
    pills = app.button_group(key="rack_1_1_level_1")
    pills.set_value([one for one in pills.value if one != 1] if 1 in pills.value else [*pills.value, 1]).run()
    assert "The books disagree at 1 of the places" in shown(app)
    app.text_input(key="rack_1_1_note").set_value("looked twice").run()
    app.button(key="rack_1_1_confirm").click().run()
    assert f"Noted: {BAYS * LEVELS} places counted, 1 differ" in shown(app)
    assert counted(rack)["by"] == "taps" and list(counted(rack)["disagreements"]) == ["A01-01-1"]
    with read() as tx:
        assert tx.scalar(select(func.count()).select_from(stock_move)) == 0


def test_a_manager_keeps_the_empty_rack_with_its_corners(rack):
    app = upload(open_as(Role.MANAGER), "rack_1_1_empty", DRAWN.empty)
    assert app.button(key="rack_1_1_keep").disabled
    for number, (x, y) in enumerate(DRAWN.corners):
        app.number_input(key=f"rack_1_1_x_{number}").set_value(x)
        app.number_input(key=f"rack_1_1_y_{number}").set_value(y)
        app.run()
        assert not app.exception
    app.button(key="rack_1_1_keep").click().run()
    assert not app.exception and "The empty rack is kept" in shown(app)
    kept = rack_pictures.newest(console(), rack, 1)
    assert np.abs(np.array(kept.corners) - DRAWN.corners).max() < 0.1


def test_a_photograph_fills_in_the_places_and_its_disagreements_are_noted_once_confirmed(rack):
    keep_empty(rack)
    app = upload(open_as(Role.INSPECTOR), "rack_1_1_now", DRAWN.now)
    assert "A thick frame: the books say otherwise." in shown(app)
    assert list(app.dataframe[0].value["Place"]) == ["A01-01-1"]
    assert counted(rack) == {}
    confirm = next(button for button in app.button if button.key.endswith("_confirm"))
    confirm.click().run()
    assert not app.exception and "1 differ" in shown(app)
    assert counted(rack)["by"] == "photograph" and list(counted(rack)["disagreements"]) == ["A01-01-1"]


@pytest.mark.parametrize("picture", [draw_rack(1).now, np.zeros((300, 400, 3), np.uint8)], ids=["another", "black"])
def test_a_photograph_that_does_not_match_is_a_sentence_and_nothing_is_filled_in(rack, picture):
    keep_empty(rack)
    app = upload(open_as(Role.INSPECTOR), "rack_1_1_now", picture)
    assert "frame is not found" in shown(app) or "too small" in shown(app)
    assert not app.dataframe and not app.pills


def test_what_is_no_picture_is_a_sentence(rack):
    keep_empty(rack)
    app = open_as(Role.MANAGER)
    for uploader in ("rack_1_1_now", "rack_1_1_empty"):
        app.file_uploader(key=uploader).upload("rack.jpg", b"no picture", "image/jpeg")
        app.run()
        assert not app.exception
    assert shown(app).count("not a photograph") == 2


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_offered_what_its_rights_allow(rack, role):
    app = open_as(role)
    keys = {button.key for button in app.button} | {uploader.key for uploader in app.file_uploader}
    assert ("rack_1_1_confirm" in keys) == (role is not Role.VIEWER)
    assert ("rack_1_1_empty" in keys) == (role in (Role.MANAGER, Role.ADMIN))
