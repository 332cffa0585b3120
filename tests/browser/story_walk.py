"""The demonstration's story, walked through in Chromium: every step has to show what it says."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from core.demo.plant.people import MANAGER, PASSWORD
from core.demo.plant.story import DRIFT_HEAD, DRIFT_LINE, DRIFT_SIDES
from core.words import tr
from tests.browser.serving import settled

Take = Callable[[Page, str], None]
"""Takes a picture of a page, when it has come to rest, under a name."""

_LEAST_LOTS, _LEAST_PLACES = 4, 10


def walk(page: Page, url: str, take: Take) -> None:
    """Sign in as the manager, inspect a good and a bad can, follow the five steps; AssertionError where one lies."""
    sign_in(page, url)
    take(page, "home")
    _open_story(page)
    take(page, "story")
    for verdict in ("good", "bad"):
        page.get_by_role("button", name=f"A {verdict} can").click()
        expect(page.locator("[class*=st-key-board_side_] .js-plotly-plot")).to_have_count(7)
        expect(page.locator(f".st-key-verdict_{verdict}")).to_be_visible()
        take(page, f"inspect-{verdict}")
        page.get_by_role("button", name="Save and next can").click()
        expect(page.get_by_text(re.compile(r" is kept\. "))).to_be_visible()
        _open_story(page)
    for title, shows in (("The chart of the line", chart_signals), ("Its bad cans by head", one_head),
                         ("Where on the can", one_place), ("The lots that are held", lots_held),
                         ("The map of the warehouse", stands_hatched)):
        page.get_by_role("link", name=title).click()
        shows(page, take)
        _open_story(page)


def sign_in(page: Page, url: str, name: str = MANAGER.name) -> None:
    """Sign in on Home, and see that it says what it is."""
    page.goto(url)
    page.get_by_label("Name").first.fill(name)
    page.get_by_label("Password", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    expect(page.get_by_text(tr("demonstration_band"))).to_be_visible()


def chart_signals(page: Page, take: Take) -> None:
    """The chart of the line has signals, and all of them are in its last week."""
    signals = page.locator("[class*=st-key-statistics_signal_]")
    expect(signals.first).to_be_visible()
    settled(page)
    assert 2 <= signals.count() <= 7
    expect(page.locator(".st-key-statistics_chart_rate .js-plotly-plot")).to_be_visible()
    _rest(page.locator(".st-key-statistics_chart_rate"))
    take(page, "statistics-chart")


def one_head(page: Page, take: Take) -> None:
    """More than half of the line's bad cans come from one head."""
    chart = page.locator(".st-key-statistics_chart_pareto")
    expect(chart.get_by_text(f"line {DRIFT_LINE}, head {DRIFT_HEAD}", exact=True)).to_be_visible()
    settled(page)
    shares = [int(text.split("·")[1].strip(" %")) for text in _texts(chart) if re.fullmatch(r"\d+ · \d+%", text)]
    assert max(shares) > 50, shares
    _rest(chart)
    take(page, "statistics-head")


def one_place(page: Page, take: Take) -> None:
    """Most suspect places of that head lie on the two sides that share the dented seam."""
    chart = page.locator(".st-key-statistics_chart_where")
    expect(chart.locator(".js-plotly-plot")).to_be_visible()
    settled(page)
    piled = {int(found[1]): int(found[2]) for text in _texts(chart) if (found := re.fullmatch(r"(\d) .+: (\d+)", text))}
    assert set(sorted(piled, key=lambda side: -piled[side])[:2]) == set(DRIFT_SIDES), piled
    _rest(chart)
    take(page, "statistics-place")


def lots_held(page: Page, take: Take) -> None:
    """The lots that are held are the drifting line's."""
    rows = page.locator("[class*=st-key-lots_row_]")
    expect(rows.nth(_LEAST_LOTS - 1)).to_be_visible()
    settled(page)
    expect(page.locator("[class*=st-key-lots_row_] .lot-held")).to_have_count(rows.count())
    drifting = page.locator("[class*=st-key-lots_row_]", has_text=f"line {DRIFT_LINE}")
    assert drifting.count() >= _LEAST_LOTS
    take(page, "lots")


def stands_hatched(page: Page, take: Take) -> None:
    """Their pallets stand hatched on the map, some still outside quarantine."""
    expect(page.get_by_text("still to move into quarantine", exact=False).first).to_be_visible()
    aisles = page.get_by_text(re.compile(r"^Aisle \w+ · .*held"))
    expect(aisles.first).to_be_visible()
    settled(page)
    held = [int(found[1]) for text in aisles.all_inner_texts() if (found := re.search(r"(\d+) held", text))]
    assert sum(held) >= _LEAST_PLACES, held
    take(page, "warehouse")


def _open_story(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name="Story", exact=True).click()
    expect(page.get_by_role("heading", name="The story in 90 seconds")).to_be_visible()
    expect(page.get_by_role("button", name="A good can")).to_be_enabled()


def _texts(chart: Locator) -> list[str]:
    return [text.strip() for text in chart.locator("text").all_text_contents()]


def _rest(chart: Locator) -> None:
    """Bring a chart into the middle of the window."""
    chart.evaluate("it => it.scrollIntoView({block: 'center'})")
