"""The gallery finds a can again and its address says what is shown."""

import pytest

from core.quality.rights import Role
from core.records import inspections
from tests.ui.conftest import shown
from tests.ui.test_inspect_page import acting, seven


@pytest.fixture
def three_cans(open_page, inspector):
    """A good can, one found bad, and a good one that the inspector called bad; the page they were taken on."""
    app = open_page(Role.INSPECTOR, "Inspect")
    for nonce, bad in enumerate((None, 2, None)):
        for name, content in seven(bad=bad):
            app.file_uploader(key=f"inspect_files_{nonce}").upload(name, content, "image/jpeg")
        app.run()
        if nonce == 2:
            app.button(key="raising_begin").click().run()
            app.button(key="raising_pick_DNT").click().run()
        else:
            app.button(key="inspect_save").click().run()
    assert not app.exception
    return app


def numbers(app) -> list[str]:
    return [link.label for link in app.get("page_link") if link.label.startswith("C-")]


def test_every_can_is_there_newest_first_and_an_overruled_one_shows_both_verdicts(three_cans):
    app = three_cans.switch_page("pages/Gallery.py").run()
    assert not app.exception
    assert numbers(app) == ["C-0003", "C-0002", "C-0001"]
    assert shown(app).count("The model said good.") == 1


def test_a_filter_narrows_what_is_shown_and_stands_in_the_address(three_cans):
    app = three_cans.switch_page("pages/Gallery.py").run()
    app.selectbox(key="gallery_code").set_value("DNT").run()
    assert numbers(app) == ["C-0003"]
    assert "DNT" in app.query_params["code"]
    app.toggle(key="gallery_head_unknown").set_value(True).run()
    assert numbers(app) == ["C-0003"] and "yes" in app.query_params["head_unknown"]
    app.selectbox(key="gallery_verdict").set_value("good").run()
    assert numbers(app) == [] and "No can matches" in shown(app)


def test_an_address_that_makes_no_sense_shows_all_cans(three_cans):
    for key, value in {"verdict": "x", "from": "yesterday", "before": "now", "code": "'"}.items():
        three_cans.query_params[key] = value
    app = three_cans.switch_page("pages/Gallery.py").run()
    assert not app.exception and len(numbers(app)) == 3


def test_a_can_leads_to_its_neighbours(three_cans):
    newest = inspections.recent(acting())[0].id
    three_cans.query_params["can"] = str(newest)
    app = three_cans.switch_page("pages/Can.py").run()
    app.button(key="can_older").click().run()
    assert not app.exception and "C-0002" in shown(app)
