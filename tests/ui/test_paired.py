"""Two reviewers judge the same cans: given on the gallery, judged on the review's page, shown in the statistics."""

import pytest

from core.quality.rights import Role
from core.quality.verdict import Verdict
from core.records import review_pairs
from core.records.use_case import Actor
from tests.browser.waiting import acting, finished_can
from tests.ui.conftest import shown

GOOD, BAD = Verdict.GOOD, Verdict.BAD


@pytest.fixture
def ines(open_page) -> Actor:
    return acting("ines", Role.INSPECTOR)


def test_a_manager_gives_the_cans_that_are_listed_to_two_reviewers(open_page, ines):
    rolf = acting("rolf", Role.REVIEWER)
    acting("rita", Role.REVIEWER)
    can, _ = finished_can(ines, 1, 0.9), finished_can(ines, 2, 0.05)
    app = open_page(Role.MANAGER, "Gallery", verdict="bad")
    app.selectbox(key="paired_first").set_value("rita")
    app.selectbox(key="paired_second").set_value("rolf")
    app.button(key="paired_give").click().run()
    assert not app.exception and "Given to rita and rolf" in shown(app)
    asked = review_pairs.asked(rolf)
    assert (asked.inspection_id, asked.left) == (can, 1)


def test_a_reviewer_judges_photographs_alone_by_one_key_each(open_page, ines):
    cans = [finished_can(ines, seed, 0.9) for seed in (1, 2)]
    rolf = acting("rolf", Role.REVIEWER)
    app = open_page(Role.REVIEWER)
    review_pairs.assign(acting("mona", Role.MANAGER), cans, ("reviewer", "rolf"))
    for can, verdict in zip(cans, (GOOD, BAD), strict=True):
        asked = review_pairs.asked(rolf)
        assert asked.inspection_id == can
        review_pairs.answer(rolf, asked.pair_id, verdict)
    assert "To be judged by you and another reviewer: 2." in shown(app.switch_page("pages/Review.py").run())
    app.query_params["pair"] = "1"
    app.switch_page("pages/Review.py").run()
    page = "\n".join([shown(app), *(html.value for html in app.get("html") if "<style" not in html.value)])
    assert "C-0001, 2 left" in page and "0.90" not in page and "bad" not in page
    assert len(app.get("plotly_chart")) == 7 and not any("rect" in one.proto.spec for one in app.get("plotly_chart"))
    app.button(key="paired_bad_1").click().run()
    app.button(key="paired_bad_2").click().run()
    assert not app.exception and "You have judged all" in shown(app)
    page = shown(app.switch_page("pages/Statistics.py").run())
    assert not app.exception and "rolf and reviewer differ on:" in page
    table = app.dataframe[-1].value
    assert table["Cohen's kappa"].tolist() == ["not enough, 2 of 30"] and table["n"].tolist() == [2]
    app.query_params["can"] = str(cans[0])
    page = shown(app.switch_page("pages/Can.py").run())
    assert "rolf said good" in page and "reviewer said bad" in page
