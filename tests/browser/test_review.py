"""A reviewer clears twenty cans with the keyboard alone, in Chromium."""

import time

from playwright.sync_api import Page, expect

from core.quality.defects import DEFECTS
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.verdict import Verdict
from core.records import inspections, reviews
from core.records.reviews import Waiting
from core.ui.naming import LETTERS
from tests.browser.conftest import Visitor
from tests.browser.serving import PASSWORD, Server
from tests.browser.waiting import acting, finished_can, installation

CANS, SECONDS = 20, 120
"""What a person is to manage; a machine at its busiest takes a fifth of that for them."""

DENT = LETTERS[list(DEFECTS).index("DNT")]


def press(page: Page, *keys: tuple[str, str]) -> None:
    """Press each key as soon as the button that it belongs to can be pressed."""
    for key, button in keys:
        expect(page.get_by_role("button", name=button, exact=False).first).to_be_enabled()
        page.keyboard.press(key)


def can_opened(page: Page, can: Waiting) -> None:
    """Wait until the can is there with its buttons; a key pressed sooner belongs to the can before and is lost."""
    expect(page.locator(".st-key-can_number")).to_have_text(can.number)
    expect(page.locator(f".st-key-reviewing_skip_{can.id} button")).to_be_enabled()


def answer_question(page: Page, can: Waiting, question: str, key: str) -> None:
    """Press the key once that question's own button is there: the words come before it, and a key between is lost."""
    own_button = f"[class*='st-key-naming_{key}_{can.id}_'][class*='{question}'] button"
    expect(page.locator(own_button)).to_be_enabled()
    page.keyboard.press(key.lower())
    expect(page.locator(own_button)).to_have_count(0)


def test_a_reviewer_clears_twenty_cans_within_two_minutes_with_the_keyboard_alone(server: Server, visitor: Visitor):
    page = visitor.page
    with installation(server.data):
        ines = acting("review-ines", Role.INSPECTOR)
        made = [finished_can(ines, seed, (0.4, 0.9)[seed % 2]) for seed in range(CANS)]
        rita = acting("rita", Role.REVIEWER)
        waiting = reviews.queue(rita, size=100)
        mine = [can for can in waiting if can.id in made]
        assert len(mine) == CANS

    page.goto(f"{server.url}/Review")
    page.get_by_label("Name").fill("rita")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expected = {}
    expect(page.locator(".st-key-can_number")).to_be_visible()
    begun = time.monotonic()
    for can in waiting:
        can_opened(page, can)
        place = mine.index(can) if can in mine else None
        if place is None:
            press(page, ("k", "Skip"))
        elif can.verdict is Verdict.REVIEW and place % 5 == 0:
            press(page, ("b", "Bad"), (DENT.lower(), "DNT"))
            for question, answer in (("touches_seam", "Y"), ("seam_pulled", "N"), ("leaks_or_bulges", "N")):
                answer_question(page, can, question, answer)
            expect(page.get_by_text("SMD Dent on the double seam (major)", exact=False)).to_be_visible()
            expect(page.get_by_text("leak or bulge", exact=False)).to_have_count(0)
            press(page, ("l", "Laboratory"))
            chosen = page.locator(".st-key-review_disposition [data-testid=stBaseButton-primary]")
            expect(chosen).to_contain_text("Laboratory")
            press(page, ("s", "Save and next"))
            expected[can.id] = (Verdict.BAD, Disposition.LABORATORY)
        elif can.verdict is Verdict.REVIEW:
            press(page, ("g", "Good"))
            expected[can.id] = (Verdict.GOOD, Disposition.PASSED)
        elif place % 5 == 0:
            press(page, ("o", "Overturn: good"), ("1", "A reflection or a shadow"), ("s", "Save and next"))
            expected[can.id] = (Verdict.GOOD, Disposition.PASSED)
        else:
            press(page, ("a", "Agree: bad"))
            expected[can.id] = (Verdict.BAD, Disposition.LABORATORY)
    expect(page.get_by_text("wait", exact=False).first).to_be_visible()
    expect(page.locator(".st-key-review_decision")).to_have_count(0)
    assert time.monotonic() - begun < SECONDS

    with installation(server.data):
        for can_id, (verdict, disposition) in expected.items():
            can = inspections.load(rita, can_id)
            assert can.review is not None
            assert (can.effective[0], can.review.disposition) == (verdict, disposition)
            assert can.revisions[-1].author == "rita"
            assert can.model_verdict is not None and can.model_verdict[0] in (Verdict.REVIEW, Verdict.BAD)
        assert len(expected) == CANS
        assert not {can.id for can in reviews.queue(rita, size=100)} & set(made)
    assert visitor.strayed == []


def test_a_box_drawn_with_the_mouse_goes_with_the_review(server: Server, visitor: Visitor):
    page = visitor.page
    with installation(server.data):
        drew = acting("drew", Role.REVIEWER)
        can_id = finished_can(acting("review-dora", Role.INSPECTOR), 200, 0.9)
    page.goto(f"{server.url}/Review?can={can_id}")
    page.get_by_label("Name").fill("drew")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(f".st-key-reviewing_skip_{can_id} button")).to_be_enabled()
    press(page, ("d", "Name a defect"), (DENT.lower(), "DNT"))
    expect(page.locator(".st-key-review_named")).to_contain_text("DNT")
    page.keyboard.press("e")
    picture = page.locator(".st-key-review_decision .nsewdrag")
    expect(picture).to_be_visible()
    frame = picture.bounding_box()
    assert frame is not None
    for share in (0.25, 0.75):
        page.mouse.move(frame["x"] + share * frame["width"], frame["y"] + share * frame["height"], steps=4)
        page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("button", name="Take the last box out")).to_be_enabled()
    page.get_by_role("button", name="Done").click()
    press(page, ("s", "Save and next"))
    expect(page.get_by_text("is kept: bad")).to_be_visible()
    with installation(server.data):
        ((box,),) = (defect.boxes for defect in inspections.load(drew, can_id).defects)
    assert abs(box.x0 - 120) < 12 and abs(box.x1 - 360) < 12 and abs(box.y0 - 160) < 12 and abs(box.y1 - 480) < 12


def test_the_review_is_no_wider_than_a_phone(server: Server, visitor: Visitor):
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    with installation(server.data):
        finished_can(acting("review-phil", Role.REVIEWER), 100, 0.4)
    page.goto(f"{server.url}/Review")
    page.get_by_label("Name").fill("review-phil")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Name a defect")).to_be_visible()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
