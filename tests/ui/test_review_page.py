"""The review of one can after the other, without a browser."""

import io
import zipfile

import pytest

from core.quality.defects import Severity
from core.quality.drawn_box import DrawnBox
from core.quality.reviewing import Disposition
from core.quality.rights import Role
from core.quality.verdict import Verdict
from core.records import inspections, reviews
from core.records.reviews import Named
from core.records.use_case import Actor
from tests.browser.waiting import acting, finished_can
from tests.ui.conftest import PASSWORD, shown

GOOD, BAD = Verdict.GOOD, Verdict.BAD


@pytest.fixture
def ines(open_page) -> Actor:
    return acting("ines", Role.INSPECTOR)


def newest(actor: Actor, can_id: int):
    return inspections.load(actor, can_id).revisions[-1]


def click(app, key: str):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_one_key_decides_an_undecided_can_and_the_next_opens_by_itself(open_page, ines):
    first, second = finished_can(ines, 1, 0.4), finished_can(ines, 2, 0.4)
    app = open_page(Role.REVIEWER, "Review")
    assert "Can 1 of 2 that wait" in shown(app) and "The model could not decide." in shown(app)
    click(app, f"reviewing_good_{first}")
    said = newest(ines, first)
    assert (said.verdict, said.author, said.review.disposition) == (GOOD, "reviewer", Disposition.PASSED)
    assert "C-0002" in shown(app) and "Can 1 of 1 that wait" in shown(app)
    click(app, f"reviewing_good_{second}")
    assert "No can waits for a review" in shown(app)


def test_agreeing_is_one_key_too(open_page, ines):
    can = finished_can(ines, 1, 0.9)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_agree_{can}")
    assert newest(ines, can).review.agrees and "C-0001 is kept: bad, laboratory." in shown(app)


def test_a_defect_is_named_asked_about_and_its_severity_shown_at_once(open_page, ines):
    can = finished_can(ines, 1, 0.4)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_bad_{can}")
    click(app, f"naming_side_{can}_5")
    click(app, f"naming_pick_{can}_DNT")
    assert "(minor), side 5" in shown(app) and "DNT: Does it touch the seam?" in shown(app)
    click(app, f"naming_Y_{can}_0_touches_seam")
    click(app, f"naming_Y_{can}_0_seam_pulled")
    assert "SMD Dent on the double seam (critical), side 5" in shown(app) and "The can: critical" in shown(app)
    click(app, f"reviewing_passed_{can}")
    click(app, f"reviewing_save_{can}")
    assert "A can with a critical defect is not passed" in shown(app)
    click(app, f"reviewing_scrapped_{can}")
    click(app, f"reviewing_save_{can}")
    said = newest(ines, can)
    assert (said.verdict, said.review.severity, said.review.disposition) == (BAD, Severity.CRITICAL,
                                                                             Disposition.SCRAPPED)


def test_a_reviewer_confirms_by_two_keys_where_the_model_has_the_defect(open_page, ines):
    can = finished_can(ines, 1, 0.9)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_name_{can}")
    click(app, f"naming_pick_{can}_RST")
    click(app, f"naming_mark_{can}_0")
    click(app, f"reviewing_mark_{can}_0_models")
    click(app, f"reviewing_marked_{can}")
    click(app, f"reviewing_save_{can}")
    (defect,) = newest(ines, can).defects
    assert defect.boxes == (DrawnBox(170, 230, 320, 410),)
    app.query_params["can"] = str(can)
    app.switch_page("pages/Can.py").run()
    click(app, f"compare_{can}_2")
    assert "RST: drawn by reviewer" in shown(app)


def test_two_defects_of_one_cause_are_joined_and_one_can_be_taken_out(open_page, ines):
    can = finished_can(ines, 1, 0.9)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_name_{can}")
    for code in ("DNS", "COT"):
        click(app, f"naming_pick_{can}_{code}")
        click(app, f"reviewing_name_{can}")
    click(app, f"naming_pick_{can}_LBL")
    click(app, f"naming_out_{can}_2")
    click(app, f"naming_cause_{can}")
    click(app, f"reviewing_save_{can}")
    assert [(d.code, d.cause) for d in newest(ines, can).defects] == [("DNS", 1), ("COT", 1)]


def test_overturning_asks_for_a_reason(open_page, ines):
    can = finished_can(ines, 1, 0.9)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_overturn_{can}")
    click(app, f"reviewing_save_{can}")
    assert "Give the reason" in shown(app) and len(inspections.load(ines, can).revisions) == 1
    click(app, f"reviewing_reason_{can}_1")
    click(app, f"reviewing_save_{can}")
    assert (newest(ines, can).verdict, newest(ines, can).note) == (GOOD, "A reflection or a shadow")


def test_words_of_ones_own_are_the_reason_before_a_ready_one(open_page, ines):
    can = finished_can(ines, 1, 0.9)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_overturn_{can}")
    click(app, f"reviewing_reason_{can}_1")
    app.text_input(key=f"reviewing_reason_{can}").set_value(":green-badge[GOOD]").run()
    click(app, f"reviewing_save_{can}")
    assert newest(ines, can).note == ":green-badge[GOOD]"


def test_undo_takes_the_last_review_back_and_opens_that_can(open_page, ines):
    first, _ = finished_can(ines, 1, 0.4), finished_can(ines, 2, 0.4)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_good_{first}")
    click(app, "reviewing_undo")
    assert "C-0001" in shown(app) and "taken back" in shown(app)
    assert inspections.load(ines, first).review is None
    click(app, f"reviewing_good_{first}")
    assert inspections.load(ines, first).review is not None and "C-0002" in shown(app)


def test_a_skipped_can_still_waits_and_comes_again_from_the_top(open_page, ines):
    first, second = finished_can(ines, 1, 0.4), finished_can(ines, 2, 0.4)
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_skip_{first}")
    assert "C-0002" in shown(app) and "Can 2 of 2" in shown(app)
    click(app, f"reviewing_skip_{second}")
    assert "The cans that you skipped still wait" in shown(app)
    assert "C-0001" in shown(click(app, "reviewing_top"))


def test_a_can_that_somebody_else_reviewed_meanwhile_is_never_reviewed_unseen(open_page, ines):
    first, second = finished_can(ines, 1, 0.4), finished_can(ines, 2, 0.4)
    app = open_page(Role.REVIEWER, "Review")
    rolf = acting("rolf", Role.REVIEWER)
    reviews.review(rolf, first, 0, BAD, disposition=Disposition.SCRAPPED, defects=[Named("TAB", 4)])
    click(app, f"reviewing_good_{first}")
    assert "rolf said bad of can C-0001 meanwhile" in shown(app)
    assert newest(ines, first).author == "rolf"
    assert inspections.load(ines, second).review is None and "C-0002" in shown(app)


def test_who_may_not_lower_a_critical_is_told_so(open_page, ines):
    can = finished_can(ines, 1, 0.4)
    inspections.raise_defect(ines, can, side=4, code="LEK")
    app = click(open_page(Role.REVIEWER, "Review"), f"reviewing_overturn_{can}")
    click(app, f"reviewing_reason_{can}_1")
    click(app, f"reviewing_save_{can}")
    assert "may not lower a critical defect" in shown(app)


def test_a_manager_signs_the_lowering_of_a_critical(open_page, ines):
    can = finished_can(ines, 1, 0.4)
    inspections.raise_defect(ines, can, side=4, code="LEK")
    app = click(open_page(Role.MANAGER, "Review"), f"reviewing_overturn_{can}")
    click(app, f"reviewing_reason_{can}_1")
    assert "You sign the lowering of a critical defect as manager" in shown(app)
    click(app, f"reviewing_save_{can}")
    assert "give your password again" in shown(app) and newest(ines, can).author == "ines"
    app.text_input(key=f"reviewing_password_{can}").set_value(PASSWORD)
    click(app, f"reviewing_save_{can}")
    assert newest(ines, can).author == "manager"


def test_a_can_that_does_not_wait_is_reviewed_from_its_address(open_page, ines):
    can = finished_can(ines, 1, 0.05)
    app = click(open_page(Role.REVIEWER, "Review", can=str(can)), f"reviewing_agree_{can}")
    assert newest(ines, can).review.disposition is Disposition.PASSED
    for nonsense in ("x", "999", "-1"):
        app.query_params["can"] = nonsense
        app.switch_page("pages/Review.py").run()
        assert not app.exception


def test_both_verdicts_and_the_severity_are_seen_wherever_the_can_is(open_page, ines):
    can = finished_can(ines, 1, 0.05)
    rolf = acting("rolf", Role.REVIEWER)
    reviews.review(rolf, can, 0, BAD, disposition=Disposition.SCRAPPED, defects=[Named("TAB", 4)], reason="no ring")
    app = open_page(Role.VIEWER)
    assert "The model said good." in shown(app)
    gallery = shown(app.switch_page("pages/Gallery.py").run())
    assert "The model said good." in gallery and "reviewed · major · scrapped" in gallery
    app.query_params["can"] = str(can)
    page = shown(app.switch_page("pages/Can.py").run())
    assert "Reviewed: overturned, major, scrapped" in page and "no ring" in page and "(major), side 4" in page


def test_a_side_opens_beside_the_same_side_of_a_good_can(open_page, ines):
    good, bad = finished_can(ines, 1, 0.05), finished_can(ines, 2, 0.9)
    app = open_page(Role.REVIEWER, "Can", can=str(bad))
    app.query_params["can"] = str(bad)
    assert "C-0001, good by the model" in shown(click(app, f"compare_{bad}_2"))
    reviews.review(acting("rolf", Role.REVIEWER), good, 0, GOOD, disposition=Disposition.PASSED)
    assert "C-0001, confirmed good by a person" in shown(click(app, f"compare_{bad}_2"))


def test_the_gallery_is_filtered_by_review_side_and_model(open_page, ines):
    good, bad = finished_can(ines, 1, 0.05), finished_can(ines, 2, 0.9)
    reviews.review(acting("rolf", Role.REVIEWER), good, 0, GOOD, disposition=Disposition.PASSED)
    app = open_page(Role.VIEWER, "Gallery")

    def numbers() -> list[str]:
        return [link.label for link in app.get("page_link") if link.label.startswith("C-")]

    for key, value, found in (("reviewed", "yes", ["C-0001"]), ("reviewed", "no", ["C-0002"]),
                              ("reviewed", "any", ["C-0002", "C-0001"]), ("outcome", "bad", ["C-0002"]),
                              ("side", "2", ["C-0002"]), ("side", "3", [])):
        app.selectbox(key=f"gallery_{key}").set_value(value).run()
        assert not app.exception and numbers() == found
    assert inspections.load(ines, bad).review is None


def test_a_manager_takes_what_was_confirmed_as_a_data_set_and_a_reviewer_is_not_offered_it(open_page, ines):
    can = finished_can(ines, 1, 0.05)
    app = open_page(Role.MANAGER, "Gallery")
    app.selectbox(key="exporting_group").set_value("lid").run()
    assert "review cans first" in shown(click(app, "exporting_zip"))
    reviews.review(acting("rolf", Role.REVIEWER), can, 0, GOOD, disposition=Disposition.PASSED)
    click(app, "exporting_zip")
    file, _ = app.session_state["exporting.ready"]
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        assert set(archive.namelist()) == {f"train/good/can{can}_side4.jpg", "manifest.csv"}


def test_a_reviewer_is_offered_no_data_set(open_page, ines):
    app = open_page(Role.REVIEWER, "Gallery")
    assert not [button for button in app.button if button.key == "exporting_zip"]
