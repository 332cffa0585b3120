"""A reviewer clears twenty cans with the keyboard alone, in Chromium."""

import contextlib
import time

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

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

WAIT_SECONDS, AGAIN_MILLISECONDS = 30, 3000
"""How long a key's effect is waited for, and when the key is pressed again."""

DENT = LETTERS[list(DEFECTS).index("DNT")]


def press(page: Page, key: str, effect: Locator, gone: bool = False) -> None:
    """Press a key until its effect is there, or gone: a button is seen a moment before it listens to its key."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        page.keyboard.press(key.lower())
        with contextlib.suppress(PlaywrightTimeout):
            effect.first.wait_for(state="hidden" if gone else "visible", timeout=AGAIN_MILLISECONDS)
            return
    raise AssertionError(f"The key {key} did nothing in {WAIT_SECONDS} s.")


def skip_of(page: Page, can_id: int) -> Locator:
    """The last button of a can: where it is there the can is, and where it is not the can is done with."""
    return page.locator(f".st-key-reviewing_skip_{can_id} button")


def can_opened(page: Page, can: Waiting) -> None:
    """Wait until the can is there with its buttons; a key pressed sooner belongs to the can before and is lost."""
    expect(page.locator(".st-key-can_number")).to_have_text(can.number)
    expect(skip_of(page, can.id)).to_be_enabled()


def chosen(page: Page, container: str, words: str) -> Locator:
    """The button with these words in the container, once it is the chosen one."""
    return page.locator(f".st-key-{container} [data-testid=stBaseButton-primary]", has_text=words)


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
        here = skip_of(page, can.id)
        if place is None:
            press(page, "K", here, gone=True)
        elif can.verdict is Verdict.REVIEW and place % 5 == 0:
            press(page, "B", page.locator(".st-key-naming_DNT"))
            press(page, DENT, page.locator(".st-key-naming_question"))
            for question, answer in (("touches_seam", "Y"), ("seam_pulled", "N"), ("leaks_or_bulges", "N")):
                own_button = page.locator(f"[class*='st-key-naming_{answer}_{can.id}_'][class*='{question}'] button")
                expect(own_button).to_be_enabled()
                press(page, answer, own_button, gone=True)
            expect(page.get_by_text("SMD Dent on the double seam (major)", exact=False)).to_be_visible()
            expect(page.get_by_text("leak or bulge", exact=False)).to_have_count(0)
            press(page, "L", chosen(page, "review_disposition", "Laboratory"))
            press(page, "S", here, gone=True)
            expected[can.id] = (Verdict.BAD, Disposition.LABORATORY)
        elif can.verdict is Verdict.REVIEW:
            press(page, "G", here, gone=True)
            expected[can.id] = (Verdict.GOOD, Disposition.PASSED)
        elif place % 5 == 0:
            press(page, "O", page.get_by_role("button", name="A reflection or a shadow"))
            press(page, "1", chosen(page, "review_reason", "A reflection or a shadow"))
            press(page, "S", here, gone=True)
            expected[can.id] = (Verdict.GOOD, Disposition.PASSED)
        else:
            press(page, "A", here, gone=True)
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
    expect(skip_of(page, can_id)).to_be_enabled()
    press(page, "D", page.locator(".st-key-naming_DNT"))
    press(page, DENT, page.locator(".st-key-review_named", has_text="DNT"))
    picture = page.locator(".st-key-review_decision .nsewdrag")
    press(page, "E", picture)
    picture.hover()  # waits until it stands still
    frame = picture.bounding_box()
    assert frame is not None
    for share in (0.25, 0.5, 0.75):
        page.mouse.move(frame["x"] + share * frame["width"], frame["y"] + share * frame["height"], steps=4)
        if share == 0.25:
            page.mouse.down()
    page.mouse.up()
    expect(page.get_by_role("button", name="Take the last box out")).to_be_enabled()
    page.get_by_role("button", name="Done").click()
    expect(skip_of(page, can_id)).to_be_enabled()
    press(page, "S", skip_of(page, can_id), gone=True)
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
