"""Pages make reports, lists and recalls as files, and the route hands them to whoever made them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.sides import FOOD_CAN
from core.quality.verdict import Verdict
from core.records import accounts, audit, clock, export_files, inspections, reviews, sessions, work_context
from core.records.use_case import Actor, console
from core.ui import download, gate
from core.ui.cookies import SESSION
from tests.records.people import can_of_lot, open_lot
from tests.reports.test_reports import photographed
from tests.ui.conftest import PASSWORD, shown


def acting(name: str, role: Role) -> Actor:
    accounts.add_user(console(), name, role, PASSWORD)
    return Actor(accounts.sign_in(name, PASSWORD).id)


@pytest.fixture
def ines() -> Actor:
    return acting("ines", Role.INSPECTOR)


def exported(app, key: str) -> Path:
    """The file that a page has just made."""
    file, _ = app.session_state[f"{key}.ready"]
    assert any(link.proto.url == f"/export/{file.name}" for link in app.get("link_button"))
    return file


def test_every_list_is_taken_as_csv_and_excel_as_it_is_filtered(open_page, inspector, ines):
    lot = open_lot(ines, "L1")
    can_of_lot(ines, "good", lot)
    can_of_lot(ines, "bad", lot, probability=0.9)
    app = open_page(Role.MANAGER, "Gallery", verdict="bad")
    assert not app.exception
    app.button(key="cans_export_csv").click().run()
    told = exported(app, "cans_export").read_text(encoding="utf-8-sig")
    assert told.count("C-0002") == 1 and "C-0001" not in told
    for page, key in (("Lots", "lots_export"), ("Audit", "audit_export"), ("Products", "products_export")):
        app.switch_page(f"pages/{page}.py").run()
        app.button(key=f"{key}_xlsx").click().run()
        assert not app.exception and exported(app, key).suffix == ".xlsx"
    row = audit.entries(console(), limit=1)[0]
    assert (row.action, row.new["what"]) == ("exported", "products")


def test_an_export_made_again_is_another_file(open_page, inspector, ines):
    can_of_lot(ines, "one")
    app = open_page(Role.VIEWER, "Gallery")
    app.button(key="cans_export_csv").click().run()
    first = exported(app, "cans_export")
    can_of_lot(ines, "two")
    app.button(key="cans_export_csv").click().run()
    second = exported(app, "cans_export")
    assert first != second and "C-0002" in second.read_text(encoding="utf-8-sig")


def test_a_can_a_lot_and_a_month_have_their_reports_and_a_recall_says_how_long_it_took(open_page, inspector, ines):
    lot = open_lot(ines, "L1")
    can = photographed(ines, "one", 0.9, lot_id=lot)
    app = open_page(Role.VIEWER, "Can", can=str(can))
    app.button(key="can_files_pdf").click().run()
    assert not app.exception and exported(app, "can_files").read_bytes().startswith(b"%PDF")
    app.query_params.clear()
    app.query_params["lot"] = str(lot)
    app.switch_page("pages/Lots.py").run()
    for ending in ("pdf", "xlsx", "zip"):
        app.button(key=f"lot_files_{ending}").click().run()
        assert not app.exception and exported(app, "lot_files").suffix == f".{ending}"
    app.run()
    assert "Recalled by" in shown(app) and "1 cans, 7 photographs" in shown(app)
    app.switch_page("pages/Reports.py").run()
    month = app.selectbox(key="reports_chosen").value
    app.button(key=f"month_files_{month}_pdf").click().run()
    assert not app.exception and exported(app, f"month_files_{month}").read_bytes().startswith(b"%PDF")


def test_a_lot_counts_its_complaints_with_what_the_customer_said(open_page, inspector, ines):
    lot = open_lot(ines, "L1")
    can = photographed(ines, "one", 0.9, lot_id=lot, purpose="complaint")
    app = open_page(Role.INSPECTOR, "Can", can=str(can))
    app.text_area(key=f"complaint_note_{can}").set_value("**bulges**").run()
    assert not app.exception and inspections.load(ines, can).note == "**bulges**"
    app.query_params.clear()
    app.query_params["lot"] = str(lot)
    app.switch_page("pages/Lots.py").run()
    assert "Complaints: 1" in shown(app) and "**bulges**" in shown(app)


def test_a_complaint_of_any_lot_is_taken_from_its_page(open_page, inspector, ines):
    lot = open_lot(ines, "L1")
    app = open_page(Role.INSPECTOR, "Lots", lot=str(lot))
    app.button(key="lot_complaint").click().run()
    assert not app.exception
    context = work_context.chosen(Actor(app.session_state["gate.session"].session_id)).context
    assert context is not None and (context.lot_id, context.purpose) == (lot, "complaint")


def test_an_overturned_can_shows_both_verdicts_on_its_board(open_page, inspector, ines):
    can = photographed(ines, "one", 0.9)
    reviews.review(acting("rita", Role.REVIEWER), can, 0, Verdict.GOOD, disposition=Disposition.PASSED, reason="wiped")
    app = open_page(Role.VIEWER, "Can", can=str(can))
    assert not app.exception and "The model said bad." in shown(app) and "Good: rita looked at it." in shown(app)


def test_a_draft_of_a_complaint_takes_the_note_while_it_is_inspected(open_page, inspector):
    app = open_page(Role.INSPECTOR, "Inspect")
    name = app.session_state["gate.session"]
    draft = inspections.start(Actor(name.session_id), FOOD_CAN, key="c", purpose="complaint")
    app.run()
    app.text_area(key=f"complaint_note_{draft}").set_value("leaks").run()
    assert not app.exception and inspections.load(console(), draft).note == "leaks"


def test_a_printed_code_leads_to_its_lot(open_page, inspector, ines):
    open_lot(ines, "L2315-A")
    app = open_page(Role.VIEWER, "Lots")
    app.text_input(key="lots_code_read").set_value("l 23 15").run()
    assert not app.exception and "a part of it" in shown(app)
    app.text_input(key="lots_code_read").set_value("x").run()
    assert "at least 3 letters" in shown(app)


def asked(name: str, token: str = "") -> Response:
    """What the route answers to a browser that sends this cookie."""
    cookie = [(b"cookie", f"{SESSION}={token}".encode())] if token else []
    scope = {"type": "http", "method": "GET", "path": f"/export/{name}", "headers": cookie,
             "path_params": {"name": name}, "query_string": b""}
    (route,) = download.ROUTES
    with ThreadPoolExecutor(1) as thread:  # of its own, because the browser tests' loop runs in this one
        return thread.submit(asyncio.run, route.endpoint(Request(scope))).result()


def token_of(actor: Actor) -> str:
    session = accounts.Session(actor.session_id, "ines", Role.INSPECTOR, clock.now(), clock.now() + sessions.LIFETIME)
    return gate._token(session, session.expires_at)


def test_the_route_hands_a_file_to_whoever_made_it_while_the_session_lives(ines):
    omar = acting("omar", Role.ADMIN)
    file = export_files.new_file(ines, "cans", "csv")
    file.write_bytes(b"x" * 2_000_000)
    answer = asked(file.name, token_of(ines))
    assert isinstance(answer, FileResponse) and Path(answer.path) == file
    assert answer.headers["cache-control"] == "no-store" and file.name in answer.headers["content-disposition"]
    assert asked(file.name).status_code == asked(file.name, "forged").status_code == 401
    assert asked(file.name, token_of(omar)).status_code == 404
    assert asked("../../cansight.db", token_of(ines)).status_code == 404
    accounts.sign_out(ines.session_id)
    assert asked(file.name, token_of(ines)).status_code == 401
